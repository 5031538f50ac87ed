"""The tables of the lesson on co-research: three school years of the synthetic county, and the office's own columns.

All of it is synthetic. What comes from the answer key is named as such; no real office has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from commonground.analysis.crosswalk import crosswalk
from commonground.analysis.intervals import wilson
from commonground.county import Tables
from commonground.county.loading import shipped_folder

FIRST_DAY = pd.Timestamp("2022-09-01")
LOWEST_GRADE = 6
LONG_ABSENCE = 0.1  # of the days on the roll
BEGAN, ENDED, NEW_ADDRESS, NO_HOME = "placement began", "placement ended", "new address", "no home"
DRAW_SEED = 6


@dataclass(frozen=True)
class Files:
    """Synthetic records of the school years 2022-23 to 2024-25, with the true person behind each agency's number.

    students: one row for each person on the roll in any of the years: person_id, group, days_enrolled and
        days_absent (sums of the three years), long_absence (a tenth of the days or more).
    moves: one row for each entry that the office calls a move: person_id, kind, written_by.
    calls: one row for each student in grades 6 to 12 of the last year: person_id, group, absence_points,
        move_points, runaway_count (the office's column), draw (settles ties), serious_need (answer key).
    """

    students: pd.DataFrame
    moves: pd.DataFrame
    calls: pd.DataFrame


def files(tables: Tables, truth: Tables) -> Files:
    """The lesson's tables, from what `county.load()` and `county.load_answer_key()` give; who is who comes from the key."""
    person = crosswalk(truth)
    attendance = tables.school_attendance
    days = attendance.groupby(attendance["district_id"].map(person["school"]))[
        ["days_enrolled", "days_absent"]
    ].sum()
    people = truth.people.set_index("person_id")
    students = days.assign(
        group=people["group"].astype("str").reindex(days.index),
        long_absence=days["days_absent"] >= LONG_ABSENCE * days["days_enrolled"],
    )
    students = students.rename_axis("person_id").reset_index()[
        ["person_id", "group", "days_enrolled", "days_absent", "long_absence"]
    ]
    enrolled = tables.school_enrollment.assign(
        person_id=tables.school_enrollment["district_id"].map(person["school"])
    )
    placements = tables.welfare_placements.assign(
        person_id=tables.welfare_placements["client_id"].map(person["welfare"])
    )
    moves = _moves(enrolled, placements)
    return Files(students, moves, _calls(tables, person, enrolled, students, moves, people))


def _moves(enrolled: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    parts = {
        (BEGAN, "child welfare"): placements.loc[placements["start_date"] >= FIRST_DAY, "person_id"],
        (ENDED, "child welfare"): placements.loc[placements["end_date"] >= FIRST_DAY, "person_id"],
        (NEW_ADDRESS, "school office"): enrolled.loc[enrolled["moved"], "person_id"],
        (NO_HOME, "school office"): enrolled.loc[enrolled["housing"].notna(), "person_id"],
    }
    rows = [
        pd.DataFrame({"person_id": people, "kind": kind, "written_by": writer})
        for (kind, writer), people in parts.items()
    ]
    return pd.concat(rows).sort_values(["person_id", "kind"]).reset_index(drop=True)


def _calls(
    tables: Tables,
    person: dict[str, pd.Series],
    enrolled: pd.DataFrame,
    students: pd.DataFrame,
    moves: pd.DataFrame,
    people: pd.DataFrame,
) -> pd.DataFrame:
    """The office's list of whom a helper calls first: points for absence and moves, and its runaway count.

    Its parts and their weights are our own construction.
    """
    older = enrolled.loc[(enrolled["school_year"] == "2024-25") & (enrolled["grade"] >= LOWEST_GRADE)]
    roll = students.loc[students["person_id"].isin(older["person_id"])].reset_index(drop=True)
    discipline, contacts = tables.school_discipline, tables.sheriff_contacts
    skipped = discipline.loc[discipline["category"] == "skipping class", "district_id"].map(person["school"])
    stopped = contacts.loc[contacts["kind"] == "stop", "sheriff_id"].map(person["sheriff"])
    noted = pd.concat([skipped, stopped]).value_counts()
    share = roll["days_absent"] / roll["days_enrolled"]
    draw = np.random.default_rng(DRAW_SEED).permutation(len(roll)) + 1
    return pd.DataFrame(
        {
            "person_id": roll["person_id"],
            "group": roll["group"],
            "absence_points": (share * 20).clip(upper=4).astype(int),
            "move_points": roll["person_id"]
            .map(moves["person_id"].value_counts())
            .fillna(0)
            .clip(upper=3)
            .astype(int),
            "runaway_count": roll["person_id"].map(noted).fillna(0).astype(int),
            "draw": draw,
            "serious_need": people["serious_need"].reindex(roll["person_id"]).to_numpy(),
        }
    )


def office_line(students: pd.DataFrame, moves: pd.DataFrame) -> str:
    """The line that the office printed. It joins the moves to the students and counts the rows."""
    rows = moves.merge(students, on="person_id")
    others = students.loc[~students["person_id"].isin(moves["person_id"])]
    return (
        f"Students with placement instability: {len(rows):,}. Long absence: {rows['long_absence'].mean():.1%}. "
        f"All others: {others['long_absence'].mean():.1%}."
    )


def two_columns(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """The students with both readings as columns of yes and no: `first`, any entry, and `second`, an agency's act."""
    an_agency = moves.loc[moves["kind"].isin([BEGAN, ENDED]), "person_id"]
    return students.assign(
        first=students["person_id"].isin(moves["person_id"]), second=students["person_id"].isin(an_agency)
    )


def crowds(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """By kind of move: `students`, and the `share` of them with a long absence, with the ends of Wilson's interval.

    The crowds overlap, for a student can have entries of several kinds.
    """
    kinds = {
        "Any entry": [BEGAN, ENDED, NEW_ADDRESS, NO_HOME],
        "Moved by an agency": [BEGAN, ENDED],
        "New address": [NEW_ADDRESS],
        "No home": [NO_HOME],
    }
    inside = {
        name: students["person_id"].isin(moves.loc[moves["kind"].isin(of), "person_id"])
        for name, of in kinds.items()
    }
    parts = {"No entry": ~inside["Any entry"], **inside}
    count = pd.Series({name: int(part.sum()) for name, part in parts.items()})
    absent = pd.Series({name: int(students.loc[part, "long_absence"].sum()) for name, part in parts.items()})
    low, high = wilson(absent, count)
    return pd.DataFrame({"students": count, "share": absent / count, "low": low, "high": high})


def two_lists(calls: pd.DataFrame, places: int) -> pd.DataFrame:
    """The students with `listed_with` and `listed_without` the runaway count, as yes and no.

    The most points come first, and where points are alike, the lowest draw.
    """
    rest = calls["absence_points"] + calls["move_points"]
    listed = {}
    for name, points in [("listed_with", rest + calls["runaway_count"]), ("listed_without", rest)]:
        order = calls.assign(points=points).sort_values(["points", "draw"], ascending=[False, True])
        listed[name] = calls["person_id"].isin(order["person_id"].head(places))
    return calls.assign(**listed)


def hide_enough(of: pd.Series, hidden: pd.Series, minimum: int) -> pd.Series:
    """Which groups to hide, when those marked in `hidden` must not be found by subtraction [PRIV-05].

    `of` counts the students of each group. The smallest groups still shown are added until at least two are hidden
    and hold at least `minimum` students together. Where nothing is marked, nothing is hidden.
    """
    hidden = hidden.copy()
    while hidden.any() and not hidden.all() and (hidden.sum() < 2 or of[hidden].sum() < minimum):
        hidden[of[~hidden].idxmin()] = True
    return hidden


def published_timeline() -> pd.DataFrame:
    """The published timeline of four places where communities had a part: date, event, actor, concerns, fact_id, …

    These rows are about the real world. Each stands on the fact that it names.
    """
    return pd.read_csv(shipped_folder().parent / "published" / "community_cases_timeline.csv", dtype="str")
