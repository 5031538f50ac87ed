"""The tables on which the tasks of the analyst lesson of module 05 are tried.

The visible ones are those of the lesson: the shipped county. The hidden tables are small made-up counties in which one
thing differs that careless code overlooks, such as a group of which nobody is listed. All of it is synthetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from commonground import county
from commonground.analysis.at_risk_list import SchoolYear, one_row_each, school_year
from commonground.exercises.task import Arguments, Build, Cases

# --- the table that the learner sees -------------------------------------------------------------------


@cache
def shipped() -> SchoolYear:
    """The school year of the shipped county."""
    return school_year(county.load(), county.load_answer_key())


@cache
def _students() -> pd.DataFrame:
    return one_row_each(shipped())


def school_records() -> Arguments:
    year = shipped()
    return year.roll, year.marks, year.discipline


def students_and_contacts() -> Arguments:
    students = _students()
    return students[["person_id", "group", "zone", "flagged"]], shipped().contacts


def students_only() -> Arguments:
    return (_students(),)


def students_flagged() -> Arguments:
    return _students(), "flagged"


def listed_by_school() -> Arguments:
    listed = _students().query("listed")
    return pd.crosstab(listed["school"], listed["group"]), 10


# --- tables that the learner does not see --------------------------------------------------------------

GROUPS = ("A", "B", "C", "D")
ZONES = ("Hilltop", "Dockside", "Fairview")


def made_up(seed: int, students: int = 240) -> SchoolYear:
    """A small made-up county of this lesson's shape, in which contacts also take place away from home."""
    rng = np.random.default_rng(seed)
    person = np.array([f"X{seed:02d}{number:05d}" for number in range(students)])
    young = np.array([f"Y{seed:02d}{number:05d}" for number in range(students // 4)])
    group, zone = rng.choice(GROUPS, students, p=[0.4, 0.3, 0.2, 0.1]), rng.choice(ZONES, students)
    roll = pd.DataFrame(
        {"person_id": person, "group": group, "zone": zone, "school": "West",
         "special_education": rng.random(students) < 0.2}
    )  # fmt: skip
    marks = pd.DataFrame(
        {"person_id": np.repeat(person, 4), "course": list("EMSH") * students,
         "mark": rng.choice(list("ABCDF"), 4 * students, p=[0.3, 0.3, 0.2, 0.12, 0.08])}
    )  # fmt: skip
    in_reports = rng.choice(np.concatenate([person, young]), students // 2)
    discipline = pd.DataFrame(
        {"person_id": in_reports, "days_suspended": rng.integers(0, 3, len(in_reports)),
         "referred_to_sheriff": rng.random(len(in_reports)) < 0.3}
    )  # fmt: skip
    met = rng.choice(np.concatenate([person, young]), students // 2)
    contacts = pd.DataFrame(
        {
            "person_id": met,
            "zone": rng.choice(ZONES, len(met)),
            "kind": rng.choice(["stop", "seen event"], len(met)),
        }
    )
    reports = pd.DataFrame({"person_id": rng.choice(person, students // 4)})
    truth = pd.DataFrame(
        {"person_id": person, "serious_need": rng.random(students) < 0.3,
         "offends_later": rng.random(students) < 0.25, "school_events": 1, "community_events": rng.integers(0, 2, students)}
    )  # fmt: skip
    patrols = pd.DataFrame({"zone": ZONES, "patrol_hours": [100, 200, 300]})
    return SchoolYear(roll, marks, discipline, contacts, reports, patrols, truth)


def _records_without_low_marks() -> Arguments:
    year = made_up(2)
    return year.roll, year.marks.assign(mark="B"), year.discipline


def _contacts_of(seed: int) -> Arguments:
    year = made_up(seed)
    return one_row_each(year)[["person_id", "group", "zone", "flagged"]], year.contacts


def _a_zone_nobody_listed() -> Arguments:
    students, contacts = _contacts_of(4)
    assert isinstance(students, pd.DataFrame)
    assert isinstance(contacts, pd.DataFrame)
    there = students.loc[students["zone"] == "Dockside", "person_id"]
    return students, contacts.loc[~contacts["person_id"].isin(there)]


def _a_zone_nobody_flagged() -> Arguments:
    students, contacts = _contacts_of(5)
    assert isinstance(students, pd.DataFrame)
    return students.assign(flagged=students["flagged"] & (students["zone"] != "Fairview")), contacts


def _a_group_nobody_listed() -> Arguments:
    students = one_row_each(made_up(6))
    return (students.assign(listed=students["listed"] & (students["group"] != "D")),)


def _a_group_all_offend() -> Arguments:
    students = one_row_each(made_up(7))
    return (students.assign(offends_later=students["offends_later"] | (students["group"] == "D")),)


def _other_students(seed: int) -> Build:
    return lambda: (one_row_each(made_up(seed)),)


def _other_list(seed: int, column: str) -> Build:
    return lambda: (one_row_each(made_up(seed)), column)


def _counts(rows: Mapping[str, list[int]], minimum: int) -> Build:
    return lambda: (pd.DataFrame.from_dict(rows, orient="index", columns=list(GROUPS)), minimum)


RECORD_CASES: Cases = {
    "other-county": lambda: (made_up(1).roll, made_up(1).marks, made_up(1).discipline),
    "no-low-marks": _records_without_low_marks,
}
CONTACT_CASES: Cases = {
    "other-county": lambda: _contacts_of(3),
    "nobody-listed": _a_zone_nobody_listed,
    "nobody-flagged": _a_zone_nobody_flagged,
}
DISCOVERY_CASES: Cases = {
    "other-county": _other_students(8),
    "nobody-listed": _a_group_nobody_listed,
}
POSITIVE_CASES: Cases = {
    "other-county": _other_students(9),
    "nobody-cleared": _a_group_all_offend,
}
THRESHOLD_CASES: Cases = {
    "other-county": _other_students(10),
    "third-county": _other_students(11),
}
PURPOSE_CASES: Cases = {
    "short-list": lambda: (_students(), "listed"),
    "other-county": _other_list(12, "flagged"),
}
RELEASE_CASES: Cases = {
    "zeros": _counts({"East": [40, 0, 25, 31], "West": [0, 0, 60, 18], "Hill": [22, 35, 41, 60]}, 10),
    "other-minimum": _counts({"East": [12, 30, 19, 55], "West": [21, 4, 33, 90], "Hill": [3, 2, 24, 80]}, 16),
}
