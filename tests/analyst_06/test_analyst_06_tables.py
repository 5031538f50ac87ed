"""The tables of the co-research lesson, and what its words say about them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.analysis import co_research
from commonground.analysis.intervals import wilson
from commonground.exercises.bank import broward, broward_tables

FILES = broward_tables.shipped()
STUDENTS, MOVES, CALLS = FILES.students, FILES.moves, FILES.calls


def test_one_row_for_each_student() -> None:
    assert STUDENTS["person_id"].is_unique
    assert CALLS["person_id"].is_unique
    assert CALLS["draw"].is_unique
    assert CALLS["person_id"].isin(STUDENTS["person_id"]).all()
    assert STUDENTS["group"].isin(list("ABCD")).all()
    assert MOVES["person_id"].notna().all()


def test_long_absence_is_a_tenth_of_the_days_or_more() -> None:
    share = STUDENTS["days_absent"] / STUDENTS["days_enrolled"]
    assert (STUDENTS["long_absence"] == (share >= 0.1)).all()
    assert (STUDENTS["days_enrolled"] > 0).all()


def test_the_office_prints_entries_as_students() -> None:
    line = co_research.office_line(STUDENTS, MOVES)
    assert f"{len(MOVES):,}" in line
    assert "2,200" in line
    assert int(broward.first_reading(STUDENTS, MOVES).loc["moved", "students"]) == 1672


# --- what the words of the lesson say ---------------------------------------------------------------------


def test_the_first_reading_has_a_gap_and_the_second_cannot_tell() -> None:
    read = co_research.two_columns(STUDENTS, MOVES)
    first = broward.first_reading(STUDENTS, MOVES)
    assert first.loc["moved", "share"] > first.loc["not moved", "share"]
    agency = read.loc[read["second"], "long_absence"]
    assert (int(agency.sum()), len(agency), len(STUDENTS)) == (20, 63, 6000)
    low, high = wilson(int(agency.sum()), len(agency))
    assert low < first.loc["not moved", "share"] < high


def test_the_gap_sits_with_those_who_lost_a_home() -> None:
    homeless = STUDENTS["person_id"].isin(MOVES.loc[MOVES["kind"] == co_research.NO_HOME, "person_id"])
    rest = ~STUDENTS["person_id"].isin(MOVES["person_id"])
    absent = STUDENTS["long_absence"]
    assert (
        wilson(int(absent[homeless].sum()), int(homeless.sum()))[0]
        > wilson(int(absent[rest].sum()), int(rest.sum()))[1]
    )


def test_counting_lost_homes_as_an_agencys_act_makes_the_count_grow_more_than_fourfold() -> None:
    agency = set(MOVES.loc[MOVES["kind"].isin(broward_tables.BY_AGENCY), "person_id"])
    homes = set(MOVES.loc[MOVES["kind"] == co_research.NO_HOME, "person_id"])
    assert len(agency | homes) > 4 * len(agency)


def test_the_first_reading_can_be_printed_by_group_and_the_second_cannot() -> None:
    page = broward.both_readings(*broward_tables.readings())
    assert page[["first_of", "first_share"]].notna().all(axis=None)
    assert page["second_share"].isna().all()
    assert 0 < page["second_of"].notna().sum() < len(page)


def test_by_group_the_list_shifts_from_c_to_a() -> None:
    table = broward.drop_the_field(*broward_tables.calls())
    assert table["before"].sum() == table["after"].sum() == 300
    assert table.loc["A", "after"] > table.loc["A", "before"]
    assert table.loc["C", "after"] < table.loc["C", "before"]


def test_most_students_stay_on_the_list() -> None:
    table = broward.drop_the_field(*broward_tables.calls())
    assert table["left"].sum() < 0.3 * table["before"].sum()


def test_the_bill_is_the_one_in_the_words() -> None:
    bill = broward.cost(*broward_tables.both_lists())
    assert (bill["of"], bill["lost"], bill["gained"], bill["net"]) == (485, 28, 22, -6)
    assert (round(bill["low"]), round(bill["high"])) == (-20, 8)


@pytest.mark.parametrize("places", [200, 300, 400])
def test_each_size_of_the_list_leans_to_a_loss_and_none_is_sure(places: int) -> None:
    bill = broward.cost(co_research.two_lists(CALLS, places))
    assert bill["low"] < bill["net"] < 0 < bill["high"]


def test_no_group_alone_shows_a_sure_cost() -> None:
    lists = co_research.two_lists(CALLS, 300)
    for _, part in lists.groupby("group"):
        bill = broward.cost(part)
        assert bill["low"] < 0 < bill["high"]


def test_need_is_alike_in_the_groups_and_the_marks_are_not() -> None:
    by_group = CALLS.groupby("group")[["serious_need", "runaway_count"]].mean()
    assert by_group["serious_need"].max() < 1.1 * by_group["serious_need"].min()
    assert by_group.loc["C", "runaway_count"] > 1.8 * by_group.loc["A", "runaway_count"]


def test_the_timeline_stands_on_facts() -> None:
    timeline = co_research.published_timeline()
    assert len(timeline) == 27
    tool = timeline.loc[timeline["concerns"] == "Allegheny: screening tool", "fact_id"]
    assert {"ALL-18", "ALL-20", "ALL-22"} <= set(tool)


# --- the rules -----------------------------------------------------------------------------------------------

counts = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=6)


@settings(deadline=None)
@given(counts, st.integers(1, 25))
def test_what_is_hidden_stays_hidden_and_cannot_be_found_by_subtraction(
    cells: list[tuple[int, bool]], minimum: int
) -> None:
    of = pd.Series([count for count, _ in cells])
    marked = pd.Series([mark for _, mark in cells])
    hidden = co_research.hide_enough(of, marked, minimum)
    assert hidden[marked].all()
    if not marked.any():
        assert not hidden.any()
    elif not hidden.all():
        assert hidden.sum() >= 2
        assert of[hidden].sum() >= minimum


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 200), st.integers(0, 120))
def test_both_lists_fill_all_places_and_those_who_change_sides_balance(seed: int, places: int) -> None:
    calls = broward_tables.made_up_calls(seed % 7, 120)
    table = broward.drop_the_field(calls, places)
    assert table["before"].sum() == table["after"].sum() == places
    assert table["left"].sum() == table["came"].sum()
    assert (table["before"] - table["left"] + table["came"] == table["after"]).all()


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(60)))
def test_the_order_of_the_file_decides_nothing(order: list[int]) -> None:
    calls = broward_tables.made_up_calls(3, 60)
    shuffled = calls.iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(broward.drop_the_field(calls, 20), broward.drop_the_field(shuffled, 20))
