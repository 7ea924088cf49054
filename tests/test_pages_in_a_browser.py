"""What an office does on the pages, in a real browser: nothing from elsewhere, nothing refused, all accessible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from math import hypot
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import chromium as browser_kit
import httpx
import icalendar
import pytest
from checkout import ROOT
from playwright.sync_api import Browser, Page, expect
from services import EXAMPLE, client_of, load
from test_downloads import cells

from dutygraph.graph.store import Store

AXE = ROOT / ".assets/node_modules/axe-core/axe.min.js"
SIZES = {"wide": (1366, 768), "phone": (390, 844)}
SCRIPTS = (ROOT / "web/static/vendor/echarts.min.js").is_file()
needs_scripts = pytest.mark.skipif(not SCRIPTS, reason="htmx and ECharts have not been fetched: make assets")
DOUBTFUL = """青禾示范区人民政府文件

青禾示范区2024年执法重点任务分解方案

一、重点任务
（1）修订行政执法事项清单，向社会公布。
牵头单位：区司法局
责任单位：区财政局、区教育局
完成时限：尽快
（2）2024年9月底前建成矛盾调处平台，案件办结率达到95％以上。
牵头单位：区信访局、区司法局
配合单位：各镇、街道
"""


@dataclass
class Visit:
    """A page in the browser, and what went wrong in it."""

    page: Page
    base: str
    size: str
    wrong: list[str] = field(default_factory=list)

    def go(self, address: str, name: str) -> None:
        """Open an address, wait until it is drawn, keep its picture, and look for what is inaccessible."""
        self.page.goto(self.base + address)
        self.page.wait_for_load_state("networkidle")
        self.keep(name)

    def keep(self, name: str) -> None:
        """Keep the picture of the page as it is, and look for what is inaccessible or too wide."""
        browser_kit.shoot(self.page, f"pages/{name}-{self.size}")
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (name, wide)
        if AXE.is_file():
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            found = self.page.evaluate(
                "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations"
                ".filter(v => ['serious', 'critical'].includes(v.impact)).map(v => [v.id, v.nodes.map(n => n.html)]))"
            )
            assert found == [], (name, found)


@pytest.fixture(scope="module")
def service(embedded_store: Store) -> Iterator[httpx.Client]:
    load(embedded_store, EXAMPLE)
    with client_of(embedded_store) as client:
        client.get("/search", params={"q": "制度"})  # the words of the language are read once
        yield client


@contextmanager
def visiting(browser: Browser, service: httpx.Client, size: str) -> Iterator[Visit]:
    """A reader at the service, to whom nothing may have happened at the end."""
    width, height = SIZES[size]
    base = str(service.base_url).rstrip("/")
    with browser_kit.new_page(browser, width=width, height=height) as page:
        visit = Visit(page, base, size)
        page.on("console", lambda m: visit.wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: visit.wrong.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((base, "blob:")) else visit.wrong.append(r.url))
        yield visit
        assert visit.wrong == []


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_sound(chromium: Browser, service: httpx.Client, size: str) -> None:
    (plan,) = service.get("/api/v1/plans").json()["items"]
    tasks = service.get("/api/v1/tasks").json()["items"]
    instrument = service.get("/api/v1/instruments").json()["items"][0]
    justice, finance = quote("区司法局"), quote("区财政局")
    pages = {
        "overview": "/?on=2024-06-01",
        "plan": f"/plans/{plan['key']}",
        "units": "/units",
        "unit": f"/units/{justice}",
        "task": f"/tasks/{tasks[21]['key']}",
        "timeline": "/timeline?from=2024-01-01&to=2025-12-31&on=2024-06-01",
        "instruments": "/instruments",
        "instrument": f"/instruments/{instrument['key']}",
        "search": f"/search?q={quote('营商')}",
        "graph": f"/graph?node={justice}",
        "path": f"/graph?from={finance}&to={justice}",
        "queries": "/queries",
        "query": f"/queries/unit_tasks?run=1&role=lead&unit={justice}",
        "query-chart": "/queries/workload?run=1&show=chart",
        "query-graph": "/queries/several_leads?run=1&show=graph",
        "cypher": f"/queries/cypher?statement={quote('MATCH (u:Unit) RETURN u.name AS name')}",
        "import": "/import",
        "compare": f"/compare?a={plan['key']}&b={plan['key']}",
        "resource": f"/page/document/{plan['key']}/task/{tasks[21]['key'].rsplit('-', 1)[-1]}",
        "dataset": "/dataset",
        "sparql": "/sparql",
        "ontology": "/ontology",
    }
    with visiting(chromium, service, size) as visit:
        for name, address in pages.items():
            visit.go(address, name)


def test_a_plan_is_imported_and_a_finding_corrected(chromium: Browser, service: httpx.Client, tmp_path: Path) -> None:
    file = tmp_path / "执法方案.txt"
    file.write_text(DOUBTFUL, encoding="utf-8")
    with visiting(chromium, service, "wide") as visit:
        page = visit.page
        visit.go("/import", "import-before")
        page.set_input_files("#file", file)
        page.get_by_role("button", name="上传并读取").click()
        expect(page.get_by_role("heading", name="待核的地方（2）")).to_be_visible()
        visit.keep("import-findings")
        expect(page.locator("mark.not_understood", has_text="尽快")).to_have_count(2)
        entry = page.locator(".entries > li", has_text="完成时限未读懂")
        entry.get_by_label("决定").select_option("correct")
        entry.get_by_label("更正为").select_option("date")
        entry.get_by_label("正确的内容").fill("2024-12-20")
        page.get_by_role("button", name="保存并导入图谱").click()
        expect(page.get_by_text("已导入：")).to_be_visible()
        expect(page.get_by_text("2 项任务")).to_be_visible()
        visit.keep("import-done")
        page.locator(".done a").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("青禾示范区2024年执法重点任务分解方案")
        page.get_by_role("link", name="修订行政执法事项清单").click()
        expect(page.locator("blockquote mark.date")).to_have_text("尽快")
        expect(page.get_by_text("时限，到期 2024年12月20日")).to_be_visible()
        expect(page.get_by_text("已更正")).to_be_visible()
        visit.keep("task-corrected")


def test_what_a_unit_leads_is_found_and_its_deadline_is_marked(chromium: Browser, service: httpx.Client) -> None:
    with visiting(chromium, service, "wide") as visit:
        page = visit.page
        visit.page.goto(visit.base)
        page.get_by_label("检索任务、单位、文件").fill("区司法局")
        page.keyboard.press("Enter")
        page.locator("td.lead a", has_text="区司法局").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("区司法局")
        page.get_by_role("link", name="牵头", exact=True).click()
        expect(page.locator("caption", has_text=re.compile("^任务（"))).to_be_visible()
        page.get_by_role("link", name="2024年年底前实现镇、街道法律顾问全覆盖").first.click()
        expect(page.locator("blockquote mark.date")).to_have_text("2024年年底前")
        said = "时限，到期 2024年12月31日（规则：到某日为止的写法，如某年某月底前、年内、上半年）"
        expect(page.locator("blockquote mark.date")).to_have_attribute("title", said)
        expect(page.locator("blockquote mark.lead").first).to_have_text("区司法局")


@needs_scripts
def test_the_timeline_is_filtered_in_place_and_the_address_follows(chromium: Browser, service: httpx.Client) -> None:
    with visiting(chromium, service, "wide") as visit:
        page = visit.page
        visit.go("/timeline?from=2024-01-01&to=2024-12-31&on=2024-06-01&plan=", "timeline-2024")
        before = page.locator("#results tbody tr").count()
        page.get_by_label("类型").select_option("deadline")
        expect(page).to_have_url(re.compile("kind=deadline"))
        expect(page.locator("#results tbody tr")).not_to_have_count(before)
        kinds = page.locator("#results td[data-label=类型]").all_text_contents()
        assert set(kinds) == {"时限"}
        expect(page.locator("#results canvas")).to_be_visible()
        page.reload()
        assert page.locator("#results td[data-label=类型]").all_text_contents() == kinds
        page.get_by_role("link", name="任务", exact=True).click()
        expect(page).to_have_url(re.compile("kind=deadline.*sort=title"))


@needs_scripts
def test_the_graph_is_expanded_hidden_and_saved(chromium: Browser, service: httpx.Client) -> None:
    with visiting(chromium, service, "wide") as visit:
        page = visit.page
        visit.go(f"/graph?node={quote('区法院')}", "graph-before")
        status = page.locator(".tools [role=status]")
        few = int(status.inner_text().split()[0])
        page.get_by_role("button", name="展开 执行《云川市行政机关负责人出庭应诉规定》").first.click()
        expect(page).to_have_url(re.compile("open="))
        expect(page.locator("aside a", has_text="区司法局")).to_have_count(1)
        assert int(status.inner_text().split()[0]) > few + 5
        visit.keep("graph-expanded")
        page.get_by_role("button", name="隐去 各镇").click()
        expect(page.locator("aside a", has_text="各镇")).to_have_count(0)
        page.reload()
        expect(page.locator("aside a", has_text="区司法局")).to_have_count(1)
        expect(page.locator("aside a", has_text="各镇")).to_have_count(0)
        page.get_by_role("button", name="选中 区法院").click()
        page.get_by_role("button", name="找路径 到 区司法局").click()
        expect(status).to_have_text("最短 2 步")
        with page.expect_download() as saved:
            page.get_by_role("button", name="存为 SVG").click()
        picture = saved.value.path().read_text(encoding="utf-8")
        assert saved.value.suggested_filename == "图谱.svg"
        assert picture.startswith("<svg")
        assert "区司法局" in picture


def test_the_register_and_the_calendar_are_downloaded(chromium: Browser, service: httpx.Client) -> None:
    with visiting(chromium, service, "phone") as visit:
        page = visit.page
        page.goto(f"{visit.base}/units/{quote('区司法局')}?role=lead")
        with page.expect_download() as register:
            page.get_by_role("link", name="台账（Excel）", exact=True).click()
        assert register.value.suggested_filename == "区司法局　任务台账.xlsx"
        numbers = [row[0] for row in cells(register.value.path().read_bytes())[2:]]
        assert set(numbers) >= {"6", "7", "8", "11", "12", "14", "15", "16", "21", "22"}
        with page.expect_download() as diary:
            page.get_by_role("link", name="日历", exact=True).click()
        events = icalendar.Calendar.from_ical(diary.value.path().read_bytes()).walk("VEVENT")
        assert "2024-12-31" in {str(event.decoded("dtstart")) for event in events}


def test_paper_has_the_words_of_a_task_and_nothing_of_the_screen(chromium: Browser, service: httpx.Client) -> None:
    task = service.get("/api/v1/tasks").json()["items"][21]
    with visiting(chromium, service, "wide") as visit:
        page = visit.page
        page.goto(f"{visit.base}/tasks/{task['key']}")
        legend, mark = page.locator(".legend"), page.locator("blockquote mark.date")
        expect(legend).to_be_visible()
        expect(mark).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
        page.emulate_media(media="print")
        expect(page.locator("blockquote")).to_be_visible()
        for gone in (legend, page.locator("header"), page.locator("footer"), page.locator(".actions")):
            expect(gone).to_be_hidden()
        expect(mark).to_have_css("background-color", "rgba(0, 0, 0, 0)")
        expect(mark).to_have_css("text-decoration-line", "underline")
        browser_kit.shoot(page, "pages/task-printed")


def test_columns_of_wide_results_are_wide_enough_to_read(chromium: Browser, service: httpx.Client) -> None:
    with visiting(chromium, service, "phone") as visit:
        visit.page.goto(f"{visit.base}/queries/ledger?run=1")
        widths = visit.page.locator("td.words").evaluate_all("all => all.map(td => td.clientWidth / 16)")
        assert len(widths) > 50
        assert min(widths) >= 7  # a column of long words, in characters of the page's size


MANY = 500
BODIES = ["区司法局", "区财政局", "区民政局", "区教育局", "区水利局", "区审计局", "区统计局", "区信访局", "区商务局"]


def wide_plan() -> str:
    """A plan of 165 tasks that one unit shares with eight others, each task with a date and a target of its own."""
    lines = ["青禾区2025年重点任务分解方案"]
    for n in range(1, 166):
        if n % 33 == 1:
            lines.append(f"{'一二三四五'[n // 33]}、第{n // 33 + 1}方面任务")
        lines.append(f"（{n}）完善第{n}项制度，2025年{n % 12 + 1}月底前完成，覆盖率达到{n % 50 + 50}％以上。")
        lines.append(f"牵头部门：{BODIES[1 + n % 8]}\n责任部门：{BODIES[0]}、{BODIES[1 + (n * 5 + 3) % 8]}")
    return "\n".join(lines)


@pytest.fixture
def wide(embedded_store: Store, service: httpx.Client, tmp_path: Path) -> Iterator[httpx.Client]:
    """The service with the wide plan in the place of the example, which comes back."""
    path = tmp_path / "plan.txt"
    path.write_text(wide_plan(), encoding="utf-8")
    load(embedded_store, path)
    yield service
    load(embedded_store, EXAMPLE)


# What of the drawing is to be read: places of the nodes in pixels, and the boxes of the labels that are seen.
SEEN = """() => {
    const chart = echarts.getInstanceByDom(document.querySelector('.explorer .chart'))
    const series = chart.getModel().getSeriesByIndex(0)
    const nodes = [], labels = []
    series.getData().eachItemGraphicEl((el, at) => {
        const [x, y] = chart.convertToPixel({seriesIndex: 0}, series.getData().getItemLayout(at))
        nodes.push({x, y, kind: series.getData().getRawDataItem(at).kind})
        const text = el.childAt(0).getTextContent()
        if (!text || text.ignore || text.invisible || !text.style.text) return
        const box = text.getBoundingRect().clone()
        box.applyTransform(text.getComputedTransform())
        labels.push({text: text.style.text, x: box.x, y: box.y, width: box.width, height: box.height})
    })
    return {nodes, labels, width: chart.getWidth(), height: chart.getHeight()}
}"""


def overlapping(labels: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Labels of which one covers more than a hair of another."""
    return [
        (a["text"], b["text"])
        for a, b in combinations(labels, 2)
        if min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"]) > 2
        and min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"]) > 2
    ]


@needs_scripts
def test_a_graph_of_five_hundred_nodes_can_be_read(chromium: Browser, wide: httpx.Client) -> None:
    with visiting(chromium, wide, "wide") as visit:
        page = visit.page
        visit.go(f"/graph?node={quote('区司法局')}", "graph-of-a-unit")
        status = page.locator(".tools [role=status]")

        def count() -> int:
            return int(status.inner_text().split()[0])

        for _ in range(20):
            if count() >= MANY:
                break
            before = page.url
            page.get_by_role("button", name="展开全部可见结点").click()
            expect(page).not_to_have_url(before)
        assert count() >= MANY
        visit.keep("graph-large")

        seen = page.evaluate(SEEN)
        assert len(seen["nodes"]) == count()
        assert all(0 <= n["x"] <= seen["width"] and 0 <= n["y"] <= seen["height"] for n in seen["nodes"])
        near = [hypot(a["x"] - b["x"], a["y"] - b["y"]) for a, b in combinations(seen["nodes"], 2)]
        assert min(near) > 4  # no node hides another
        assert overlapping(seen["labels"]) == []
        named = {label["text"] for label in seen["labels"]}
        assert len(named & set(BODIES)) >= 6  # what matters most bears its name
        assert 15 <= len(named) <= 40
        again = page.evaluate(SEEN)
        assert again == seen  # nothing moves

        page.get_by_role("button", name="放大").click()
        page.get_by_role("button", name="放大").click()
        nearer = page.evaluate(SEEN)
        assert len(nearer["labels"]) > len(seen["labels"])
        assert overlapping(nearer["labels"]) == []
        visit.keep("graph-large-nearer")

        # by keys alone: to the picture, about in it, back to the whole
        page.get_by_role("button", name="存为 SVG").focus()
        for _ in range(page.get_by_role("checkbox").count() + 1):
            page.keyboard.press("Tab")
        expect(page.locator(".explorer .chart")).to_be_focused()
        expect(page.locator(".explorer .chart")).to_have_attribute("aria-label", re.compile(r"^5\d\d 个结点，"))
        page.keyboard.press("ArrowRight")
        moved = page.evaluate(SEEN)["nodes"][0]
        assert (moved["x"] < nearer["nodes"][0]["x"] - 50, abs(moved["y"] - nearer["nodes"][0]["y"]) < 1) == (
            True,
            True,
        )
        page.keyboard.press("0")
        whole = page.evaluate(SEEN)["nodes"][0]
        assert hypot(whole["x"] - seen["nodes"][0]["x"], whole["y"] - seen["nodes"][0]["y"]) < 1

        with page.expect_download() as saved:
            page.get_by_role("button", name="存为 SVG").click()
        picture = ElementTree.parse(saved.value.path()).getroot()  # an XML file that other programs open
        words = [text for each in picture.iter("{http://www.w3.org/2000/svg}text") if (text := each.text)]
        assert set(BODIES) <= set(words)
        assert len(words) > len(named)

        page.get_by_role("checkbox", name="量化目标").focus()
        page.keyboard.press("Space")
        expect(status).to_have_text(re.compile("隐去 1[0-9][0-9] 个"))
        expect(page.get_by_role("checkbox", name="量化目标")).to_be_focused()
        assert {n["kind"] for n in page.evaluate(SEEN)["nodes"]}.isdisjoint({"Target"})
        visit.keep("graph-large-without-targets")
        page.reload()
        expect(page.get_by_role("checkbox", name="量化目标")).not_to_be_checked()
        page.get_by_role("button", name="选中 区司法局").click()
        expect(page.get_by_role("heading", level=2, name="区司法局")).to_be_visible()
        visit.keep("graph-large-chosen")
