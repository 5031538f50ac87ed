"""Gain and pay by group: what the lesson says about it is so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonground.activities.models.gain_and_pay import SIZES, run
from commonground.activities.outcome import Outcome

plans = st.sampled_from(("foster", "workforce", "alerts"))
sents = st.sampled_from(("whole", "needed", "counts", "nothing"))
guards = st.sampled_from(("none", "training", "check", "seat"))
owners = st.sampled_from(("nobody", "named"))


def play(plan: str, sent: str = "whole", guard: str = "none", owner: str = "nobody") -> Outcome:
    return run({"plan": plan, "sent": sent, "guard": guard, "owner": owner})


def totals(outcome: Outcome) -> tuple[int, ...]:
    return tuple(int(total.value) for total in outcome.totals)


def bars(outcome: Outcome) -> tuple[tuple[int, ...], tuple[int, ...]]:
    gain, pay = outcome.charts[0].series
    return tuple(int(y) for y in gain.y), tuple(int(y) for y in pay.y)


def test_the_groups_are_a_thousand_students() -> None:
    assert sum(SIZES) == 1000


def test_the_numbers_that_the_lesson_tells() -> None:
    assert totals(play("workforce")) == (120, 82, 0, 3)
    assert bars(play("workforce"))[0][3] == 95
    assert bars(play("workforce"))[1][3] == 30
    assert totals(play("workforce", "needed", "check", "named")) == (120, 28, 0, 0)
    assert totals(play("alerts", "needed", "seat", "named"))[2:] == (3, 3)
    assert totals(play("alerts", "counts")) == (3, 0, 0, 0)
    assert totals(play("foster"))[2:] == (0, 0)


@given(plans, sents, guards, owners)
def test_nobody_gains_or_pays_twice(plan: str, sent: str, guard: str, owner: str) -> None:
    gain, pay = bars(play(plan, sent, guard, owner))
    assert all(0 <= up + down <= size for up, down, size in zip(gain, pay, SIZES, strict=True))


@given(plans, sents, guards)
def test_an_owner_never_makes_it_worse(plan: str, sent: str, guard: str) -> None:
    alone, owned = play(plan, sent, guard, "nobody"), play(plan, sent, guard, "named")
    assert totals(owned)[1] <= totals(alone)[1]
    assert totals(owned)[0] >= totals(alone)[0]


@given(plans, guards, owners)
def test_to_send_nothing_costs_nobody_and_helps_nobody(plan: str, guard: str, owner: str) -> None:
    assert totals(play(plan, "nothing", guard, owner)) == (0, 0, 0, 0)
