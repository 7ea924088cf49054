"""Formats that only an office program understands (.doc, .wps, .rtf, .odt): turned into .docx by LibreOffice.

The converter runs in a folder and with a profile of its own, which are removed, and is ended when its time is up.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psutil

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.budget import Limits
from dutygraph.ingest.formats.docx import read_docx
from dutygraph.ingest.formats.kinds import kind_of
from dutygraph.ingest.text.content import Content

# Names on the path, then where the installers of Windows and macOS put it.
_PROGRAMS = (
    "soffice",
    "libreoffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SAVE_AS = "请用 Word 或 WPS 另存为 .docx 后再导入"
# Of the time that a file has, what is left for reading the result.
_SHARE = 0.8


def read_converted(data: bytes, where: str) -> Content:
    """Return the text of a document that LibreOffice turns into a .docx.

    Raises :class:`UnreadableDocument` where it is not installed, fails or takes too long.
    """
    program = find_converter()
    if program is None:
        told = "要读 .doc、.wps、.rtf、.odt 需先安装 LibreOffice"
        raise UnreadableDocument(where, told, "请安装 LibreOffice，或用 Word、WPS 另存为 .docx 后再导入")
    seconds = Limits.from_environment().seconds * _SHARE
    with tempfile.TemporaryDirectory(prefix="dutygraph-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        kind = kind_of(data)
        source = folder / f"source{'.doc' if kind in ('.txt', '.zip') else kind}"
        source.write_bytes(data)
        if not _run([program, *_arguments(folder), str(source)], folder, seconds):
            raise UnreadableDocument(where, f"转换超过 {seconds:g} 秒，已放弃", _SAVE_AS)
        converted = folder / "out" / "source.docx"
        if not converted.is_file():
            raise UnreadableDocument(where, "LibreOffice 不能转换这个文件，文件可能已损坏", _SAVE_AS)
        return read_docx(converted.read_bytes(), where)


def find_converter() -> str | None:
    """Return the path of LibreOffice: ``DUTYGRAPH_SOFFICE``, on the path, or at its usual places."""
    names = [named] if (named := os.environ.get("DUTYGRAPH_SOFFICE")) else _PROGRAMS
    return next((path for name in names if (path := shutil.which(name))), None)


def _arguments(folder: Path) -> list[str]:
    return [
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "out"),
    ]


def _run(command: list[str], folder: Path, seconds: float) -> bool:
    """Run a command and whether it ended in time; it is ended with all that it has started otherwise."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        finally:
            _end(process)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that still runs, and its children: soffice is a script that starts the program."""
    if process.poll() is None:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        process.kill()
        process.wait()
