"""The formats that documents are printed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import formats_text, ofd, pdf, sheets, web, word
from .choose import Chooser
from .model import Document


@dataclass(frozen=True)
class Format:
    """A printer and which documents it can print."""

    write: Callable[[Document, Chooser], bytes]
    fits: Callable[[Document], bool] = lambda _: True
    sheet: bool = False  # holds one table under its title, nothing else


FORMATS: dict[str, Format] = {
    ".txt": Format(formats_text.to_txt, lambda d: not d.has_table),
    ".docx": Format(word.to_docx),
    ".md": Format(formats_text.to_md),
    ".html": Format(web.to_html),
    ".xlsx": Format(sheets.to_xlsx, lambda d: d.is_sheet, sheet=True),
    ".pdf": Format(pdf.to_pdf),
    ".ofd": Format(ofd.to_ofd),
    ".csv": Format(sheets.to_csv, lambda d: d.is_sheet, sheet=True),
}
