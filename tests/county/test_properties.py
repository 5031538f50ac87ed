"""What holds for a county of any seed, size and dials."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from commonground.county import County, Dials, Tables, describe, simulate
from commonground.county.places import SNAPSHOT
from commonground.county.schema import BY_NAME, TABLES
from commonground.county.simulation import blocks
from commonground.county.streams import BLOCK

NOTES = list(describe())
some_dials = st.fixed_dictionaries(
    {}, optional={note.name: st.floats(note.low, note.high) for note in NOTES}
).map(lambda values: dataclasses.replace(Dials(), **values))
ordinary = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a county costs a second: a failing one is not made smaller
)


def all_frames(county: County) -> dict[str, pd.DataFrame]:
    return {**vars(county.tables), **vars(county.truth)}


def check(frames: dict[str, pd.DataFrame]) -> None:
    """The rules that every table keeps."""
    for table in TABLES:
        frame = frames[table.name]
        assert not frame.duplicated(list(table.key)).any(), table.name
        for field in table.fields:
            column = frame[field.name]
            if field.required:
                assert column.notna().all(), (table.name, field.name)
            if field.kind == "date":
                assert (column.dropna() <= pd.Timestamp(SNAPSHOT)).all(), (table.name, field.name)
                assert (column.dropna() >= pd.Timestamp("2000-01-01")).all(), (table.name, field.name)
            if field.kind == "integer" and field.name != "grade":
                assert (column >= 0).all(), (table.name, field.name)
            if field.references is not None:
                there = frames[field.references[0]][field.references[1]]
                assert column.dropna().isin(there).all(), (table.name, field.name)
    attendance = frames["school_attendance"]
    assert (attendance.days_absent <= attendance.days_enrolled).all()
    assert attendance.days_enrolled.between(1, 180).all()
    assert frames["school_enrollment"].grade.between(0, 12).all()
    cases = frames["welfare_investigations"]
    assert (cases.closed.dropna() > cases.opened[cases.closed.notna()]).all()
    assert (cases.closed.isna() == cases.finding.isna()).all()
    placements = frames["welfare_placements"]
    assert (placements.end_date.dropna() > placements.start_date[placements.end_date.notna()]).all()


def test_the_shipped_county_keeps_the_rules(shipped: Tables, answer_key: Tables) -> None:
    check({**vars(shipped), **vars(answer_key)})


@ordinary
@given(dials=some_dials, students=st.integers(1, 400), seed=st.integers(0, 2**63))
def test_any_county_keeps_the_rules(dials: Dials, students: int, seed: int) -> None:
    county = simulate(dials, students, seed)
    check(all_frames(county))
    assert len(county.truth.people) == students


def test_ids_stay_unique_in_a_county_of_several_blocks() -> None:
    check(all_frames(simulate(Dials(duplicates=0.2), 2 * BLOCK + 1, 3)))


@pytest.fixture(scope="module")
def two_blocks() -> dict[str, pd.DataFrame]:
    return all_frames(simulate(None, 2 * BLOCK, 5))


@pytest.mark.parametrize("students", [1, BLOCK, BLOCK + 1])
def test_a_county_is_the_beginning_of_a_larger_one(
    students: int, two_blocks: dict[str, pd.DataFrame]
) -> None:
    small, large = all_frames(simulate(None, students, 5)), two_blocks
    kept = small["agency_ids"]
    for name in ("people", "people_years", "conduct_events"):
        inside = large[name][large[name].person_id.isin(kept.person_id)].reset_index(drop=True)
        assert_frame_equal(small[name], inside)
    key = kept.agency_id
    for name, column in (("school_students", "district_id"), ("sheriff_contacts", "sheriff_id"),
                         ("welfare_reports", "client_id")):  # fmt: skip
        inside = large[name][large[name][column].isin(key)].reset_index(drop=True)
        assert_frame_equal(small[name], inside)


def test_seeds_make_different_people() -> None:
    first, second = (simulate(None, 500, seed) for seed in (1, 2))
    assert not first.truth.people.equals(second.truth.people)
    assert not set(first.tables.school_students.district_id) & set(second.tables.school_students.district_id)


def test_numbers_of_two_agencies_tell_nothing_of_each_other(answer_key: Tables) -> None:
    key = answer_key.agency_ids.query("not second_id")
    wide = key.assign(number=key.agency_id.str[1:].astype("int64")).pivot(
        index="person_id", columns="agency", values="number"
    )
    both = wide[["school", "welfare"]].dropna()
    assert (both.school - both.welfare).nunique() > len(both) * 0.9
    assert abs(both.school.corr(both.welfare)) < 0.1


def test_blocks_hold_no_more_than_a_block() -> None:
    for block in blocks(Dials(), 2 * BLOCK, 1):
        assert len(block["people"]["person_id"]) == BLOCK


def test_twins_share_home_birth_date_and_surname(answer_key: Tables) -> None:
    people = answer_key.people
    twins = people[people.twin_of.notna()]
    other = people.set_index("person_id").loc[twins.twin_of]
    assert len(twins) > 50
    for column in ("household_id", "birth_date", "last_name", "group"):
        assert (twins[column].to_numpy() == other[column].to_numpy()).all()
    assert (twins.first_name.to_numpy() != other.first_name.to_numpy()).all()
    assert (other.twin_of.to_numpy() == twins.person_id.to_numpy()).all()


def test_the_audit_sample_agrees_with_the_incident_reports(shipped: Tables, answer_key: Tables) -> None:
    events = answer_key.conduct_events.merge(
        answer_key.audit_sample[["event_id", "written_down"]], on="event_id"
    )
    assert len(events) == len(answer_key.audit_sample)
    assert (events.recorded == events.written_down).all()
    assert events[events.written_down].incident_id.isin(shipped.school_discipline.incident_id).all()
    assert events[~events.written_down].incident_id.isna().all()


@pytest.mark.parametrize(("students", "seed"), [(0, 1), (-5, 1), (10**9, 1), (10, -1)])
def test_impossible_counties_are_refused(students: int, seed: int) -> None:
    with pytest.raises(ValueError, match=r"students|seed"):
        simulate(None, students, seed)


def test_a_column_that_is_not_described_is_refused() -> None:
    with pytest.raises(KeyError, match="no column"):
        BY_NAME["people"].field("shoe_size")
