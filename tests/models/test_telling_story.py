"""What the exercises of module 02 promise the learner beside the rules of every story.yml."""

from __future__ import annotations

from functools import partial

import pytest
from course_stories import exercise

from commonground.activities import Decision, Sort, Trial

made = partial(exercise, "02-telling-and-asking")


@pytest.mark.parametrize(
    ("name", "what", "first", "turned"),
    [
        pytest.param("open-evening", "Changed the plan", 0, 6, id="more-than-fifty-minutes-do"),
        pytest.param("flyer-upgrade", "Credits spent", 6, 10, id="all-that-there-is"),
    ],
)
def test_the_other_way_round_counts_as_the_lesson_says(name: str, what: str, first: int, turned: int) -> None:
    trial = made(name)
    assert isinstance(trial, Trial)
    runs = [trial.outcome()]
    trial.undo()
    runs.append(trial.outcome())
    assert [total.value for run in runs for total in run.totals if total.label == what] == [first, turned]


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
