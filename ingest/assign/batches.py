"""Units that take part one batch after another, each with its time: 第一批：A、B，6月底前完成；第二批：C，年底前完成.

batch = "第" n "批" ["（" time "）"] "：" names ["，" time]

Every name must be an organ's. Who tries something out (试点单位) is one of those it happens to, and answers for nothing
unless the list says by when they are to be done with it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dutygraph.ingest.assign.sentences import Field, split_times
from dutygraph.ingest.text.passage import Passage, fold
from dutygraph.ingest.units.units import are_organs, split_units

_BATCH = re.compile(
    r"第(?:[一二三四五六七八九十]{1,2}|\d{1,2})批(?:次|单位|部门)?\s*(?:\((?P<time>[^()]{3,20})\))?\s*:"
)
_TRIES_OUT = re.compile("(?:首批)?试点(?:单位|部门|机关|处室|科室|机构)")
_DONE = re.compile("完成|落实|到位|建成|见效|上线|运行")


def parse_batches(field: Field) -> tuple[Field, ...]:
    """Return the fields of a list of batches, or of those who try something out by a time; none for any other list."""
    tries = field.kind == "watcher" and field.label is not None and _TRIES_OUT.fullmatch(field.label.folded) is not None
    if field.kind != "role" and not tries:
        return ()
    role = field if field.role is not None else replace(field, kind="role", role="responsible")
    starts = list(_BATCH.finditer(field.value.folded))
    if not starts and tries:
        read = _batch(role, field.value, None)
        return read if any(f.kind == "deadline" and _DONE.search(f.value.folded) for f in read) else ()
    if len(starts) < 2 or starts[0].start() > 0:
        return ()
    ends = [*(match.start() for match in starts[1:]), len(field.value)]
    parts = [
        _batch(role, field.value.cut(match.end(), end), field.value.cut(*match.span("time")) if match["time"] else None)
        for match, end in zip(starts, ends, strict=True)
    ]
    timed = all(any(f.kind == "deadline" for f in part) for part in parts)
    return tuple(f for part in parts for f in part) if all(parts) and (timed or not tries) else ()


def _batch(role: Field, value: Passage, before: Passage | None) -> tuple[Field, ...]:
    """The names of a batch and its times; nothing where any is no organ."""
    times, names = split_times(value.strip("；。;，, "))
    if not are_organs(fold(unit.name) for unit in split_units(names).units):
        return ()
    said = times if before is None else [before, *times]
    return (replace(role, value=names), *(Field("deadline", None, None, time, role.inline) for time in said))
