"""Texts, files and Word documents for the tests of reading: what each is not about is filled in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from dutygraph.graph.model import Document, Role
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.read import SourceText, read_bytes
from dutygraph.ingest.resolve.register import EMPTY, Register

TITLE = "清河县法治建设任务分解方案"
ISSUED = "清河县人民政府办公室\n2024年3月5日\n\n"
DUTIES = "一、重点任务\n1．推进改革。\n牵头部门：县司法局\n2．加强宣传。\n牵头部门：县教育局\n"

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def source(text: str) -> SourceText:
    """A text as if it stood in a file."""
    return read_bytes(text.encode("utf-8"), "方案.txt")


def extract(text: str, *, register: Register = EMPTY, jurisdiction: str | None = None) -> Document:
    """What is read from a text."""
    return extract_text(source(text), register=register, jurisdiction=jurisdiction)


def plan(duties: str) -> Document:
    """What is read from the duties of a plan whose header leaves no doubt."""
    return extract(f"{ISSUED}\n{TITLE}\n\n{duties}")


def units(document: Document, role: Role) -> list[list[str]]:
    """The printed names in a role, task by task."""
    return [[a.surface for a in task.assigned(role)] for task in document.tasks]


def rules(document: Document) -> list[tuple[str, str | None]]:
    """Each finding's rule and the words it points at."""
    return [(f.rule, document.text[f.span.start : f.span.end] if f.span else None) for f in document.findings]


def columns(char: str) -> int:
    """How wide a character stands in a text of fixed width."""
    return 2 if ord(char) > 0x2E7F or char in "“”‘’—…" else 1


def wrap(text: str, width: int, *, by_columns: bool = False) -> list[str]:
    """The lines of a text, broken anywhere so that none is wider."""
    wrapped = []
    for line in text.split("\n"):
        taken, at = 0, 0
        for i, char in enumerate(line):
            wide = columns(char) if by_columns else 1
            if taken + wide > width:
                wrapped.append(line[at:i])
                taken, at = 0, i
            taken += wide
        wrapped.append(line[at:])
    return wrapped


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip file of the parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return data.getvalue()


def docx(body: str, prolog: str = "", **parts: str) -> bytes:
    """A Word file with this XML in its body; ``parts`` are further files of its word folder, without .xml."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>'
    )
    return archive({"word/document.xml": document, **{f"word/{name}.xml": xml for name, xml in parts.items()}})


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str) -> str:
    """A paragraph of runs or other content."""
    return f"<w:p>{''.join(content)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of rows of texts; a text that begins with "<" is the cell's own XML."""
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{c if c.startswith('<') else paragraph(run(c))}</w:tc>" for c in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"
