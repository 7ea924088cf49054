"""Hypothesis strategies of whole plans: everything optional sometimes absent, texts with awkward characters."""

from __future__ import annotations

import datetime as dt
import hashlib

from hypothesis import strategies as st

from dutygraph.graph import identity, terms, vocabulary
from dutygraph.graph.entities import (
    Alias,
    DocumentNumber,
    Instrument,
    Jurisdiction,
    Member,
    Succession,
    Unit,
    UnitGroup,
)
from dutygraph.graph.model import (
    ROLES,
    Assignment,
    DateKind,
    Finding,
    Mention,
    Plan,
    Relation,
    Section,
    Source,
    Span,
    Target,
    Task,
    TimeConstraint,
)

# Quotes, backslash, every kind of line break, a form feed, a control character, a no-break space, an astral ideograph.
TEXTS = st.text(
    st.sampled_from(
        "区政府法治工作方案一二三、，。：《》“”0123456789%％aB \n\t\r\f\x0b\x01\x7f\"'\\<>&{}|^`@\u00a0\u3000𠮷"
    ),
    min_size=40,
    max_size=200,
)
WORDS = st.text(st.sampled_from("区县镇司法财政公安教育卫健督查办局委会部门\"'\\<>&𠮷"), min_size=2, max_size=8)
RULES = st.sampled_from(
    [
        "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=2",
        "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8",
        "FREQ=YEARLY;BYMONTH=1,2,3",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1",
        "FREQ=MONTHLY",
        "FREQ=WEEKLY;INTERVAL=2",
        "FREQ=DAILY",
    ]
)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
YEARS = st.integers(1949, 2050)
NUMBERS = st.builds(DocumentNumber, WORDS, YEARS, st.integers(1, 9999)) | st.builds(
    DocumentNumber, WORDS.map(lambda words: f"{words}令"), st.none() | YEARS, st.integers(1, 9999)
)
PLACES = st.builds(
    Jurisdiction,
    st.none() | st.sampled_from(["150602", "610000", "000000"]),
    WORDS,
    st.sampled_from(vocabulary.NODES["Jurisdiction"].properties[3].values),
)
ALIASES = st.lists(
    st.builds(Alias, WORDS, st.sampled_from(["printed", "abbreviation", "former", "short_title"])), max_size=3
).map(tuple)


@st.composite
def units(draw: st.DrawFn, depth: int = 1) -> Unit:
    name = draw(WORDS)
    related = units(depth=depth - 1) if depth else st.nothing()
    kinds = st.sampled_from(["rename", "merge", "split"])
    successions = st.lists(st.builds(Succession, related, kinds, st.none() | DAYS, st.none() | TEXTS), max_size=2)
    return Unit(
        name,
        draw(WORDS),
        draw(st.sampled_from(sorted(terms.UNIT_KINDS))),
        draw(st.none() | PLACES),
        draw(ALIASES),
        draw(st.none() | related) if depth else None,
        tuple(draw(successions)) if depth else (),
    )


@st.composite
def groups(draw: st.DrawFn) -> UnitGroup:
    return UnitGroup(
        draw(WORDS),
        draw(st.sampled_from(["definite", "indefinite", "relative"])),
        draw(st.none() | PLACES),
        draw(ALIASES),
        tuple(draw(st.lists(st.builds(Member, units(depth=0), WORDS), max_size=2))),
    )


INSTRUMENTS = st.builds(Instrument, WORDS, st.none() | NUMBERS, st.none() | WORDS, ALIASES)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 2))
    return Span(start, draw(st.integers(start + 1, len(text))), draw(st.none() | st.integers(1, 99)))


DATE_KINDS: tuple[DateKind, ...] = ("deadline", "period", "recurrence", "duration", "ongoing")


@st.composite
def dates(draw: st.DrawFn, text: str, position: int) -> TimeConstraint:
    kind = draw(st.sampled_from(DATE_KINDS))
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    value = {
        "deadline": last.isoformat(),
        "period": f"{first.isoformat()}/{draw(st.sampled_from([last.isoformat(), '..']))}",
        "recurrence": draw(RULES),
        "duration": draw(st.sampled_from(["PT24H", "P15D", "P2W", "P14M", "PT90M", "P5Y", "P1DT12H", None])),
        "ongoing": None,
    }[kind]
    return TimeConstraint(
        kind,
        draw(WORDS),
        value,
        draw(spans(text)),
        position,
        draw(st.sampled_from(["text", "deadline_field"])),
        draw(st.none() | st.sampled_from(["year", "half", "quarter", "month", "xun", "day"])),
        draw(st.none() | WORDS),
        draw(st.booleans()),
    )


@st.composite
def targets(draw: st.DrawFn, text: str, position: int) -> Target:
    return Target(
        draw(WORDS),
        draw(st.sampled_from([">=", "<=", "="])),
        draw(st.floats(-1e9, 1e9, allow_nan=False) | st.integers(0, 10**6)),
        draw(st.sampled_from(["%", "次", "个工作日", "小时"])),
        draw(WORDS),
        draw(spans(text)),
        position,
        draw(st.none() | RULES),
    )


RELATIONS: tuple[Relation, ...] = ("cites", "drafts")


@st.composite
def assignments(draw: st.DrawFn, text: str) -> tuple[Assignment, ...]:
    found = []
    for role in ROLES:
        for position in range(1, draw(st.integers(0, 2)) + 1):
            body = draw(units() | groups())
            label = draw(st.none() | st.sampled_from(["牵头部门", "责任单位", "参加单位", "配合单位", "支持单位"]))
            surface = draw(WORDS)
            found.append(Assignment(role, body, surface, label, position, draw(st.booleans()), draw(spans(text))))
    return tuple(found)


@st.composite
def mentions(draw: st.DrawFn, text: str) -> tuple[Mention, ...]:
    found = []
    for relation in RELATIONS:
        for position in range(1, draw(st.integers(0, 2)) + 1):
            instrument = draw(INSTRUMENTS)
            article = draw(st.none() | st.just("第四十一条"))
            words = f"《{instrument.title}》"
            found.append(
                Mention(relation, words, instrument.title, None, instrument, position, draw(spans(text)), article)
            )
    return tuple(found)


@st.composite
def sections(draw: st.DrawFn, text: str) -> tuple[Section, ...]:
    """Up to three sections of the first level with up to two below each; numbers may be missing."""
    found = []
    for first in range(1, draw(st.integers(0, 3)) + 1):
        number = draw(st.none() | st.just("一二三"[first - 1]))
        title = f"{first}{draw(WORDS)}"
        path = (number or title,)
        found.append(Section(number, title, 1, first, path, draw(spans(text))))
        for second in range(1, draw(st.integers(0, 2)) + 1):
            below = f"{first}.{second}"
            found.append(Section(below, draw(WORDS), 2, second, (*path, below), draw(spans(text))))
    return tuple(found)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    text = draw(TEXTS)
    title = draw(WORDS)
    issuer = draw(st.none() | units(depth=0))
    issued_on = draw(st.none() | DAYS)
    key = identity.plan_key(issuer.full_name if issuer else None, title, issued_on.isoformat() if issued_on else None)
    headings = draw(sections(text))
    tasks = []
    for position in range(1, draw(st.integers(1, 3)) + 1):
        heading = draw(st.none() | st.sampled_from(headings)) if headings else None
        above = tuple(s for s in headings if heading and s.path == heading.path[: len(s.path)])
        number = draw(st.none() | st.just("1"))  # missing or repeated
        words = draw(WORDS)
        tasks.append(
            Task(
                identity.task_key(key, heading.path if heading else (), number, position, words),
                number,
                position,
                position,
                words,
                draw(TEXTS),
                draw(spans(text)),
                above,
                assignments=draw(assignments(text)),
                mentions=draw(mentions(text)),
                dates=tuple(draw(dates(text, n)) for n in range(1, draw(st.integers(0, 3)) + 1)),
                targets=tuple(draw(targets(text, n)) for n in range(1, draw(st.integers(0, 2)) + 1)),
            )
        )
    about = st.none() | st.sampled_from([task.key for task in tasks])
    statuses = st.sampled_from(["open", "accepted", "corrected", "rejected"])
    findings = st.builds(Finding, st.just("rule"), TEXTS, st.none() | spans(text), about, statuses)
    data = text.encode()
    return Plan(
        title,
        issuer,
        issued_on,
        draw(st.none() | NUMBERS),
        draw(st.none() | PLACES),
        Source("a.txt", "text/plain", hashlib.sha256(b"\x00" + data).hexdigest(), hashlib.sha256(data).hexdigest()),
        text,
        headings,
        tuple(tasks),
        tuple(draw(st.lists(findings, max_size=2))),
        tuple(draw(st.lists(INSTRUMENTS, max_size=2))),
        draw(st.none() | spans(text)),
    )
