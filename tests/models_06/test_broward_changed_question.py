"""The model behind the trial `change-the-question` of module 06."""

from __future__ import annotations

import itertools

import pytest

from commonground.activities.models import load_model
from commonground.activities.models.changed_question import IN_CARE, MORNINGS, mornings

QUESTIONS, ASKERS, FIELDS = ("who", "why", "help"), ("records", "staff", "pairs"), ("kept", "renamed", "dropped")
ALL_STUDIES = list(itertools.product(QUESTIONS, ASKERS, FIELDS))
EXPLAINED, WON, ANSWERING, LISTED, WEEKS = range(5)

run = load_model("changed_question")


def totals(question: str, asker: str, field: str) -> list[int]:
    return [int(t.value) for t in run({"question": question, "asker": asker, "field": field}).totals]


def test_the_mornings_are_what_the_story_says() -> None:
    assert len(MORNINGS) == 12
    assert len(list(mornings())) == 40
    assert len(MORNINGS["Ben"].split()) == 4
    assert sum(cause == "court" for _, cause, _ in list(mornings())[:7]) == 3


def test_only_the_dates_of_moves_in_care_stand_in_the_placement_field() -> None:
    assert {(student in IN_CARE, cause) for student, cause, teller in mornings() if teller == "rec"} == {(True, "move")}


def test_who_asks_and_what_is_recorded_change_nothing_while_the_question_is_who() -> None:
    found = {tuple(totals("who", asker, field)[:WEEKS]) for asker in ASKERS for field in FIELDS}
    assert found == {(0, 3, 0, 5)}


@pytest.mark.parametrize("question", ["why", "help"])
@pytest.mark.parametrize("field", FIELDS)
def test_people_tell_more_to_those_who_have_been_there(question: str, field: str) -> None:
    explained = [totals(question, asker, field)[EXPLAINED] for asker in ASKERS]
    assert explained == sorted(explained)
    assert explained[0] < explained[-1]


def test_a_new_name_counts_only_where_those_it_names_helped_to_choose_it() -> None:
    assert totals("why", "staff", "renamed")[:WEEKS] == totals("why", "staff", "kept")[:WEEKS]
    assert totals("why", "pairs", "renamed")[EXPLAINED] > totals("why", "pairs", "kept")[EXPLAINED]


def test_dropping_the_field_brings_people_back_and_takes_the_record_away() -> None:
    assert totals("why", "pairs", "dropped")[ANSWERING] == 12
    assert totals("why", "pairs", "kept")[ANSWERING] == 8
    assert totals("why", "records", "dropped")[EXPLAINED] < totals("why", "records", "kept")[EXPLAINED]


def test_the_first_line_is_the_quickest_and_the_only_one_that_mr_lee_is_glad_of() -> None:
    weeks = {study: totals(*study)[WEEKS] for study in ALL_STUDIES}
    assert min(weeks.values()) == weeks["who", "records", "kept"] == 1
    for question, asker, field in ALL_STUDIES:
        people = {p.name: p.tone for p in run({"question": question, "asker": asker, "field": field}).people}
        assert (people["Mr. Lee"] == "help") == (question == "who")


@pytest.mark.parametrize("study", ALL_STUDIES)
def test_every_run_stays_within_its_totals_and_says_so_in_words(study: tuple[str, str, str]) -> None:
    outcome = run(dict(zip(("question", "asker", "field"), study, strict=True)))
    explained, won, answering, _, _ = (int(t.value) for t in outcome.totals)
    assert 0 <= won <= 40
    assert explained <= 40
    assert answering <= 12
    assert study[0] == "who" or won <= explained
    assert f"{explained} of 40" in outcome.summary
    assert outcome.charts[0].description
    assert len(outcome.people) == 4
