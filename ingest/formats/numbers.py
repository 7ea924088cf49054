"""Values of spreadsheet cells as a person sees them: 1.0 is 1, 0.95 as a per cent is 95%, a day is 2026年6月30日."""

from __future__ import annotations

import datetime as dt
import re

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

_LITERAL = r'(?:"[^"]*"|\\.|[_*].|[^\s"\\#0?.,%A-Za-z@_*])'
_NUMBER = re.compile(
    rf"(?P<before>{_LITERAL}*)(?P<digits>[#0?,]+)(?:\.(?P<decimals>[0#?]+))?\s*(?P<percent>%?)(?P<after>{_LITERAL}*)"
)
# Formats that are known by number alone; 27 to 58 are those of Chinese editions (27 and 57: 2026年12月).
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    17: "mmm-yy",
    **dict.fromkeys((14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58), "yyyy-m-d"),
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy-m"),
}
_FIRST_DAY = dt.datetime(1899, 12, 30)
_LAST_DAY = 2_958_465  # of the year 9999, as a spreadsheet counts days


def shown(value: Value, code: str = "") -> str:
    """Return a cell's value as text; ``code`` is its number format, empty where it is not known.

    A date is printed in Chinese and no more exactly than its format shows it: a month typed as 2026年12月 is kept
    by a spreadsheet as its first day. What the format hides of the year is printed, for the cell knows it.

    >>> shown(1.0), shown(0.95, "0%"), shown(3, '0"项"'), shown(1.1, "0.00")
    ('1', '95%', '3项', '1.10')
    >>> shown(dt.date(2026, 12, 1), 'yyyy"年"m"月"'), shown(dt.date(2026, 6, 30), 'm"月"d"日"')
    ('2026年12月', '2026年6月30日')
    """
    if isinstance(value, str):
        return value.replace("_x000D_", "").replace("\r\n", "\n")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (dt.time, dt.timedelta)):
        return str(value)
    if isinstance(value, dt.date):
        return _day(value, code)
    if _shows_date(code) and 0 < value <= _LAST_DAY:
        return _day(_FIRST_DAY + dt.timedelta(days=float(value)), code)
    return _number(value, code)


def _day(value: dt.date, code: str) -> str:
    plain = _plain(code).lower()
    text = f"{value.year}年"
    if not plain or "m" in plain or "d" in plain:
        text += f"{value.month}月"
    if not plain or "d" in plain:
        text += f"{value.day}日"
        if isinstance(value, dt.datetime) and (value.hour or value.minute) and (not plain or "h" in plain):
            text += f"{value.hour}:{value.minute:02}"
    return text


def _shows_date(code: str) -> bool:
    plain = _plain(code).lower()
    return "y" in plain or ("m" in plain and "d" in plain)


def _plain(code: str) -> str:
    """A format's first section without what it prints as is, conditions and names of locales."""
    code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";")[0])
    return "" if code.strip().lower() in ("general", "@") else code


def _number(value: float, code: str) -> str:
    match = _NUMBER.fullmatch(re.sub(r"\[[^\]]*\]", "", code.split(";")[0]))
    if match is None or not abs(value) < 1e15:
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.11g}"
    percent, decimals = match["percent"], match["decimals"] or ""
    text = f"{value * 100 if percent else value:,.{len(decimals)}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    for _ in range(optional):
        text = text.removesuffix("0")
    text = text.rstrip(".") if optional else text
    text = text if "," in match["digits"] else text.replace(",", "")
    return _literal(match["before"]) + text + percent + _literal(match["after"])


def _literal(code: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)|[_*].', lambda m: m[1] or m[2] or "", code)
