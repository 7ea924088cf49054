"""A web page as a small tree without what is no content: scripts, menus, share bars, footers, hidden parts.

What a part is follows from its words and links, never from one site's names. What is doubtful stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Deeper parts are put into the one at this depth: a page of ten thousand nested tags is no page of a person's.
MOST_DEPTH = 150
_BLOCKS = """
address article aside blockquote body caption center dd details div dl dt fieldset figure figcaption footer form
h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
_SILENT = """
applet audio button canvas datalist embed footer head iframe img input map math nav noframes noscript object option
script select style svg template textarea title video
"""
_NO_CONTENT = frozenset(_SILENT.split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:^|[-_\s\d])(?:nav|navbar|menu|crumbs?|breadcrumbs?|share|bshare|bdshare\w*|sidebar|toolbar|pager|pagination"
    r"|footer|foot|copyright|friendlinks?|qrcode|topbar)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
# What stands at the foot of every official site, and nowhere in a document.
_FOOT = re.compile(r"ICP备|公网安备|网站标识码|版权所有|网站地图|技术支持[：:]")
# Lines that a site puts around a document: where one is, how large the type is, whom to tell.
_UTILITY = re.compile(
    r"(?:当前位置|您?(?:现在)?的?位置|您现在的位置|首页\s*[>＞»]|\[?字体|【?字号|【?打印|【?关闭|分享[到至：:]|收藏(?:本|此)|扫一扫|上一[篇条]"
    r"|下一[篇条]|责任编辑|(?:浏览|点击|阅读|访问)(?:次数|量|数)[：:]|\[?大\]?\[?中\]?\[?小)"
)
_LONGEST_UTILITY, _LONGEST_FOOT, _LONGEST_NAMED = 80, 600, 200
_MOST_SHARE = 0.5
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Element:
    """An element with its children; ``size`` is how many characters it says, ``linked`` how many of them in links."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    size: int = 0
    linked: int = 0
    links: int = 0

    def elements(self) -> Iterator[Element]:
        """Yield the children that are elements."""
        return (child for child in self.children if isinstance(child, Element))

    def number(self, name: str, most: int) -> int:
        """Return an attribute's positive number, at most ``most``; 1 where it has none."""
        value = self.attributes.get(name, "").strip()
        return max(1, min(int(value), most)) if value.isdecimal() else 1

    def words(self) -> str:
        """Return all that the element says, white space removed."""
        parts = (child if isinstance(child, str) else child.words() for child in self.children)
        return _SPACE.sub("", "".join(parts))


def read_markup(text: str) -> Element:
    """Return the body of a page, what is no content left out."""
    body = LexborHTMLParser(text).body
    root = Element("body")
    if body is not None:
        _copy(body, root)
    _measure(root, linked=False)
    _prune(root, root.size * _MOST_SHARE)
    return root


def _copy(node: LexborNode, root: Element) -> None:
    """Copy a tree without going down by calls: its depth is the writer's."""
    waiting = [(node, root, 0)]
    while waiting:
        parent, into, depth = waiting.pop()
        child = parent.child
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                into.children.append(child.text_content or "")
            elif not tag.startswith("-") and tag not in _NO_CONTENT and not _is_hidden(child):
                inner = into
                if depth < MOST_DEPTH:
                    attributes = {name: value or "" for name, value in child.attributes.items()}
                    inner = Element(tag, attributes)
                    into.children.append(inner)
                waiting.append((child, inner, depth + 1))
            child = child.next


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None


def _measure(element: Element, *, linked: bool) -> None:
    linked = linked or (element.tag == "a" and "href" in element.attributes)
    element.links = int(element.tag == "a" and "href" in element.attributes)
    for child in element.children:
        if isinstance(child, str):
            length = len(_SPACE.sub("", child))
            element.size += length
            element.linked += length if linked else 0
        else:
            _measure(child, linked=linked)
            element.size += child.size
            element.linked += child.linked
            element.links += child.links


def _prune(element: Element, most: float) -> None:
    """Take out what is furniture and no larger than ``most``: what says most of the page is the document."""
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            if child.tag in BLOCKS and child.size <= most and _is_furniture(child):
                continue
            _prune(child, most)
        kept.append(child)
    element.children = kept


def _is_furniture(block: Element) -> bool:
    if block.size > _LONGEST_FOOT and block.linked < 0.6 * block.size:
        return False
    words = block.words()
    if block.links >= 3 and block.linked >= 0.6 * block.size and "附件" not in words:
        return True  # a menu, a list of other pages
    names = f"{block.attributes.get('class', '')} {block.attributes.get('id', '')}"
    return (
        (block.size <= _LONGEST_FOOT and _FOOT.search(words) is not None)
        or (block.size <= _LONGEST_UTILITY and _UTILITY.match(words) is not None)
        or (block.size <= _LONGEST_NAMED and _FURNITURE.search(names) is not None)
    )
