"""Plain text and Markdown."""

from __future__ import annotations

from .choose import Chooser
from .model import Cell, Document, Grid, Paragraph
from .noise import flatten, spoil


def to_txt(document: Document, chooser: Chooser) -> bytes:
    """Print paragraphs a line each; perhaps with indents and blank lines."""
    gap = "\n\n" if chooser.flag("txt:blank-lines", 0.3) else "\n"
    indent = "　　" if chooser.flag("txt:indent", 0.4) or chooser.asked("noise:wrapped") else ""
    lines = []
    for block in document.blocks:
        if isinstance(block, Grid):
            raise ValueError("plain text has no tables")
        lines.append(("" if block.style in ("title", "number") else indent) + block.text)
    lines = flatten(document, lines, chooser)
    lines = spoil(lines, chooser, indented=bool(indent) and "noise:flattened" not in chooser.used)
    ending = "\r\n" if chooser.flag("txt:crlf", 0.15) else "\n"
    return (gap.join(lines) + "\n").replace("\n", ending).encode()


def grid_matrix(grid: Grid) -> list[list[tuple[Cell, bool] | None]]:
    """Lay a table out: for each row and column the cell that covers it and whether it begins there."""
    width = sum(c.columns for c in grid.rows[0])
    matrix: list[list[tuple[Cell, bool] | None]] = [[None] * width for _ in grid.rows]
    for r, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while matrix[r][column] is not None:
                column += 1
            for down in range(cell.rows):
                for right in range(cell.columns):
                    matrix[r + down][column + right] = (cell, down == right == 0)
            column += cell.columns
    return matrix


def to_md(document: Document, chooser: Chooser) -> bytes:
    """Print headings with # and tables with pipes; what is merged over rows stands in each, for there is no merging."""
    out: list[str] = []
    bold = chooser.flag("md:bold-labels", 0.2)
    for block in document.blocks:
        if isinstance(block, Grid):
            out.append(_pipes(block))
        else:
            out.append(_paragraph(block, bold=bold))
    return ("\n\n".join(out) + "\n").encode()


def _paragraph(block: Paragraph, *, bold: bool) -> str:
    if block.style == "title":
        return f"# {block.text}"
    if block.style == "heading":
        level = 2 if block.text[1:2] == "、" else 3
        return f"{'#' * level} {block.text}"
    if block.style == "duty" and bold:
        label, colon, value = block.text.partition("：")
        return f"**{label}{colon}**{value}" if colon else block.text
    return block.text


def _pipes(grid: Grid) -> str:
    lines = []
    for r, row in enumerate(grid_matrix(grid)):
        first = _begins(row)
        cells = [
            "<br>".join(s[0].lines) if s is not None and begins else "" for s, begins in zip(row, first, strict=True)
        ]
        lines.append("| " + " | ".join(cells) + " |")
        if r == grid.heads - 1:
            lines.append("|" + " --- |" * len(row))
    return "\n".join(lines)


def _begins(row: list[tuple[Cell, bool] | None]) -> list[bool]:
    """Tell for each column whether it is the first of the cell that covers it in this row."""
    before = [None, *row[:-1]]
    return [s is None or b is None or s[0] is not b[0] for s, b in zip(row, before, strict=True)]
