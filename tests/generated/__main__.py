"""`python -m tests.generated`: figures of the reader on generated plans, causes of failures, a seed's documents.

python -m tests.generated 200                  figures by form and format over 200 plans (--ready: without what
                                               not_yet.py lists)
python -m tests.generated --isolate            every feature alone in plans that are plain otherwise
python -m tests.generated --seed 7 --folder F   the documents of seed 7 in every format, with their gold
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from random import Random

from .choose import Chooser
from .formats import FORMATS
from .measure import isolate, known_features, print_table, table
from .model import Document
from .plans import make_document
from .reading import known_formats


def write_seed(seed: str, folder: Path) -> None:
    """Write the documents of a seed and their gold."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, form in FORMATS.items():
        document = make_document(int(seed) if seed.isdigit() else seed, sheet=form.sheet)
        if form.fits(document):
            (folder / f"plan-{seed}{suffix}").write_bytes(form.write(document, Chooser(Random(f"{seed}{suffix}"))))
        _write_gold(document, folder / f"plan-{seed}{suffix}.gold.json")


def _write_gold(document: Document, path: Path) -> None:
    gold = {"header": asdict(document.header), "tasks": [asdict(t) for t in document.tasks]}
    text = json.dumps(gold, ensure_ascii=False, indent=1, default=sorted)
    path.write_text(text, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="figures of the reader on generated plans")
    parser.add_argument("plans", nargs="?", type=int, default=100)
    parser.add_argument("--isolate", action="store_true", help="every feature alone")
    parser.add_argument("--feature", action="append", help="only features that begin so")
    parser.add_argument("--seed", help="write the documents of this seed")
    parser.add_argument("--folder", type=Path, default=Path())
    parser.add_argument("--ready", action="store_true", help="leave out what not_yet.py lists")
    parser.add_argument("--format", action="append", help="only this format, .txt for one")
    args = parser.parse_args()
    suffixes = [s for s in args.format or FORMATS if s in known_formats()]
    if args.seed:
        write_seed(args.seed, args.folder)
    elif args.isolate:
        begin = tuple(args.feature or [""])
        for feature in (f for f in known_features(suffixes) if f.startswith(begin)):
            failure = isolate(feature, suffixes)
            if failure.failed:
                fields = ", ".join(f"{k} {v}" for k, v in sorted((failure.fields or {}).items()))
                forms = ", ".join(f"{k} {v}" for k, v in sorted((failure.forms or {}).items()))
                print(f"{feature}  {failure.failed}/{failure.tried}  [{fields}]  ({forms})\n   {failure.example}")
    else:
        print("\n".join(print_table(table(args.plans, suffixes, everything=not args.ready))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
