"""The model of "Two schools, one truth": what the lesson says about it is so."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.activities.models.two_schools import IN_NEED, MOMENTS, WEEKS, run
from commonground.activities.outcome import Outcome

SHARES = ("nothing", "counts", "helpers", "sheriff", "both")
SAFEGUARDS = ("none", "context", "no-police", "check", "seats")
NOTEBOOK = Path(__file__).parents[2] / "modules/04-bias-in-shared-data/1-foundations.ipynb"

rates = st.integers(1, 9).map(lambda tens: tens * 10)
shares = st.sampled_from(SHARES)
safeguards = st.sampled_from(SAFEGUARDS)


def play(north: int = 30, south: int = 70, share: str = "sheriff", safeguard: str = "none") -> Outcome:
    return run({"north_rate": north, "south_rate": south, "share": share, "safeguard": safeguard})


def totals(outcome: Outcome) -> dict[str, int]:
    return {total.label: int(total.value) for total in outcome.totals}


def later(outcome: Outcome) -> tuple[int, int]:
    """The lists of North and South a week later, as the bars show them."""
    north, south = outcome.charts[1].series
    return int(north.y[2]), int(south.y[2])


def text_of(outcome: Outcome, child: str) -> str:
    return next(person.what for person in outcome.people if child in person.name)


def test_both_yards_hold_twenty_children_and_forty_moments() -> None:
    assert len(WEEKS) == 20
    assert MOMENTS == 40
    assert IN_NEED == 10
    names = [name for week in WEEKS for name in week.children]
    assert len(set(names)) == 40
    assert {"Tasha", "Devon"} <= set(names)


@pytest.mark.parametrize("rate", range(10, 100, 10))
def test_a_rate_is_exactly_the_share_of_moments_written_down(rate: int) -> None:
    assert totals(play(north=rate))["North: written down"] == MOMENTS * rate // 100


def test_every_sign_of_need_belongs_to_a_child_in_need() -> None:
    for week in WEEKS:
        assert bool(week.need) == any(moment.sign for moment in week.moments)
        assert bool(week.need) == bool(week.door)


def test_the_numbers_that_the_lesson_tells() -> None:
    first = totals(play())
    assert (first["North: written down"], first["South: written down"]) == (12, 28)
    assert (first["North: on the list"], first["South: on the list"]) == (2, 10)
    assert first["Wrongly added"] == 7
    assert first["Visited by a deputy"] == 12
    assert first["In need, and missed"] == 10
    assert later(play()) == (2, 12)
    assert totals(play(share="nothing"))["False gap that left the school"] == 0
    assert totals(play(share="counts"))["In need, and missed"] == 5
    assert totals(play(share="helpers", safeguard="seats"))["In need, and missed"] == 2


def test_the_closing_words_are_so() -> None:
    dots = play().charts[0].series[1]
    needy = {name for week in WEEKS if week.need for name in week.children}
    assert len(dots.labels) == 12
    assert sum(label.split(" (")[0] in needy for label in dots.labels) == 5
    checked = totals(play(share="counts", safeguard="check"))
    assert (checked["Names that left the school"], checked["In need, and missed"]) == (0, 4)
    seats = play(share="helpers", safeguard="seats")
    assert totals(seats)["Wrongly added"] == 3
    assert "nothing to mend" in text_of(seats, "Devon")
    assert totals(play(90, 90))["Wrongly added"] == 16
    challenge = [
        (share, safeguard)
        for share, safeguard in product(SHARES, SAFEGUARDS)
        if (found := totals(play(share=share, safeguard=safeguard)))["Visited by a deputy"] == 0
        and found["In need, and missed"] <= 4
    ]
    assert len(challenge) > 1


def test_each_safeguard_mends_something_and_none_mends_all() -> None:
    plain = totals(play(share="both"))
    context = totals(play(share="both", safeguard="context"))
    assert context["Wrongly added"] < plain["Wrongly added"]
    assert context["In need, and missed"] > plain["In need, and missed"]
    no_police = totals(play(share="both", safeguard="no-police"))
    assert no_police["Visited by a deputy"] == 0
    assert no_police["Wrongly added"] == plain["Wrongly added"]
    check = totals(play(share="both", safeguard="check"))
    assert check["False gap that left the school"] == 0
    assert check["Visited by a deputy"] == plain["Visited by a deputy"]
    seats = totals(play(share="both", safeguard="seats"))
    assert seats["Wrongly added"] < plain["Wrongly added"]
    assert seats["In need, and missed"] < plain["In need, and missed"]
    assert seats["Visited by a deputy"] > 0


def test_the_same_week_gives_devon_a_visit_and_eli_none() -> None:
    devon = text_of(play(), "Devon")
    assert "a deputy to the door" in devon
    assert "Eli in North had the same week and is on no list." in devon


def test_tasha_is_missed_where_little_is_written_down_and_helped_where_it_is() -> None:
    assert "No help came." in text_of(play(share="helpers"), "Tasha")
    assert "A helper came." in text_of(play(north=70, south=30, share="helpers"), "Tasha")


def test_one_need_is_never_written_down_at_any_rate() -> None:
    most = play(north=90, south=90, share="helpers")
    missed = " ".join(p.name for p in most.people if "missed" in p.what)
    assert missed == "Mina (North) Theo (South)"


@given(rates, shares, safeguards)
def test_equal_rates_give_equal_yards(rate: int, share: str, safeguard: str) -> None:
    outcome = play(rate, rate, share, safeguard)
    north, south = outcome.charts[1].series
    assert north.y == south.y
    assert totals(outcome)["False gap that left the school"] == 0


@given(rates, rates, shares, safeguards)
def test_swapping_the_rates_swaps_the_yards(a: int, b: int, share: str, safeguard: str) -> None:
    one, other = play(a, b, share, safeguard), play(b, a, share, safeguard)
    assert [s.y for s in one.charts[1].series] == [s.y for s in reversed(other.charts[1].series)]
    for label in ("Wrongly added", "In need, and missed", "Visited by a deputy", "Names that left the school"):
        assert totals(one)[label] == totals(other)[label]


@given(rates, rates, rates, shares, st.sampled_from(("none", "context", "no-police", "seats")))
def test_writing_more_never_shortens_a_list(
    low: int, high: int, other: int, share: str, safeguard: str
) -> None:
    low, high = sorted((low, high))
    less, more = play(low, other, share, safeguard), play(high, other, share, safeguard)
    assert totals(less)["North: on the list"] <= totals(more)["North: on the list"]
    assert later(less)[0] <= later(more)[0]


@given(rates, rates, shares, safeguards)
def test_the_second_week_adds_and_never_takes_away(north: int, south: int, share: str, safeguard: str) -> None:
    outcome = play(north, south, share, safeguard)
    for series in outcome.charts[1].series:
        assert int(series.y[2]) >= int(series.y[1])
    visited = totals(outcome)["Visited by a deputy"]
    if share not in ("sheriff", "both") or safeguard in ("no-police", "check"):
        assert later(outcome) == tuple(int(series.y[1]) for series in outcome.charts[1].series)
    if share not in ("sheriff", "both") or safeguard == "no-police":
        assert visited == 0


@given(rates, rates, safeguards)
def test_sending_nothing_brings_no_visit_and_no_help(north: int, south: int, safeguard: str) -> None:
    found = totals(play(north, south, "nothing", safeguard))
    assert found["Visited by a deputy"] == found["Names that left the school"] == 0
    assert found["False gap that left the school"] == 0
    assert found["In need, and missed"] == IN_NEED


@given(rates, rates, shares, safeguards)
def test_every_child_has_one_place_on_the_map(north: int, south: int, share: str, safeguard: str) -> None:
    points = [
        (x, y) for s in play(north, south, share, safeguard).charts[0].series for x, y in zip(s.x, s.y, strict=True)
    ]
    assert len(points) == len(set(points)) == 40


@given(rates, rates, shares, safeguards)
def test_no_child_is_told_as_helped_and_missed(north: int, south: int, share: str, safeguard: str) -> None:
    people = play(north, south, share, safeguard).people
    helped = {n for p in people if "helper came" in p.what for n in p.name.split(" (")[0].split(", ")}
    missed = {n for p in people if "missed" in p.what for n in p.name.split(" (")[0].split(", ")}
    assert not helped & missed


def test_the_same_settings_give_the_same_outcome() -> None:
    for share, safeguard in product(SHARES, SAFEGUARDS):
        assert play(share=share, safeguard=safeguard) == play(share=share, safeguard=safeguard)


def test_the_week_printed_in_the_lesson_is_the_week_of_the_model() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    week = next("".join(cell["source"]) for cell in cells if cell["id"] == "the-true-week")
    for row in WEEKS:
        moments = ", ".join(moment.text for moment in row.moments) or "a quiet week"
        told = f"| {row.children[0]} | {row.children[1]} | {moments}"
        assert told.lower() in week.lower(), told
        assert not row.need or row.need.lower() in week.lower()
