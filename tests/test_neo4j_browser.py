"""The kit, the style and the guide in the real Neo4j Browser, in Chromium; what it shows is kept in test-output/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import httpx
import pytest
from chromium import draws, drop, new_page, shoot
from playwright.sync_api import Browser, Locator, Page, expect
from servers import running_neo4j_with_browser
from services import EXAMPLE, free_port, load, serving

from dutygraph.api.settings import ApiSettings
from dutygraph.graph.appearance import NODE_LOOKS
from dutygraph.graph.store import open_store
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.queries.registry import get_query

LEADS = "MATCH (u:Unit {name: '区司法局'})-[r:LEADS]->(t:Task) RETURN u, r, t"
LED = ("6", "7", "8", "11", "12", "14", "15", "16", "21", "22")  # the numbers of what 区司法局 leads in the example


@dataclass(frozen=True, slots=True)
class Office:
    """What an analyst has: Neo4j with its Browser, and the service beside it, each by its address."""

    bolt: str
    browser: str
    service: str


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    port = free_port()
    service = f"http://localhost:{port}"
    with running_neo4j_with_browser(f"guide {service}/browser/guide.html") as (bolt, http):
        settings = StoreSettings(tmp_path_factory.mktemp("unused"), uri=bolt)
        with open_store(settings) as store:
            load(store, EXAMPLE)
        with serving(ApiSettings(settings), port):
            yield Office(bolt, f"{http}/browser/", service)


class NeoBrowser:
    """Neo4j Browser in a page, connected."""

    def __init__(self, page: Page, office: Office, statement: str) -> None:
        self.page = page
        self.drawer = page.locator("#guide-drawer")
        bolt = quote(office.bolt, safe="")
        page.goto(f"{office.browser}?preselectAuthMethod=NO_AUTH&dbms={bolt}&cmd=edit&arg={quote(statement)}")
        # What Browser does once it has connected and read the server's settings; frames come on top of one another.
        expect(page.get_by_test_id("frameCommand").filter(has_text=":play start")).to_have_count(1)
        expect(self.drawer).to_contain_text("责任图谱")

    @property
    def frame(self) -> Locator:
        """What the last command answered."""
        return self.page.get_by_test_id("frame").first

    @property
    def nodes(self) -> Locator:
        return self.frame.locator("svg g.node")

    def type(self, command: str) -> None:
        """Type a command of one line and run it."""
        self.page.locator("#monaco-main-editor").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(command)
        self.page.keyboard.press("Control+Enter")

    def captions(self) -> list[str]:
        """The words in each node, its lines joined by a bar."""
        return sorted("|".join(map(str.strip, each.locator("text").all_text_contents())) for each in self.nodes.all())

    def relationships(self) -> list[str]:
        return [text for text in self.frame.locator("svg g.relationship text").all_text_contents() if text]

    def expect_parameters(self, count: int) -> None:
        """Wait until the last command, a script, has set so many parameters."""
        expect(self.frame.get_by_test_id("multi-statement-list-icon")).to_have_count(count)
        expect(self.frame.get_by_title("Status: success")).to_have_count(count)

    def open_favourites(self, folder: str) -> None:
        self.page.get_by_test_id("navigationFavorites").click()
        self.page.get_by_text(folder, exact=True).click()

    def run_favourite(self, name: str) -> None:
        """Click the triangle of a saved statement."""
        title = self.page.get_by_test_id(f"scriptTitle-{name}")
        entry = self.page.get_by_test_id("savedScriptListItem").filter(has=title)
        entry.get_by_test_id("savedScriptsButton-Run").click()


def parameters_of(query: str) -> int:
    return len(get_query(query).parameters)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with new_page(chromium) as page:
        yield page


def test_what_a_unit_leads_is_a_graph_in_chinese_and_the_style_colours_it(page: Page, office: Office) -> None:
    browser = NeoBrowser(page, office, LEADS)
    page.get_by_test_id("editor-Run").click()
    expect(browser.nodes).to_have_count(1 + len(LED))
    assert "区司法局" in browser.captions()
    assert set(browser.relationships()) == {"LEADS"}
    assert draws(page, "责") != draws(page, "任")
    shoot(page, "neo4j-browser/leads")

    browser.type(f":style {office.service}/browser/style.grass")
    expect(browser.frame).to_contain_text("relationship.LEADS")
    browser.type(LEADS)
    expect(browser.frame).to_contain_text("牵头")
    captions = browser.captions()
    assert captions[-1] == "区司法局"
    assert sorted(each.split("|")[0] for each in captions[:-1]) == sorted(LED)
    assert "8|强化存量制度清理" in captions
    assert set(browser.relationships()) == {"牵头"}
    fills = {each.get_attribute("fill") for each in browser.nodes.locator("circle.b-outline").all()}
    assert fills == {NODE_LOOKS["Unit"].color, NODE_LOOKS["Task"].color}
    shoot(page, "neo4j-browser/leads-in-colour")


def test_the_dropped_kit_fills_the_favourites_and_they_run(page: Page, office: Office) -> None:
    browser = NeoBrowser(page, office, "RETURN 1")
    drop(page, ".filedrop", "kit.zip", httpx.get(f"{office.service}/browser/kit.zip").content)
    browser.open_favourites("责任图谱·单位")
    for folder in ("看图", "任务", "时间", "文件", "方案"):
        expect(page.get_by_text(f"责任图谱·{folder}", exact=True)).to_have_count(1)
    shoot(page, "neo4j-browser/favourites")
    browser.run_favourite("某单位的任务（参数）")
    browser.expect_parameters(parameters_of("unit_tasks"))
    browser.run_favourite("某单位的任务")
    expect(browser.frame).to_contain_text("Started streaming 10 records")
    shoot(page, "neo4j-browser/favourite-query")
    page.get_by_text("责任图谱·看图", exact=True).click()
    browser.run_favourite("两个单位共同承担的任务")
    expect(browser.nodes).to_have_count(4)


def test_the_guide_asks_about_the_unit_that_is_typed(page: Page, office: Office) -> None:
    browser = NeoBrowser(page, office, "RETURN 1")
    shoot(page, "neo4j-browser/guide")
    browser.drawer.locator("[data-exec]").click()
    expect(browser.frame).to_contain_text(NODE_LOOKS["Task"].color)
    page.get_by_test_id("guideNextSlide").click()
    unit = browser.drawer.locator("input")
    unit.fill("区法院")
    unit.press("End")
    statement = browser.drawer.locator("pre.runnable").first
    expect(statement).to_contain_text("MATCH p = (:Unit {name: '区法院'})-[:LEADS]->(:Task)")
    statement.click()
    page.get_by_test_id("editor-Run").click()
    expect(browser.nodes).to_have_count(3)
    assert browser.captions()[-1] == "区法院"
    shoot(page, "neo4j-browser/guide-statement")


def test_the_guide_sets_parameters_and_asks_registered_queries(page: Page, office: Office) -> None:
    browser = NeoBrowser(page, office, "RETURN 1")
    page.get_by_test_id("pagination-7").click()
    # The triangles before the words run at once. One parameter, then several; the last values are null.
    for name, rows in (("unit_profile", 1), ("unit_tasks", 10)):
        title, parameters = get_query(name).title, parameters_of(name)
        line = browser.drawer.locator("li").filter(has_text=title).first
        line.locator("a").filter(has_text="参数").locator("i").click()
        if parameters == 1:
            expect(browser.frame).to_contain_text("Successfully set your parameters")
        else:
            browser.expect_parameters(parameters)
        line.locator("a").first.locator("i").click()
        expect(browser.frame).to_contain_text(f"Started streaming {rows} record")
    shoot(page, "neo4j-browser/guide-query")


def test_the_guide_also_plays_in_a_frame(page: Page, office: Office) -> None:
    browser = NeoBrowser(page, office, "RETURN 1")
    browser.type(f":play {office.service}/browser/guide.html")
    expect(browser.frame.get_by_test_id("frameContents")).to_contain_text("谁牵头、谁负责、何时完成、依据什么")
    shoot(page, "neo4j-browser/play")
