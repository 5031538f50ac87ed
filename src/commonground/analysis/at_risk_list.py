"""The tables of the lesson on an at-risk list: one school year of the synthetic county, grades 6 to 12.

All of it is synthetic. What comes from the answer key is named as such; no real office has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from commonground.analysis.crosswalk import crosswalk
from commonground.county import Tables

YEAR = "2024-25"
FIRST_DAY = pd.Timestamp("2024-09-01")
LOWEST_GRADE = 6
LOW_MARKS = ("D", "F")


@dataclass(frozen=True)
class SchoolYear:
    """Synthetic records of the school year 2024-25, with the true person behind each agency's number.

    roll: one row for each student in grades 6 to 12: person_id, group, zone (of the home), school, special_education.
    marks: one row for each final mark: person_id, course, mark.
    discipline: one row for each incident report, of every grade: person_id, days_suspended, referred_to_sheriff.
    contacts: one row for each sheriff's contact: person_id, zone (of the contact), kind.
    reports: one row for each report to child welfare: person_id.
    patrols: one row for each zone: zone, patrol_hours.
    truth: one row for each person on the roll, from the answer key: person_id, serious_need, offends_later, and the
        counts of this year's true events, seen by anybody or not: school_events, community_events.
    """

    roll: pd.DataFrame
    marks: pd.DataFrame
    discipline: pd.DataFrame
    contacts: pd.DataFrame
    reports: pd.DataFrame
    patrols: pd.DataFrame
    truth: pd.DataFrame


def school_year(tables: Tables, truth: Tables) -> SchoolYear:
    """The last school year, from what `county.load()` and `county.load_answer_key()` give; who is who comes from the key."""
    person = crosswalk(truth)

    def of_year(frame: pd.DataFrame, agency: str, number: str, columns: list[str]) -> pd.DataFrame:
        if "school_year" in frame.columns:
            frame = frame.loc[frame["school_year"] == YEAR]
        else:
            frame = frame.loc[frame["date"] >= FIRST_DAY]
        rows = frame.assign(person_id=frame[number].map(person[agency]))
        return _plain(rows[["person_id", *columns]])

    enrolled = of_year(tables.school_enrollment, "school", "district_id", ["zone", "school", "grade"])
    people = _plain(
        truth.people[["person_id", "group", "special_education", "serious_need", "offends_later"]]
    )
    roll = enrolled.loc[enrolled["grade"] >= LOWEST_GRADE].drop_duplicates("person_id").merge(people)
    years = truth.people_years
    events = years.loc[years["school_year"] == YEAR, ["person_id", "school_events", "community_events"]]
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
