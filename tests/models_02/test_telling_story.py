"""What the exercises of module 02 promise the learner, held against its story.yml."""

from __future__ import annotations

from typing import Any

import pytest

from commonground import content
from commonground.activities import Decision, Document, Record, Sort, Trial, build

MODULE = "02-telling-and-asking"


def made(exercise_id: str) -> Any:
    return build(exercise_id, content.story(MODULE).exercise(exercise_id).data)


def test_the_other_way_round_changes_more_than_fifty_minutes_do() -> None:
    trial = made("open-evening")
    assert isinstance(trial, Trial)
    assert trial.outcome().totals[2].value == 0
    trial.undo()
    assert trial.outcome().totals[2].value == 6


def test_the_turned_flyer_costs_what_there_is() -> None:
    trial = made("flyer-upgrade")
    assert isinstance(trial, Trial)
    assert trial.outcome().totals[0].value == 6
    trial.undo()
    assert trial.outcome().totals[0].value == 10


def test_every_strategy_of_both_lists_is_a_card() -> None:
    sort = made("arrows")
    assert isinstance(sort, Sort)
    assert len(sort.cards) == 12
    assert {pile for card in sort.cards for pile in card.first.fits} == {"tell", "ask", "together"}


def test_the_table_can_be_counted_as_the_close_counts_it() -> None:
    sort = made("who-belongs")
    first = [card.id for card in sort.cards if "first" in card.first.fits]
    assert len(sort.cards) == 8
    assert len(first) == 5
    assert "teacher" in first


def test_the_lines_count_the_cards() -> None:
    cards = {card.id: card.first.fits for card in made("arrows").cards}
    asked = [name for name, fits in cards.items() if fits & {"ask", "together"}]
    line = made("your-line")
    assert isinstance(line, Decision)
    assert line.course("advice").totals[0].value == len(asked)
    together = [name for name, fits in cards.items() if fits == {"together"}]
    assert line.course("together-only").totals[0].value == len(together)


def test_each_of_the_six_practices_is_missing_once() -> None:
    cards = made("six-practices").cards
    assert {pile for card in cards for pile in card.first.fits} == {
        pile for pile, _ in made("six-practices").piles
    }


@pytest.mark.parametrize("name", ["ask-card", "design-sheet"])
def test_what_a_document_starts_from_exists(name: str) -> None:
    story = content.story(MODULE)
    sheet = made(name)
    assert isinstance(sheet, Document)
    for field in sheet.all_fields:
        if not field.source:
            continue
        place, _, key = field.source.partition(".")
        if place == "reflection":
            assert name in story.reflection(key).used_in
            continue
        other = made(place)
        if isinstance(other, Record):
            assert key in {rewrite.field for rewrite in other.rewrites}
        else:
            assert isinstance(other, Decision)
            assert key == "reason"


@pytest.mark.parametrize("name", ["ask-card", "design-sheet"])
def test_a_document_fails_one_by_one(name: str) -> None:
    sheet = made(name)
    for field in sheet.all_fields:
        sheet.fill(field.id, "written")
    assert sheet.failed() == ()
    for rule in sheet.tests:
        for needed in rule.needs:
            sheet.fill(needed, "")
            assert rule in sheet.failed()
            sheet.fill(needed, "written")
