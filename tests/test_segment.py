from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.graph.search import segment
from dutygraph.graph.search.segment import Question, index_terms, read_question, relevance

SENTENCES = (
    "严格落实《青禾区行政执法公示办法》（青政发〔2021〕11号），2023年年底前持证率达到95％以上。",
    "区市场监督管理局会同区财政局、各镇人民政府开展行政执法人员资格管理和培训考核",
    "推进公共法律服务体系建设，完善AI法律援助平台，建立12345热线投诉举报办理机制",
    "中华人民共和国行政处罚法实施情况的监督检查由人民代表大会常务委员会组织",
)


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param("区司法局", [], ("区", "司", "司法", "司法局", "法", "局"), id="every-word-and-character"),
        pytest.param(
            "区司法局", ["区司法局"], ("区", "司", "司法", "司法局", "法", "局", "区司法局"), id="name-as-a-whole"
        ),
        pytest.param("司法", ["区司法局"], ("司", "司法", "法"), id="name-not-in-the-text"),
        pytest.param("司法", ["司法"], ("司", "司法", "法"), id="name-that-is-a-word"),
        pytest.param("司\n法局", ["司法局"], ("司", "司法", "司法局", "法", "局"), id="line-broken-in-a-word"),
        pytest.param("2022年底AI", [], ("2022", "年", "年底", "底", "ai"), id="numbers-and-letters-whole"),
        pytest.param("９５％", [], ("95",), id="full-width"),
        pytest.param("（——）", [], (), id="punctuation"),
        pytest.param("x" * 300, [], ("x" * 64,), id="long-run-cut"),
    ],
)
def test_index_terms(text: str, names: list[str], expected: tuple[str, ...]) -> None:
    assert index_terms(text, names) == expected


@pytest.mark.parametrize(
    ("text", "words", "phrases"),
    [
        pytest.param("司法局", ("司法局",), ("司法", "法局"), id="one-word"),
        pytest.param(
            "区司法局 2022", ("区", "司法局", "2022"), ("区司法局", "区司法", "区司", "司法", "法局"), id="parts"
        ),
        pytest.param("司法的", ("司法",), ("司法的", "法的"), id="empty-word-left-out"),
        pytest.param("的", ("的",), (), id="nothing-but-an-empty-word"),
        pytest.param("？！", (), (), id="nothing"),
    ],
)
def test_read_question(text: str, words: tuple[str, ...], phrases: tuple[str, ...]) -> None:
    assert read_question(text) == Question(words, phrases)


def test_a_long_question_has_few_phrases() -> None:
    assert len(read_question(SENTENCES[1]).phrases) == 24


@st.composite
def texts_and_parts(draw: st.DrawFn) -> tuple[str, str]:
    text = "".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)))
    start = draw(st.integers(0, len(text) - 1))
    return text, text[start : draw(st.integers(start + 1, len(text)))]


@settings(max_examples=300, deadline=None)
@given(texts_and_parts())
def test_a_text_is_found_by_any_part_of_itself(pair: tuple[str, str]) -> None:
    text, part = pair
    wanted = {word for word in read_question(part).words if not word.isascii()}
    assert wanted <= set(index_terms(text))


@settings(max_examples=100, deadline=None)
@given(texts_and_parts(), st.lists(st.text("区司法局市场监督管理行政执法人员", min_size=2, max_size=6), max_size=4))
def test_no_name_hides_a_text(pair: tuple[str, str], names: list[str]) -> None:
    text, _ = pair
    assert index_terms(text, names)[: len(index_terms(text))] == index_terms(text)


def test_lucene_reads_a_question_as_all_words_required() -> None:
    assert read_question("区司法局 2022").lucene() == "+区 +司法局 +2022"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(((1,), 10), ((1,), 500), id="short-text"),
        pytest.param(((3,), 50), ((1,), 50), id="more-often"),
    ],
)
def test_relevance_orders(better: tuple[tuple[int], int], worse: tuple[tuple[int], int]) -> None:
    question = Question(("司法局",), ())
    assert relevance(question, *better) > relevance(question, *worse)


def test_relevance_value() -> None:
    # 司法局: 3 * 2 / (2 + 0.3 + 0.9 * 200 / 200); 区司法局: 4 * 1 / (1 + 1.2)
    assert relevance(Question(("司法局",), ("区司法局",)), (2, 1), 200) == round(6 / 3.2 + 4 / 2.2, 6)


def test_a_phrase_ranks_higher_than_its_words_apart() -> None:
    question = read_question("区司法局")
    wanted = (*question.words, *question.phrases)

    def score(text: str) -> float:
        terms = index_terms(text, ["区司法局"])
        return relevance(question, [terms.count(word) for word in wanted], 100)

    assert score("由区司法局负责") > score("由司法局负责，各区配合")


def test_jieba_is_silent_and_keeps_its_cache_to_itself(tmp_path: Path) -> None:
    program = (
        "import os; from dutygraph.graph.search.segment import index_terms;"
        "print(' '.join(index_terms('司法局')));"
        "print(*sorted(os.listdir(os.environ['XDG_CACHE_HOME'] + '/dutygraph')))"
    )
    environ = {
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "TMPDIR": str(tmp_path),
        "PATH": "",
        "PYTHONIOENCODING": "utf-8",
    }
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], env=environ, cwd=tmp_path, capture_output=True, check=True
    )
    assert ran.stderr == b""
    if sys.platform == "linux":
        assert ran.stdout.decode().splitlines() == ["司 司法 司法局 法 局", "jieba-0.42.1.cache"]
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_without_a_place_for_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file, no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(logging, "raiseExceptions", True)
    segment._tokenizer.cache_clear()
    try:
        assert index_terms("司法局") == ("司", "司法", "司法局", "法", "局")
    finally:
        segment._tokenizer.cache_clear()
    assert (tmp_path / "cache").read_text() == "a file, no folder"
