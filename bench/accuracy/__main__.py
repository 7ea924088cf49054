"""`make accuracy`: every annotated document scored field by field against what is demanded, and peers beside it.

    python -m bench.accuracy [NAME…] [--no-peers] [--json] [--write docs/accuracy.md]

Exits with 1 where a document cannot be read or misses what is demanded of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.accuracy.documents import DEMANDED, annotated_documents, shared_folder
from bench.accuracy.peers import PEER_PYTHON, Comparison, compare_dates, compare_units
from bench.accuracy.scoring import Scored, score, scorer
from dutygraph.api.tables import plain_table

BEGIN, END = "<!-- measured: python -m bench.accuracy --write docs/accuracy.md -->", "<!-- end of measured -->"
# Fields in the order of the columns, under headings that are short enough for one line.
FIELDS = {
    "tasks": "tasks",
    "lead": "lead",
    "responsible": "resp.",
    "supporting": "supp.",
    "deadline_dates": "时限",
    "citations": "cites",
    "dates": "dates",
    "targets": "targets",
    "header": "header",
    "spans": "spans",
    "labels": "labels",
    "section": "sect.",
    "subsection": "subs.",
    "words": "words",
    "indicators": "indic.",
}
COLUMNS = {"document": "document", "format": "", "use": "use", **FIELDS, "mark": "mark"}
PEERS = {"work": "work", "document": "document", "reader": "reader", "gold": "gold", "found": "found"}
PEERS |= {"precision": "P", "recall": "R", "f1": "F1"}
Row = dict[str, object]


def demand_rows() -> list[Row]:
    """What is demanded, in the columns of the table."""
    corpus = {field: f"{DEMANDED[field]:.2f}" if field in DEMANDED else "–" for field in FIELDS}
    return [
        {"document": "demanded: conformance", "format": "", "use": "", **dict.fromkeys(FIELDS, "1.00"), "mark": ""},
        {"document": "demanded: corpus", "format": "", "use": "", **corpus, "mark": ""},
    ]


def figure_row(scored: Scored) -> Row:
    """The F1 of each annotated field of a document; what is below the demand bears a sign."""
    cells = {f.field: f"{f.f1:.3f}{'' if f.ok else '!'}" for f in scored.figures}
    annotated = scored.annotated
    head: Row = {"document": annotated.name, "format": annotated.source.suffix[1:], "use": annotated.use}
    return {**head, **{field: cells.get(field, "") for field in FIELDS}, "mark": "ok" if scored.ok else "LOW"}


def figure_objects(scored: Iterable[Scored]) -> Iterator[Row]:
    """Every figure with its parts, for programs."""
    for each in scored:
        head: Row = {"document": each.annotated.name, "format": each.annotated.source.suffix[1:]}
        if each.problem:
            yield {**head, "problem": each.problem, "ok": False}
        for figure in each.figures:
            yield {**head, **asdict(figure), "ok": figure.ok}


def peer_rows(work: str, compared: Iterable[Comparison]) -> Iterator[Row]:
    """One row for each reader of each document."""
    for each in compared:
        yield {
            "work": work,
            "document": each.document,
            "reader": each.reader,
            "gold": each.gold,
            "found": each.found,
            "precision": f"{each.precision:.3f}",
            "recall": f"{each.recall:.3f}",
            "f1": f"{each.f1:.3f}",
        }


def markdown(rows: Sequence[Row], columns: dict[str, str]) -> str:
    """The rows as a table of Markdown."""
    lines = [list(columns.values()), ["---"] * len(columns)]
    lines += [[str(row[name]) for name in columns] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def write_page(path: Path, parts: Sequence[str]) -> None:
    """Put the tables between the marks of the page."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n\n{chr(10).join(parts)}\n{END}{after}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; return 1 where something that is demanded is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="documents by name; all without")
    parser.add_argument("--no-peers", action="store_true", help="score only what dutygraph reads")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    parser.add_argument("--errors", type=int, default=0, help="how many differences to show for each document")
    parser.add_argument("--write", type=Path, help="put the tables into this page")
    given = parser.parse_args(arguments)
    shared = shared_folder()
    documents = [d for d in annotated_documents(shared) if not given.names or d.name in given.names]
    if not documents:
        print(f"no annotated documents in {shared}: set DUTYGRAPH_SHARED to their folder", file=sys.stderr)
        return 1
    scored = [score(each, shared) for each in documents]
    figures: list[Row] = [*demand_rows(), *map(figure_row, scored)]
    peers: list[Row] = []
    if not given.no_peers:
        official = scorer(shared)
        readable = [each for each in scored if each.document is not None]
        peers += [row for each in readable for row in peer_rows("dates", compare_dates(each, official))]
        peers += [row for each in readable for row in peer_rows("units", compare_units(each, official))]
    if given.json:
        print(json.dumps({"figures": list(figure_objects(scored)), "peers": peers}, ensure_ascii=False, indent=1))
    else:
        print(plain_table(figures, COLUMNS, width=180))
        if peers:
            print(plain_table(peers, PEERS))
        if not given.no_peers and not PEER_PYTHON.exists():
            print("JioNLP is not installed for comparison: make accuracy installs it", file=sys.stderr)
    for each in scored:
        if each.problem:
            print(f"{each.annotated.source.name}: {each.problem}", file=sys.stderr)
        for error in each.errors[: given.errors]:
            print(each.annotated.name, json.dumps(error, ensure_ascii=False), file=sys.stderr)
    if given.write is not None:
        write_page(given.write, [markdown(figures, COLUMNS), *([markdown(peers, PEERS)] if peers else [])])
    return 0 if all(each.ok for each in scored) else 1


if __name__ == "__main__":
    sys.exit(main())
