"""The model of trust over a year: what the lesson says about it is so."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commonground.activities.models.trust_year import FAMILIES, MOST, run
from commonground.activities.outcome import Outcome

memories = st.sampled_from(("none", "one"))
learns = st.sampled_from(("before", "after", "never"))
uses = st.sampled_from(("none", "ask", "quiet"))
months = st.integers(0, 12)


def play(
    memory: str = "none", learn: str = "never", new_use: str = "quiet", own_up: int = 0, seats: int = 0
) -> Outcome:
    return run({"memory": memory, "learn": learn, "new_use": new_use, "own_up": own_up, "seats": seats})


def trust(outcome: Outcome) -> list[int]:
    return [int(y) for y in outcome.charts[0].series[0].y]


def end(outcome: Outcome) -> int:
    return trust(outcome)[-1]


def test_the_numbers_that_the_lesson_tells() -> None:
    silent = {total.label: total.value for total in play().totals}
    assert silent["Lost in the worst month"] == 20
    assert end(play()) == 10
    assert end(play(own_up=9, seats=9)) == 16
    assert end(play(learn="before", new_use="ask")) == 49


@given(memories, learns, uses, months, months)
def test_trust_stays_between_nobody_and_most(memory: str, learn: str, use: str, own_up: int, seats: int) -> None:
    course = trust(play(memory, learn, use, own_up, seats))
    assert len(course) == 13
    assert all(0 <= level <= MOST <= FAMILIES for level in course)


@given(memories, learns, uses, months, months)
def test_repair_is_slower_than_harm(memory: str, learn: str, use: str, own_up: int, seats: int) -> None:
    course = trust(play(memory, learn, use, own_up, seats))
    assert max(after - before for before, after in pairwise(course)) <= 3


@given(memories, uses, months, months)
def test_asking_first_ends_at_least_as_well_as_hiding(memory: str, use: str, own_up: int, seats: int) -> None:
    asked = end(play(memory, "before", use, own_up, seats))
    assert asked >= end(play(memory, "never", use, own_up, seats))
    assert asked >= end(play(memory, "after", use, own_up, seats))


@given(memories, learns, months, months)
def test_asking_about_a_new_use_ends_better_than_using_quietly(
    memory: str, learn: str, own_up: int, seats: int
) -> None:
    assert end(play(memory, learn, "ask", own_up, seats)) >= end(play(memory, learn, "quiet", own_up, seats))


@given(learns, uses, months, months)
def test_a_remembered_harm_makes_the_same_acts_cost_more(learn: str, use: str, own_up: int, seats: int) -> None:
    fresh, burned = play("none", learn, use, own_up, seats), play("one", learn, use, own_up, seats)
    assert end(burned) <= end(fresh)
    assert burned.totals[3].value >= fresh.totals[3].value


@given(memories, learns, uses, st.integers(1, 11), st.integers(1, 11))
def test_seats_a_month_earlier_never_do_worse(memory: str, learn: str, use: str, own_up: int, month: int) -> None:
    assert end(play(memory, learn, use, own_up, month)) >= end(play(memory, learn, use, own_up, month + 1))


def test_without_repair_both_lines_are_one() -> None:
    this_year, bare = play().charts[0].series
    assert this_year.y == bare.y


def test_people_follow_the_end_of_the_year() -> None:
    assert {person.tone for person in play().people} == {"harm"}
    assert {person.tone for person in play(learn="before", new_use="ask").people} == {"help"}
