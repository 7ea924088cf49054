"""The remark that says once who leads in lists of 责任单位: 列第一位者为牵头单位，下同; 逗号前为牵头单位.

remark = [两市] (列第一位 | mark 前) 的为牵头单位 [其余为配合单位] [下同]; mark = 逗号 | 分号 | 破折号 | 斜杠

Of 两省市列首位的 the first of each side leads: 云川市水利局、市农业农村局；白石市水利局、市农业农村局. A semicolon
parts the sides, else a comma where there are as many as the remark says.

What print alone shows (加粗的为牵头单位) is not in the text: nobody leads then, and that is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from dutygraph.graph.model import Role
from dutygraph.ingest.text.passage import Passage
from dutygraph.ingest.units.units import at_depth_0, split_units

_FIRST = (
    r"(?:(?:列|排|位列|位于|列于|居|署名|名列|标注)(?:名|序|在|列|于)*(?:第一|首|最前|前面|第1)(?:位|个|名|列|面|家)?"
    r"|第一(?:个|位|家|顺位)|首(?:个|位|家)|第一(?=责任(?:单位|部门)(?:为|是)))"
)
_MARKS = {"逗号": ",", "分号": ";", "破折号": "-", "斜杠": "/", "斜线": "/"}
_WHOLE = (",", ";")  # a list without such a mark leads as a whole
_NAMES = {mark: name for name, mark in reversed(_MARKS.items())}
_BEFORE = (
    rf"(?:列|位于)?(?:第一个)?[“\"]?(?P<mark>{'|'.join(_MARKS)}|(?<=[“\"])[,;/]|(?<=[“\"])-{{1,2}})"
    r"[”\"]?(?:以|之)?前(?:面|边)?"
)
_IN_PRINT = (
    r"(?P<print>加粗|加黑|黑体字?|粗体|下?划线|标红|红色|斜体"
    r"|(?:带|标|加|有)?[“\"]?[*★☆▲△※][”\"]?号?)(?:字体|字)?"
)
# 两省市列首位的, 双方第一位: of several places that act together, each has its own.
_SIDES = (
    r"(?:(?P<sides>[两双三四五六各每])(?:个)?(?:省区?市|省|市县|市|地市?|县区?|区县?|州|盟|旗|方)(?:分别|各自|均|都|所|中|里|的)*"
    r"(?:责任|负责|落实)?(?:单位|部门)?(?:分别|各自|均|都|中|里|的)*)?"
)
_COUNTS = {"两": 2, "双": 2, "三": 3, "四": 4, "五": 5, "六": 6, "各": 0, "每": 0}
_LEADS = (
    r"(?:均|即)?(?:为|是|系)(?:总|工作)?(?:牵头|主办|汇总|主责|主要责任|第一责任)(?:责任)?(?:单位|部门)?"
    r"(?:[或和](?:(?:牵头|汇总)(?:单位|部门)?|单位|部门))?|(?:负责)?牵头(?=[,。;)]|$)"
)
# 其余为配合单位, 逗号后按职责分工负责, 有关部门和单位按职责分工负责: said of the others.
_OTHERS = (
    rf"[,、;。]?\s*(?:其余|其他|其它|余下|各?(?:有关|相关)(?=部门|单位)|[“\"]?(?:{'|'.join(_MARKS)}|[,;/])?[”\"]?(?:以|之)?后(?:面|边)?)(?:的|者)?(?:责任|有关|相关)?(?:单位|部门)?(?:[和及或](?:单位|部门))?"
    r"(?:均|则|分别)?(?:按照?(?:各自)?(?:职责|职能)(?:分工)?(?:分别)?(?:抓好|做好)?(?:负责|落实|(?P<helps>配合))?"
    r"|(?:为|是|系)(?P<others>配合|协办|协助|参与|参加|责任|落实)(?:责任)?(?:单位|部门)|负责落实|负责|(?P<help>配合))"
)
# The whole remark, so that it can be taken out of a list.
FIRST_LEADS = re.compile(
    # 除注明“分别牵头”外，列第一位的为牵头单位
    r"(?:[,。;、(]\s*(?:注:\s*)?(?:除[^,。;()]{2,24}外[,、]?)?(?:(?:所列)?(?:责任|负责|落实)(?:单位|部门)(?:中|里)?[,、]?)?)?\s*"
    rf"(?:{_SIDES}{_FIRST}|{_BEFORE}|{_IN_PRINT})"
    rf"(?:的|者)?(?:责任|负责)?(?:单位|部门)?(?:的|者)?(?:{_LEADS})"
    rf"(?:{_OTHERS})?(?:[,、;。]?\s*(?P<onwards>(?:以)?下同))?[)]?"
)


@dataclass(frozen=True, slots=True)
class Leading:
    """Who leads in a list: those before its first ``mark``, or with no mark the first; the others bear ``others``.

    A mark that no list holds (加粗) tells nothing but that a name by itself leads. ``sides`` is of how many places the
    first leads each: 0 of as many as the list parts, 1 where the remark speaks of none.
    """

    mark: str = ""
    others: Role = "responsible"
    sides: int = 1

    @classmethod
    def of(cls, remark: re.Match[str]) -> Self:
        """What a match of the remark says."""
        printed = (remark.group("mark") or remark.group("print") or "").replace("--", "-")
        helps = remark.group("help") or remark.group("helps") or re.search("配合|协|参", remark.group("others") or "")
        sides = _COUNTS.get(remark.group("sides") or "", 1)
        return cls(_MARKS.get(printed, printed), "supporting" if helps else "responsible", sides)

    def end(self, listed: Passage) -> int:
        """Where the names that lead end in a list: at the mark, else behind all; 0 where the mark is in print."""
        if not self.mark:
            return 0
        at = at_depth_0(listed.folded, self.mark)
        all_lead = self.mark in _WHOLE or len(split_units(listed).units) == 1
        return at if at > 0 else len(listed) * all_lead

    def parts(self, listed: Passage) -> list[Passage]:
        """The names of each side in a list whose first leads; the whole list where its marks do not tell the sides.

        Behind semicolons one more part may name who is of no side: A、B；C、D；一家铁路公司.
        """
        for mark, more in ((";", 1), (",", 0)) if self.sides != 1 else ():
            found = _parted(listed, mark)
            if len(found) > 1 and (not self.sides or self.sides <= len(found) <= self.sides + more):
                return found
        return [listed]

    def doubt(self, listed: Passage) -> str | None:
        """What is in doubt where a list of several names lacks the mark that would tell who of them leads."""
        name = _NAMES.get(self.mark)
        if self.sides > 1 and len(split_units(listed).units) >= 2 * self.sides and len(self.parts(listed)) == 1:
            return f"文件规定每一方的首位为牵头单位，而{listed.quoted}没有分出各方，只把第一个读作牵头单位，请核对。"
        if name is None or at_depth_0(listed.folded, self.mark) > 0 or len(split_units(listed).units) < 2:
            return None
        read = "已全部读作牵头单位" if self.mark in _WHOLE else "没有读出牵头单位"
        return f"文件规定{name}前为牵头单位，而{listed.quoted}没有{name}，{read}，请核对。"


def _parted(listed: Passage, mark: str) -> list[Passage]:
    """What the marks outside brackets part a list into."""
    at = at_depth_0(listed.folded, mark)
    return [listed] if at < 0 else [listed.cut(0, at), *_parted(listed.cut(at + 1), mark)]
