"""Duties printed as role lines (block), in a bracket behind the text (inline), or as a sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .choose import Chooser
from .model import Duty, Listed, Paragraph, Part

BRACKETS = {"round": "（）", "shell": "〔〕", "narrow": "()", "square": "[]", "heavy": "【】"}
COLONS = {"wide": "：", "narrow": ":", "spaced": "： "}
PARTED = {"semicolon": "；", "stop": "。", "space": "　", "comma": "，"}
# One pattern of roles may be said in several ways; {0} is the first part's list.
SENTENCES: dict[str, dict[str, str]] = {
    "lead": {"牵头": "{0}牵头", "牵头负责": "{0}牵头负责", "由牵头": "由{0}牵头"},
    "responsible": {
        "负责": "{0}负责",
        "分工": "{0}按职责分工负责",
        "由负责": "由{0}负责",
        "各自": "{0}按照各自职责分工负责",
        "分别": "{0}分别负责",
    },
    "lead-supporting": {
        "由牵头配合": "由{0}牵头，{1}配合",
        "牵头配合": "{0}牵头，{1}配合",
        "牵头参与": "{0}牵头，{1}参与",
        "牵头负责配合": "{0}牵头负责，{1}协同配合",
    },
    "lead-responsible": {
        "牵头分工": "{0}牵头，{1}按职责分工负责",
        "牵头负责": "{0}牵头，{1}负责",
        "由牵头落实": "由{0}牵头，{1}按职责分工落实",
    },
    "lead-responsible-supporting": {"三者": "{0}牵头，{1}负责，{2}配合"},
    "responsible-supporting": {"负责配合": "{0}负责，{1}配合"},
}
FIRST_LEADS = {
    "onwards": "。列第一位者为牵头单位，下同",
    "onwards-的": "。列第一位的为牵头单位，下同",
    "onwards-排": "，排第一位的为牵头单位，下同",
}


@dataclass
class Form:
    """How one plan prints its duties."""

    chooser: Chooser
    name: str
    brackets: str
    colon: str
    parted: str
    unbracketed: bool
    one_line: bool
    first_leads: str | None
    says_deadline: bool = True
    said: bool = False

    @staticmethod
    def draw(chooser: Chooser, name: str, pattern: tuple[str, ...], *, alone: bool) -> Form:
        """Draw the printing of a plan; 下同 would hold for the document's other forms and plans, if there are any."""
        sentence = name == "sentence"
        first = alone and sentence and pattern == ("responsible",) and chooser.flag("first-leads", 0.3)
        return Form(
            chooser,
            name,
            chooser.variant("bracket", BRACKETS if name == "inline" else {"round": "（）", "shell": "〔〕"}),
            chooser.variant("colon", COLONS),
            chooser.variant("parted", PARTED),
            sentence and chooser.flag("sentence:unbracketed", 0.15),
            name == "block" and chooser.flag("block:one-line", 0.12),
            chooser.variant("first-leads", FIRST_LEADS) if first else None,
            not sentence or chooser.flag("sentence:deadline", 0.5),
        )

    def duty_lines(self, duty: Duty) -> list[str]:
        """Return the lines that follow a task's text (block form)."""
        lines = self._fields(duty)
        if self.one_line:
            return [self.parted.join(lines)]
        if self.chooser.flag("block:stop", 0.06):
            lines = [f"{line}。" for line in lines]
        return lines

    def behind(self, duty: Duty, text: str) -> str:
        """Return the text of a task with its duty behind it (inline and sentence forms)."""
        opening, closing = self.brackets[0], self.brackets[1]
        words = text if text.endswith("。") else text + "。"
        if self.name == "inline":
            inside = self.parted.join(self._fields(duty))
            if self.chooser.flag("bracket:before-stop", 0.1):
                return f"{words[:-1]}{opening}{inside}{closing}。"
            return f"{words}{opening}{inside}{closing}"
        sentence = self._sentence(duty)
        if self.unbracketed and self.first_leads is None:
            return f"{words}{sentence}。"
        if self.chooser.flag("bracket:before-stop", 0.1) and self.first_leads is None:
            return f"{words[:-1]}{opening}{sentence}{closing}。"
        return f"{words}{opening}{sentence}{closing}"

    def _fields(self, duty: Duty) -> list[str]:
        lines = [f"{part.label}{self.colon}{part.listed.printed}" for part in duty.parts]
        if duty.deadline is not None:
            lines.append(f"{duty.deadline_label}{self.colon}{duty.deadline.text}")
        return lines

    def _sentence(self, duty: Duty) -> str:
        options = SENTENCES["-".join(part.role for part in duty.parts)]
        if self.first_leads is not None:
            options = {k: v for k, v in options.items() if k in ("负责", "分工")}
        elif self.unbracketed:
            options = {k: v if v.startswith("由") else "由" + v for k, v in options.items()}
        printed = self.chooser.variant("sentence", options).format(*(p.listed.printed for p in duty.parts))
        if duty.deadline is not None and self.says_deadline:
            printed += f"；{duty.deadline_label}{self.colon}{duty.deadline.text}"
        if self.first_leads is not None and not self.said:
            self.said = True
            printed += self.first_leads
        return printed

    def gold(self, duty: Duty) -> Duty:
        """Return the duty as it must be read: the first of a list leads where the plan says so."""
        if self.first_leads is None:
            return duty
        units = duty.parts[0].listed.units
        lead = Part("lead", None, Listed("", units[:1]))
        return replace(
            duty, parts=(lead, Part("responsible", None, Listed("", units[1:], duty.parts[0].listed.open_ended)))
        )

    def paragraphs(self, duty: Duty, number: str, heading: str, text: str) -> list[Paragraph]:
        """Return a task as it is printed."""
        head = [Paragraph(number + heading, "heading")] if heading else []
        first = "" if heading else number
        if self.name == "block":
            ending = text if text.endswith("。") else text + "。"
            lines = [Paragraph(line, "duty") for line in self.duty_lines(duty)]
            return [*head, Paragraph(first + ending), *lines]
        return [*head, Paragraph(first + self.behind(duty, text))]
