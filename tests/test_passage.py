"""The map from cleaned text back to the source survives everything that is done to a passage."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.graph.model import Span
from dutygraph.ingest.text.passage import Passage, fold, fold_char, join

SOURCES = st.text(st.sampled_from("区司法局（）()《》【】〔〕１２３12％%　 \t\n⻄①…—“”Ａa"), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("（２０２３年）９５％", "(2023年)95%"),
        ("国办发〔2020〕49号【2020】﹝2020﹞", "国办发[2020]49号[2020][2020]"),
        ("〈规划〉《规划》", "<规划>《规划》"),
        ("—–―－～", "----~"),
        ("：；，．！？、。", ":;,.!?、。"),
        ("⻄安⻓春", "西安长春"),
        ("　\xa0", "  "),
        ("①…㎡½‰·“”", "①…㎡½‰·“”"),
        ("㈠Ⅲ㎏", "㈠Ⅲ㎏"),
        ("Ｎｏ．３", "No.3"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)
@given(st.characters(codec="utf-8"))
def test_one_character_folds_to_one(char: str) -> None:
    assert len(fold_char(char)) == 1
    assert fold_char(fold_char(char)) == fold_char(char)
    if unicodedata.category(char) == "No":
        assert fold_char(char) == char


def test_of_takes_a_stretch() -> None:
    passage = Passage.of("牵头部门：区司法局", 5)
    assert (passage.text, passage.offsets, len(passage)) == ("区司法局", (5, 6, 7, 8), 4)
    assert Passage.of("甲乙丙", 1, 2) == Passage("乙", (1,))
    assert passage.span == Span(5, 9)
    assert passage.cut(1, 3) == Passage("司法", (6, 7))
    assert passage.cut(2).span == Span(7, 9)


def test_nothing_is_at_the_start() -> None:
    nothing = Passage.of("甲").cut(1)
    assert not nothing
    assert nothing.span == Span(0, 0)
    assert Passage.of(" \n ").strip() == Passage("", ())


def test_strip_and_leave_out() -> None:
    passage = Passage.of("　区司\n法局 。；")
    assert passage.strip().span == Span(1, 9)
    assert passage.strip("　。；").text == "区司\n法局 "
    name = passage.strip("　 。；").without_space()
    assert (name.text, name.offsets, name.span) == ("区司法局", (1, 2, 4, 5), Span(1, 6))
    assert passage.without({0, 2, 3, *range(5, 9)}).offsets == (1, 4)


def test_join_with_and_without_a_separator() -> None:
    source = "区司\n\n法局"
    parts = [Passage.of(source, 0, 2), Passage.of(source, 4)]
    assert join(parts) == Passage("区司法局", (0, 1, 4, 5))
    assert join(parts, "\n") == Passage("区司\n法局", (0, 1, 1, 4, 5))
    assert join([]) == Passage("", ())
    assert join([parts[0]], "、") == parts[0]


@st.composite
def worked_passages(draw: st.DrawFn) -> tuple[str, Passage]:
    """A source and a passage of it after a few steps of every kind."""
    source = draw(SOURCES)
    passage = Passage.of(source)
    for _ in range(draw(st.integers(0, 6))):
        first, last = sorted((draw(st.integers(0, len(passage))), draw(st.integers(0, len(passage)))))
        passage = draw(
            st.sampled_from(
                [
                    passage.cut(first, last),
                    passage.strip(),
                    passage.strip("（）()"),
                    passage.without_space(),
                    passage.without(set(passage.offsets[1::3])),
                    join((passage.cut(0, first), passage.cut(last))),
                ]
            )
        )
    return source, passage


@settings(deadline=None)
@given(worked_passages())
def test_every_character_stands_where_its_offset_says(pair: tuple[str, Passage]) -> None:
    source, passage = pair
    assert [source[offset] for offset in passage.offsets] == list(passage.text)
    assert list(passage.offsets) == sorted(set(passage.offsets))
    assert len(passage.folded) == len(passage.text) == len(passage)
    assert bool(passage) == bool(passage.text)
    span = passage.span
    assert 0 <= span.start <= span.end <= len(source)
    assert set(passage.text) <= set(source[span.start : span.end])
