"""The model of two weeks in a crisis: what the lesson says about it is so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonground.activities.models.two_weeks import FAMILIES, NEED, WILLING, run
from commonground.activities.outcome import Outcome

asks = st.sampled_from(("none", "calls", "meeting", "helpline"))
forms = st.sampled_from(("nothing", "back", "full"))
viewers = st.sampled_from(("nurse", "office", "county"))
dates = st.sampled_from(("open", "day-30"))


def play(ask: str = "none", holds: str = "full", seen: str = "county", delete: str = "open") -> Outcome:
    return run({"ask": ask, "holds": holds, "viewers": seen, "delete": delete})


def value(outcome: Outcome, label: str) -> float:
    return next(total.value for total in outcome.totals if total.label == label)


def truthful(outcome: Outcome) -> float:
    return value(outcome, "Families who tell the truth on day 14")


def helped(outcome: Outcome) -> float:
    return value(outcome, "Families in need who get help")


def test_the_numbers_that_the_lesson_tells() -> None:
    rushed, plain = play(), play("calls", "back", "nurse", "day-30")
    assert "On day 1, 50 of 60" in rushed.charts[0].description
    assert truthful(rushed) == 14
    assert helped(rushed) == 8
    assert helped(play(holds="nothing")) == 10
    assert helped(plain) == 22
    assert value(plain, "Help begins on day") == value(rushed, "Help begins on day") + 1
    long_form = play("calls", "full", "nurse", "day-30")
    assert helped(long_form) == 20
    assert next(person.tone for person in long_form.people if person.name == "Tasha") == "harm"


@given(asks, forms, viewers, dates)
def test_counts_stay_in_range(ask: str, holds: str, seen: str, delete: str) -> None:
    outcome = play(ask, holds, seen, delete)
    assert 0 <= truthful(outcome) <= FAMILIES
    assert 0 <= helped(outcome) <= NEED
    assert outcome.charts[0].series[0].y[0] == WILLING
    assert outcome.charts[0].series[0].y[-1] == truthful(outcome)


@given(asks, forms, viewers)
def test_a_date_of_deletion_never_costs_trust_and_leaves_nobody_on_file(ask: str, holds: str, seen: str) -> None:
    dated, undated = play(ask, holds, seen, "day-30"), play(ask, holds, seen, "open")
    assert truthful(dated) >= truthful(undated)
    assert value(dated, "Children still on file a year later") == 0


@given(forms, viewers, dates)
def test_ten_calls_win_more_truth_than_the_same_hours_later(holds: str, seen: str, delete: str) -> None:
    first = truthful(play("calls", holds, seen, delete))
    assert all(first >= truthful(play(ask, holds, seen, delete)) for ask in ("none", "meeting", "helpline"))


@given(asks, viewers, dates)
def test_where_nothing_is_kept_nobody_can_open_it(ask: str, seen: str, delete: str) -> None:
    outcome = play(ask, "nothing", seen, delete)
    assert value(outcome, "People who can open the file") == 0
    assert value(outcome, "Children still on file a year later") == 0
