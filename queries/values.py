"""From what a caller gives to what a query takes: :func:`coerce`."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata

from dutygraph.graph.errors import BadParameter
from dutygraph.queries.model import ROLE_VALUES, TODAY, Parameter

_BOOLEANS = {"true": True, "是": True, "false": False, "否": False}
_ROLES = {"牵头": "lead", "责任": "responsible", "配合": "supporting", "主责": "principal", "全部": "any"}
DAY = "日期（YYYY-MM-DD，如 2024-06-30）"
"""What is expected of the words of a day."""
_EXPECTED = {
    "string": "文字",
    "integer": "整数",
    "float": "数",
    "boolean": "true 或 false（是、否）",
    "date": DAY,
    "role": "角色：" + "、".join(ROLE_VALUES),
    "unit": "单位的名称、别名或键",
    "search": "要找的词",
}


def coerce(parameter: Parameter, value: object, today: dt.date | None = None) -> object:
    """Return the value in the parameter's type; None and ``""`` mean that none was given.

    Strings become what they say: ``"2024-06-30"`` a date, ``"12"`` an integer, ``"是"`` True. ``today`` is
    the day that the default ``today`` means, else the clock's.

    :raises BadParameter: if the value is of the wrong form or not one of ``parameter.values``, or if a
        required one is missing.
    """
    if isinstance(value, str):
        value = unicodedata.normalize("NFC", value).strip()
    if value is None or value == "":
        if parameter.required:
            raise BadParameter(parameter.name, value, f"{expected(parameter)}（必填）")
        if parameter.default == TODAY and parameter.type == "date":
            return today or dt.date.today()
        return parameter.default
    typed = _CONVERT[parameter.type](value)
    if typed is None or (parameter.values and typed not in parameter.values):
        raise BadParameter(parameter.name, value, expected(parameter))
    return typed


def expected(parameter: Parameter) -> str:
    """Say in Chinese what the parameter takes.

    >>> expected(Parameter("month", "integer", False, None, "月份", (1, 2, 3)))
    '1 到 3 的整数'
    """
    if parameter.type == "integer" and parameter.values:
        return f"{parameter.values[0]} 到 {parameter.values[-1]} 的整数"
    if parameter.type == "string" and parameter.values:
        return "以下之一：" + "、".join(map(str, parameter.values))
    return _EXPECTED[parameter.type]


def day_of(words: str) -> dt.date | None:
    """Return the day that words say as 2024-06-30, full-width digits included; None for any other form.

    >>> day_of("２０２４-06-30"), day_of("20240630"), day_of("2024-W26-7")
    (datetime.date(2024, 6, 30), None, None)
    """
    plain = unicodedata.normalize("NFKC", words)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", plain):
        return None
    try:
        return dt.date.fromisoformat(plain)
    except ValueError:
        return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _integer(value: object) -> int | None:
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value)
        return int(plain) if re.fullmatch(r"[+-]?[0-9]{1,18}", plain) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _float(value: object) -> float | None:
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value)
        return float(plain) if re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", plain) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return None


def _boolean(value: object) -> bool | None:
    if isinstance(value, str):
        return _BOOLEANS.get(value.lower())
    return value if isinstance(value, bool) else None


def _date(value: object) -> dt.date | None:
    if isinstance(value, str):
        return day_of(value)
    return value if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else None


def _role(value: object) -> str | None:
    return _ROLES.get(value, value) if isinstance(value, str) else None


_CONVERT = {
    "string": _text,
    "integer": _integer,
    "float": _float,
    "boolean": _boolean,
    "date": _date,
    "role": _role,
    "unit": _text,
    "search": _text,
}
