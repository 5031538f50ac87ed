"""The model behind the trial `rebuild` of module 05."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commonground.activities.models import load_model
from commonground.activities.models.rebuilt_agreement import EVENTS, HALF, MET, OPEN

CLAUSES: dict[str, list[str]] = {
    "purpose": ["official", "support", "named"],
    "recipients": ["officers", "named"],
    "onward": ["silent", "barred"],
    "audit": ["none", "kept", "read"],
    "notice": ["none", "before"],
    "redress": ["request", "dated"],
    "end": ["none", "report"],
}
LOOSE = {name: values[0] for name, values in CLAUSES.items()}
TIGHT = {name: values[-1] for name, values in CLAUSES.items()}
ANY_TERMS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CLAUSES.items()})

run = load_model("rebuilt_agreement")


def levels(terms: dict[str, str]) -> list[int]:
    return [int(total.value) for total in run(terms).totals[2:]]


def hours(terms: dict[str, str]) -> int:
    return int(run(terms).totals[1].value)


def test_the_loosest_terms_meet_no_event_and_leave_only_a_door_without_a_record() -> None:
    assert levels(LOOSE) == [OPEN, OPEN, OPEN, OPEN, HALF, OPEN]
    assert hours(LOOSE) == 0


def test_the_tightest_terms_meet_all_six_events_and_cost_staff_time() -> None:
    assert levels(TIGHT) == [MET] * 6
    assert hours(TIGHT) == 23


def test_the_strictest_words_alone_meet_no_event() -> None:
    words = {**LOOSE, "purpose": "named", "recipients": "named", "onward": "barred"}
    assert levels(words) == [HALF, HALF, OPEN, OPEN, HALF, OPEN]


def test_eyes_without_limits_see_what_the_words_allow() -> None:
    eyes = {**LOOSE, "audit": "read"}
    assert levels(eyes)[:3] == [HALF, HALF, MET]


def test_fewer_readers_or_a_ban_on_joining_counts_by_half_without_the_other() -> None:
    for clause, value in {"recipients": "named", "onward": "barred"}.items():
        for audit in CLAUSES["audit"]:
            assert levels({**LOOSE, clause: value, "audit": audit})[1] == HALF


def test_a_purpose_of_support_forbids_nothing_that_the_office_called_support() -> None:
    assert levels({**LOOSE, "purpose": "support"}) == levels(LOOSE)


def test_every_event_has_a_clause_that_decides_it() -> None:
    """Each clause taken out of the tightest terms, one by one."""
    for clause, event in {"purpose": 0, "onward": 1, "audit": 2, "notice": 3, "redress": 4, "end": 5}.items():
        assert levels({**TIGHT, clause: CLAUSES[clause][0]})[event] < MET


@given(ANY_TERMS, st.sampled_from(list(CLAUSES)))
def test_a_tighter_clause_never_makes_an_event_worse(terms: dict[str, str], clause: str) -> None:
    by_step = [levels({**terms, clause: value}) for value in CLAUSES[clause]]
    for before, after in itertools.pairwise(by_step):
        assert all(b <= a for b, a in zip(before, after, strict=True))


@given(ANY_TERMS)
def test_the_chart_and_the_totals_say_the_same(terms: dict[str, str]) -> None:
    outcome = run(terms)
    assert list(outcome.charts[0].series[0].y) == levels(terms)
    assert outcome.totals[0].value == levels(terms).count(MET)
    assert len(outcome.totals) == 2 + len(EVENTS)


def test_the_people_feel_the_difference() -> None:
    loose: list[Any] = [person.tone for person in run(LOOSE).people]
    tight: list[Any] = [person.tone for person in run(TIGHT).people]
    assert loose == ["harm"] * 4
    assert tight == ["help"] * 4
