"""The head of a document: the notice above the plans, its number, addressees, signature and date."""

from __future__ import annotations

from dataclasses import dataclass

from .choose import Chooser
from .model import Header, Paragraph
from .vocabulary import THEMES, Place

HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
PLAN_KINDS = {
    name: name
    for name in (
        "重点任务分解方案",
        "任务分工方案",
        "工作实施方案",
        "专项行动方案",
        "重点工作任务清单",
        "责任分解方案",
        "工作要点任务分工",
    )
}
KINDS = ("notice", "notice-number-above", "bare", "dated-title", "letter", "signed-below")
ADDRESSEES = {
    "county": "各镇人民政府、街道办事处，{p}直各部门",
    "prefecture": "各县（市、区）人民政府，市政府各部门、各直属单位",
    "province": "各设区市人民政府，省政府各部门、各直属机构",
    "nation": "各省、自治区、直辖市人民政府，国务院各部委、各直属机构",
}


@dataclass(frozen=True)
class Head:
    """What stands above the first plan and below the last, and its gold."""

    above: tuple[Paragraph, ...]
    below: tuple[Paragraph, ...]
    header: Header
    under: tuple[Paragraph, ...] = ()


def head_kind(chooser: Chooser, plans: int) -> str:
    """Return what stands around so many plans."""
    kinds = ("notice", "notice-number-above", "letter") if plans > 1 else KINDS
    return chooser.variant("notice", {kind: kind for kind in kinds})


def plan_title(chooser: Chooser, place: Place, year: int, theme: str, head: str) -> str:
    """Return a plan's title; a year in it is the year of the plan, and one is there if no date is printed."""
    kind = chooser.variant("title", PLAN_KINDS)
    where = place.name or "全国"
    return (
        f"{where}{year}年{theme}{kind}"
        if head in ("bare", "dated-title") or chooser.random.random() < 0.6
        else f"{where}{theme}{kind}"
    )


def themes(chooser: Chooser, count: int) -> list[str]:
    """Return different themes for the plans of a document."""
    return chooser.sample(THEMES, count)


def print_head(chooser: Chooser, place: Place, year: int, titles: list[str], kind: str) -> Head:
    """Draw the notice around the plans, or the bare plan."""
    month, day, serial = chooser.between(1, 3), chooser.between(1, 28), chooser.between(1, 60)
    number = f"{place.code}〔{year}〕{serial}号"
    issued = f"{year}-{month:02}-{day:02}"
    printed = f"{year}年{month}月{day}日"
    if chooser.flag("notice:han-date", 0.08):
        printed = f"{str(year).translate(HAN_DIGITS)}年{_han(month)}月{_han(day)}日"
    to = ADDRESSEES[place.level].format(p=place.prefix)
    own = titles[0] if len(titles) == 1 else None
    named = "".join(f"《{t}》" for t in titles)
    many = f"等{len(titles)}个方案" if len(titles) > 1 else ""
    notice = f"{place.issuer}关于印发{named}{many}的通知"
    whole = Header(own or notice, place.issuer, issued, number, to)
    body = f"{named}{many}已经研究同意，现印发给你们，请认真贯彻执行。"
    sign = (Paragraph(place.issuer, "sign"), Paragraph(printed, "sign"))
    above: tuple[Paragraph, ...]
    if kind == "notice":
        above = (Paragraph(notice, "title"), Paragraph(number, "number"), Paragraph(to + "："), Paragraph(body), *sign)
    elif kind == "notice-number-above":
        above = (Paragraph(number, "number"), Paragraph(notice, "title"), Paragraph(to + "："), Paragraph(body), *sign)
    elif kind == "bare":
        return Head((), (), Header(own))
    elif kind == "dated-title":
        header = Header(own, unscored=frozenset({"issued_on", "issuer"}))
        return Head((), (), header, (Paragraph(f"（{printed}）", "number"),))
    elif kind == "letter":
        above = (Paragraph(to + "："), Paragraph(body), *sign)
        whole = Header(own, place.issuer, issued, None, to, frozenset() if own else frozenset({"title"}))
    else:  # the plan itself is signed below
        return Head((), sign, Header(own, place.issuer, issued))
    if chooser.flag("notice:public-note", 0.2):
        above = (*above, Paragraph("（此件公开发布）"))
    return Head(above, (), whole)


def _han(n: int) -> str:
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else "二十") + ("一二三四五六七八九"[ones - 1] if ones else "")
