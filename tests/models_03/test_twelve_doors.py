"""The model of the twelve doors: what the lesson says about it is so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonground.activities.models.twelve_doors import CHILDREN, DOORS, FAMILIES, run
from commonground.activities.outcome import Outcome

doors = st.integers(1, 12)
agains = st.sampled_from(("once", "stages"))
weights = st.sampled_from(("advice", "decides"))
receivers = st.sampled_from(("nobody", "health", "both"))


def play(first: int = 10, again: str = "once", weight: str = "advice", recipients: str = "both") -> Outcome:
    return run({"first": first, "again": again, "weight": weight, "recipients": recipients})


def totals(outcome: Outcome) -> dict[str, float]:
    return {total.label: total.value for total in outcome.totals}


def shaped(outcome: Outcome) -> int:
    return int(totals(outcome)["Doors that families shaped"])


def tone(outcome: Outcome, name: str) -> str:
    return next(person.tone for person in outcome.people if person.name == name)


def test_the_numbers_that_the_lesson_tells() -> None:
    draft, asked = play(), play(1, "stages")
    assert shaped(draft) == 2
    assert shaped(asked) == 9
    assert shaped(play(1, "stages", "decides", "health")) == 12
    assert totals(draft)["Children who get help that fits"] == 8
    assert totals(play(1, "stages", "decides"))["Children who get help that fits"] == 9


def test_asked_once_and_early_ten_doors_shut_and_trust_ends_lower_than_in_the_draft() -> None:
    quiet = play(1)
    assert len(quiet.charts[0].series[2].x) == 10
    assert totals(quiet)["Families who would say yes again"] < totals(play())["Families who would say yes again"]


def test_families_who_decide_stop_a_plan_that_goes_to_the_sheriff_and_let_the_other_one_pass() -> None:
    stopped = play(1, "stages", "decides")
    assert stopped.summary.startswith("Families stopped the plan")
    assert totals(stopped)["Children on the stolen laptop"] == 0
    assert shaped(play(1, "stages", "decides", "health")) == len(DOORS)


def test_late_asking_helps_some_and_cannot_take_back_what_was_sent() -> None:
    late = play()
    assert tone(late, "Amina") == tone(late, "Mr. Lee") == "help"
    assert tone(late, "Devon") == tone(late, "Rosa") == "harm"


def test_a_plan_can_stop_at_the_first_door_and_at_the_last() -> None:
    late = play(9, "stages", "decides", "health")
    assert late.summary.endswith("the plan is ended by families.")
    assert tone(late, "Rosa") == "help"


@given(doors, agains, weights, receivers)
def test_every_door_has_one_fate_and_counts_stay_in_range(first: int, again: str, weight: str, recipients: str) -> None:
    outcome = play(first, again, weight, recipients)
    placed = sorted(number for series in outcome.charts[0].series for number in series.x)
    assert placed == list(range(1, len(DOORS) + 1))
    told = totals(outcome)
    assert 0 <= told["Children who get help that fits"] <= CHILDREN
    assert 0 <= told["Families who would say yes again"] <= FAMILIES
    assert len(outcome.people) == 6
    assert "Of the twelve doors" in outcome.charts[0].description


@given(st.integers(1, 11), weights)
def test_asked_a_door_earlier_and_at_every_stage_never_shuts_more_doors(first: int, weight: str) -> None:
    assert shaped(play(first, "stages", weight, "health")) >= shaped(play(first + 1, "stages", weight, "health"))


@given(doors, weights, receivers)
def test_asked_again_never_hears_less_than_asked_once(first: int, weight: str, recipients: str) -> None:
    once, again = play(first, "once", weight, recipients), play(first, "stages", weight, recipients)
    assert len(again.charts[0].series[2].x) <= len(once.charts[0].series[2].x)


@given(doors, agains, weights)
def test_do_not_share_puts_no_child_on_the_laptop_and_harms_nobody(first: int, again: str, weight: str) -> None:
    outcome = play(first, again, weight, "nobody")
    assert totals(outcome)["Children on the stolen laptop"] == 0
    assert all(person.tone != "harm" for person in outcome.people)


@given(doors, agains, weights)
def test_without_the_sheriff_no_deputy_appears(first: int, again: str, weight: str) -> None:
    outcome = play(first, again, weight, "health")
    assert not any("deputy" in person.what.lower() for person in outcome.people)
