"""The tables of the at-risk lesson, and what its words say about them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.analysis.at_risk_list import LOW_MARKS, one_row_each
from commonground.exercises.bank import pasco, pasco_tables

YEAR = pasco_tables.shipped()
STUDENTS = one_row_each(YEAR)


def test_one_row_for_each_student() -> None:
    assert STUDENTS["person_id"].is_unique
    assert len(STUDENTS) == len(YEAR.roll)
    assert STUDENTS["group"].isin(list("ABCD")).all()


@pytest.mark.parametrize("table", ["roll", "marks", "discipline", "contacts", "reports", "truth"])
def test_every_record_has_its_person(table: str) -> None:
    rows = getattr(YEAR, table)
    assert len(rows) > 0
    assert rows["person_id"].notna().all()


def test_counts_are_those_of_the_records() -> None:
    low = YEAR.marks["mark"].isin(LOW_MARKS) & YEAR.marks["person_id"].isin(STUDENTS["person_id"])
    assert STUDENTS["low_marks"].sum() == low.sum()
    assert STUDENTS["contacts"].sum() == YEAR.contacts["person_id"].isin(STUDENTS["person_id"]).sum()
    assert STUDENTS["flagged"].sum() == pasco.at_risk(*pasco_tables.school_records())["either"]


cells = st.lists(st.integers(0, 60), min_size=4, max_size=4)


@given(st.lists(cells, min_size=1, max_size=4), st.integers(2, 20))
def test_a_released_table_gives_nobody_away_and_changes_nothing_else(
    rows: list[list[int]], minimum: int
) -> None:
    counts = pd.DataFrame(rows, columns=list("ABCD"))
    shown = pasco.release(counts, minimum)
    for row in counts.index:
        hidden = shown.loc[row].isna()
        assert (counts.loc[row, ~hidden] == shown.loc[row, ~hidden]).all()
        assert (counts.loc[row, ~hidden] >= minimum).all()
        if not hidden.any():
            continue
        assert hidden.all() or (hidden.sum() >= 2 and counts.loc[row, hidden].sum() >= minimum)
        # No cell more than needed: without the largest hidden one, the rule would not hold.
        largest = counts.loc[row, hidden].max()
        rest = counts.loc[row, hidden].sum() - largest
        assert largest < minimum or hidden.sum() <= 2 or rest < minimum


# --- what the words of the lesson say -------------------------------------------------------------------


def test_more_than_half_are_flagged_and_few_are_listed() -> None:
    assert STUDENTS["flagged"].mean() > 0.5
    assert STUDENTS["listed"].sum() < 0.2 * STUDENTS["flagged"].sum()


def test_the_crossing_follows_patrols_and_not_events() -> None:
    zones = pasco.narrowed(*pasco_tables.students_and_contacts()).join(YEAR.patrols.set_index("zone"))
    by_hours = zones.sort_values("patrol_hours")["share"]
    assert by_hours.iloc[-2:].mean() > 2 * by_hours.iloc[:2].mean()
    events = STUDENTS.groupby("zone")["community_events"].mean()
    assert events.max() < 1.35 * events.min()


def test_many_on_the_list_were_never_seen_in_an_event() -> None:
    listed = STUDENTS.loc[STUDENTS["listed"], "person_id"]
    seen = YEAR.contacts.loc[YEAR.contacts["kind"] == "seen event", "person_id"]
    kinds = set(YEAR.contacts.loc[YEAR.contacts["person_id"].isin(listed), "kind"])
    assert {"stop", "school referral", "list visit"} <= kinds
    assert (~listed.isin(seen)).mean() > 0.4


def test_one_rate_sees_no_difference_and_the_other_does() -> None:
    of_list, of_families = pasco.false_discovery(STUDENTS), pasco.false_positive(STUDENTS)
    assert (of_list["rate"] > 0.85).all()
    assert of_list["low"].max() < of_list["high"].min()
    assert of_families.loc["A", "high"] < of_families.loc["C", "low"]
    assert of_families["rate"].idxmax() == "C"


def test_true_events_lie_close_and_listings_far_apart() -> None:
    means = STUDENTS.groupby("group")[["school_events", "community_events", "listed"]].mean()
    ratio = means.loc["C"] / means.loc["A"]
    assert ratio["school_events"] < 1.35
    assert ratio["community_events"] < 1.35
    assert ratio["listed"] > 2.5


def test_the_stricter_rule_lists_fewer_wrongly_and_drives_the_groups_apart() -> None:
    need, group = STUDENTS["serious_need"], STUDENTS["group"]
    one = STUDENTS["low_marks"] > 0
    two = (STUDENTS[["low_marks", "incidents", "reports"]] > 0).sum(axis=1) >= 2
    wrong_one, wrong_two = (rule[~need].groupby(group).mean() for rule in (one, two))
    reached_one, reached_two = (rule[need].groupby(group).mean() for rule in (one, two))
    assert (wrong_two < wrong_one).all()
    assert (reached_two < reached_one).all()
    assert wrong_one["C"] / wrong_one["A"] < 1.25
    assert wrong_two["C"] / wrong_two["A"] > 1.5
    assert wrong_two["C"] - wrong_two["A"] > wrong_one["C"] - wrong_one["A"]


def test_who_leaves_and_enters() -> None:
    counts = pasco.compare_rules(STUDENTS)
    assert 0 < counts["need_leaves"] < counts["leave"] / 2
    assert 0 < counts["enter"] < counts["leave"] / 5


def test_the_list_is_a_worse_one_for_police() -> None:
    for column in ("flagged", "listed"):
        table = pasco.two_purposes(STUDENTS, column)
        assert table.loc["police", "wrong"] > 0.9
        assert table.loc["police", "wrong"] > table.loc["support", "wrong"]
    assert pasco.two_purposes(STUDENTS, "flagged").loc["support", "reached"] < 0.8


def test_the_finer_table_says_less() -> None:
    listed = STUDENTS[STUDENTS["listed"]]
    shown = {
        column: pasco.release(pd.crosstab(listed[column], listed["group"]), 10).notna().to_numpy().mean()
        for column in ("school", "zone")
    }
    assert 0 < shown["zone"] < shown["school"] < 1
