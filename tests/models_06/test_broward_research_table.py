"""The model behind the trial `six-chairs` of module 06."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.activities.models import load_model

TERMS = {
    "found": ("flyer", "agencies", "peers"),
    "pay": ("none", "gift", "hourly"),
    "lead": ("director", "shared"),
    "say": ("heard", "vote", "veto"),
}
FIRST = {name: values[0] for name, values in TERMS.items()}
BEST = {name: values[-1] for name, values in TERMS.items()}
ANY_TERMS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in TERMS.items()})
THERE, IN_DATA, PROPOSED, TAKEN, GIVEN_UP, DOLLARS, WEEKS = range(7)

run = load_model("research_table")


def totals(**terms: str) -> list[int]:
    return [int(t.value) for t in run(terms).totals]


@pytest.mark.parametrize("name", list(TERMS))
def test_no_single_change_fills_the_table_with_people_in_the_data(name: str) -> None:
    assert totals(**{**FIRST, name: BEST[name]})[IN_DATA] <= 2


def test_found_by_peers_paid_by_the_hour_and_led_in_turns_keeps_all_six() -> None:
    assert totals(**BEST)[:2] == [6, 6]
    smallest = {**BEST, "say": "heard"}
    assert totals(**smallest)[:2] == [6, 6]
    for name in ("found", "pay", "lead"):
        assert totals(**{**smallest, name: FIRST[name]})[IN_DATA] < 6


def test_a_veto_is_used_only_where_someone_in_the_data_is_left() -> None:
    assert totals(**BEST)[GIVEN_UP] == 2
    assert totals(found="peers", pay="none", lead="director", say="veto")[GIVEN_UP] == 0


@given(ANY_TERMS)
def test_more_pay_and_a_shared_lead_never_empty_the_table(terms: dict[str, str]) -> None:
    for name in ("pay", "lead"):
        there = [totals(**{**terms, name: value})[THERE] for value in TERMS[name]]
        assert there == sorted(there)


@given(ANY_TERMS)
def test_residents_leave_and_do_not_come_back(terms: dict[str, str]) -> None:
    for series in run(terms).charts[0].series:
        counts = [int(y) for y in series.y]
        assert all(b <= a for a, b in itertools.pairwise(counts))
        assert counts[0] <= 6


@given(ANY_TERMS)
def test_the_study_takes_up_no_more_than_was_proposed(terms: dict[str, str]) -> None:
    found = totals(**terms)
    assert found[IN_DATA] <= found[THERE] <= 6
    assert found[TAKEN] <= found[PROPOSED]
    assert (found[DOLLARS] == 0) == (terms["pay"] == "none")
