"""What several plans say taken together: on the official plans of a province and a city of it, and of a district.

The values were worked out by reading the documents: which duties say the same, whose deadlines meet, who stands beside
whom. Both stores give the same rows.
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest
import servers
from services import check, client_of, environment_of, openapi
from shared import shared_folder

from dutygraph import cli
from dutygraph.graph.analysis import chain, conflicts, duplicates, network
from dutygraph.graph.analysis.conflicts import compare, find_conflicts, normalise_indicator
from dutygraph.graph.analysis.facts import Body, Cited, Measure, Place, PlanFacts, TaskFacts, read_tasks
from dutygraph.graph.build import Graph, build_graph
from dutygraph.graph.errors import BadParameter, NotFound
from dutygraph.graph.revision import revision_of
from dutygraph.graph.store import Store
from dutygraph.ingest.extract import extract_document
from dutygraph.queries.analyses import NAMES, ask, get_analysis

PROVINCE, CULTURE, CITY = "工作图谱重点任务", "文化和人工智能深度融合", "2026年工作任务清单"
Stores = tuple[Store, Store]


def documents() -> list[Graph]:
    folder = shared_folder()
    names = ("zhejiang-2026-ai-tasks.xlsx", "zhejiang-2025-wenhua-ai.pdf", "wenzhou-2026-ai.pdf")
    paths = [folder / "conformance" / "dongsheng-2022.txt", *(folder / "corpus" / name for name in names)]
    return [build_graph(extract_document(path).plans) for path in paths]


@pytest.fixture(scope="module")
def stores(embedded_store: Store, neo4j_store: Store) -> Stores:
    graphs = documents()
    for store in (embedded_store, neo4j_store):
        servers.empty(store)
        for graph in graphs:
            store.load(graph)
    return embedded_store, neo4j_store


@pytest.fixture(scope="module")
def tasks(stores: Stores) -> tuple[TaskFacts, ...]:
    embedded, neo = (read_tasks(store.read) for store in stores)
    assert embedded == neo
    return neo


def on_both(stores: Stores, name: str, **values: str) -> list[dict[str, Any]]:
    embedded, neo = (ask(store, name, values) for store in stores)
    assert embedded == neo
    return neo


def short(title: str | None) -> str | None:
    return next((name for name in (PROVINCE, CULTURE, CITY) if title and name in title), title)


# ---------------------------------------------------------------- what the store says
def test_the_place_of_a_plan_is_its_issuers_or_that_of_its_bodies(tasks: tuple[TaskFacts, ...]) -> None:
    places = {short(task.plan.title): task.plan.place for task in tasks}
    assert places[PROVINCE] == places[CULTURE] == Place("330000", "浙江省", "province")
    assert places[CITY] == Place("330300", "温州市", "prefecture")
    assert len(tasks) == 85 + 126 + 33 + 65


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        (("000000", "nation"), ("330300", "prefecture"), True),
        (("330000", "province"), ("330300", "prefecture"), True),
        (("150600", "prefecture"), ("150602", "county"), True),
        (("150000", "province"), ("330300", "prefecture"), False),
        (("330300", "prefecture"), ("330000", "province"), False),
        (("330000", "province"), ("330000", "province"), False),
        (("150600", "prefecture"), (None, "county"), False),
        (("000000", "nation"), (None, "county"), True),
    ],
)
def test_which_place_contains_which(
    upper: tuple[str | None, str], lower: tuple[str | None, str], expected: bool
) -> None:
    assert Place(upper[0], "甲", upper[1]).contains(Place(lower[0], "乙", lower[1])) is expected


# ---------------------------------------------------------------- the policy chain
# Read side by side: computing centres asking for the national "window guidance" (1, 14), joint registration of data
# and its property (5, 41), trusted data spaces of cities (8, 44), licensed operation of public data (11, 31), bases
# for high-end data labelling (30, 38), funds that invest in artificial intelligence below the province's (36, 115).
CHAIN = [("1", "14"), ("5", "41"), ("8", "44"), ("11", "31"), ("30", "38"), ("36", "115")]


def test_a_citys_tasks_carry_out_its_provinces(stores: Stores) -> None:
    rows = on_both(stores, "chain", label="Task")
    assert [(row["number"], row["upper_number"]) for row in rows] == CHAIN
    assert {(short(row["plan_title"]), short(row["upper_plan_title"])) for row in rows} == {(CITY, PROVINCE)}
    assert rows[2]["score"] == max(row["score"] for row in rows)
    assert all(word in rows[2]["evidence"] for word in ("用词相近", "可信", "空间", "城市"))


def test_a_plan_that_rests_on_what_the_upper_one_cites_is_nearer(tasks: tuple[TaskFacts, ...]) -> None:
    links = [link for link in chain.find_chain(tasks, 0.2) if short(link.upper.plan.title) == CULTURE]
    shared = [link for link in links if link.through_plan]
    assert {instrument.number for link in shared for instrument in link.through_plan} == {"浙政发〔2025〕10号"}
    assert all(link.score == round(link.wording + chain.PLAN_IMPLEMENTS, 4) for link in shared)
    assert "《浙江省人民政府印发关于支持人工智能创新发展若干措施的通知》浙政发〔2025〕10号" in shared[0].evidence


def test_what_a_task_carries_out_of_instruments_from_above(stores: Stores) -> None:
    rows = on_both(stores, "chain", label="Instrument", plan="东胜区")
    of_48 = [(row["upper_number"], row["evidence"]) for row in rows if row["number"] == "48"]
    # the district's own measures (东政发〔2021〕11号) are not from above
    assert of_48 == [("鄂府发〔2021〕13号", "任务引用"), (None, "方案贯彻"), (None, "方案贯彻")]
    assert {row["upper_title"] for row in rows if row["number"] == "1"} == {
        "法治政府建设规划（2020-2025年）",
        "鄂尔多斯市法治政府建设实施计划（2021-2025年）",
    }


def test_the_chain_is_written_on_request_and_undone(stores: Stores, tasks: tuple[TaskFacts, ...]) -> None:
    links = chain.edges_of(chain.find_chain(tasks))
    plan = tasks[0].plan.key
    for store in stores:
        before, marked = store.read_graph(plan), revision_of(store)
        assert store.replace_derived("CARRIES_OUT", links) == 0
        written = revision_of(store)
        assert written != marked  # what pages remember of the tasks holds no longer
        assert store.replace_derived("CARRIES_OUT", links) == len(CHAIN)  # the same again, not twice
        assert revision_of(store) == written
    try:
        rows = on_both(stores, "carried_out")
        assert [(row["number"], row["upper_number"]) for row in rows] == CHAIN
        for store in stores:
            assert not store.load(before).changed  # no document states the chain: a plan is as it was
            assert len(store.read("MATCH (:Task)-[r:CARRIES_OUT]->() RETURN r.score AS score")) == len(CHAIN)
    finally:
        marks = [revision_of(store) for store in stores]
        assert [store.replace_derived("CARRIES_OUT", {}) for store in stores] == [len(CHAIN)] * 2
        assert all(revision_of(store) != mark for store, mark in zip(stores, marks, strict=True))
    assert on_both(stores, "carried_out") == []


def test_only_what_an_analysis_finds_is_replaced(stores: Stores) -> None:
    with pytest.raises(KeyError):
        stores[0].replace_derived("LEADS", {})


# ---------------------------------------------------------------- the same duty twice
def test_the_same_duty_in_two_plans_of_a_province(stores: Stores) -> None:
    first, second, *rest = on_both(stores, "duplicates", threshold="0.45")
    # subsidies on the contracts of those who rent computing power, in the same words and of the same two bodies
    assert (first["first_number"], short(first["first_plan_title"])) == ("25", PROVINCE)
    assert short(first["second_plan_title"]) == CULTURE
    assert first["units"] == ["浙江省发展改革委", "浙江省财政厅"]
    assert {"合同", "金额", "补助", "算力"} <= set(first["words"])
    assert first["score"] == round(first["wording"] + duplicates.SAME_UNIT, 4)
    assert {second["first_number"], second["second_number"]} == {"8", "44"}
    assert len(rest) <= 2


def test_a_shared_instrument_counts(tasks: tuple[TaskFacts, ...]) -> None:
    found = [d for d in duplicates.find_duplicates(tasks, 0.4) if d.instruments]
    # both marking rules for generated content rest on the same measures
    assert [[i.title for i in d.instruments] for d in found] == [["人工智能生成合成内容标识办法"]]
    assert {found[0].first.number, found[0].second.number} == {"123", "1"}
    assert found[0].score == round(found[0].wording + 0.2, 4)


def test_a_pairs_order_and_score_do_not_depend_on_the_order_of_tasks(tasks: tuple[TaskFacts, ...]) -> None:
    shuffled = list(tasks)
    random.Random(7).shuffle(shuffled)
    pairs = [
        {(frozenset((d.first.key, d.second.key)), d.score) for d in duplicates.find_duplicates(each, 0.35)}
        for each in (tasks, shuffled)
    ]
    assert pairs[0] == pairs[1]


def key_of(tasks: tuple[TaskFacts, ...], plan: str, number: str) -> str:
    return next(task.key for task in tasks if plan in task.plan.title and task.number == number)


@pytest.mark.parametrize(("number", "like"), [("8", "44"), ("11", "31")])
def test_the_provinces_task_most_like_one_of_the_city_is_the_one_that_it_carries_out(
    stores: Stores, tasks: tuple[TaskFacts, ...], number: str, like: str
) -> None:
    rows = on_both(stores, "similar", task=key_of(tasks, CITY, number))
    others = [(short(row["plan_title"]), row["number"]) for row in rows if short(row["plan_title"]) != CITY]
    assert others[0] == (PROVINCE, like)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert all(row["score"] == round(row["wording"] + 0.1 * bool(row["units"]), 4) for row in rows)


def test_a_task_that_is_not_there_has_none_like_it(stores: Stores) -> None:
    for store in stores:
        with pytest.raises(NotFound):
            ask(store, "similar", {"task": "nothing"})


# ---------------------------------------------------------------- targets at odds
def measured(comparator: str, value: float, unit: str = "%", indicator: str = "出庭率") -> Measure:
    return Measure("k", indicator, comparator, value, unit, None, f"{value}{unit}")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (measured(">=", 95), measured(">=", 95), None),
        (measured(">=", 95), measured(">=", 90), "differs"),
        (measured("=", 100), measured(">=", 95), "differs"),
        (measured("=", 90), measured(">=", 95), "contradicts"),
        (measured("<=", 10), measured(">=", 15), "contradicts"),
        (measured("=", 95), measured("=", 100), "contradicts"),
        (measured(">=", 2, "亿元"), measured(">=", 20000, "万元"), None),
        (measured("=", 2, "亿元"), measured("=", 2000, "万元"), "contradicts"),
    ],
)
def test_how_two_targets_are_at_odds(first: Measure, second: Measure, expected: str | None) -> None:
    assert compare(first, second) == expected
    assert compare(second, first) == expected


def test_an_indicator_is_known_under_other_words() -> None:
    assert normalise_indicator("全区“行政机关负责人出庭率”") == normalise_indicator("行政机关负责人 出庭率")
    assert normalise_indicator("全区") == "全区"


def test_lectures_of_one_plan_differ(stores: Stores) -> None:
    assert on_both(stores, "conflicts", plan="东胜区") == []
    (row,) = on_both(stores, "conflicts", plan="东胜区", within_plans="true")
    # 2期以上 a year in one task, 2次 in another
    assert (row["kind"], row["indicator"]) == ("differs", "法治专题讲座")
    assert (row["first_number"], row["second_number"]) == ("35", "81")
    assert (row["first_target"], row["second_target"]) == ("不低于 2期（FREQ=YEARLY）", "为 2次（FREQ=YEARLY）")


def plan_for(code: str, level: str, title: str) -> PlanFacts:
    return PlanFacts(title, title, None, Place(code, f"地{code}", level), ())


def with_target(plan: PlanFacts, target: Measure) -> TaskFacts:
    return TaskFacts(f"{plan.key}-1", "1", 1, "任务", "任务", plan, (), (), (target,))


def test_plans_of_other_places_are_not_at_odds() -> None:
    city = with_target(plan_for("330300", "prefecture", "市"), measured("=", 95))
    county = with_target(plan_for("330304", "county", "县"), measured("=", 90, indicator="全区出庭率"))
    other = with_target(plan_for("150602", "county", "别县"), measured("=", 80))
    (found,) = find_conflicts([city, county, other])
    assert (found.kind, found.first_task.plan.title, found.second_task.plan.title) == ("contradicts", "市", "县")


# ---------------------------------------------------------------- who answers together
def test_who_leads_together_in_the_district(stores: Stores) -> None:
    rows = {row["name"]: row for row in on_both(stores, "network", plan="东胜区", role="牵头")}
    # counted in the gold file: tasks led, other leads beside, tasks led together
    assert [rows["东胜区司法局"][c] for c in ("tasks", "partners", "shared")] == [52, 21, 85]
    assert [rows["东胜区政府办"][c] for c in ("tasks", "partners", "shared")] == [34, 21, 66]
    assert [rows["东胜区委编办"][c] for c in ("tasks", "partners")] == [7, 16]
    assert rows["东胜区司法局"]["degree"] == round(21 / (len(rows) - 1), 4)
    assert list(rows)[:2] == ["东胜区政府办", "东胜区司法局"]
    assert all(row["label"] == "Unit" for row in rows.values())


def test_groups_stand_in_the_network_on_request(stores: Stores) -> None:
    rows = on_both(stores, "network", plan="东胜区", groups="是")
    assert {row["name"] for row in rows if row["label"] == "UnitGroup"} >= {"各镇", "各街道", "区直有关部门"}


def test_communities_do_not_depend_on_order(stores: Stores, tasks: tuple[TaskFacts, ...]) -> None:
    rows = on_both(stores, "communities", plan="东胜区")
    assert rows[0]["centre"] == "东胜区司法局"
    assert sum(row["size"] for row in rows) == 37  # every unit of the plan that is no group
    mine = [task for task in tasks if "东胜区" in task.plan.title]
    found = network.find_communities(network.build_network(reversed(mine)))
    assert [[member.key for member in each.members] for each in found] == [row["keys"] for row in rows]
    assert sum(each.inside for each in found) * 2 + sum(each.outside for each in found) == sum(
        member.shared for each in found for member in each.members
    )


def test_both_libraries_give_the_same_betweenness() -> None:
    graph: network.Network = nx.relabel_nodes(nx.gnm_random_graph(60, 200, seed=3), str)
    small, large = network.betweenness(graph), network.betweenness(graph, large=0)
    assert small.keys() == large.keys()
    assert all(abs(small[key] - large[key]) < 1e-9 for key in small)


def test_a_network_of_nobody_and_of_one() -> None:
    assert network.measure(network.build_network([])) == []
    assert network.find_communities(network.build_network([])) == []
    alone = TaskFacts("t", "1", 1, "t", "t", plan_for("330300", "prefecture", "市"), (), (), ())
    alone = replace(alone, bodies=(Body("u", "市司法局", "lead", True, False),))
    (member,) = network.measure(network.build_network([alone]))
    assert (member.partners, member.degree, member.betweenness, member.community) == (0, 0.0, 0.0, None)


# ---------------------------------------------------------------- scores of made-up tasks
def made(key: str, text: str, plan: PlanFacts, *cites: Cited) -> TaskFacts:
    return TaskFacts(key, key, 1, text, text, plan, (), cites, ())


def test_a_task_that_cites_the_upper_plan_carries_out_what_its_words_mean() -> None:
    upper = replace(plan_for("150000", "province", "自治区方案"), number="内政发〔2024〕1号")
    lower = plan_for("150602", "county", "区方案")
    cited = Cited("i", "自治区某方案", "内政发〔2024〕1号", "cites")
    law = Cited("l", "行政处罚法", None, "cites")
    tasks = [
        made("u1", "推进公共数据授权运营", upper, law),
        made("u2", "加强基层执法队伍建设", upper),
        made("t1", "开展公共数据授权登记", lower, cited, law),
    ]
    (link,) = chain.find_chain(tasks)
    assert (link.task.key, link.upper.key, link.plan) == ("t1", "u1", "cites")
    assert link.score == round(min(1.0, link.wording + chain.CITES_PLAN + chain.BOTH_CITE), 4)
    assert link.evidence.split("；")[1:] == ["引用上级方案（0.5）", "引用同一文件（0.2）：《行政处罚法》"]


# ---------------------------------------------------------------- over HTTP and on the command line
def test_every_analysis_answers_over_http(stores: Stores, tasks: tuple[TaskFacts, ...]) -> None:
    document = openapi()
    # of each the district's part: its own gaps, months and network; of the chain what it carries out of instruments
    totals = {"network": 37, "communities": 4, "bottlenecks": 3, "duplicates": 0, "conflicts": 0, "impact": 0}
    with client_of(stores[0]) as client:
        for name in NAMES:
            path = f"/api/v1/analytics/{name}"
            values = {"plan": "东胜区"} if get_analysis(name).parameter("plan") else {}
            if name == "similar":
                values = {"task": key_of(tasks, CITY, "8")}
            answer = check(document, path, client.get(path, params={**values, "limit": 1000}))
            assert answer["total"] == totals.get(name, answer["total"]), name
            assert answer["total"] or name in totals
        like = client.get(f"/api/v1/tasks/{key_of(tasks, CITY, '8')}/similar", params={"top": 1}).json()
        assert [item["number"] for item in like["items"]] == ["44"]
        assert client.get("/api/v1/tasks/nothing/similar").status_code == 404
        refused = client.get("/api/v1/analytics/chain", params={"best": "11"})
        assert (refused.status_code, refused.json()["parameter"]) == (400, "best")


def test_the_command_line_lists_asks_writes_and_undoes(
    stores: Stores, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment_of(stores[1]).items():
        monkeypatch.setenv(name, value)
    assert cli.run(["analyse", "--format", "json"]) == 0
    assert [row["name"] for row in json.loads(capfd.readouterr().out)] == list(NAMES)
    assert cli.run(["analyse", "chain", "--write", "--format", "json"]) == 0
    out, err = capfd.readouterr()
    assert [(row["number"], row["upper_number"]) for row in json.loads(out)] == CHAIN
    assert "写入 6 条承接关系，取代以前的 0 条" in err
    assert cli.run(["analyse", "chain", "--undo"]) == 0
    assert "已删去 6 条" in capfd.readouterr().err
    assert cli.run(["analyse", "bottlenecks", "minimum=31", "--format", "json"]) == 0
    (row,) = json.loads(capfd.readouterr().out)
    # the city's data bureau has 38 of its duties due at the end of 2026
    assert (row["full_name"], row["span"], row["tasks"]) == ("温州市数据局", "2026-12", 38)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["duplicates", "--write"], "只有 chain"),
        (["chain", "--write", "--undo"], "只能选一个"),
        (["chain", "--write", "plan=x"], "全部方案"),
        (["chian"], "相近的有：chain"),
        (["chain", "best=0"], "1 到 10 的整数"),
    ],
)
def test_what_the_command_line_refuses(
    arguments: list[str], said: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert cli.run(["analyse", *arguments]) != 0
    assert said in capfd.readouterr().err


def test_what_is_asked_wrongly(stores: Stores) -> None:
    with pytest.raises(NotFound):
        get_analysis("nothing")
    with pytest.raises(BadParameter):
        ask(stores[0], "conflicts", {"within_plans": "maybe"})
    assert conflicts.find_conflicts([]) == []
