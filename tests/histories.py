"""A plan of a county whose bodies and rules have changed since, with the office's two registers."""

from __future__ import annotations

from pathlib import Path

from texts import ISSUED, TITLE, source

from dutygraph.graph.model import Document
from dutygraph.ingest.extract import extract_text
from dutygraph.ingest.resolve.instruments import NO_INSTRUMENTS, read_instruments
from dutygraph.ingest.resolve.register import EMPTY, read_register

TEXT = (
    f"{ISSUED}\n{TITLE}\n\n"
    "1．落实《清河县扶持办法》，帮扶到户。\n牵头单位：县扶贫办\n责任单位：县农业局、县司法局\n"
    "2．执行《清河县扶持办法》（清政发〔2019〕3号），管好市场。\n牵头单位：县工商局、县质监局\n"
    "3．落实《关于印发〈清河县信用办法〉的通知》，加强信用建设。\n牵头单位：县发改局\n"
    "4．执行《清河县信用办法》。\n牵头单位：县发展和改革局\n"
)
UNITS = (
    "jurisdiction,name,aliases,successor,succession,on,basis\n"
    "130534,县扶贫办,,县乡村振兴局,rename,2021-06-01,机构改革方案\n"
    "130534,县乡村振兴局,,县农业农村局,merge,2024-03-01,机构改革方案二\n"
    "130534,县农业局,,县农业农村局,rename,2019-02-01,\n"
    "130534,县工商局,,县市场监督管理局,merge,2019-02-01,机构改革方案\n"
    "130534,县质监局,,县市场监督管理局,merge,,\n"
)
INSTRUMENTS = (
    "title,document_number,aliases,status,superseded_by\n"
    "清河县扶持办法,清政发〔2019〕3号,扶持办法,已废止,清河县振兴办法\n"
    "清河县振兴办法,清政发〔2022〕8号,,有效,\n"
)


def read(folder: Path | None = None, units: str | None = None, instruments: str | None = None) -> Document:
    """The plan as read with registers of this text (both need a folder to stand in)."""
    registers = []
    for name, text in (("单位名册.csv", units), ("文件名册.csv", instruments)):
        path = None if folder is None or text is None else folder / name
        if path is not None and text is not None:
            path.write_text(text, encoding="utf-8")
        registers.append(path)
    known, titles = registers
    return extract_text(
        source(TEXT),
        register=read_register(known) if known else EMPTY,
        instruments=read_instruments(titles) if titles else NO_INSTRUMENTS,
    )
