"""Which documents are meant: folders, globs, archives in every state, standard input."""

from __future__ import annotations

import errno
import io
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from books import workbook
from texts import DUTIES, TITLE, archive, docx, paragraph, run

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.budget import Limits
from dutygraph.ingest.files import archives
from dutygraph.ingest.files.collect import Found, find_documents, read_found
from dutygraph.ingest.formats.kinds import kind_of

PLAN = f"{TITLE}\n{DUTIES}".encode()
LIMITS = Limits()
SMALL = Limits(size=1000)


def told(*patterns: Path | str, limits: Limits = LIMITS, under: Path) -> list[str]:
    """What is found, each by its name below a folder or by what is said of it."""
    found = find_documents(map(str, patterns), limits)
    return [(each.where if isinstance(each, Found) else str(each)).replace(f"{under}/", "") for each in found]


def test_folders_and_globs(tmp_path: Path) -> None:
    for name in ("乙.txt", "甲.DOCX", "子/丙.xlsx", "图.png", "~$甲.docx", ".隐.txt", "__MACOSX/丁.txt", "旧.rar"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PLAN)
    assert told(tmp_path, tmp_path / "乙.txt", under=tmp_path) == [
        "乙.txt",
        "子/丙.xlsx",
        "旧.rar：不能打开 .rar 压缩包。请解压，或另存为 .zip 后再导入。",
        "甲.DOCX",
    ]
    assert told(tmp_path / "*.txt", under=tmp_path) == [".隐.txt", "乙.txt"]
    assert told(tmp_path / "无.txt", under=tmp_path) == ["无.txt"]
    (tmp_path / "空").mkdir()
    for pattern, why in (
        (tmp_path / "空", "文件夹里没有可读的文件"),
        (tmp_path / "*.ofdx", "没有匹配的文件"),
        ("", "路径是空的"),
    ):
        with pytest.raises(UnreadableDocument, match=why):
            find_documents([str(pattern)], LIMITS)
    beside = find_documents([str(tmp_path / "*.ofdx"), str(tmp_path / "无.txt")], LIMITS)
    assert [isinstance(each, UnreadableDocument) for each in beside] == [True, False]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")
def test_links_to_what_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_bytes(PLAN)
    for name, target in (
        ("丙.docx", "无.docx"),
        ("乙.txt", "甲.txt"),
        ("丁", "无"),
        ("戊.zip", "戊.zip"),
        ("图.png", "无.png"),
        (".隐.txt", "无"),
    ):
        (tmp_path / name).symlink_to(target)
    gone = "：链接所指的文件不存在。请恢复该文件，或删除链接。"
    assert told(tmp_path, under=tmp_path) == [f"丁{gone}", f"丙.docx{gone}", "乙.txt", f"戊.zip{gone}", "甲.txt"]
    assert told(tmp_path / "*.docx", under=tmp_path) == [f"丙.docx{gone}"]
    assert told(tmp_path / "丙.docx", under=tmp_path) == [f"丙.docx{gone}"]


def test_archives(tmp_path: Path) -> None:
    inner = archive({"丙.txt": PLAN, "深.zip": archive({"丁.txt": PLAN}), "说明.png": b"1"})
    path = tmp_path / "归档.zip"
    path.write_bytes(
        archive(
            {
                "资料/": b"",
                "资料/甲.txt": PLAN,
                "__MACOSX/资料/._甲.txt": b"1",
                "乙.zip": inner,
                "~$甲.docx": b"1",
                "坏.zip": b"1",
            }
        )
    )
    assert told(path, under=tmp_path) == [
        "归档.zip/资料/甲.txt",
        "归档.zip/乙.zip/丙.txt",
        "归档.zip/乙.zip/深.zip：压缩包套了两层以上。请解开里层的压缩包再导入。",
        "归档.zip/坏.zip：压缩包已损坏或不是 .zip。请重新打包或重新下载。",
    ]
    for found in find_documents([str(path)], LIMITS)[:2]:
        assert isinstance(found, Found)
        source = read_found(found, LIMITS)
        assert (source.text, source.source.path) == (PLAN.decode(), found.where)


def test_one_document_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "归档.zip"
    path.write_bytes(archive({"甲.txt": PLAN, "乙.txt": PLAN}))
    assert told(path / "乙.txt", under=tmp_path) == ["归档.zip/乙.txt"]
    with pytest.raises(UnreadableDocument, match="压缩包里没有这个文件"):
        find_documents([str(path / "丙.txt")], LIMITS)


def named(*names: bytes) -> bytes:
    """A zip whose members have these bytes as names, with no mark of UTF-8."""
    stand_in = [f"{n}{'x' * (len(name) - 1)}" for n, name in enumerate(names)]
    data = archive(dict.fromkeys(stand_in, PLAN))
    for wanted, name in zip(names, stand_in, strict=True):
        data = data.replace(name.encode(), wanted)
    return data


def test_names_in_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "归档.zip"
    path.write_bytes(named("分工方案.txt".encode("gbk"), "任务\\清单.txt".encode("gbk"), "台账表.txt".encode()))
    assert told(path, under=tmp_path) == ["归档.zip/分工方案.txt", "归档.zip/任务/清单.txt", "归档.zip/台账表.txt"]


@pytest.mark.parametrize("name", ["../甲.txt", "/etc/甲.txt", "a/../../甲.txt", "C:/甲.txt", "C:\\甲.txt"])
def test_paths_out_of_the_archive(tmp_path: Path, name: str) -> None:
    path = tmp_path / "归档.zip"
    path.write_bytes(archive({name: PLAN}))
    (found,) = find_documents([str(path)], LIMITS)
    assert isinstance(found, UnreadableDocument)
    assert found.why == "压缩包里的路径指向包外"


def test_bombs_and_other_archives_that_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "归档.zip"
    path.write_bytes(archive({"弹.txt": bytes(11 * 1024 * 1024)}))
    assert told(path, under=tmp_path) == ["归档.zip/弹.txt：压缩比异常，疑为压缩炸弹。请确认文件来源。"]
    path.write_bytes(archive({"大.txt": bytes(1001), "小.txt": b"1"}))
    assert told(path, limits=SMALL, under=tmp_path) == [
        "归档.zip/大.txt：文件超过上限 0.000953674 MB。请拆分后再导入。",
        "归档.zip/小.txt",
    ]
    path.write_bytes(archive({"图.png": b"1"}))
    assert told(path, under=tmp_path)[0].startswith("归档.zip：压缩包里没有可读的文件。目前可读 .txt、.md")
    data = bytearray(archive({"密.txt": PLAN}))
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert told(path, under=tmp_path) == ["归档.zip/密.txt：压缩包有密码。请去掉密码后重新打包。"]
    path.write_bytes(archive({"甲.txt": b"", "乙.txt": b"", "丙.txt": b""}))
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    assert told(path, under=tmp_path) == ["归档.zip：压缩包里有 3 个文件，超过 2 个。请分成几个压缩包。"]
    monkeypatch.setattr(archives, "MOST_MEMBERS", 9)
    monkeypatch.setattr(archives, "MOST_UNPACKED", 2)
    path.write_bytes(archive({"甲.txt": b"123"}))
    assert told(path, under=tmp_path) == ["归档.zip：压缩包展开后超过 0 GB。请分成几个压缩包。"]


def test_a_member_that_is_larger_than_the_archive_says(tmp_path: Path) -> None:
    path = tmp_path / "归档.zip"
    data = archive({"甲.txt": bytes(range(256)) * 40})
    at = data.index(b"PK\1\2") + 24
    path.write_bytes(data[:at] + (100).to_bytes(4, "little") + data[at + 4 :])
    (found,) = find_documents([str(path)], SMALL)
    assert isinstance(found, Found)
    with pytest.raises(UnreadableDocument, match=r"已损坏|文件超过上限"):
        read_found(found, SMALL)


def test_damage_inside_an_archive_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "归档.zip"
    data = bytearray(archive({"甲.txt": PLAN}))
    data[45:60] = bytes(15)
    path.write_bytes(data)
    (found,) = find_documents([str(path)], LIMITS)
    assert isinstance(found, Found)
    with pytest.raises(UnreadableDocument) as refused:
        read_found(found, LIMITS)
    assert refused.value.why == "压缩包里的这个文件已损坏"


def test_files_above_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes(bytes(1001))
    with pytest.raises(UnreadableDocument) as refused:
        read_found(Found(str(path), path.name, path), SMALL)
    assert refused.value.why == "文件超过上限 0.000953674 MB"
    with pytest.raises(UnreadableDocument, match="文件超过上限"):
        read_found(Found("大.txt", "大.txt", data=bytes(1001)), SMALL)


def test_what_is_no_file(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "无.txt", "文件不存在"), (tmp_path, "这是文件夹，不是文件")):
        with pytest.raises(UnreadableDocument, match=why):
            read_found(Found(str(path), path.name, path), LIMITS)


@pytest.mark.parametrize(
    ("data", "kind", "media_type"),
    [
        (PLAN, ".txt", "text/plain"),
        (
            docx(paragraph(run("任务"))),
            ".docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            workbook({"表": [["任务", "单位"]]}),
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("<html><body>任务".encode("utf-16"), ".html", "text/html"),
    ],
)
def test_standard_input_is_known_by_its_bytes(
    monkeypatch: pytest.MonkeyPatch, data: bytes, kind: str, media_type: str
) -> None:
    assert kind_of(data) == kind
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (found,) = find_documents(["-"], LIMITS)
    assert isinstance(found, Found)
    source = read_found(found, LIMITS)
    assert (source.source.path, source.source.media_type) == ("标准输入", media_type)


def test_an_archive_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(archive({"甲.txt": PLAN}))))
    (found,) = find_documents(["-"], LIMITS)
    assert isinstance(found, Found)
    assert read_found(found, LIMITS).source.path == "标准输入/甲.txt"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"{\\rtf1", ".rtf"),
        (b"PK\3\4 and no more", ".zip"),
        (archive({"xl/workbook.bin": b""}), ".xlsb"),
        (archive({"OFD.xml": b""}), ".ofd"),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.text"}), ".odt"),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
        (archive({"mimetype": b"application/epub+zip"}), ".zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), ".xls"),
    ],
)
def test_kinds_by_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_an_archive_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "归档.zip"
    path.write_bytes(archive({"甲.txt": PLAN}))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as a user who may open anything
    assert told(path, under=tmp_path) == ["归档.zip：无法打开（Permission denied）。请检查文件权限。"]
    assert zipfile.is_zipfile(str(path))


class Unplugged(io.FileIO):
    """A file on a drive that has gone away since it was opened."""

    def readinto(self, _: object, /) -> int:
        raise OSError(errno.EIO, "Input/output error")


def test_a_disk_that_does_not_give_an_archive_is_told_and_no_spoiled_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plain = tmp_path / "归档.zip", tmp_path / "甲.txt"
    path.write_bytes(archive({"甲.txt": PLAN}))
    plain.write_bytes(PLAN)
    (member,) = find_documents([str(path)], LIMITS)
    assert isinstance(member, Found)
    monkeypatch.setattr(Path, "open", lambda opened, *_: Unplugged(opened))
    assert told(path, under=tmp_path) == ["归档.zip：无法读取（Input/output error）。请检查磁盘和网络。"]
    for found in (member, Found(str(plain), "甲.txt", plain)):
        with pytest.raises(UnreadableDocument, match="无法读取（Input/output error）。请检查磁盘和网络"):
            read_found(found, LIMITS)


def test_what_may_not_be_looked_at_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    for path in (tmp_path / "甲.txt", tmp_path / "归档.zip"):
        with pytest.raises(UnreadableDocument, match="无法打开（Permission denied）。请检查文件权限"):
            find_documents([str(path)], LIMITS)
        with pytest.raises(UnreadableDocument, match="无法打开（Permission denied）。请检查文件权限"):
            read_found(Found(str(path), path.name, path), LIMITS)


@pytest.mark.parametrize("begin", [2**62, 2**63 - 1, 2**64 - 1])
def test_a_member_that_begins_beyond_any_file_is_spoiled(tmp_path: Path, begin: int) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("甲.txt", PLAN)
        name, central = "甲.txt".encode(), file.start_dir
    spoiled, end = bytearray(data.getvalue()), data.getvalue().rindex(b"PK\5\6")
    extra = struct.pack("<HHQ", 1, 8, begin)  # of zip64, which the place in the entry itself refers to
    spoiled[end + 12 : end + 16] = struct.pack("<I", 46 + len(name) + len(extra))
    spoiled[central + 30 : central + 32] = struct.pack("<H", len(extra))
    spoiled[central + 42 : central + 46] = b"\xff" * 4
    spoiled[central + 46 + len(name) : central + 46 + len(name)] = extra
    path = tmp_path / "归档.zip"
    path.write_bytes(spoiled)
    (found,) = find_documents([str(path)], LIMITS)
    assert isinstance(found, Found)
    for each in (found, Found(found.where, found.name, member=found.member, data=bytes(spoiled))):
        with pytest.raises(UnreadableDocument, match="压缩包里的这个文件已损坏"):
            read_found(each, LIMITS)


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "归档.zip"
    path.write_bytes(archive({"?": b"", "甲.txt": PLAN}).replace(b"?", b"\0"))
    assert told(path, under=tmp_path) == ["归档.zip/甲.txt"]
