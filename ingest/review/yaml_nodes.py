"""YAML that people write, read with the line of every value, so that a mistake is named where it stands.

Only the safe constructors are used: a file can hold texts, numbers, lists and mappings and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

import yaml

from dutygraph.graph.errors import InputError
from dutygraph.graph.quoting import quoted

_NULL, _INT, _FLOAT, _BOOL = (f"tag:yaml.org,2002:{tag}" for tag in ("null", "int", "float", "bool"))


class BadReview(InputError):
    """A review file that cannot be used: where it is wrong, what it has there and what to do.

    ``item`` is which of the findings (or facts) it is, from 1; 0 where it is none of them. A form makes such a file
    unseen, and tells its mistakes with ``item``, ``got`` and ``form_remedy`` instead of the file's lines and words.
    """

    def __init__(self, place: str, item: int, got: str, remedy: str, form_remedy: str | None = None) -> None:
        """Say it as people who fill in the file read it."""
        super().__init__(f"{place}：{got}。{remedy}。")
        self.place, self.item, self.got, self.remedy = place, item, got, remedy
        self.form_remedy = remedy if form_remedy is None else form_remedy


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file and where it stands; ``path`` names it in messages (findings[2].value).

    ``item`` is the place in the outermost list that it stands in, from 1; 0 outside of lists.
    """

    node: yaml.Node | None
    where: str
    path: str
    item: int = 0

    @property
    def line(self) -> int:
        """The line of the file, from 1."""
        return self.node.start_mark.line + 1 if self.node is not None else 1

    @property
    def empty(self) -> bool:
        """Whether nothing is given."""
        return self.node is None or (isinstance(self.node, yaml.ScalarNode) and self.node.tag == _NULL)

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping of names to values."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """Whether this is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    def fail(self, got: str, remedy: str, form_remedy: str | None = None) -> NoReturn:
        """Raise the error that says file, line, what is wrong and what to do: in the file, and on a form."""
        place = f"（{self.path}）" if self.path else ""
        raise BadReview(f"{self.where} 第 {self.line} 行{place}", self.item, got, remedy, form_remedy)

    def fields(self, known: Sequence[str]) -> Mapping[str, Node]:
        """Return the values of a mapping by name. Fails for a name that is not known, and for one given twice."""
        if self.empty:
            return {}
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("应为“名称: 值”的形式", f"可用的名称：{'、'.join(known)}")
        found: dict[str, Node] = {}
        for key, value in self.node.value:
            at = Node(key, self.where, self.path, self.item)
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in known:
                at.fail(f"不认识的名称{quoted(name)}", f"可用的名称：{'、'.join(known)}")
            if name in found:
                at.fail(f"{name} 写了两次", "请只留一个")
            found[name] = Node(value, self.where, f"{self.path}.{name}" if self.path else name, self.item)
        return found

    def items(self) -> Iterator[Node]:
        """Yield the values of a list. Fails for anything else but nothing."""
        if self.empty:
            return
        if not isinstance(self.node, yaml.SequenceNode):
            self.fail("应为列表", "请每项一行，以“- ”开头")
        for n, item in enumerate(self.node.value, 1):
            yield Node(item, self.where, f"{self.path}[{n}]", self.item or n)

    def text(self) -> str | None:
        """Return a single value as it is written (2022-12-31 stays text), or None where nothing is given."""
        if self.empty:
            return None
        if not isinstance(self.node, yaml.ScalarNode):
            self.fail("应为一个值", "请写在一行里，不用列表")
        return str(self.node.value)

    def integer(self) -> int | None:
        """Return a whole number that is not negative, or None where nothing is given."""
        if self.empty:
            return None
        text = self.text() or ""
        if not (text.isascii() and text.isdigit()):
            self.fail(f"收到{quoted(text)}", "应为 0 或正整数")
        return int(text)

    def number(self) -> float | None:
        """Return a number, or None where nothing is given."""
        if self.empty:
            return None
        if not (isinstance(self.node, yaml.ScalarNode) and self.node.tag in (_INT, _FLOAT)):
            self.fail(f"收到{quoted(self.text())}", "应为数字")
        try:
            number = float(self.node.value)
        except ValueError:
            self.fail(f"收到{quoted(self.node.value)}", "应为数字")
        return number

    def truth(self) -> bool | None:
        """Return true or false, or None where nothing is given."""
        if self.empty:
            return None
        if not (isinstance(self.node, yaml.ScalarNode) and self.node.tag == _BOOL):
            self.fail(f"收到{quoted(self.text())}", "应为 true 或 false")
        return str(self.node.value).lower() in ("true", "yes", "on")

    def choice(self, *allowed: str) -> str | None:
        """Return one of the words allowed, or None where nothing is given."""
        text = self.text()
        if text is not None and text not in allowed:
            self.fail(f"收到{quoted(text)}", f"应为 {'、'.join(allowed)} 之一")
        return text


def read_yaml(text: str, where: str) -> Node:
    """Return the root of a YAML text. Raises :class:`InputError` naming the line where it is no YAML."""
    try:
        documents = list(yaml.compose_all(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        raise InputError(
            f"{where} 第 {line} 行：不是正确的 YAML（{error.problem or error.context}）。"
            "请检查缩进、冒号后的空格和引号。"
        ) from error
    except yaml.YAMLError as error:
        raise InputError(f"{where}：不是正确的 YAML（{error}）。请检查文件中的特殊字符。") from error
    except RecursionError as error:
        raise InputError(f"{where}：层次太深。请只用 dutygraph review 写出的形式。") from error
    if len(documents) > 1:
        raise InputError(f"{where}：有 {len(documents)} 个 YAML 文档（以 --- 分开）。请只留一个。")
    return Node(documents[0] if documents else None, where, "")
