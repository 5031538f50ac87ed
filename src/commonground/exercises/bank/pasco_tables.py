"""The tables of the analyst lesson of module 05: one school year of Alder County, and tables that a learner never sees.

All of it is synthetic. The hidden tables are small made-up counties in which one thing differs that careless code
overlooks, such as a group of which nobody is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

YEAR = "2024-25"
FIRST_DAY = pd.Timestamp("2024-09-01")
LOWEST_GRADE = 6
LOW_MARKS = ("D", "F")
Z_95 = 1.959964  # two-sided 95 percent of the normal distribution

Arguments = tuple[object, ...]


@dataclass(frozen=True)
class SchoolYear:
    """Synthetic records of the school year 2024-25, with the true person behind each agency's number.

    roll: one row for each student in grades 6 to 12: person_id, group, zone (of the home), school, special_education.
    marks: one row for each final mark: person_id, course, mark.
    discipline: one row for each incident report, of every grade: person_id, days_suspended, referred_to_sheriff.
    contacts: one row for each sheriff's contact: person_id, zone (of the contact), kind.
    reports: one row for each report to child welfare: person_id.
    patrols: one row for each zone: zone, patrol_hours.
    truth: one row for each person on the roll, from the answer key: person_id, serious_need, offends_later,
        community_events (in this year, seen by a deputy or not).
    """

    roll: pd.DataFrame
    marks: pd.DataFrame
    discipline: pd.DataFrame
    contacts: pd.DataFrame
    reports: pd.DataFrame
    patrols: pd.DataFrame
    truth: pd.DataFrame


def school_year(tables: Any, key: Any) -> SchoolYear:
    """The last school year, from what `county.load()` and `county.load_answer_key()` give.

    The answer key says who is who, so no error of linkage mixes in. An agency would have to link by names.
    """
    known = key.agency_ids
    person = {
        agency: known.loc[known["agency"] == agency].set_index("agency_id")["person_id"]
        for agency in ("school", "welfare", "sheriff")
    }

    def of_year(frame: pd.DataFrame, agency: str, number: str, columns: list[str]) -> pd.DataFrame:
        if "school_year" in frame.columns:
            frame = frame.loc[frame["school_year"] == YEAR]
        else:
            frame = frame.loc[frame["date"] >= FIRST_DAY]
        rows = frame.assign(person_id=frame[number].map(person[agency]))
        return _plain(rows[["person_id", *columns]])

    enrolled = of_year(tables.school_enrollment, "school", "district_id", ["zone", "school", "grade"])
    people = _plain(key.people[["person_id", "group", "special_education", "serious_need", "offends_later"]])
    roll = enrolled.loc[enrolled["grade"] >= LOWEST_GRADE].drop_duplicates("person_id").merge(people)
    years = key.people_years
    events = years.loc[years["school_year"] == YEAR, ["person_id", "community_events"]]
    patrols = tables.sheriff_patrols
    return SchoolYear(
        roll=roll[["person_id", "group", "zone", "school", "special_education"]],
        marks=of_year(tables.school_marks, "school", "district_id", ["course", "mark"]),
        discipline=of_year(
            tables.school_discipline, "school", "district_id", ["days_suspended", "referred_to_sheriff"]
        ),
        contacts=of_year(tables.sheriff_contacts, "sheriff", "sheriff_id", ["zone", "kind"]),
        reports=of_year(tables.welfare_reports, "welfare", "client_id", []),
        patrols=_plain(patrols.loc[patrols["school_year"] == YEAR, ["zone", "patrol_hours"]]),
        truth=roll[["person_id", "serious_need", "offends_later"]].merge(events, on="person_id"),
    )


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Labels as plain text, so that a table holds no empty categories, and rows numbered from 0."""
    labels = {name: "str" for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)}
    return frame.astype(labels).reset_index(drop=True)


def one_row_each(year: SchoolYear) -> pd.DataFrame:
    """One row for each student on the roll.

    Counts of the year: low_marks (D or F), incidents, reports, contacts. Yes or no: flagged (a low mark or an
    incident), listed (flagged, and with a contact), and the truth.
    """
    students = year.roll.merge(year.truth, on="person_id")
    sources = {
        "low_marks": year.marks.loc[year.marks["mark"].isin(LOW_MARKS)],
        "incidents": year.discipline,
        "reports": year.reports,
        "contacts": year.contacts,
    }
    for name, rows in sources.items():
        students[name] = students["person_id"].map(rows["person_id"].value_counts()).fillna(0).astype(int)
    students["flagged"] = (students["low_marks"] > 0) | (students["incidents"] > 0)
    students["listed"] = students["flagged"] & (students["contacts"] > 0)
    return students


def wilson(cases: Any, of: Any) -> tuple[Any, Any]:
    """The lower and upper end of Wilson's 95 percent interval for a share, such as `scipy.stats` has it.

    Takes numbers or Series; where `of` is 0 both ends are missing, because nothing was seen.
    """
    cases, of = pd.Series(cases, dtype=float), pd.Series(of, dtype=float)
    of = of.where(of > 0)
    share, spread = cases / of, Z_95**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = np.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return middle - half, middle + half


# --- the table that the learner sees -------------------------------------------------------------------


@cache
def shipped() -> SchoolYear:
    """The school year of the shipped county."""
    from commonground import county

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
         "offends_later": rng.random(students) < 0.25, "community_events": rng.integers(0, 2, students)}
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


def _other_students(seed: int) -> Callable[[], Arguments]:
    return lambda: (one_row_each(made_up(seed)),)


def _other_list(seed: int, column: str) -> Callable[[], Arguments]:
    return lambda: (one_row_each(made_up(seed)), column)


def _counts(rows: Mapping[str, list[int]], minimum: int) -> Callable[[], Arguments]:
    return lambda: (pd.DataFrame.from_dict(rows, orient="index", columns=list(GROUPS)), minimum)


RECORD_CASES: Mapping[str, Callable[[], Arguments]] = {
    "other-county": lambda: (made_up(1).roll, made_up(1).marks, made_up(1).discipline),
    "no-low-marks": _records_without_low_marks,
}
CONTACT_CASES: Mapping[str, Callable[[], Arguments]] = {
    "other-county": lambda: _contacts_of(3),
    "nobody-listed": _a_zone_nobody_listed,
    "nobody-flagged": _a_zone_nobody_flagged,
}
DISCOVERY_CASES: Mapping[str, Callable[[], Arguments]] = {
    "other-county": _other_students(8),
    "nobody-listed": _a_group_nobody_listed,
}
POSITIVE_CASES: Mapping[str, Callable[[], Arguments]] = {
    "other-county": _other_students(9),
    "nobody-cleared": _a_group_all_offend,
}
THRESHOLD_CASES: Mapping[str, Callable[[], Arguments]] = {
    "other-county": _other_students(10),
    "third-county": _other_students(11),
}
PURPOSE_CASES: Mapping[str, Callable[[], Arguments]] = {
    "short-list": lambda: (_students(), "listed"),
    "other-county": _other_list(12, "flagged"),
}
RELEASE_CASES: Mapping[str, Callable[[], Arguments]] = {
    "zeros": _counts({"East": [40, 0, 25, 31], "West": [0, 0, 60, 18], "Hill": [22, 35, 41, 60]}, 10),
    "other-minimum": _counts({"East": [12, 30, 19, 55], "West": [21, 4, 33, 90], "Hill": [3, 2, 24, 80]}, 16),
}
