"""Nothing is lost in silence: what each character became, and what looks like a duty that nobody read."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from checkout import ROOT
from texts import ISSUED, TITLE, extract, plan, rules

from dutygraph import cli
from dutygraph.graph.model import Document, Finding, Span
from dutygraph.ingest.extract import extract_document
from dutygraph.ingest.findings import rules as finding_rules
from dutygraph.ingest.findings.coverage import (
    KINDS,
    Region,
    count_kinds,
    document_regions,
    line_of,
    not_understood,
    quote,
    regions,
)  # fmt: skip
from dutygraph.ingest.findings.markup import render_html
from dutygraph.ingest.report import coverage_to_json

DUTIES = (
    "1．推进改革，2024年底前持证率达到95％以上。落实《清河县办法》。\n牵头部门：县司法局\n责任单位：县教育局、张三\n"
    "配合单位：各镇\n完成时限：尽快\n"
)


def unread(duties: str) -> list[tuple[str, str]]:
    document = plan(duties)
    return [
        (f.rule, quote(document.text, f.span)) for f in document.findings if f.rule == "duty_not_understood" and f.span
    ]


def test_every_stretch_has_one_kind_and_none_is_left_out() -> None:
    document = plan(DUTIES)
    parts = document_regions(document)
    assert [p.start for p in parts[1:]] == [p.end for p in parts[:-1]]
    assert (parts[0].start, parts[-1].end) == (0, len(document.text))
    read = [(p.kind, quote(document.text, Span(p.start, p.end))) for p in parts if p.kind not in ("prose", "task")]
    assert read == [
        ("header", "清河县人民政府办公室"),
        ("header", "2024年3月5日"),
        ("header", TITLE),
        ("date", "2024年底前"),
        ("target", "95％以上"),
        ("citation", "《清河县办法》"),
        ("lead", "县司法局"),
        ("responsible", "县教育局"),
        ("not_understood", "张三"),
        ("supporting", "各镇"),
        ("not_understood", "尽快"),
    ]
    counts = count_kinds(document)
    assert sum(counts.values()) == document.coverage.characters
    assert counts["not_understood"] == document.coverage.not_understood == 4
    assert counts["prose"] + counts["task"] == document.coverage.in_prose


def test_what_is_doubtful_wins_over_what_was_read_and_a_settled_doubt_is_none() -> None:
    doubt = Finding("unit_doubtful", "", Span(1, 3))
    settled = Finding("unit_doubtful", "", Span(1, 3), status="accepted")
    parts = (Region(0, 1, "header"), Region(1, 3, "not_understood"), Region(3, 4, "prose"))
    assert regions("甲乙丙丁", [], [Span(0, 2)], [doubt]) == parts
    assert regions("甲乙丙丁", [], [Span(0, 2)], [settled]) == (Region(0, 2, "header"), Region(2, 4, "prose"))


@pytest.mark.parametrize(
    ("duties", "words"),
    [
        pytest.param("本方案实施中，牵头单位：县发改局。\n" + DUTIES, "县发改局", id="a label in the middle of prose"),
        pytest.param(DUTIES + "以上工作（县发改局、各镇负责）要抓紧。\n", "县发改局、各镇负责", id="a bracket inside"),
        pytest.param(DUTIES + "考核工作由县委组织部牵头，另行通知。\n", "县委组织部", id="a sentence"),
        pytest.param("县政府办公室牵头，每月调度。\n" + DUTIES, "县政府办公室", id="a sentence without 由"),
        pytest.param(
            "1．推进改革。\n责任单位：县司法局。\n镇区办事处、县医保局\n2．修路。\n责任单位：县教育局\n",
            "镇区办事处、县医保局",
            id="a list below one that has ended",
        ),
        pytest.param(
            "1．推进托育。牵头单位\n县卫健局\n责任单位：县司法局\n2．修路。\n责任单位：县教育局\n",
            "县卫健局",
            id="a list below a label that has run into the paragraph",
        ),
        pytest.param(
            "1．建库，经费由县财政局负责，抓紧推进。\n责任单位：县司法局\n2．修路。\n责任单位：县教育局\n",
            "县财政局",
            id="who is responsible, in a clause",
        ),
        pytest.param(
            "1．建库。由督查室负责督办，财政局具体负责。定期通报。\n责任单位：县司法局\n",
            "财政局",
            id="who is responsible, beside one who watches",
        ),
    ],
)
def test_what_looks_like_a_duty_and_was_not_read_is_reported(duties: str, words: str) -> None:
    assert unread(duties) == [("duty_not_understood", words)]


@pytest.mark.parametrize(
    "duties",
    [
        pytest.param(DUTIES, id="all was read"),
        pytest.param(DUTIES + "坚持谁执法谁负责，压实责任（落实情况纳入考核）。\n", id="a principle"),
        pytest.param(DUTIES + "建议责任单位：县发改局\n", id="a request is another finding"),
        pytest.param(DUTIES + "2．推进改革。\n牵头单位：无\n配合单位：县教育局\n", id="nobody"),
        pytest.param(DUTIES + "2．（1）抓好落实（由各镇负责）。\n", id="read as a sentence of roles"),
        pytest.param(DUTIES + "要加强党委牵头抓总，强化督促。\n", id="a way of working"),
        pytest.param(DUTIES + "坚持党委领导，政府负责，部门协同；安排专人，专人负责。\n", id="how all work together"),
        pytest.param(
            "1．推进改革。\n责任单位：县司法局。\n清河县司法局\n2024年3月5日\n附件：略\n",
            id="who signs below the last duty",
        ),
    ],
)
def test_prose_and_what_was_read_are_not_reported(duties: str) -> None:
    assert unread(duties) == []


def test_who_only_watches_is_reported_in_every_form() -> None:
    document = plan(
        "1．改革。（由县督查室负责督办，县财政局负责）\n"
        "2．开放。由县督查室负责督办，县财政局负责，每月通报。\n"
        "3．由县财政局牵头建库。县审计局负责监督检查，县水利局承担巡查。督促县林业局负责巡山。\n"
    )
    assert [[a.surface for a in task.assignments] for task in document.tasks] == [
        ["县财政局"],
        ["县财政局"],
        ["县财政局", "县水利局"],
    ]
    assert rules(document) == [
        ("role_not_a_duty", "县督查室"),
        ("role_not_a_duty", "县督查室"),
        ("role_not_a_duty", "县审计局"),
    ]


def test_a_duty_that_was_not_read_names_the_task_it_stands_in() -> None:
    document = plan("1．推进改革，由县发改局牵头起草细则，其他部门参与。\n责任单位：县司法局\n")
    (finding,) = document.findings
    assert (finding.rule, finding.task) == ("duty_not_understood", document.tasks[0].key)
    assert finding.message == "“县发改局”像是任务分工，没有读懂。"


def test_a_line_is_that_of_the_printed_text() -> None:
    text = "甲\r\n乙\n\n丙"
    assert [line_of(text, text.index(c)) for c in "甲乙丙"] == [1, 2, 4]


def test_places_come_in_the_order_of_the_text() -> None:
    places = not_understood(plan(DUTIES))
    assert [(p.line, p.finding.rule, p.quote) for p in places] == [
        (9, "unit_doubtful", "张三"), (11, "deadline_not_understood", "尽快"),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------------ rules table


def test_every_rule_that_code_raises_is_in_the_table_and_no_other() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "ingest").rglob("*.py")))
    raised = set(re.findall(r'(?:Finding\(|Doubt\(|_report\(entry,)\s*"([a-z_]+)"', code))
    assert raised == set(finding_rules.RULES)


def test_the_page_of_rules_is_that_of_the_table() -> None:
    assert (ROOT / "docs" / "findings.md").read_text(encoding="utf-8") == finding_rules.render_page()
    for rule in finding_rules.FINDING_RULES:
        assert rule.meaning.endswith("。")
        assert rule.remedy.endswith("。")
        assert "|" not in rule.meaning + rule.remedy
    assert len(finding_rules.RULES) == len(finding_rules.FINDING_RULES)


# -------------------------------------------------------------------------------------------------- what is printed


class _Page(HTMLParser):
    """The text of a page's pre elements, and the words marked as each kind there."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.inside, self.kind = "", False, ""
        self.marked: list[tuple[str, str]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "pre"
        self.kind = dict(attrs).get("class") or "" if tag == "mark" else self.kind
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "pre"
        self.kind = "" if tag == "mark" else self.kind

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.text += data
            if self.kind:
                self.marked.append((self.kind, data))


def test_the_page_shows_the_whole_text_and_needs_nothing_else() -> None:
    document = plan(DUTIES.replace("推进改革", "推进<script>改革</script>&amp;"))
    page = _Page()
    page.feed(render_html([document]))
    assert page.text.strip() == document.text.strip()
    assert ("lead", "县司法局") in page.marked
    assert ("not_understood", "尽快") in page.marked
    assert page.links == [f"#1-{document.text.index('张三')}", f"#1-{document.text.index('尽快')}"]
    html = render_html([document])
    assert "<script" not in html
    assert all(name in html for kind, name in KINDS.items() if count_kinds(document)[kind])


def test_the_object_of_a_document() -> None:
    document = plan(DUTIES)
    shown = json.loads(json.dumps(coverage_to_json(document)))
    assert set(shown) == {"source", "title", "coverage", "kinds", "not_understood", "regions"}
    assert shown["not_understood"][1] == {
        "rule": "deadline_not_understood",
        "message": "完成时限“尽快”没有读懂。",
        "status": "open",
        "task": document.tasks[0].key,
        "start": document.text.index("尽快"),
        "end": document.text.index("尽快") + 2,
        "line": 11,
        "quote": "尽快",
        "title": "完成时限未读懂",
        "remedy": "审核时填 correct 并在 value 写出 date；不是时间的填 accept。",
    }
    assert "".join(document.text[r["start"] : r["end"]] for r in shown["regions"]) == document.text


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("方案.txt").write_text(f"{ISSUED}\n{TITLE}\n\n{DUTIES}", encoding="utf-8")
    return tmp_path


def run(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    code = cli.run(arguments)
    out, err = capsys.readouterr()
    return code, out.decode(), err.decode()


@pytest.mark.usefixtures("office")
def test_the_table_of_a_document(capsysbinary: Any) -> None:
    code, out, _ = run(capsysbinary, "coverage", "方案.txt")
    lines = [line.split() for line in out.splitlines() if line]
    assert code == 0
    assert lines[0] == [f"方案.txt：{TITLE}，任务", "1", "项"]
    assert ["牵头单位", "4", "3.9%"] in lines
    assert lines[-5] == ["未读懂的地方：2"]
    assert lines[-2:] == [
        ["9", "unit_doubtful", "单位名称存疑", "张三"], ["11", "deadline_not_understood", "完成时限未读懂", "尽快"],
    ]  # fmt: skip


@pytest.mark.usefixtures("office")
def test_one_document_is_an_object_and_several_an_array(capsysbinary: Any) -> None:
    assert isinstance(json.loads(run(capsysbinary, "coverage", "方案.txt", "--format", "json")[1]), dict)
    Path("又.txt").write_text("没有任务\n", encoding="utf-8")
    code, out, err = run(capsysbinary, "coverage", "方案.txt", "又.txt", "--format", "json")
    assert (code, len(json.loads(out))) == (4, 1)
    assert "又.txt" in err
    assert run(capsysbinary, "coverage", "方案.txt", "--format", "html", "-o", "方案.html")[0] == 0
    assert Path("方案.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


# ----------------------------------------------------------------------------------- reviews and counts, as commands


def extracted(capsys: Any, *options: str) -> tuple[int, dict[str, Any], str]:
    code, out, err = run(capsys, "extract", "方案.txt", *options)
    return code, json.loads(out) if out else {}, err


@pytest.mark.usefixtures("office")
def test_the_review_beside_a_document_holds_for_it(capsysbinary: Any) -> None:
    assert run(capsysbinary, "review", "方案.txt", "-o", "方案.review.yaml")[0] == 0
    written = Path("方案.review.yaml").read_text(encoding="utf-8")
    filled = re.sub(r"(?s)(rule: deadline_not.*?decision:)", r"\1 correct\n  value: {date: 2024-06-30}", written)
    Path("方案.review.yaml").write_text(filled, encoding="utf-8")
    status = {f["rule"]: f["status"] for f in extracted(capsysbinary)[1]["findings"]}
    assert status == {"deadline_not_understood": "corrected", "unit_doubtful": "open"}
    plain = extracted(capsysbinary, "--no-review")[1]
    assert {f["status"] for f in plain["findings"]} == {"open"}
    assert "尽快" not in run(capsysbinary, "coverage", "方案.txt")[1]
    # Written again, the file keeps the decision; so does what is printed.
    assert run(capsysbinary, "review", "方案.txt", "-o", "方案.review.yaml")[0] == 0
    assert "decision: correct" in Path("方案.review.yaml").read_text(encoding="utf-8")
    assert "decision: correct" in run(capsysbinary, "review", "方案.txt")[1]


@pytest.mark.usefixtures("office")
def test_a_review_is_named_for_one_document_only(capsysbinary: Any) -> None:
    Path("审.yaml").write_text("findings: [{rule: x, decision: maybe}]\n", encoding="utf-8")
    code, _, err = extracted(capsysbinary, "--review", "审.yaml")
    assert code == 2
    assert "审.yaml 第 1 行（findings[1].decision）：收到“maybe”" in err
    Path("又.txt").write_text("x\n", encoding="utf-8")
    code, _, err = run(capsysbinary, "extract", "方案.txt", "又.txt", "--review", "审.yaml")
    assert code == 2
    assert "只读一份文件时才给出" in err
    code, _, err = extracted(capsysbinary, "--review", "没有.yaml")
    assert (code, "审核文件无法打开" in err) == (2, True)


@pytest.mark.usefixtures("office")
def test_too_few_stops_and_too_many_warns(capsysbinary: Any) -> None:
    code, out, err = extracted(capsysbinary, "--expect", "tasks>=2", "--expect", "lead>=1")
    assert (code, out) == (10, {})
    assert err == (
        "错误：方案.txt：任务应不少于 2，只读出 1。已停止，数据没有改动。"
        "请用 dutygraph coverage 查看漏读的地方，或改小下限。\n"
    )
    code, out, _ = extracted(capsysbinary, "--expect", "dates<=0", "--expect", "tasks=1")
    (found,) = (f for f in out["findings"] if f["rule"] == "count_above_expected")
    assert (code, found["message"], found["task"]) == (0, "时间要求应不多于 0，读出 1。", None)
    code, _, err = extracted(capsysbinary, "--expect", "task>1")
    assert (code, "参数 expect：收到“task>1”" in err) == (2, True)


@pytest.mark.usefixtures("office")
def test_counts_of_the_review_file_hold_too(capsysbinary: Any) -> None:
    Path("方案.review.yaml").write_text("expect:\n  tasks: {min: 2}\n  findings: {max: 1}\n", encoding="utf-8")
    assert extracted(capsysbinary)[0] == 10
    assert run(capsysbinary, "coverage", "方案.txt")[0] == 0  # to see why
    Path("方案.review.yaml").write_text("expect:\n  findings: {max: 1}\n", encoding="utf-8")
    assert "待核应不多于 1，读出 2。" in [f["message"] for f in extracted(capsysbinary)[1]["findings"]]


def test_official_forms_of_the_example_leave_nothing_unread() -> None:
    for suffix in (".txt", ".docx"):
        document: Document = extract_document((ROOT / "examples" / "qinghe-2024").with_suffix(suffix))
        assert rules(document) == []
    assert extract(f"{TITLE}\n1．推进改革。\n牵头部门：县司法局\n").coverage.not_understood == 0
