"""The skeletons of plans: chapters, groups, numbered tasks; what each task's number is and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .choose import Chooser
from .vocabulary import clause

HAN = "一二三四五六七八九十"
NUMBERS: dict[str, Callable[[int], str]] = {
    "dot": lambda n: f"{n}．",
    "narrow-dot": lambda n: f"{n}.",
    "spaced-dot": lambda n: f"{n}. ",
    "mark": lambda n: f"{n}、",
    "bracket": lambda n: f"（{n}）",
    "narrow-bracket": lambda n: f"({n})",
    "wide": lambda n: "".join(chr(ord(c) + 0xFEE0) for c in str(n)) + "．",
}
CLOSING = (
    ("加强组织领导", "各级各部门要高度重视，结合实际细化举措，确保各项任务落地见效"),
    ("强化督促检查", "要加强跟踪问效，对推进不力的严肃追责问责"),
    ("营造良好氛围", "充分运用各类媒体，广泛宣传工作成效和先进典型"),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a task: its printed number, the number as it must be read, and the headings above."""

    printed: str
    number: str | None
    section: str | None = None
    subsection: str | None = None
    opens: bool = False  # its heading stands on a line of its own


Item = Heading | Slot
Skeleton = Callable[[Chooser, int], Iterator[Item]]


def _numbered(chooser: Chooser) -> Callable[[], tuple[str, str]]:
    """Return what gives the next number; a plan may skip one."""
    style = chooser.variant("number", NUMBERS)
    skips = chooser.flag("numbers:skip", 0.06)
    last = [0]

    def following() -> tuple[str, str]:
        last[0] += 2 if skips and chooser.random.random() < 0.2 else 1
        return style(last[0]), str(last[0])

    return following


def _heading(chooser: Chooser, number: str) -> str:
    return number + clause(chooser) + ("。" if chooser.flag("heading:stop", 0.1) else "")


def _three(chooser: Chooser, tasks: int) -> Iterator[Item]:
    """一、 → （一） → 1．; the numbers run on over the groups or begin again in each."""
    yield Heading("二、重点任务")
    restarts = chooser.flag("numbers:restart", 0.25)
    following = _numbered(chooser)
    for n, count in enumerate(_split(chooser, tasks)):
        yield Heading(_heading(chooser, f"（{HAN[n]}）"))
        if restarts:
            following = _numbered(chooser)
        for _ in range(count):
            yield Slot(*following())


def _four(chooser: Chooser, tasks: int) -> Iterator[Item]:
    """一、 → （一） → 1． → （1）; both heading levels are scored, and there are two groups at least."""
    yield Heading("二、具体任务和责任分工")
    group = last = 0
    for n, count in enumerate([*_split(chooser, tasks - 1), 1]):
        section = _heading(chooser, f"（{HAN[n]}）")
        yield Heading(section)
        for part in _split(chooser, count):
            group += 1
            subsection = _heading(chooser, f"{group}．")
            yield Heading(subsection)
            for _ in range(part):
                last += 1
                yield Slot(f"（{last}）", str(last), section, subsection)


def _paren(chooser: Chooser, tasks: int) -> Iterator[Item]:
    """一、 → （一） tasks; the numbers run on over the chapters or begin again."""
    runs_on, last = not chooser.flag("numbers:restart", 0.3), 0
    for n, count in enumerate(_split(chooser, min(tasks, 10))):
        yield Heading(_heading(chooser, f"{HAN[n + 1]}、"))
        last = last if runs_on else 0
        for _ in range(count):
            last += 1
            yield Slot(f"（{HAN[last - 1]}）", f"（{HAN[last - 1]}）")


def _flat(chooser: Chooser, tasks: int) -> Iterator[Item]:
    yield Heading("二、重点任务")
    following = _numbered(chooser)
    for _ in range(tasks):
        yield Slot(*following())


def _chapters(_: Chooser, tasks: int) -> Iterator[Item]:
    """The chapters themselves are the tasks: 二、……。（A负责）."""
    for n in range(min(tasks, 8)):
        yield Slot(f"{HAN[n + 1]}、", HAN[n + 1])


def _unnumbered(chooser: Chooser, tasks: int) -> Iterator[Item]:
    """Paragraphs without any number or heading."""
    del chooser
    for _ in range(tasks):
        yield Slot("", None)


def _headed(chooser: Chooser, tasks: int) -> Iterator[Item]:
    """（一）heading → paragraphs, each with its duty: one number, several tasks; an only one begins with it."""
    yield Heading("二、重点任务")
    for n, count in enumerate(_split(chooser, tasks)):
        number = f"（{HAN[n]}）"
        if count == 1:
            yield Slot(number, number, opens=True)
            continue
        yield Heading(_heading(chooser, number))
        for _ in range(count):
            yield Slot("", number)


def _firstly(chooser: Chooser, tasks: int) -> Iterator[Item]:
    """（一） → 1．heading → 一是, 二是."""
    yield Heading("二、重点任务")
    for n, count in enumerate(_split(chooser, tasks)):
        yield Heading(_heading(chooser, f"（{HAN[n]}）"))
        for m, part in enumerate(_split(chooser, count), 1):
            yield Heading(f"{m}．{clause(chooser)}")
            for k in range(max(part, 2)):
                yield Slot(f"{HAN[k]}是", f"{HAN[k]}是")


def _split(chooser: Chooser, tasks: int) -> list[int]:
    """Part a number of tasks into groups of one to four."""
    parts = []
    while tasks > 0:
        part = min(tasks, chooser.between(1, 4))
        parts.append(part)
        tasks -= part
    return parts


OUTLINES: dict[str, Skeleton] = {
    "three": _three,
    "four": _four,
    "paren": _paren,
    "flat": _flat,
    "chapters": _chapters,
    "unnumbered": _unnumbered,
    "firstly": _firstly,
    "headed": _headed,
}
