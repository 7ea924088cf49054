"""A piece of cleaned text that knows where each of its characters stands in the source.

Rules match on :attr:`Passage.folded`, in which full-width digits, letters and punctuation are narrow, the bracket
family of document numbers is one and traditional characters are simplified; facts are cut from :attr:`Passage.text`,
which keeps what is printed. Both have the same length, so an offset found in one holds in the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from dutygraph.graph.model import Span

# CJK radicals that fonts substitute for whole characters (seen in PDF text: ⻄安 for 西安). NFKC maps the Kangxi
# block; for the Radicals Supplement these are all pairs of EquivalentUnifiedIdeograph (Unicode 15).
_RADICALS = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻"
        "⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乛乚乙亻冂𠘨刀刂卜㔾小尐兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爬丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿"
        "肉𦥑艹艺艻虎衤覀西见角𧢲讠贝𧾷车辶辷辸邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
# Japanese and traditional forms of radicals that fonts print for the simplified character.
_RADICALS |= {"⻑": "长", "⻒": "长", "⻮": "齿", "⻯": "龙"}
_FOLD_EXTRA = {
    **_RADICALS,
    "〔": "[",
    "〕": "]",
    "【": "[",
    "】": "]",
    "﹝": "[",
    "﹞": "]",
    "«": "《",  # what fonts of some PDFs print for it
    "»": "》",
    "〈": "<",
    "〉": ">",
    "∶": ":",  # the ratio sign, typed for a colon
    "︰": ":",
    "ː": ":",
    "—": "-",
    "–": "-",
    "―": "-",
    "－": "-",
    "～": "~",
    "﹪": "%",
    "‰": "‰",
    "　": " ",
    "\xa0": " ",
    "·": "·",
}


def _traditional() -> dict[str, str]:
    lines = files("dutygraph.ingest").joinpath("data/traditional.txt").read_text(encoding="utf-8").splitlines()
    return {pair[0]: pair[1] for line in lines if not line.startswith("#") for pair in line.split()}


# A text in traditional characters (責任單位：縣水利局) is read by the same rules.
_TRADITIONAL = _traditional()


class _Folding(dict[int, str]):
    """What each character is in matching, by its code: worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _FOLD_EXTRA.get(char) or _TRADITIONAL.get(char, "")
        if not folded:
            wide = unicodedata.normalize("NFKC", char)
            # ① would become 1 and open a false number; … would become three characters.
            folded = wide if len(wide) == 1 and unicodedata.category(char) != "No" else char
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold_char(char: str) -> str:
    """Return the one character that stands for this one in matching."""
    return _FOLDING[ord(char)]


def repair(text: str) -> str:
    """Return the text with radicals, compatibility ideographs and traditional characters as what they stand for.

    >>> repair("⻄安市⺠政局"), repair("縣財政局")
    ('西安市民政局', '县财政局')
    """

    def stands_for_another(char: str) -> bool:
        return "\u2e80" <= char <= "\u2fd5" or "\uf900" <= char <= "\ufaff" or char in _TRADITIONAL

    return "".join(fold_char(char) if stands_for_another(char) else char for char in text)


def fold(text: str) -> str:
    """Fold each character; the result has the same length.

    >>> fold("（２０２３年）９５％")
    '(2023年)95%'
    """
    return text.translate(_FOLDING)


@dataclass(frozen=True)
class Passage:
    """Cleaned text and, for each of its characters, the offset in the source."""

    text: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, source: str, start: int = 0, end: int | None = None) -> Passage:
        """Take a stretch of the source as it stands."""
        end = len(source) if end is None else end
        return cls(source[start:end], tuple(range(start, end)))

    @cached_property
    def folded(self) -> str:
        """The text as rules read it."""
        return fold(self.text)

    @property
    def quoted(self) -> str:
        """The words in quotation marks, as messages name them: without the line breaks of the page."""
        return "“" + re.sub(r"\s*[\r\n]+\s*", "", self.text) + "”"

    def __len__(self) -> int:
        """Count characters."""
        return len(self.text)

    def __bool__(self) -> bool:
        """Tell whether there is any text."""
        return bool(self.text)

    def cut(self, start: int, end: int | None = None) -> Passage:
        """Return the part from start to end (excluded)."""
        return Passage(self.text[start:end], self.offsets[start:end])

    def strip(self, characters: str | None = None) -> Passage:
        """Return the passage without white space (or the given characters) at its ends."""
        left = len(self.text) - len(self.text.lstrip(characters))
        right = len(self.text.rstrip(characters))
        return self.cut(left, max(left, right))

    def without(self, offsets: Set[int]) -> Passage:
        """Return the passage without the characters at these offsets of the source."""
        indices = [i for i, offset in enumerate(self.offsets) if offset not in offsets]
        if len(indices) == len(self.text):
            return self
        return Passage("".join(self.text[i] for i in indices), tuple(self.offsets[i] for i in indices))

    def without_space(self) -> Passage:
        """Return the passage with all white space removed, as names and titles are compared."""
        text = "".join(self.text.split())
        if len(text) == len(self.text):
            return self
        return Passage(text, tuple(o for o, char in zip(self.offsets, self.text, strict=True) if not char.isspace()))

    @property
    def span(self) -> Span:
        """The range of the source from the first to behind the last character."""
        return Span(self.offsets[0], self.offsets[-1] + 1) if self.offsets else Span(0, 0)


def join(parts: Iterable[Passage], separator: str = "") -> Passage:
    """Join passages; a separator stands at the offset of the character before it."""
    text: list[str] = []
    offsets: list[int] = []
    for part in parts:
        if text and separator:
            text.append(separator)
            offsets.extend([offsets[-1]] * len(separator))
        text.append(part.text)
        offsets.extend(part.offsets)
    return Passage("".join(text), tuple(offsets))
