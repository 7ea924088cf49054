"""Files into text: every encoding that offices use, and one sentence for each that cannot be read."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path

import pytest
from texts import DUTIES, TITLE, docx, paragraph, run

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.extract import extract_document
from dutygraph.ingest.read import MEDIA_TYPES, read_bytes, read_source

TEXT = f"{TITLE}\n{DUTIES}"
RARE = "䶮𠮷㑇"  # beyond GBK: four bytes each in GB18030
NO_ENCODING = "文字编码无法识别（可读 UTF-8、UTF-16、GBK/GB18030）。请用记事本打开后另存为 UTF-8。"
TRADITIONAL = (
    "各市區縣人民政府及有關部門應當依照本計畫之規定，於二零二四年底前完成各項工作，並將辦理情形報送行政院備查。"
    "主辦機關：財政部、經濟部。協辦機關：內政部、交通部、教育部。"
)
JAPANESE = (
    "各都道府県知事は、令和六年度末までに実施計画を策定し、関係機関と連携して取り組むこと。"
    "担当部署：総務省、財務省。行政手続のオンライン化を推進する。"
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(TEXT.encode(), TEXT, id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), TEXT, id="utf-8-bom"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT, id="utf-16-le-bom"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, id="utf-16-be-bom"),
        pytest.param(TEXT.encode("utf-16-le"), TEXT, id="utf-16-le"),
        pytest.param(TEXT.encode("utf-16-be"), TEXT, id="utf-16-be"),
        pytest.param(TEXT.encode("gbk"), TEXT, id="gbk"),
        pytest.param(TEXT.encode("gb2312"), TEXT, id="gb2312"),
        pytest.param((TEXT + RARE).encode("gb18030"), TEXT + RARE, id="gb18030-four-bytes"),
        pytest.param((TEXT + RARE).encode("utf-16-le"), TEXT + RARE, id="utf-16-surrogates"),
        pytest.param(TRADITIONAL.encode("gbk"), TRADITIONAL, id="traditional-in-gbk"),
        pytest.param(b"1. Reform\r\n\r\n2. Publicity\r", "1. Reform\r\n\r\n2. Publicity\r", id="breaks-as-they-are"),
        pytest.param("１．推进\u2028２．宣传\x0c".encode(), "１．推进\u2028２．宣传\x0c", id="other-breaks"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    read = read_bytes(data, "方案.txt")
    assert read.text == text
    assert read.source.sha256 == hashlib.sha256(data).hexdigest()
    assert read.source.text_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (read.source.path, read.source.media_type, read.content.tables) == ("方案.txt", "text/plain", ())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(TRADITIONAL.encode("big5"), NO_ENCODING, id="big5"),
        pytest.param(JAPANESE.encode("shift_jis"), NO_ENCODING, id="shift-jis"),
        pytest.param(JAPANESE.encode("euc_jp"), NO_ENCODING, id="euc-jp"),
        pytest.param("Le décret entre en vigueur à l'été; réf. nº 12.".encode("latin-1"), NO_ENCODING, id="latin-1"),
        pytest.param("déjà né désigné".encode("latin-1"), NO_ENCODING, id="latin-1-that-decodes"),
        pytest.param("Ответственные: министерства.".encode("koi8-r"), NO_ENCODING, id="koi8-r"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02X\0\0\x01\x90\x08\x06\0\0\0", NO_ENCODING, id="image"),
        pytest.param(bytes(range(256)), NO_ENCODING, id="binary"),
        pytest.param(codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), NO_ENCODING, id="utf-32"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x01", NO_ENCODING, id="half-a-character"),
        pytest.param(codecs.BOM_UTF8 + b"\xff\xfe", NO_ENCODING, id="bom-of-another-encoding"),
        pytest.param(b"", "文件是空的。请确认选对了文件。", id="empty"),
        pytest.param(b" \r\n\t\n", "文件是空的。请确认选对了文件。", id="white-space"),
        pytest.param(codecs.BOM_UTF8 + b"\n", "文件里没有文字。如为扫描件，请先做文字识别（OCR）。", id="bom-alone"),
        pytest.param("\u3000\n".encode(), "文件里没有文字。如为扫描件，请先做文字识别（OCR）。", id="wide-space"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes(data, "方案.txt", where="收件/方案.txt")
    assert str(refused.value) == f"收件/方案.txt：{why}"
    assert refused.value.where == "收件/方案.txt"


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("方案.vsd", ".vsd"), ("方案.RAR", ".rar"), ("方案", "（无扩展名）"), (".docx", "（无扩展名）")],
)
def test_unknown_kinds(name: str, suffix: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes(TEXT.encode(), name)
    assert (
        str(refused.value)
        == f"{name}：不支持的文件类型 {suffix}。目前可读 {'、'.join(MEDIA_TYPES)}，请另存为其中一种。"
    )


@pytest.mark.parametrize(
    ("name", "media_type"), [("-", "text/plain"), ("A.MD", "text/markdown"), ("A.TXT", "text/plain")]
)
def test_kinds_follow_from_the_name(name: str, media_type: str) -> None:
    read = read_bytes(TEXT.encode(), name)
    assert (read.text, read.source.path, read.source.media_type) == (TEXT, name, media_type)


def test_a_word_file_without_text_has_none(tmp_path: Path) -> None:
    path = tmp_path / "扫描.docx"
    path.write_bytes(docx(paragraph() + paragraph(run(" "))))
    with pytest.raises(UnreadableDocument) as refused:
        read_source(path)
    assert str(refused.value) == f"{path}：文件里没有文字。如为扫描件，请先做文字识别（OCR）。"


def test_files_folders_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_bytes(TEXT.encode("gb18030"))
    assert read_source(tmp_path / "方案.txt").text == TEXT
    assert read_source(str(tmp_path / "方案.txt")).source.path == str(tmp_path / "方案.txt")
    with pytest.raises(UnreadableDocument) as absent:
        read_source(tmp_path / "无.txt")
    assert str(absent.value) == f"{tmp_path / '无.txt'}：文件不存在。请检查路径和文件名。"
    with pytest.raises(UnreadableDocument) as folder:
        read_source(tmp_path)
    assert str(folder.value) == f"{tmp_path}：这是文件夹，不是文件。请给出文件；导入文件夹请用 dutygraph ingest。"


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "方案.txt"
    path.write_bytes(TEXT.encode())

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as a user who may open anything
    with pytest.raises(UnreadableDocument) as refused:
        read_source(path)
    assert str(refused.value) == f"{path}：无法打开（Permission denied）。请检查文件权限。"


def test_offsets_count_the_line_breaks_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode("gbk"))
    document = extract_document(path)
    assert "\r\n1．推进改革。\r\n" in document.text
    first, second = document.tasks
    assert document.text[first.span.start : first.span.end] == "1．推进改革。"
    assert second.span.start == TEXT.index("2．") + 4  # four lines above, a character more each
    leads = [document.text[a.span.start : a.span.end] for t in document.tasks for a in t.assignments]
    assert leads == ["县司法局", "县教育局"]
