"""Old Word files: what is said without LibreOffice and when it fails; with it, what is read (a long test)."""

from __future__ import annotations

import stat
import sys
import time
from pathlib import Path

import psutil
import pytest
from texts import DUTIES, TITLE, docx, paragraph, run, units

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.formats import convert
from dutygraph.ingest.read import read_bytes

DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(1000)
RTF = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\f0 "
    + r"\par ".join(
        "".join(f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" for c in line)
        for line in f"{TITLE}\n{DUTIES}".split("\n")
    )
    + "}"
).encode("ascii")
posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in the converter's place")


def converter(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of this script on the path as the only soffice; $out is where its result is looked for."""
    program = folder / "soffice"
    find = 'for last in "$@"; do [ "$before" = --outdir ] && out=$last; before=$last; done'
    program.write_text(f"#!/bin/sh\n{find}\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    monkeypatch.delenv("DUTYGRAPH_SOFFICE", raising=False)


def refusal(data: bytes = DOC, name: str = "方案.doc") -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes(data, name)
    return str(refused.value)


def test_without_a_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYGRAPH_SOFFICE", "no-such-program")
    assert convert.find_converter() is None
    assert refusal() == (
        "方案.doc：要读 .doc、.wps、.rtf、.odt 需先安装 LibreOffice。"
        "请安装 LibreOffice，或用 Word、WPS 另存为 .docx 后再导入。"
    )
    assert "需先安装 LibreOffice" in refusal(RTF, "方案.rtf")


@posix
@pytest.mark.parametrize("script", ["exit 0", "exit 77", "kill -9 $$", 'mkdir -p "$out"; echo > "$out/other.docx"'])
def test_a_converter_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    converter(tmp_path, script, monkeypatch)
    assert refusal() == (
        "方案.doc：LibreOffice 不能转换这个文件，文件可能已损坏。请用 Word 或 WPS 另存为 .docx 后再导入。"
    )


@posix
def test_a_converter_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converter(tmp_path, f'sleep 600 & echo $! > "{tmp_path}/child"; wait', monkeypatch)
    monkeypatch.setenv("DUTYGRAPH_FILE_SECONDS", "5")
    started = time.monotonic()
    assert refusal() == "方案.doc：转换超过 4 秒，已放弃。请用 Word 或 WPS 另存为 .docx 后再导入。"
    assert time.monotonic() - started < 30
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 5
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@posix
@pytest.mark.parametrize("name", ["方案.doc", "方案.wps", "方案.DOC"])
def test_what_the_converter_writes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "result.docx").write_bytes(
        docx("".join(paragraph(run(line)) for line in f"{TITLE}\n{DUTIES}".split("\n")))
    )
    converter(tmp_path, f'mkdir -p "$out"; cp "{tmp_path}/result.docx" "$out/source.docx"', monkeypatch)
    read = read_bytes(DOC, name)
    assert read.text == f"{TITLE}\n{DUTIES}\n"
    assert read.source.path == name


@pytest.mark.parametrize("name", ["方案.doc", "方案.wps", "方案.rtf"])
def test_files_with_a_wrong_name_need_no_converter(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DUTYGRAPH_SOFFICE", "no-such-program")
    assert read_bytes(docx(paragraph(run("任务"))), name).text == "任务\n"
    assert read_bytes("<html><body><p>任务</p></body></html>".encode(), name).text == "任务\n"


def test_office_files_with_a_password() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
    assert refusal(data, "方案.docx") == "方案.docx：文件已加密。请去掉密码后再导入。"
    assert refusal(data, "台账.xlsx") == "台账.xlsx：文件已加密。请去掉密码后再导入。"


@pytest.mark.long
@pytest.mark.skipif(convert.find_converter() is None, reason="LibreOffice is missing: run tools/install_office.sh")
def test_libreoffice_itself(tmp_path: Path) -> None:
    rtf = read_bytes(RTF, "方案.rtf")
    assert rtf.text.strip() == f"{TITLE}\n{DUTIES}".strip()
    source = tmp_path / "方案.rtf"
    source.write_bytes(RTF)
    for kind in ("doc", "odt"):
        arguments = [f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", kind]
        program = convert.find_converter()
        assert program is not None
        assert convert._run([program, *arguments, "--outdir", str(tmp_path), str(source)], tmp_path, 120)
        read = extract_text(read_bytes((tmp_path / f"方案.{kind}").read_bytes(), f"方案.{kind}"))
        assert read.title == TITLE
        assert units(read, "lead") == [["县司法局"], ["县教育局"]]
