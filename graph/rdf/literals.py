"""Values as RDF literals and back: lexical forms, durations, the characters that XML cannot hold.

Every literal is written in the form that a store which keeps values instead of words would write too (``95``, not
``95.0``; ``P1D``, not ``PT24H``), so that loading and dumping changes nothing. Where the words themselves are
the fact, as in a stated duration, a string says them beside the value.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from dutygraph.graph.rows import Property, ValueType
from dutygraph.graph.terms import expand

FORMS: Final[dict[ValueType, str]] = {
    "string": "xsd:string",
    "integer": "xsd:integer",
    "float": "xsd:decimal",
    "boolean": "xsd:boolean",
    "date": "xsd:date",
    "integers": "xsd:integer",
}

# Control characters that XML 1.0 cannot hold stand as their pictures (a form feed between pages is U+240C): one for
# one, so that offsets stay true, and in every format, so that all formats say the same.
_PICTURES: Final = {chr(c): chr(0x2400 + c) for c in range(0x20) if chr(c) not in "\t\n\r"}
_CONTROLS: Final = str.maketrans({picture: control for control, picture in _PICTURES.items()})
_WRITTEN: Final = _PICTURES | {
    "\ufffe": "\ufffd",
    "\uffff": "\ufffd",
    "\x7f": "\\u007F",
    "\t": "\\t",
    "\r": "\\r",
}
_RARE: Final = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")

_DURATION: Final = re.compile(
    r"P(?:(?P<Y>\d+)Y)?(?:(?P<Mo>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?"
    r"(?:T(?:(?P<H>\d+)H)?(?:(?P<Mi>\d+)M)?(?:(?P<S>\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_FREQUENCIES: Final = {
    "YEARLY": "P{}Y",
    "MONTHLY": "P{}M",
    "WEEKLY": "P{}W",
    "DAILY": "P{}D",
    "HOURLY": "PT{}H",
}
# UN/CEFACT codes of the units that have one.
UNIT_CODES: Final = {"%": "P1", "‰": "NX", "年": "ANN", "个月": "MON", "日": "DAY", "天": "DAY", "小时": "HUR"}


def quoted(text: str) -> str:
    """Return the text as a quoted N-Triples string, without language or datatype.

    >>> print(quoted('他说"好"'))
    "他说\\"好\\""
    """
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """Return the text as it stands between the quotes of an N-Triples string.

    >>> print(escaped("一\\n二"))
    一\\n二
    """
    # Most texts have nothing to escape, or line feeds. Control characters are unprintable, as are U+FFFE and U+FFFF.
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return text if text.isprintable() else _RARE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return _WRITTEN[match[0]]


@lru_cache(maxsize=256)
def suffix_of(form: str) -> str:
    """Return what follows the quoted string: a language, a datatype or nothing."""
    if form.startswith("@"):
        return form
    return "" if form == "xsd:string" else f"^^<{expand(form)}>"


def literal(predicate: str, form: str, text: str) -> str:
    """Return predicate and object of a triple to a literal, in N-Triples.

    >>> literal("oa:start", "xsd:nonNegativeInteger", "7").split("^^")[0]
    '<http://www.w3.org/ns/oa#start> "7"'
    """
    return f"<{expand(predicate)}> {quoted(text)}{suffix_of(form)}"


def reference(predicate: str, iri: str) -> str:
    """Return predicate and object of a triple to a resource, in N-Triples."""
    return f"<{expand(predicate)}> <{iri}>"


def typed(curie: str) -> str:
    """Return predicate and object of the triple that gives a class, in N-Triples."""
    return reference("rdf:type", expand(curie))


def restored(text: str) -> str:
    """Return the text with the control characters that :func:`quoted` wrote as pictures.

    >>> restored("一\u240c二")
    '一\\x0c二'
    """
    return text.translate(_CONTROLS)


def form_of(prop: Property) -> str:
    """Return ``@zh``, ``@id`` or the datatype in which a property is written; it must have a term."""
    if prop.rdf is None:
        raise ValueError(f"property {prop.name} has no RDF term")
    return prop.rdf.form or FORMS[prop.type]


def lexical(form: str, value: Any) -> str:
    """Return the lexical form of a value in a datatype.

    >>> lexical("xsd:decimal", 95.0), lexical("xsd:gYear", 2021)
    ('95', '2021')
    """
    if form == "xsd:decimal":
        text = format(Decimal(str(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if form == "xsd:boolean":
        return "true" if value else "false"
    if form == "xsd:gYear":
        return f"{value:04d}"
    return str(value)


def value_of(prop: Property, text: str) -> Any:
    """Return the value of a property from its lexical form (for ``integers`` one of the list).

    Raises ValueError where the form is not of the property's type.
    """
    if prop.type == "string":
        return restored(text)
    if prop.type in ("integer", "integers"):
        return int(text)
    if prop.type == "float":
        return float(text)
    if prop.type == "date":
        return dt.date.fromisoformat(text)
    if text not in ("true", "false", "1", "0"):
        raise ValueError(f"not a boolean: {text!r}")
    return text in ("true", "1")


def canonical_duration(text: str) -> str | None:
    """Return an ISO 8601 duration in the canonical form of xsd:duration, or None where it is none.

    Weeks, which XML Schema lacks, become days.

    >>> canonical_duration("PT24H"), canonical_duration("P2W"), canonical_duration("P14M")
    ('P1D', 'P14D', 'P1Y2M')
    """
    match = _DURATION.fullmatch(text)
    if match is None or text.endswith(("P", "T")):
        return None
    part = {name: Decimal(value or 0) for name, value in match.groupdict().items()}
    years, months = divmod(int(12 * part["Y"] + part["Mo"]), 12)
    seconds = (((7 * part["W"] + part["D"]) * 24 + part["H"]) * 60 + part["Mi"]) * 60 + part["S"]
    minutes, rest = divmod(seconds, 60)
    hours, minute = divmod(int(minutes), 60)
    days, hour = divmod(hours, 24)
    date = _counted((years, "Y"), (months, "M"), (days, "D"))
    time = _counted((hour, "H"), (minute, "M")) + (f"{lexical('xsd:decimal', rest)}S" if rest else "")
    if not date and not time:
        return "PT0S"
    return f"P{date}" + (f"T{time}" if time else "")


def _counted(*counts: tuple[int, str]) -> str:
    return "".join(f"{number}{letter}" for number, letter in counts if number)


def rule_parts(rrule: str) -> dict[str, str]:
    """Return the parts of an RFC 5545 rule by name.

    >>> rule_parts("FREQ=YEARLY;INTERVAL=2")
    {'FREQ': 'YEARLY', 'INTERVAL': '2'}
    """
    return dict(part.split("=", 1) for part in rrule.split(";") if "=" in part)


def repeat_frequency(rrule: str) -> str | None:
    """Return the length of one round of a rule as xsd:duration, or None where the rule has no such length.

    >>> repeat_frequency("FREQ=YEARLY;INTERVAL=2"), repeat_frequency("FREQ=WEEKLY")
    ('P2Y', 'P7D')
    """
    parts = rule_parts(rrule)
    pattern = _FREQUENCIES.get(parts.get("FREQ", ""))
    return canonical_duration(pattern.format(parts.get("INTERVAL", "1"))) if pattern else None


def month_days(rrule: str) -> tuple[int, ...]:
    """Return the days of the month that a rule names, negative ones counted from its end.

    >>> month_days("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=8")
    (8,)
    """
    days = rule_parts(rrule).get("BYMONTHDAY", "")
    return tuple(int(day) for day in days.split(",") if re.fullmatch(r"[+-]?\d{1,2}", day, re.ASCII))
