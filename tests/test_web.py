"""The pages, as a browser without JavaScript gets them."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from urllib.parse import quote

import httpx
import pytest
from factories import place, sample_plan
from services import JUSTICE, client_of

from dutygraph.graph.build import build_graph
from dutygraph.graph.store import Store
from dutygraph.queries.registry import load_queries, run_query
from dutygraph.web.marking import Mark, in_pieces, marked
from dutygraph.web.pages.questions import bars


class Reader(HTMLParser):
    """Takes a page apart: its links, table rows and tags. Unbalanced tags fail."""

    VOID = frozenset({"meta", "link", "input", "br"})
    OURS = ("/static/vendor/", "/static/layout.js", "/static/charts.js", "/static/explorer.js", "/static/pages.js")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.rows: list[list[str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.figures: dict[str, str] = {}
        self.words: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self.links += [value for name in ("href", "src", "action") if (value := attributes.get(name))]
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "li" in self.open and self.open[-1] == "strong":
            self.words.append(data)
        if "li" in self.open and self.open[-1] == "span" and self.words:
            self.figures[data] = self.words.pop()
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())


def addresses(client: httpx.Client) -> list[str]:
    """One page of each kind, found by following links from the first."""
    home = Reader(client.get("/").text)
    plan = next(link for link in home.links if link.startswith("/plans/"))
    unit = next(link for link in home.links if link.startswith("/units/"))
    graph = f"/graph?node={unit.removeprefix('/units/')}"
    task = next(link for link in Reader(client.get(plan).text).links if link.startswith("/tasks/"))
    found = Reader(client.get("/search", params={"q": "营商环境"}).text)
    instrument = next(link for link in found.links if link.startswith("/instruments/"))
    ends = f"from={quote('区财政局')}&to={quote('区司法局')}"
    return [
        "/", plan, f"{plan}?text={quote('营商')}", "/units", f"/units?text={quote('司法')}", unit,
        f"{unit}?role=lead", task, "/timeline", "/timeline?from=2024-01-01&to=2025-12-31&on=2024-06-01",
        "/timeline?from=1990-01-01&to=1990-02-01",
        "/instruments", "/instruments?text=zzz", instrument, "/graph", graph, f"/graph?{ends}",
        f"/graph?q={quote('营商')}",
        "/queries", "/queries/unit_tasks", "/queries/workload?run=1&show=chart", "/queries/unit_tasks?run=1&unit=none",
        f"/queries/shortest_link?run=1&show=graph&{ends}", "/queries/cypher", "/queries/cypher?statement=RETURN+1+AS+n",
        "/import", "/compare", f"/compare?a={plan.removeprefix('/plans/')}&b={plan.removeprefix('/plans/')}",
        "/search?q=%E8%90%A5%E5%95%86", "/search", "/none",
    ]  # fmt: skip


def test_the_first_page_says_what_is_loaded_and_what_is_due(client: httpx.Client) -> None:
    page = Reader(client.get("/?on=2024-06-01").text)
    title = "青禾示范区贯彻落实《云川市法治政府建设实施方案（2023-2025年）》任务分解方案"
    issuer = "中共云川市青禾示范区委员会全面依法治区委员会 2024年1月15日"
    assert [title, "青示法委发〔2024〕2号", issuer, "27", "31", "0", "台账 日历"] in page.rows
    assert ["2024年6月30日", "推进“一件事一次办”", "区政务服务局", "还有 29 天"] in page.rows
    assert ["区司法局", "10", "5", "1", "16", "0"] in page.rows
    assert page.figures == {
        "方案": "1", "任务": "27", "待核": "0", "已到期": "0", "30 天内到期": "1",
        "60 天内到期": "1", "90 天内到期": "1", "无时间要求": "5", "无量化目标": "10", "无依据文件": "12",
        "无牵头单位": "0", "无任何单位": "0",
    }  # fmt: skip
    assert {"/docs", "/api/v1/queries", "/search", "/", "/import", "/timeline"} <= set(page.links)


def test_units_are_listed_with_their_counts_and_sorted_by_the_address(client: httpx.Client) -> None:
    page = Reader(client.get("/units").text)
    assert ["单位", "牵头", "责任", "配合", "共"] in page.rows
    assert ["区司法局 青禾示范区", "10", "5", "1", "16"] in page.rows
    assert ["区市场监督管理局 青禾示范区 又作 区市场监管局、区市监局", "4", "0", "0", "4"] in page.rows
    assert ["各镇 范围固定", "0", "20", "3", "23"] in page.rows
    led = [int(row[1]) for row in Reader(client.get("/units?sort=lead&order=down").text).rows[1:32]]
    assert led == sorted(led, reverse=True)
    assert led[0] == 10
    few = Reader(client.get("/units", params={"text": "司法"}).text)
    assert [row[0] for row in few.rows] == ["单位", "区司法局 青禾示范区"]
    assert client.get("/units?sort=age").status_code == 400


def test_every_link_of_every_page_leads_somewhere_on_this_service(client: httpx.Client) -> None:
    done = {"/none"}
    for address in addresses(client):
        for link in set(Reader(client.get(address).text).links):
            assert link.startswith("/") or link in ("#main", "#findings"), (address, link)
            if not link.startswith(("/tasks/", "/units/", "/graph", "#")) and "sort=" not in link and link not in done:
                done.add(link)
                assert client.get(link).status_code == 200, (address, link)


def test_pages_run_only_the_scripts_of_the_service_and_say_so(client: httpx.Client) -> None:
    for address in addresses(client):
        response = client.get(address)
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        page = Reader(response.text)
        assert page.tags[0] == ("html", {"lang": "zh-CN"})
        assert not [tag for tag, attributes in page.tags if tag == "style" or "style" in attributes]
        for source in [attributes for tag, attributes in page.tags if tag == "script"]:
            assert source.get("type") == "application/json" or str(source["src"]).startswith(Reader.OURS)
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        assert sum(tag == "h1" for tag, _ in page.tags) == 1
        assert "None" not in response.text


def test_a_unit_page_shows_its_tasks_by_role(client: httpx.Client) -> None:
    every = Reader(client.get("/units/区司法局").text)
    leading = Reader(client.get("/units/区司法局?role=lead").text)
    assert sum(row[0].isdigit() for row in every.rows) == 16
    assert [row[0] for row in leading.rows if row[0].isdigit()] == [
        "6",
        "7",
        "8",
        "11",
        "12",
        "14",
        "15",
        "16",
        "21",
        "22",
    ]
    assert ["8", "强化存量制度清理", "牵头部门", "每两年", "（二）规范文件管理，提高制度供给质量"] in leading.rows


def test_a_task_page_shows_the_whole_card(client: httpx.Client, loaded: Store) -> None:
    (task,) = [t for t in run_query(loaded, "task_list") if t["number"] == "3"]
    text = re.sub(r"<[^>]+>|\s", "", client.get(f"/tasks/{task['key']}").text)
    (card,) = run_query(loaded, "task_card", {"task": task["key"]})
    assert re.sub(r"\s", "", card["text"]) in text
    assert "牵头区发改局、区市场监督管理局、区工信局责任区司法局、区财政局、市公安局青禾分局配合—" in text
    assert "每半年周期" in text
    assert "优化营商环境条例引用" in text


def test_a_task_page_marks_the_words_that_facts_were_read_from(client: httpx.Client, loaded: Store) -> None:
    (task,) = [t for t in run_query(loaded, "task_list") if t["number"] == "22"]
    page = client.get(f"/tasks/{task['key']}").text
    rules = "《云川市行政机关负责人出庭应诉规定》"
    quoted = page[page.index("<blockquote>") : page.index("</blockquote>")]
    assert re.findall(r'<mark class="(.*?)" title="(.*?)（规则：(.*?)）">(.*?)</mark>', quoted) == [
        ("citation", f"引用：{rules}（云府发〔2021〕9号）", "书名号中的标题", rules),
        ("date", "周期，每月", "周期的写法，如每年、每季度、每月某日前", "月通报"),
        ("target", "量化目标：负责人出庭率不低于 95%", "数字、单位和比较词", "95％以上"),
        ("target", "量化目标：行政诉讼败诉率不超过 10%", "数字、单位和比较词", "10％以内"),
        ("target", "量化目标：生效裁判按期履行率等于 100%", "数字、单位和比较词", "100％"),
        ("lead", "牵头部门：区司法局", "标签“牵头部门”后所列", "区司法局"),
        ("lead", "牵头部门：区法院", "标签“牵头部门”后所列", "区法院"),
        ("responsible", "责任部门：区人民政府及其组成部门", "标签“责任部门”后所列", "区人民政府及其组成部门"),
        ("responsible", "责任部门：各镇", "标签“责任部门”后所列", "各镇"),
        ("responsible", "责任部门：各街道", "标签“责任部门”后所列", "街道"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "pieces"),
    [
        pytest.param([], [("每年办结，每年报送60％", "")], id="none"),
        pytest.param([("每年", 105, 107)], [("每年办结，", ""), ("每年", "date"), ("报送60％", "")], id="the second"),
        # the source has a page number of four characters before it that the words do not have
        pytest.param([("每年", 109, 111)], [("每年办结，", ""), ("每年", "date"), ("报送60％", "")], id="later"),
        pytest.param([("每年", 100, 102)], [("每年", "date"), ("办结，每年报送60％", "")], id="at the beginning"),
        pytest.param(
            [("60％", 109, 112), ("0％", 110, 112)], [("每年办结，每年报送", ""), ("60％", "date")], id="within"
        ),
        pytest.param([("每年", 300, 302)], [("每年办结，每年报送60％", "")], id="of another line"),
    ],
)
def test_marks_lie_where_the_facts_were_read(facts: list[tuple[str, int, int]], pieces: list[tuple[str, str]]) -> None:
    unsaid = dict.fromkeys(("stated_in", "start_date", "due_date", "rrule", "anchor", "business_days", "months"))
    dates = [
        {**unsaid, "kind": "ongoing", "surface": surface, "start": start, "end": end} for surface, start, end in facts
    ]
    task = {
        "text": "每年办结，每年报送60％",
        "start": 100,
        "end": 120,
        "dates": dates,
        "targets": [],
        "instruments": [],
        "lead": [],
        "responsible": [],
        "supporting": [],
    }
    assert [(piece.words, piece.kind) for piece in marked(task)] == pieces


@pytest.mark.parametrize(
    ("places", "pieces"),
    [
        ("", [("接通率和办理率达到95％以上", "")]),
        ("29-34b 20-23a", [("接通率", "a"), ("和办理率达到", ""), ("95％以上", "b")]),
        ("29-34a 29-34b", [("接通率和办理率达到", ""), ("95％以上", "a；b")]),
        ("20-34a 24-27b", [("接通率和办理率达到95％以上", "a；b")]),
        ("20-27a 24-34b", [("接通率和办理率", "a"), ("达到95％以上", "")]),
        ("18-21a 33-35b 22-22c", [("接通率和办理率达到95％以上", "")]),
    ],
)
def test_a_text_is_parted_where_its_facts_stand(places: str, pieces: list[tuple[str, str]]) -> None:
    """The text begins at 20; facts are given as their start, end and meaning."""
    marks = [Mark(int(place[:2]), int(place[3:5]), "", "date", place[5:]) for place in places.split()]
    found = in_pieces("接通率和办理率达到95％以上", 20, marks)
    assert [(piece.words, piece.meaning) for piece in found] == pieces


def test_search_finds_and_says_when_there_is_nothing(client: httpx.Client) -> None:
    found = client.get("/search", params={"q": "营商环境"})
    assert 'value="营商环境"' in found.text
    assert '<mark title="检索词">营商环境</mark>' in found.text
    several = client.get("/search", params={"q": "优化 营商"}).text
    assert several.count('<mark title="检索词">优化</mark>')
    assert several.count('<mark title="检索词">营商</mark>')
    assert "4 条，最相关的在前" in found.text
    assert "没有找到。" in client.get("/search", params={"q": "量子纠缠"}).text
    assert "请在上方输入要找的词" in client.get("/search").text


def test_an_unknown_page_and_unit_are_pages_too(client: httpx.Client) -> None:
    unknown = client.get("/units/区司法所")
    assert (unknown.status_code, unknown.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "名称相近的有：区司法局" in unknown.text
    assert f"/units/{JUSTICE}" in Reader(unknown.text).links
    assert (client.get("/nowhere").status_code, client.post("/").status_code) == (404, 405)


def test_an_empty_store_says_what_to_do(store: Store) -> None:
    with client_of(store) as client:
        page = client.get("/").text
        others = [client.get(f"/{name}").text for name in ("units", "timeline", "instruments", "graph", "compare")]
    assert "<h1>还没有方案</h1>" in page
    assert all('href="/import"' in other for other in others)
    assert "dutygraph ingest 方案.docx" in page


def test_a_document_that_says_neither_who_issued_it_nor_when_is_told_so(store: Store) -> None:
    plan = sample_plan()
    undated = dataclasses.replace(plan, issued_on=None, title="无日期的方案", text="无日期的方案")
    unsaid = dataclasses.replace(undated, issuer=None, title="只有任务的方案", text="只有任务的方案")
    store.load(build_graph([undated]))
    store.load(build_graph([unsaid]))
    with client_of(store) as client:
        keys = {row["title"]: row["key"] for row in client.get("/api/v1/plans").json()["items"]}
        first, second = (client.get(f"/plans/{keys[each.title]}").text for each in (undated, unsaid))
        overview = Reader(client.get("/").text)
        compared = Reader(client.get("/compare", params={"a": keys[undated.title], "b": keys[unsaid.title]}).text)
    issuer = undated.issuer.full_name if undated.issuer else ""
    assert f"<dd>{issuer}，印发日期未写明</dd>" in first
    assert "<dd>印发机关和日期未写明</dd>" in second
    assert {row[0]: row[2] for row in overview.rows if row[0] in keys} == {
        undated.title: f"{issuer} 印发日期未写明",
        unsaid.title: "印发机关和日期未写明",
    }
    assert ["印发", f"{issuer}，印发日期未写明", "印发机关和日期未写明"] in compared.rows


def test_what_a_document_says_is_never_markup(store: Store) -> None:
    evil = '<script>alert("1")</script>&amp;'
    plan = sample_plan()
    task = dataclasses.replace(plan.tasks[0], title=evil, text=evil)
    store.load(build_graph([dataclasses.replace(plan, title=evil, tasks=(task, plan.tasks[1]))]))
    escaped = "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&amp;amp;"
    with client_of(store) as client:
        (row,) = client.get("/api/v1/plans").json()["items"]
        for address in (
            "/",
            f"/plans/{row['key']}",
            "/units/区司法局",
            f"/tasks/{task.key}",
            f"/search?q={quote(evil)}",
        ):
            page = client.get(address).text
            assert "<script>alert" not in page, address
            assert "</script>&" not in page, address
            assert escaped in page, address


def test_an_ambiguous_name_offers_the_units(store: Store) -> None:
    for district in (place(), place("150603", "康禾区")):
        store.load(build_graph([sample_plan(district)]))
    with client_of(store) as client:
        response = client.get("/units/区司法局")
        assert response.status_code == 409
        links = [link for link in Reader(response.text).links if link.startswith("/units/")]
        other = client.get(f"/timeline?role=lead&unit={JUSTICE}")
        assert other.status_code == 409
        (first, second) = [link for link in Reader(other.text).links if link.startswith("/timeline?")]
        assert {first, second} == {f"/timeline?role=lead&unit={link.removeprefix('/units/')}" for link in links}
        assert client.get(first).status_code == 200
        titles = [re.search("<h1>(.*?)</h1>", client.get(link).text) for link in links]
    assert [title and title.group(1) for title in titles] == ["区司法局", "区司法局"]
    assert re.findall(r">(\S+区司法局)</a>", response.text) == ["康禾区司法局", "青禾区司法局"]


def test_names_near_an_unknown_one_lead_to_the_view_that_was_asked_for(client: httpx.Client) -> None:
    page = Reader(client.get(f"/timeline?role=lead&unit={quote('区司法所')}").text)
    assert f"/timeline?role=lead&unit={JUSTICE}" in page.links
    assert f"/units/{JUSTICE}" in Reader(client.get(f"/units/{quote('区司法所')}").text).links


def test_results_of_a_query_lead_to_the_pages_of_what_they_name(client: httpx.Client) -> None:
    page = Reader(client.get(f"/queries/unit_tasks?run=1&role=lead&unit={quote('区司法局')}").text)
    tasks = [link for link in page.links if link.startswith("/tasks/")]
    assert len(tasks) == 10
    assert client.get(tasks[0]).status_code == 200
    plans = {link for link in page.links if link.startswith("/plans/")}
    assert len(plans) == 1
    units = Reader(client.get("/queries/workload?run=1").text)
    assert len([link for link in units.links if link.startswith("/units/")]) == 38
    own = Reader(client.get("/queries/cypher?statement=MATCH (u:Unit) RETURN u.key AS key, u.name AS name").text)
    assert [link for link in own.links if link.startswith("/units/")] == []


def test_a_form_keeps_what_was_filled_in_where_no_unit_has_the_name(client: httpx.Client) -> None:
    answer = client.get(f"/queries/unit_tasks?run=1&role=lead&unit={quote('区司法所')}")
    assert answer.status_code == 404
    page = Reader(answer.text)
    assert ("input", "区司法所") in [(tag, at.get("value")) for tag, at in page.tags if at.get("name") == "unit"]
    assert "名称相近的有：区司法局" in answer.text
    assert [at["value"] for tag, at in page.tags if tag == "option" and "selected" in at] == ["lead"]


def test_queries_say_what_they_answer_without_names_of_parameters(client: httpx.Client) -> None:
    assert "一项任务的每种角色占一行。可指定看哪一天有效的版本。</p>" in client.get("/queries/unit_tasks").text
    assert "是哪些任务见“要素不全的任务”。</p>" in client.get("/queries/gap_counts").text
    assert "as_of" not in client.get("/queries").text
    named = {each.name for query in load_queries().values() for each in query.parameters} | set(load_queries())
    for query in load_queries().values():
        assert named.isdisjoint(re.findall("[a-z_]+", query.description)), query.name


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("unit_tasks?run=1&unit=", "“单位的名称、别名或键”：没有给出，应为单位的名称、别名或键（必填）。"),
        ("deadlines?run=1&to=2025-01-31&from=2025-02-01", "不早于起始日 2025-02-01 的日期。"),
        ("groups?run=1&colour=红", "应为查询 groups 的参数之一（extent、plan）。"),
    ],
)
def test_a_form_calls_what_is_wrong_by_its_label(client: httpx.Client, asked: str, told: str) -> None:
    answer = client.get(f"/queries/{asked}")
    assert answer.status_code == 400
    (problem,) = re.findall('<p class="problem" role="alert">(.+?)</p>', answer.text)
    assert problem.endswith(told)
    label = re.match("“(.+?)”：", problem)
    assert label is None or f"<label>{label[1]}" in answer.text
    assert (label is None) == ("colour" in asked)


def test_units_of_one_name_are_told_apart_in_a_chart() -> None:
    rows = [{"name": name[1:], "full_name": name, "any": 1} for name in ("甲区司法局", "乙区司法局", "甲区财政局")]
    chart = bars(rows, {"name": "单位", "full_name": "全称", "any": "总数"})
    assert chart is not None
    assert chart["categories"] == ["甲区司法局", "乙区司法局", "区财政局"]


def test_a_plan_leads_to_what_it_carries_out_and_every_document_has_a_page(client: httpx.Client) -> None:
    home = Reader(client.get("/").text)
    plan = client.get(next(link for link in home.links if link.startswith("/plans/"))).text
    (title,) = re.findall(r'<dt>贯彻</dt><dd><a href="/instruments/[^"]+">(.*?)</a></dd>', plan)
    assert title.startswith("《云川市法治政府建设实施方案")
    page = Reader(client.get("/instruments").text)
    listed = [link for link in page.links if link.startswith("/instruments/")]
    assert len(listed) == len([row for row in page.rows if row[0] != "文件"])
