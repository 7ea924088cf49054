"""What is made for Neo4j Browser, without it: looks, style, saved statements, guide, addresses, the command."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from neo4j.graph import Node, Relationship
from neo4j.graph import Path as GraphPath
from services import EXAMPLE, load, openapi

from dutygraph import cli
from dutygraph.graph.appearance import EDGE_LOOKS, NODE_LOOKS, contrast, edge_look, node_look
from dutygraph.graph.store import Store
from dutygraph.graph.vocabulary import EDGE_TYPES, EDGES, NODE_TYPES, NODES
from dutygraph.queries.manual import param_lines
from dutygraph.queries.registry import get_query, load_queries, run_query
from dutygraph.web.neo4j_browser.favourites import FOLDERS, REST, favourites, in_folders
from dutygraph.web.neo4j_browser.grass import grass
from dutygraph.web.neo4j_browser.guide import guide
from dutygraph.web.neo4j_browser.kit import kit
from dutygraph.web.neo4j_browser.starters import TOPICS, Starter, load_starters

SERVICE = "http://localhost:8000"


@pytest.fixture(scope="module")
def loaded(neo4j_store: Store) -> Store:
    load(neo4j_store, EXAMPLE)
    return neo4j_store


def rules(style: str) -> dict[str, dict[str, str]]:
    """The rules of a style file, read as Neo4j Browser reads them: quotes dropped, values parted at : and ;."""
    found = {}
    for selector, body in re.findall(r"([^{}]+)\{((?:[^{}']|'[^']*')*)\}", style):
        pairs = [line.split(":") for line in body.replace("'", "").split(";")]
        found[selector.strip()] = {name.strip(): value.strip() for name, value in (p for p in pairs if len(p) == 2)}
    return found


def test_looks_are_of_what_the_vocabulary_has_and_can_be_read() -> None:
    assert set(NODE_LOOKS) <= set(NODES)
    assert set(EDGE_LOOKS) <= set(EDGES)
    for label in NODES:
        look = node_look(label)
        assert contrast(look.color, look.text) >= 4.5, label
        assert set(re.findall(r"\{(\w+)\}", look.caption)) <= {p.name for p in NODES[label].properties}, label
    # A caption stands beside the shaft on white, where the shaft itself needs half of that.
    assert min(contrast(edge_look(type_).color, "#ffffff") for type_ in EDGES) >= 3


def test_the_style_has_a_rule_for_each_label_and_type_with_its_caption() -> None:
    style = rules(grass())
    assert set(style) == {"node", "relationship"} | {f"node.{n.label}" for n in NODE_TYPES} | {
        f"relationship.{e.type}" for e in EDGE_TYPES
    }
    assert style["node.Unit"]["caption"] == "{name}"
    assert style["node.Task"]["caption"] == "{number} {title}"
    assert style["node.Finding"]["caption"] == "{message}"
    assert {s: r["caption"] for s, r in style.items() if s.startswith("relationship.")} == {
        f"relationship.{e.type}": e.chinese for e in EDGE_TYPES
    }
    assert style["relationship.LEADS"] == {
        "color": "#9b2226",
        "shaft-width": "3px",
        "text-color-external": "#1f2328",
        "text-color-internal": "#ffffff",
        "caption": "牵头",
    }
    # A deadline bears the label TimeConstraint too: of two rules that fit, the later holds.
    assert list(style).index("node.TimeConstraint") < list(style).index("node.Deadline")


def test_every_query_is_among_the_favourites_with_its_parameters() -> None:
    saved = {each.path: each.text for each in favourites()}
    assert len(saved) == len(favourites()) == len(load_starters()) + 2 * len(load_queries())
    for path, text in saved.items():
        # Browser takes the name from the first line and lists a folder by the names.
        assert text.startswith(f"// {path.removesuffix('.cypher').split('/')[1]}\n")
        assert not set('\\:*?"<>|') & set(path)
    for query in load_queries().values():
        (folder,) = (name for name, queries in in_folders(load_queries()).items() if query in queries)
        asked = saved[f"责任图谱·{folder}/{query.title}.cypher"]
        assert asked.endswith(f"\n{query.cypher.strip()}\n")
        script = saved[f"责任图谱·{folder}/{query.title}（参数）.cypher"]
        commands = [line for line in script.splitlines() if not line.startswith("//")]
        assert [command.rstrip(";") for command in commands] == param_lines(query)
        # What stands between two commands parts them; none stands after the last, which may be the only one.
        assert [command.endswith(";") for command in commands] == [True] * (len(commands) - 1) + [False]


def test_folders_name_queries_that_there_are_and_a_new_query_has_a_place() -> None:
    assert {name for names in FOLDERS.values() for name in names} <= set(load_queries())
    new = {"units": get_query("units"), "new": get_query("plans")}
    assert in_folders(new)["单位"] == [new["units"]]
    assert in_folders(new)[REST] == [new["new"]]


def test_every_favourite_of_a_query_answers_on_neo4j_as_the_query_does(loaded: Store) -> None:
    for query in load_queries().values():
        values: dict[str, Any] = {}
        for command in param_lines(query):
            name, expression = command.removeprefix(":param ").split(" => ", 1)
            (row,) = loaded.read(f"RETURN {expression} AS value")
            values[name] = row["value"]
        rows = loaded.read(query.cypher, values)
        assert rows == run_query(loaded, query.name, query.example) or query.name == "search", query.name
        # A word is found wherever it stands, and in no order: in Browser there is no index of Chinese words.
        if query.name == "search":
            indexed = run_query(loaded, query.name, query.example)
            assert {row["key"] for row in indexed} <= {row["key"] for row in rows}


@pytest.mark.parametrize("starter", load_starters(), ids=lambda starter: starter.name)
def test_a_starter_gives_a_graph_on_the_example(loaded: Store, starter: Starter) -> None:
    found = drawn(loaded, starter.cypher)
    assert all(isinstance(value, Node | Relationship | GraphPath) for value in found)
    assert bool(found) == (starter.name != "13_findings")  # nothing in the example is doubtful


def drawn(store: Store, cypher: str) -> list[object]:
    """What a statement returns, as the driver gives it: nodes, relationships and paths. Lists are opened."""
    connection = store._connection
    answer = connection.use(lambda driver: driver.execute_query(cypher, database_=connection.database))
    values = [value for record in answer.records for value in record.values() if value is not None]
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


def test_the_first_starters_ask_of_the_customers_unit(loaded: Store) -> None:
    first = load_starters()[0]
    assert (first.title, first.topic) == ("某单位牵头的全部任务", "单位")
    assert len(drawn(loaded, first.cypher)) == 10
    assert {each.topic for each in load_starters()} == set(TOPICS)


class Guide(HTMLParser):
    """Takes the guide apart: its slides' headings, what runs and what is put into the editor."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.slides = 0
        self.statements: list[str] = []
        self.populated: list[str] = []
        self.commands: list[str] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.slides += tag == "slide"
        self.populated += [attributes["data-populate"] or ""] if "data-populate" in attributes else []
        self.commands += [attributes["data-exec"] or ""] if "data-exec" in attributes else []
        if tag == "pre":
            assert "runnable" in (attributes["class"] or "").split()
            self.inside = True
            self.statements.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.statements[-1] += data


def test_the_guide_holds_every_statement_as_it_is() -> None:
    page = Guide(guide(SERVICE))
    assert page.slides == 1 + len(TOPICS) + 1
    assert page.statements == [each.cypher for each in load_starters()]
    assert page.commands == ["style http://localhost:8000/browser/style.grass"]
    queries = [query for found in in_folders(load_queries()).values() for query in found]
    assert page.populated[::2] == [query.cypher for query in queries]
    assert page.populated[1::2] == [";\n".join(param_lines(query)) + "\n" for query in queries]


def test_the_guide_passes_through_what_browser_takes_out() -> None:
    """Patterns that Cypher could meet cut handlers and scripts; ' null' at the end of a text stops a click."""
    page = guide(SERVICE)
    handlers = r"""(\s+(on[^\s=]+)[^\s=]*\s*=\s*("[^"]*"|'[^']*'|[\w\-.:]+\s*))"""
    assert re.findall(handlers, page, flags=re.IGNORECASE) == []
    assert "<script" not in page
    assert "javascript:" not in page
    assert [text for text in Guide(page).populated if text.endswith((" null", ":null"))] == []


def test_the_guide_escapes_the_address_that_it_is_asked_by(client: httpx.Client) -> None:
    page = client.get("/browser/guide.html", headers={"Host": "a.example:8000"}).text
    assert "style http://a.example:8000/browser/style.grass" in page
    assert '"><b>' not in guide('http://"><b>')


@pytest.mark.parametrize(
    ("name", "media_type", "begins"),
    [
        ("guide.html", "text/html", b"<!doctype html>"),
        ("style.grass", "text/plain", b"node {"),
        ("kit.zip", "application/zip", b"PK"),
    ],
)
def test_the_service_serves_what_browser_fetches_from_another_address(
    client: httpx.Client, name: str, media_type: str, begins: bytes
) -> None:
    address = f"/browser/{name}"
    asks = {
        "Origin": "http://localhost:7474",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "cache-control,pragma,sentry-trace",
    }
    allowed = client.options(address, headers=asks)
    assert (allowed.status_code, allowed.content) == (204, b"")
    assert allowed.headers["access-control-allow-origin"] == "*"
    assert allowed.headers["access-control-allow-headers"] == "*"
    answer = client.get(address, headers={"Origin": "http://localhost:7474", "Pragma": "no-cache"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"].split(";")[0] == media_type
    assert answer.content.startswith(begins)
    (described,) = openapi()["paths"][address]["get"]["responses"]["200"]["content"].items()
    assert described[0] == media_type
    jsonschema.validate(answer.content.decode("latin-1"), described[1]["schema"])


def test_only_those_files_are_served_to_others(client: httpx.Client) -> None:
    assert client.get("/browser/else.html").status_code == 404
    answer = client.get("/api/v1/plans", headers={"Origin": "http://localhost:7474"})
    assert "access-control-allow-origin" not in answer.headers


def test_the_command_writes_the_kit_as_a_folder_or_an_archive_without_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUTYGRAPH_NEO4J_URI", "bolt://127.0.0.1:1")
    folder, archive = tmp_path / "图谱浏览", tmp_path / "图谱浏览.zip"
    assert cli.run(["export", "browser-kit", "-o", str(folder)]) == 0
    assert cli.run(["export", "browser-kit", "-o", str(archive), "--service", "http://10.0.0.8:8000/"]) == 0
    written = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert written == kit()
    assert set(list(kit())[:4]) == {"说明.txt", "收藏.zip", "责任图谱.grass", "指南.html"}
    with zipfile.ZipFile(archive) as packed:
        assert packed.namelist() == list(kit())
        assert ":guide http://10.0.0.8:8000/browser/guide.html" in packed.read("说明.txt").decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(written["收藏.zip"])) as saved:
        assert saved.namelist() == [each.path for each in favourites()]
