"""Each mechanism bends what it says it bends, and nothing else; at zero, nothing is bent.

The bounds are in standard errors that take a household as one observation. BOUND is 4: chance alone passes
it once in about 16,000 comparisons, and the seed is fixed, so a failure means a change of the simulator.
"""

from __future__ import annotations

import pandas as pd
import pytest

from commonground.county import County, DialNote, Dials, describe, simulate
from commonground.county.measures import MEASURES, Evidence, difference, measure

BOUND = 4.0

CONTACT_TABLES = {
    "sheriff_people", "sheriff_contacts", "sheriff_referrals", "agency_ids", "conduct_events",
}  # fmt: skip
WRITTEN_TABLES = {
    "school_discipline", "people_years", "conduct_events", "audit_sample", "school_attendance",
}  # fmt: skip
WELFARE_TABLES = {
    "welfare_clients", "welfare_reports", "welfare_investigations", "welfare_placements", "agency_ids",
}  # fmt: skip
NAME_TABLES = {
    "school_students", "welfare_clients", "sheriff_people", "health_benefits", "college_work_outcomes",
}  # fmt: skip
# For each dial: how far it is turned, and the tables that may differ from those of the county without bias.
ALONE: dict[str, tuple[float, set[str]]] = {
    "housing_burden": (
        2.0,
        # Losing a home is part of the truth: absences, addresses and, through moves, zones and schools follow.
        {"school_students", "school_enrollment", "school_attendance", "school_discipline", "school_marks"}
        | {"sheriff_contacts", "people_years", "audit_sample", "health_benefits"}
        | NAME_TABLES,
    ),
    "writeup_by_school": (0.6, WRITTEN_TABLES | CONTACT_TABLES),
    "writeup_by_group": (1.0, WRITTEN_TABLES | CONTACT_TABLES),
    "writeup_by_disability": (1.0, WRITTEN_TABLES | CONTACT_TABLES),
    "sanction_by_group": (1.0, {"school_discipline"} | CONTACT_TABLES - {"conduct_events"}),
    "sanction_by_disability": (1.0, {"school_discipline"} | CONTACT_TABLES - {"conduct_events"}),
    "late_as_absent": (0.8, {"school_attendance"}),
    "suspension_as_absence": (1.0, {"school_attendance"}),
    "patrol_by_zone": (1.0, {"sheriff_patrols"} | CONTACT_TABLES),
    "mandated_reporting": (2.0, WELFARE_TABLES),
    "reporting_by_income": (2.0, WELFARE_TABLES),
    "missing_by_group": (0.3, NAME_TABLES),
    "naming_errors": (1.0, NAME_TABLES),
    "mover_errors": (1.0, NAME_TABLES | {"school_enrollment"}),
    "label_delay": (300.0, {"welfare_investigations"}),
    "feedback_sheriff": (0.6, CONTACT_TABLES),
    "feedback_school": (1.5, WRITTEN_TABLES | CONTACT_TABLES),
    "feedback_welfare": (0.4, WELFARE_TABLES),
}


def frames(county: County) -> dict[str, pd.DataFrame]:
    return vars(county.tables) | vars(county.truth)


def test_every_mechanism_has_a_measure_and_a_test() -> None:
    assert set(MEASURES) == set(Dials.mechanisms())
    assert set(ALONE) == set(MEASURES) - {"patrol_follows_records"}


def test_without_bias_equal_truth_gives_equal_records(even_county: County) -> None:
    found = measure(even_county)
    far = {name: round(entry.z, 2) for name, entry in found.items() if abs(entry.z) > BOUND}
    assert not far


@pytest.mark.parametrize(("written", "truth"), [
    ("written_events", ["school_events"]),
    ("days_suspended", ["school_events"]),
    ("absent_written", ["days_absent"]),
    ("late_written", ["days_late"]),
    ("contacts", ["community_events", "written_events", "grade"]),
    ("police_reports", ["unsafe_at_home", "low_income"]),
])  # fmt: skip
@pytest.mark.parametrize("group", ["B", "C", "D"])
def test_without_bias_every_group_is_written_down_alike(
    even_county: County, written: str, truth: list[str], group: str
) -> None:
    years = Evidence(even_county).years
    years = years[years.enrolled]
    found = difference(years, written, years.group == group, years.group == "A", truth)
    assert abs(found.z) <= BOUND


@pytest.mark.parametrize(
    "value", ["need_level", "unsafe_at_home", "harmed_later", "low_income", "offends_later"]
)
@pytest.mark.parametrize("group", ["B", "C", "D"])
def test_truth_is_alike_for_groups(even_county: County, value: str, group: str) -> None:
    people = Evidence(even_county).people
    people = people.assign(value=people[value].cat.codes if value == "need_level" else people[value])
    found = difference(people, "value", people.group == group, people.group == "A", [])
    assert abs(found.z) <= BOUND


@pytest.mark.parametrize("value", ["school_events", "community_events", "days_absent", "days_late"])
@pytest.mark.parametrize(("column", "first", "second"), [
    ("group", "C", "A"), ("group", "B", "A"), ("zone", "Southfield", "Northgate"), ("school", "South", "North"),
])  # fmt: skip
def test_conduct_is_alike_for_groups_and_places(
    even_county: County, value: str, column: str, first: str, second: str
) -> None:
    years = Evidence(even_county).years
    years = years[years.enrolled]
    found = difference(years, value, years[column] == first, years[column] == second, ["grade"])
    assert abs(found.z) <= BOUND


@pytest.mark.parametrize("dial", sorted(ALONE))
def test_one_dial_alone_bends_its_own_records_only(dial: str, even_county: County) -> None:
    value, may_differ = ALONE[dial]
    county = simulate(Dials.none(**{dial: value}), even_county.students, even_county.seed)
    before, after = frames(even_county), frames(county)
    differing = {name for name in before if not before[name].equals(after[name])}
    assert differing <= may_differ
    assert differing
    found = measure(county)
    assert found[dial].z > BOUND
    others = {
        name: round(entry.z, 2) for name, entry in found.items() if name != dial and abs(entry.z) > BOUND
    }
    assert not others


def test_a_patrol_plan_that_follows_records_does_nothing_alone(even_county: County) -> None:
    county = simulate(Dials.none(patrol_follows_records=1.0), even_county.students, even_county.seed)
    after = frames(county)
    assert all(frame.equals(after[name]) for name, frame in frames(even_county).items())


def test_a_patrol_plan_that_follows_records_enlarges_a_lean() -> None:
    steady = simulate(Dials.none(patrol_by_zone=0.7), 3000, 77).tables.sheriff_patrols
    drifting = simulate(
        Dials.none(patrol_by_zone=0.7, patrol_follows_records=0.6), 3000, 77
    ).tables.sheriff_patrols
    hours = drifting.pivot(index="zone", columns="school_year", values="patrol_hours")
    gap = hours.loc["Southfield"] - hours.loc["Northgate"]
    assert gap.is_monotonic_increasing
    assert (hours.sum() - 60_000).abs().max() <= len(hours)
    assert steady.groupby("zone", observed=True).patrol_hours.nunique().eq(1).all()


@pytest.mark.parametrize("note", list(describe()), ids=lambda note: note.name)
def test_every_dial_is_described_and_keeps_its_range(note: DialNote) -> None:
    assert note.meaning.endswith(".")
    assert note.low <= note.default <= note.high
    for value in (note.low, note.high):
        Dials.none(**{note.name: value})
    with pytest.raises(ValueError, match="Choose a value"):
        Dials.none(**{note.name: note.high + 1})


def test_a_dial_takes_numbers_only() -> None:
    with pytest.raises(ValueError, match="takes a number"):
        Dials(stop="often")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="Choose a value"):
        Dials(stop=float("nan"))
