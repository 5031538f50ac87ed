"""What the tables and figures of the analyst lessons share: the crosswalk, the county's clock, the label,
the interval, the form of a figure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from commonground import county
from commonground.analysis import access_log, contact_log, figures
from commonground.analysis.county_clock import COUNTY, OFFSET, UTC_FORMAT, in_utc
from commonground.analysis.crosswalk import crosswalk
from commonground.analysis.intervals import wilson
from commonground.analysis.shown import synthetic
from commonground.county.schema import AGENCIES

TRUTH = county.load_answer_key()

instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=COUNTY)
)


def test_the_crosswalk_has_each_number_of_each_agency_once() -> None:
    people = crosswalk(TRUTH)
    assert set(people) == set(AGENCIES)
    assert all(of_agency.index.is_unique for of_agency in people.values())
    told = {(agency, number): who for agency, numbers in people.items() for number, who in numbers.items()}
    ids = TRUTH.agency_ids
    assert told == dict(zip(zip(ids["agency"], ids["agency_id"], strict=True), ids["person_id"], strict=True))
    assert set(told.values()) <= set(TRUTH.people["person_id"])


@given(instants)
def test_both_ways_to_write_an_instant_say_the_same(instant: datetime) -> None:
    assert datetime.strptime(in_utc(instant), UTC_FORMAT) == (instant + timedelta(hours=5)).replace(tzinfo=None)
    assert instant.isoformat().endswith(OFFSET)


def test_both_logs_keep_the_county_s_clock() -> None:
    opened = access_log.simulate().log["logged_at"]
    assert (opened.str.endswith("Z") | opened.str.endswith(OFFSET)).all()
    assert opened.str.endswith("Z").any()
    messages = contact_log.simulate().messages
    assert messages["sent_at"].str.endswith("Z").any()
    clock = contact_log.one_clock(messages["sent_at"])
    assert clock.notna().all()
    assert str(clock.iloc[0].utcoffset()) == str(COUNTY.utcoffset(None))
    # A repeated line stands in the log with the same text, and so at the same instant.
    assert clock.groupby(messages["message_id"]).nunique().max() == 1


def test_labels_and_percents_read_as_a_person_reads_them() -> None:
    table = pd.DataFrame({"share": [0.1234, 1.0]}, index=pd.period_range("2024-09", periods=2, freq="M"))
    assert figures.labels(table) == figures.labels(table["share"]) == ("2024-09", "2024-10")
    assert figures.percents(table["share"]) == (12.3, 100.0)


def test_columns_of_another_length_are_named() -> None:
    assert [s.name for s in figures.side_by_side(("a", "b"), {"One": (1, 2), "Two": (3, 4)})] == ["One", "Two"]
    with pytest.raises(ValueError, match="Two"):
        figures.side_by_side(("a", "b"), {"One": (1, 2), "Two": (3,)})


def test_every_figure_says_that_its_data_are_synthetic() -> None:
    series = figures.side_by_side(("a", "b"), {"One": (1, 2)})
    drawn: Any = figures.figure("bars", "one", ("Letter", "Count"), series, "Two bars.", (0, 5))
    shown = drawn.children[0].shown
    assert shown["title"] == "Synthetic: one"
    assert shown["words"] == "Two bars."


def test_a_table_says_that_it_is_synthetic() -> None:
    students = county.load().school_students
    for table in (students, students.head(2), pd.DataFrame({"a": [1]})):
        assert "synthetic data" in repr(synthetic(table))
    two_levels = pd.concat({"x": students.head(2), "y": students.head(2)}, axis=1)
    assert "synthetic data" in repr(synthetic(two_levels))


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_wilsons(counts: tuple[int, int]) -> None:
    cases, of = counts
    theirs = binomtest(cases, of).proportion_ci(method="wilson")
    assert wilson(cases, of) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


def test_nobody_seen_gives_no_interval() -> None:
    low, high = wilson(pd.Series([0, 3]), pd.Series([0, 9]))
    assert low.isna().tolist() == high.isna().tolist() == [True, False]
