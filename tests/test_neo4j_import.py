"""Files for Neo4j's import tool: what is in them, and that the tool makes of them a graph that answers the same."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import histories
import pytest
import servers
from factories import sample_plan
from services import EXAMPLE

from dutygraph import cli
from dutygraph.graph import neo4j_import
from dutygraph.graph.build import build_graph
from dutygraph.graph.errors import AmbiguousName
from dutygraph.graph.model import Plan
from dutygraph.graph.revision import REVISION
from dutygraph.graph.store import Store, open_store
from dutygraph.graph.stores import schema
from dutygraph.graph.stores.settings import StoreSettings
from dutygraph.ingest.extract import extract_document
from dutygraph.queries.registry import Query, load_queries, run_query

UNIT = {"labels": ("Unit",), "key": "1", "name": "区司法局", "full_name": "青禾区司法局", "kind": "government"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def awkward(plan: Plan) -> Plan:
    """The sample plan with a text of all that a CSV reader may trip over, and an empty one."""
    text = 'a,b;"c"\\d\r\ne\rf\n\t  "" \u2028\U00020000|{}\'\u0085 ' + "\\" * 3
    first = replace(plan.tasks[0], title="", text=text)
    return replace(plan, tasks=(first, *plan.tasks[1:]), text=text)


def test_a_node_file_names_types_and_keeps_hidden_properties(tmp_path: Path) -> None:
    unit = {**UNIT, "terms": "区 司法局", "plans": ["p1", "p2"]}
    assert neo4j_import.write_folder(tmp_path, [("Unit:1", unit)], []) == neo4j_import.Written(1, 0, ())
    assert (tmp_path / "Unit.csv").read_text(encoding="utf-8") == (
        ":LABEL,key:ID(Unit),name:string,full_name:string,kind:string,terms:string,plans:string[]\n"
        '"Unit","1","区司法局","青禾区司法局","government","区 司法局","p1;p2"\n'
    )


def test_values_in_their_types_and_several_labels(tmp_path: Path) -> None:
    date = {
        "labels": ("TimeConstraint", "Recurrence"),
        "key": "d",
        "kind": "recurrence",
        "surface": "",
        "position": 1,
        "months": [1, 6],
        "due_date": dt.date(2024, 6, 30),
        "business_days": False,
    }
    target = {"labels": ("Target",), "key": "t", "value": 95.5}
    neo4j_import.write_folder(tmp_path, [("TimeConstraint:d", date), ("Target:t", target)], [])
    header, line = (tmp_path / "TimeConstraint.csv").read_text(encoding="utf-8").splitlines()
    assert "due_date:date" in header
    assert "months:long[]" in header
    assert line.startswith('"TimeConstraint;Recurrence","d","recurrence","",1,,,2024-06-30,,"1;6",')  # "" is no null
    assert ",false," in line
    assert rows(tmp_path / "Target.csv")[0]["value:double"] == "95.5"


def test_an_edge_file_for_each_pair_of_labels(tmp_path: Path) -> None:
    edges: list[neo4j_import.EdgeRow] = [
        ("Unit:1", "Task:2", {"type": "LEADS", "position": 1, "principal": True, "start": 4}),
        ("UnitGroup:1", "Task:2", {"type": "LEADS", "position": 2}),
        ("Alias:3", "Unit:1", {"type": "NAMES", "kind": "printed", "plans": ["p"]}),
    ]
    assert neo4j_import.write_folder(tmp_path, [], edges).edges == 3
    (row,) = rows(tmp_path / "LEADS.Unit.Task.csv")
    assert row == {
        ":START_ID(Unit)": "1",
        ":END_ID(Task)": "2",
        ":TYPE": "LEADS",
        "position:long": "1",
        "label:string": "",
        "surface:string": "",
        "principal:boolean": "true",
        "start:long": "4",
        "end:long": "",
        "page:long": "",
    }
    assert rows(tmp_path / "NAMES.Alias.Unit.csv")[0]["plans:string[]"] == "p"
    assert (tmp_path / "import.args").read_text(encoding="utf-8").splitlines() == [
        "--relationships=LEADS.Unit.Task.csv",
        "--relationships=LEADS.UnitGroup.Task.csv",
        "--relationships=NAMES.Alias.Unit.csv",
        "--id-type=string",
        "--array-delimiter=;",
        "--multiline-fields=true",
        "--read-buffer-size=4194304",
        "--bad-tolerance=0",
    ]


def test_a_long_text_gets_a_buffer_that_holds_it(tmp_path: Path) -> None:
    source = {"labels": ("Source",), "key": "1", "text": "字" * 1_000_000}
    neo4j_import.write_folder(tmp_path, [("Source:1", source)], [])
    (line,) = [each for each in (tmp_path / "import.args").read_text().splitlines() if "buffer" in each]
    assert int(line.split("=")[1]) >= 3_000_000 * 2


def test_what_the_vocabulary_lacks_is_told_or_refused(tmp_path: Path) -> None:
    edge = ("Unit:1", "Task:2", {"type": "LEADS", "weight": 0.5})
    written = neo4j_import.write_folder(tmp_path, [("Unit:1", {**UNIT, "colour": "红"})], [edge])
    assert written.left_out == ("LEADS.weight", "Unit.colour")
    with pytest.raises(KeyError, match="Person"):
        neo4j_import.write_folder(tmp_path, [("Person:1", {"labels": ("Person",), "key": "1"})], [])
    with pytest.raises(KeyError, match="OWNS"):
        neo4j_import.write_folder(tmp_path, [], [("Unit:1", "Task:2", {"type": "OWNS"})])


def test_the_schema_is_that_of_the_store() -> None:
    lines = neo4j_import.schema_script().splitlines()
    assert lines == [f"{statement};" for statement in schema.cypher_statements("neo4j")]
    assert any(line.startswith("CREATE FULLTEXT INDEX task_terms IF NOT EXISTS") for line in lines)


@pytest.fixture(scope="module")
def held(embedded_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Several documents in the embedded store: the example, awkward texts, units and instruments with a history."""
    servers.empty(embedded_store)
    register = tmp_path_factory.mktemp("register")
    for plans in (
        extract_document(EXAMPLE).plans,
        histories.read(register, histories.UNITS, histories.INSTRUMENTS).plans,
        [awkward(sample_plan())],
    ):
        embedded_store.load(build_graph(plans))
    return embedded_store


@pytest.fixture(scope="module")
def imported(held: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A Neo4j server over what the import tool made of the exported files, with the schema run as the README says."""
    folder, home = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("home")
    settings = held._connection._settings
    assert cli.run(["export", "neo4j-import", "-o", str(folder), "--data", str(settings.data)]) == 0
    printed = servers.import_files(folder, home)
    assert f"{held.read('MATCH (n) RETURN count(n) AS n')[0]['n']} nodes" in printed
    with servers.running_home(home) as uri, open_store(StoreSettings(home, uri=uri)) as store:
        for statement in (folder / "schema.cypher").read_text(encoding="utf-8").split(";\n"):
            if statement:
                servers.write(store, statement)
        yield store


def everything(store: Store) -> list[list[str]]:
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS n")
    edges = store.read("MATCH (a)-[r]->(b) RETURN a.key AS a, type(r) AS type, properties(r) AS r, b.key AS b")
    for row in nodes:
        row["labels"] = sorted(row["labels"])
        row["n"].pop(REVISION, None)  # when this store was loaded: the imported one has not been
    return [sorted(repr(sorted(row.items())) for row in map(_sorted, found)) for found in (nodes, edges)]


def _sorted(row: dict[str, object]) -> dict[str, object]:
    return {name: sorted(value.items()) if isinstance(value, dict) else value for name, value in row.items()}


def unambiguous(store: Store, query: Query) -> dict[str, str]:
    """The example of a query with keys for names that several units of the plans bear."""
    values = dict(query.example)
    for parameter in query.parameters:
        if parameter.type == "unit" and parameter.name in values:
            try:
                store.resolve_unit(values[parameter.name])
            except AmbiguousName as error:
                values[parameter.name] = error.candidates[-1][0]
    return values


def test_the_real_tool_makes_the_same_graph_and_every_query_the_same_rows(held: Store, imported: Store) -> None:
    for got, wanted in zip(everything(imported), everything(held), strict=True):
        assert (set(got) - set(wanted), set(wanted) - set(got), len(got)) == (set(), set(), len(wanted))
    for name, query in load_queries().items():
        values = unambiguous(held, query)
        assert run_query(imported, name, values) == run_query(held, name, values), name
    assert len(run_query(imported, "search", {"text": "行政执法"})) > 1


def test_a_plan_that_was_imported_is_known_when_it_is_loaded_again(imported: Store) -> None:
    assert not imported.load(build_graph([awkward(sample_plan())])).changed
    assert imported.load(build_graph([sample_plan()])).changed
