"""Every error that dutygraph raises on purpose.

::

    DutygraphError
    ├── InputError              the caller's input cannot be used          exit 2   HTTP 400
    │   ├── UnreadableDocument  no such file, broken, unknown encoding     exit 3   HTTP 422
    │   ├── NotAPlan            read well, but it assigns no duty          exit 4   HTTP 422
    │   ├── TooFew              fewer tasks or facts than were expected    exit 10  HTTP 422
    │   ├── OlderVersion        a text older than the one in force         exit 11  HTTP 409
    │   ├── StoreNotEmpty       a restore into a store that holds data     exit 12  HTTP 409
    │   ├── UnknownQuery        no query of that name                      exit 2   HTTP 404
    │   ├── BadParameter        a query parameter of the wrong form        exit 2   HTTP 400
    │   ├── BeyondCalendar      a day the official calendar does not cover exit 2   HTTP 400
    │   └── WriteRefused        a write where only reading is allowed      exit 5   HTTP 403
    ├── NotFound                nothing has that name or key               exit 6   HTTP 404
    ├── AmbiguousName           a name that several units bear             exit 7   HTTP 409
    └── StoreError              the store cannot serve                     exit 8   HTTP 503
        └── QueryFailed         the store refused the statement            exit 9   HTTP 400

A message says what, where and what to do. The parts stay readable as attributes. The exit codes live in
``commands/exits`` and the HTTP statuses in ``api/problems``, each in one table over these classes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dutygraph.graph.quoting import quoted


class DutygraphError(Exception):
    """Base of every error that dutygraph raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle message and attributes as they are, for errors that cross from one process to another."""
        return _restore, (type(self), self.args, self.__dict__)


class InputError(DutygraphError):
    """The caller's input cannot be used; nothing was changed."""


class UnreadableDocument(InputError):
    """A document that cannot be read: absent, empty, broken, of an unknown kind or encoding.

    ``where`` names the document, ``why`` says what is wrong and ``remedy`` what to do.
    """

    def __init__(self, where: str, why: str, remedy: str) -> None:
        """Say where, why and what to do."""
        super().__init__(f"{where}：{why}。{remedy}。")
        self.where, self.why, self.remedy = where, why, remedy


class NotAPlan(InputError):
    """A document that was read well but in which no task names a unit."""

    def __init__(self, where: str) -> None:
        """Name the document."""
        super().__init__(
            f"{where}：没有找到任何任务（没有“牵头部门：”“责任单位：”一类的分工）。"
            "请确认这是任务分解方案；如分工写在别处，请附上该文件。"
        )
        self.where = where


class TooFew(InputError):
    """A document in which fewer tasks or facts were read than a person expects; ``short`` says which."""

    def __init__(self, where: str, short: Sequence[str]) -> None:
        """Name the document and what there is too little of."""
        super().__init__(
            f"{where}：{'；'.join(short)}。已停止，数据没有改动。请用 dutygraph coverage 查看漏读的地方，或改小下限。"
        )
        self.where, self.short = where, tuple(short)


class OlderVersion(InputError):
    """A version of a plan that would be in force from a day before the one that the store holds; it has not the text.

    ``day`` is the first day of the version that came, ``since`` that of the one in force.
    """

    def __init__(self, title: str, day: dt.date, since: dt.date) -> None:
        """Name the plan and both days."""
        super().__init__(
            f"《{title}》{day} 的这一版早于库中自 {since} 起有效的版本，没有写入，数据没有改动。"
            "各版请按先后导入（可用 --valid-from 说明自哪天起有效）；补入旧版请先 dutygraph remove 该方案，再依次导入。"
        )
        self.title, self.day, self.since = title, day, since


class StoreNotEmpty(InputError):
    """A restore or copy into a store that holds plans already."""

    def __init__(self, address: str, plans: int) -> None:
        """Name the store and how many plans it holds."""
        super().__init__(
            f"图数据库 {address} 不是空的（已有 {plans} 个方案），没有写入，数据没有改动。"
            "请换一个空库；确要用备份取代其中全部数据，请加 --replace。"
        )
        self.address, self.plans = address, plans


class UnknownQuery(InputError):
    """No registered query has this name; ``nearest`` are names like it."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        """Name what was asked for and what comes near."""
        hint = f"相近的有：{'、'.join(nearest)}" if nearest else "可用 dutygraph queries 查看全部"
        super().__init__(f"没有名为{quoted(name)}的查询；{hint}。")
        self.name, self.nearest = name, tuple(nearest)


class BadParameter(InputError):
    """A parameter that is missing, unknown or of the wrong form: ``wrong`` says how, without its name.

    A form that calls the parameter something else says that instead of ``name``.
    """

    def __init__(self, name: str, got: object, expected: str) -> None:
        """Name the parameter, what came and what was expected."""
        came = "没有给出" if got is None or got == "" else f"收到{quoted(got)}"
        self.name, self.got, self.expected = name, got, expected
        self.wrong = f"{came}，应为{expected}。"
        super().__init__(f"参数 {name}：{self.wrong}")


class BeyondCalendar(InputError):
    """A day of which no official notice says yet whether it is worked; the calendar covers ``start`` to ``end``."""

    def __init__(self, day: dt.date, start: dt.date, end: dt.date) -> None:
        """Name the day and what the calendar covers."""
        super().__init__(
            f"工作日历只覆盖 {start} 至 {end}，{day} 是否工作日尚无官方安排；请在放假安排公布后升级 chinesecalendar。"
        )
        self.day, self.start, self.end = day, start, end


class WriteRefused(InputError):
    """A statement that would write, where only reading is allowed."""

    def __init__(self, why: str = "该语句会修改数据", instead: str = "MATCH … RETURN") -> None:
        """Say what the statement tried, and which kind of statement reads."""
        super().__init__(f"只读接口拒绝执行：{why}。请改用只读的 {instead}；数据没有改动。")
        self.why = why


class NotFound(DutygraphError):
    """Nothing of this kind has that name or key; ``nearest`` are names like it."""

    def __init__(self, kind: str, name: str, nearest: Sequence[str] = ()) -> None:
        """Name the kind (单位, 任务 …), what was asked for, and what comes near."""
        hint = f"名称相近的有：{'、'.join(nearest)}" if nearest else "请核对名称或键"
        super().__init__(f"没有找到{kind}{quoted(name)}；{hint}。")
        self.kind, self.name, self.nearest = kind, name, tuple(nearest)


class AmbiguousName(DutygraphError):
    """A name that several units (or plans) bear; ``candidates`` are (key, full name) pairs."""

    def __init__(self, name: str, candidates: Sequence[tuple[str, str]], kind: str = "单位") -> None:
        """Name the candidates, so that the caller can choose one by its key."""
        listed = "；".join(f"{full}（{key}）" for key, full in candidates)
        super().__init__(f"{quoted(name)}对应 {len(candidates)} 个{kind}：{listed}。请用全称或键指定其一。")
        self.name, self.candidates = name, tuple(candidates)


class StoreError(DutygraphError):
    """The store cannot serve: not reachable, not installed, wrong password."""


class QueryFailed(StoreError):
    """The store refused a statement, or stopped it at its time limit."""


def _restore(kind: type[DutygraphError], args: tuple[object, ...], attributes: dict[str, object]) -> DutygraphError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(attributes)
    return error
