"""Forms and tables written as text are read as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.trainer import task_rules as rules
from commonground.trainer.task_rules.written_forms import forms_in, is_table, table_in

FORM = """
# Where is it?
Place: Room 2
day and hours: Thursday, from 6:30 to 8
 and again on Friday: in the hall
- partner:
  the library
minutes:90
empty:
"""


def test_a_form() -> None:
    assert rules.part_of(FORM, "place") == "Room 2"
    assert rules.part_of(FORM, "day_and_hours") == "Thursday, from 6:30 to 8"
    assert rules.part_of(FORM, "partner") == "the library"
    assert rules.part_of(FORM, "minutes") == "90"
    assert rules.part_of(FORM, "empty") == ""
    assert rules.part_of(FORM, "cost") is None
    assert rules.part_of("no form at all", "cost") is None


def test_an_answer_may_go_on_over_lines_with_colons() -> None:
    text = "why: We asked three things and one person said a long thing: wait\nat 6:30 it rained\nfrom: a neighbor"
    assert forms_in(text) == [{"why": "We asked three things and one person said a long thing: wait\nat 6:30 it rained", "from": "a neighbor"}]


def test_forms_that_follow_one_another() -> None:
    assert rules.rows_of("said: a\nwhy: b\n\nsaid: c\nwhy:\n\nsaid:\nwhy:\n") == [{"said": "a", "why": "b"}, {"said": "c", "why": ""}]


@pytest.mark.parametrize(
    "text",
    [
        "minutes | who | what\n10 | learners | Guess, in pairs\n5 | trainer | Cards | and more\n | |\n",
        "\n| minutes | who | what |\n|---|:---:|---|\n| 10 | learners | Guess, in pairs |\n| 5 | trainer | Cards | and more |\n",
        "# a note\nminutes|who|what\n10|learners|Guess,\nin pairs\n5|trainer|Cards | and more",
    ],
)
def test_a_table(text: str) -> None:
    assert is_table(text)
    assert rules.rows_of(text) == [
        {"minutes": "10", "who": "learners", "what": "Guess, in pairs"},
        {"minutes": "5", "who": "trainer", "what": "Cards | and more"},
    ]


def test_a_row_that_is_cut_short_has_empty_cells() -> None:
    assert table_in("a | b | c\n1 |\n2 | 3") == [{"a": "1", "b": "", "c": ""}, {"a": "2", "b": "3", "c": ""}]


@pytest.mark.parametrize("ranking", ["best: maple\nsecond: slate\nlast: heron", "maple, slate, heron", "1. maple\n2. slate\n3. Heron", ["maple", "slate", "heron"]])
def test_a_ranking(ranking: object) -> None:
    assert rules.ranked_last(ranking, "heron")
    assert not rules.ranked_last(ranking, "maple")


@given(st.text(alphabet="ab1:|#-\n \t\"'", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(rules.rows_of(text), list)
    assert rules.part_of(text, "a") is None or isinstance(rules.part_of(text, "a"), str)
