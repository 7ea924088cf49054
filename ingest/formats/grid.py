"""Rules into the cells of a table.

The rules of a table cut its area into small rectangles; those that no rule parts are one cell. So a rule that is
missing at the edge of a page or of the table loses no cell, and an underlined word makes none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from dutygraph.ingest.formats.sheet import Rule

# Rules nearer than this are one (the two strokes of a double rule, the edges of two cells that touch).
_NEAR = 3.0
# A rule parts two rectangles when it runs along this share of the side that they share.
_PARTS = 0.6
# A page with more rules than this is a drawing.
_MOST_RULES = 2_000


@dataclass(frozen=True)
class Grid:
    """A table's area: the places of its rules and, for each row and column between them, the number of its cell."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.ys[-1]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell that holds a point, or None outside."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        return self.cells[row][column]


def find_grids(rules: Iterable[Rule]) -> list[Grid]:
    """Return the tables that rules make, from top to bottom; a frame around text and lone rules make none."""
    merged = _merge(rules)
    if len(merged) > _MOST_RULES:
        return []
    grids = [grid for group in _touching(merged) if (grid := _grid(group)) is not None]
    return sorted(grids, key=lambda g: (g.top, g.xs[0]))


def _merge(rules: Iterable[Rule]) -> list[Rule]:
    """Rules along one line become one where they meet or overlap."""
    kinds: tuple[list[Rule], list[Rule]] = ([], [])
    for rule in rules:
        kinds[rule.horizontal].append(rule)
    merged: list[Rule] = []
    for rule_list, horizontal in ((kinds[1], True), (kinds[0], False)):
        for at, group in _lines(rule_list, horizontal):
            spans = sorted((r.x0, r.x1) if horizontal else (r.top, r.bottom) for r in group)
            start, end = spans[0]
            for low, high in [*spans[1:], (float("inf"), float("inf"))]:
                if low <= end + _NEAR:
                    end = max(end, high)
                    continue
                merged.append(Rule(start, at, end, at) if horizontal else Rule(at, start, at, end))
                start, end = low, high
    return [r for r in merged if max(r.x1 - r.x0, r.bottom - r.top) > _NEAR]


def _lines(rules: list[Rule], horizontal: bool) -> list[tuple[float, list[Rule]]]:
    """Rules by the place across their direction, near ones together."""

    def place(rule: Rule) -> float:
        return (rule.top + rule.bottom) / 2 if horizontal else (rule.x0 + rule.x1) / 2

    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=place):
        if groups and place(rule) - place(groups[-1][0]) <= _NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [(sum(map(place, group)) / len(group), group) for group in groups]


def _touching(rules: list[Rule]) -> list[list[Rule]]:
    """Groups of rules of which each touches another; those without a crossing are left out."""
    leader = list(range(len(rules)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    flat = [i for i, r in enumerate(rules) if r.horizontal]
    upright = [i for i, r in enumerate(rules) if not r.horizontal]
    for i in flat:
        for j in upright:
            h, v = rules[i], rules[j]
            across = h.x0 - _NEAR <= v.x0 <= h.x1 + _NEAR
            if across and v.top - _NEAR <= h.top <= v.bottom + _NEAR:
                leader[find(i)] = find(j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        groups.setdefault(find(i), []).append(rule)
    return [group for group in groups.values() if len(group) > 2]


def _places(values: Iterable[float]) -> tuple[float, ...]:
    """The different places among some, in order."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return tuple(places)


def _grid(rules: list[Rule]) -> Grid | None:
    flat = [r for r in rules if r.horizontal]
    upright = [r for r in rules if not r.horizontal]
    xs = _places([*(v.x0 for v in upright), min(h.x0 for h in flat), max(h.x1 for h in flat)])
    ys = _places([*(h.top for h in flat), min(v.top for v in upright), max(v.bottom for v in upright)])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1:
        return None
    cell = list(range(rows * columns))

    def find(i: int) -> int:
        while cell[i] != i:
            cell[i] = cell[cell[i]]
            i = cell[i]
        return i

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _parted(
                ys[row], ys[row + 1], [(v.top, v.bottom) for v in upright if abs(v.x0 - xs[column + 1]) <= _NEAR]
            ):
                cell[find(here + 1)] = find(here)
            if row + 1 < rows and not _parted(
                xs[column], xs[column + 1], [(h.x0, h.x1) for h in flat if abs(h.top - ys[row + 1]) <= _NEAR]
            ):
                cell[find(here + columns)] = find(here)
    numbered = [[find(row * columns + column) for column in range(columns)] for row in range(rows)]
    if len({number for line in numbered for number in line}) < 2:
        return None
    return _compact(xs, ys, numbered)


def _parted(low: float, high: float, rules: list[tuple[float, float]]) -> bool:
    covered = sum(max(0.0, min(high, end) - max(low, start)) for start, end in rules)
    return covered >= _PARTS * (high - low)


def _compact(xs: tuple[float, ...], ys: tuple[float, ...], cells: list[list[int]]) -> Grid:
    """Without the rows and columns that no cell needs: such as an underlined word makes."""
    rows = [i for i, row in enumerate(cells) if i == 0 or row != cells[i - 1]]
    columns = [
        j for j in range(len(xs) - 1) if j == 0 or any(cells[i][j] != cells[i][j - 1] for i in range(len(cells)))
    ]
    return Grid(
        tuple(xs[j] for j in [*columns, len(xs) - 1]),
        tuple(ys[i] for i in [*rows, len(ys) - 1]),
        tuple(tuple(cells[i][j] for j in columns) for i in rows),
    )
