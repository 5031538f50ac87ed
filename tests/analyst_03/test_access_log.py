"""The synthetic access log, its dials, and what the words of the lesson say about it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.analysis import purpose_drift
from commonground.analysis.access_log import (
    AGREED,
    BLANKS,
    CODEBOOK,
    END,
    MONTHLY,
    TEXTS,
    USUAL,
    Dials,
    simulate,
)  # fmt: skip
from commonground.analysis.county_clock import OFFSET
from commonground.analysis.intervals import wilson
from commonground.exercises import CANNOT_SAY
from commonground.exercises.bank import lifecycle_right as right
from commonground.exercises.bank import lifecycle_tables as tables

PLAN = tables.shipped()
SEEN = tables.coded_log()
RUNNING = SEEN[SEEN["day"] <= END]
STATED = RUNNING[RUNNING["kind"] != "missing"]
THREE = {"Truancy office", "Family center", "Sheriff's office"}


def small(**dials: object) -> Dials:
    return replace(Dials(students=60, months=3, drift_from="2024-10"), **dials)


def test_the_same_seed_gives_the_same_log_and_another_one_another() -> None:
    first, second = simulate(small(), seed=5), simulate(small(), seed=5)
    pd.testing.assert_frame_equal(first.log, second.log)
    pd.testing.assert_frame_equal(first.truth, second.truth)
    assert not first.log.equals(simulate(small(), seed=6).log)


def test_the_log_is_messy_in_the_ways_that_the_lesson_names() -> None:
    log = PLAN.log
    assert 2200 <= len(log) <= 2600
    assert log["logged_at"].str.endswith("Z").any()
    assert log["logged_at"].str.endswith(OFFSET).any()
    assert log["event_id"].duplicated().any()
    assert log["account"].str.startswith("svc-").any()
    assert (log["students"].str.split().str.len() > 10).any()
    assert log["reason"].isna().any()
    assert PLAN.staff["account"].duplicated().sum() == 4
    assert len(MONTHLY) == PLAN.staff["office"].nunique() == 14


def test_lines_sent_twice_are_the_same_instant() -> None:
    log = PLAN.log.assign(time=pd.to_datetime(PLAN.log["logged_at"], utc=True, format="ISO8601"))
    assert (log.groupby("event_id")["time"].nunique() == 1).all()


def test_the_truth_knows_every_event() -> None:
    assert set(PLAN.truth["event_id"]) == set(PLAN.log["event_id"])
    assert PLAN.truth["event_id"].is_unique
    assert set(PLAN.truth["kind"]) <= {*TEXTS, "transfer"}


@settings(max_examples=8, deadline=None)
@given(st.floats(0, 1), st.integers(0, 20), st.floats(0, 0.3), st.integers(0, 999))
def test_dials_turn_what_they_name(no_reason: float, exports: int, repeated: float, seed: int) -> None:
    plan = simulate(small(no_reason=no_reason, exports=exports, repeated=repeated, fines=0, deputies=0), seed)
    people = plan.log[~plan.log["account"].str.startswith("svc-")]
    assert set(people["account"]) <= set(plan.staff["account"])
    assert set(" ".join(people["students"]).split()) <= set(plan.roll["student_id"])
    if repeated == 0:
        assert plan.log["event_id"].is_unique
    if exports == 0:
        assert not (plan.log["action"] == "export").any()
    if no_reason == 0:
        typed = plan.log["reason"].fillna("").str.strip().str.lower()
        assert set(typed[typed.isin(BLANKS)]) <= {"see above"}


def test_offices_of_the_right_way_are_the_true_ones() -> None:
    one_each = PLAN.truth[PLAN.truth["kind"] != "transfer"].set_index("event_id")["office"]
    rows = PLAN.log.drop_duplicates("event_id").set_index("event_id").loc[one_each.index]
    day = (
        pd.to_datetime(rows["logged_at"], utc=True, format="ISO8601")
        .dt.tz_convert(OFFSET)
        .dt.strftime("%Y-%m-%d")
    )
    seen = pd.DataFrame({"account": rows["account"], "day": day}).reset_index(drop=True)
    found = right.office_then(seen, PLAN.staff)
    assert (found.to_numpy() == one_each.to_numpy()).all()


# --- what the words of the lesson say -------------------------------------------------------------------


def outside(rows: pd.DataFrame) -> pd.Series:
    return ~rows["kind"].isin(AGREED)


def test_more_than_half_of_the_fines_were_an_error_of_the_codebook() -> None:
    before = right.classify(SEEN["reason"], tables.codebook(), BLANKS)
    assert (SEEN["kind"] == "fine").sum() < (before == "fine").sum() / 2
    assert ("fine", "fine") in CODEBOOK


def test_spring_lies_above_the_fall_by_more_than_chance() -> None:
    fall, spring = STATED[STATED["month"] < "2025-01"], STATED[STATED["month"] >= "2025-01"]
    assert round(100 * outside(fall).mean()) == 4
    assert round(100 * outside(spring).mean()) == 18
    narrow = wilson(int(outside(spring).sum()), len(spring))
    wide = purpose_drift.by_decision(spring)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
    assert wide[0] > outside(fall).mean()


def test_it_began_when_the_truth_says_and_not_elsewhere() -> None:
    rest = STATED[~STATED["office"].isin(THREE)]
    assert right.began(right.monthly(RUNNING), 3.5) == USUAL.drift_from
    assert right.began(right.monthly(STATED[STATED["kind"] != "housing"]), 3.5) == USUAL.drift_from
    assert right.began(right.monthly(STATED[STATED["month"] <= "2025-01"]), 3.5) == USUAL.drift_from
    assert right.began(right.monthly(rest), 3.5) is CANNOT_SAY
    assert right.began(right.monthly(STATED[STATED["office"] == "Night line"]), 3.5) is CANNOT_SAY


def test_without_the_three_offices_the_share_hardly_moves() -> None:
    rest = STATED[~STATED["office"].isin(THREE)]
    fall, spring = rest[rest["month"] < "2025-01"], rest[rest["month"] >= "2025-01"]
    assert abs(outside(spring).mean() - outside(fall).mean()) < 0.015


def test_about_one_shuffled_log_in_twenty_gains_as_much_as_we_ask_for() -> None:
    months = right.monthly(RUNNING)[["out", "stated"]]
    drawn = purpose_drift.out_by_chance(months, 80, seed=3)
    assert (drawn.sum(axis=1) == months["out"].sum()).all()
    passed = [right.began(months.assign(out=row), tables.LEAST_GAIN) is not CANNOT_SAY for row in drawn]
    assert 0.01 <= sum(passed) / len(passed) <= 0.1


def test_three_offices_stand_out_and_two_more_without_the_correction() -> None:
    table = right.drifting(*tables.offices())
    assert set(table.index[table["flagged"]]) == THREE
    assert ((table["p"] <= 0.05) & ~table["flagged"]).sum() == 2


def test_the_small_office_says_nothing_and_the_open_link_says_least() -> None:
    spring = RUNNING[RUNNING["month"] >= "2025-01"]
    night = spring[(spring["office"] == "Night line") & (spring["kind"] != "missing")]
    assert (len(night), int(outside(night).sum())) == (4, 0)
    assert 0.45 < wilson(0, 4)[1] < 0.5
    silent = (spring["kind"] == "missing").groupby(spring["office"]).mean()
    assert silent.idxmax() == "Sheriff's office"
    assert silent.max() > 0.5


def test_those_without_a_fixed_home_pay_most_of_those_shown() -> None:
    shown = right.reached(*tables.coded_and_roll())
    assert shown["share"].isna().sum() == 2
    assert pd.isna(shown.loc["foster care", "share"])
    assert shown["share"].idxmax() == "no fixed home"
    assert shown["share"].max() > 0.5


def test_all_offices_still_looked_after_the_end() -> None:
    late = right.after_end(SEEN, END)
    assert len(late) == len(MONTHLY)
    assert late.idxmax() == "Family center"


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_year_without_drift_is_given_no_beginning(seed: int) -> None:
    calm = simulate(Dials(fines=0, exports=0, deputies=0), seed=seed)
    found = right.lookups(calm.log)
    book = pd.concat([pd.DataFrame([("all fine", "call")], columns=["words", "kind"]), tables.codebook()])
    found = found.assign(kind=right.classify(found["reason"], book, BLANKS), month=found["day"].str[:7])
    assert right.began(right.monthly(found[found["day"] <= END]), 3.5) is CANNOT_SAY
