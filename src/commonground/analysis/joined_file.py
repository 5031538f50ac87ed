"""The joined file of the lesson on why to share: what schools and child welfare know, in one row for each student.

All of it is synthetic. The file has no names and no numbers of persons, as a request for "data without names" asks.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from commonground.analysis.crosswalk import crosswalk
from commonground.county import Tables

YEAR = "2024-25"
FROM_SCHOOL = ["school", "grade", "sex", "group", "language", "zone", "housing"]
FROM_WELFARE = ["report_year", "reporter", "concern", "care"]
TOTAL = "All"


def joined(tables: Tables, truth: Tables) -> pd.DataFrame:
    """One row for each student on the roll in 2024-25, all columns as text, missing where nothing is noted.

    From the schools: school, grade, sex, group, language, zone and housing. From child welfare: report_year, reporter
    and concern of the latest report, and care, the kind of the latest placement. `tables` and `truth` are what
    `county.load()` and `county.load_answer_key()` give.
    """
    person = crosswalk(truth)
    year = tables.school_enrollment.query("school_year == @YEAR")
    roll = year.assign(person_id=year["district_id"].map(person["school"])).drop_duplicates("person_id")
    about = tables.school_students[["district_id", "sex", "group", "language"]]
    school = roll.merge(about, on="district_id", validate="one_to_one").set_index("person_id")

    def latest(rows: pd.DataFrame, when: str) -> pd.DataFrame:
        known = rows.assign(person_id=rows["client_id"].map(person["welfare"])).sort_values(when)
        return known.drop_duplicates("person_id", keep="last").set_index("person_id")

    reports = latest(tables.welfare_reports, "date")
    placements = latest(tables.welfare_placements, "start_date")
    welfare = pd.DataFrame(
        {
            "report_year": reports["date"].dt.year.astype("str"),
            "reporter": reports["reporter"].astype("str"),
            "concern": reports["concern"].astype("str"),
        }
    ).join(placements["kind"].astype("str").rename("care"), how="outer")
    return school[FROM_SCHOOL].astype("str").join(welfare).reset_index(drop=True)


def care_counts(students: pd.DataFrame) -> pd.DataFrame:
    """Students who were ever placed in care, by school and kind of the latest placement, with totals named "All"."""
    table = pd.crosstab(students["school"], students["care"], margins=True, margins_name=TOTAL)
    return table[["with relatives", "foster family", "group home", TOTAL]]


def bounds(shown: pd.DataFrame) -> pd.DataFrame:
    """What a reader can work out of each hidden cell: its least and greatest possible count, as text such as "0 to 3".

    `shown` is a table of counts with row and column totals named "All", and with hidden cells missing. Counts are
    whole and not negative, and nothing else is known. The least and greatest values are two linear programs a cell,
    the usual audit of complementary suppression; cells that are shown keep their count.

    Raises ValueError where no whole counts fit the totals.
    """
    table = shown.astype(float)
    cells = np.argwhere(table.isna().to_numpy())
    place = {(int(i), int(j)): n for n, (i, j) in enumerate(cells)}
    sums, rests = [], []
    for values, at in (
        *((table.iloc[i], [(i, j) for j in range(table.shape[1])]) for i in range(table.shape[0])),
        *((table.iloc[:, j], [(i, j) for i in range(table.shape[0])]) for j in range(table.shape[1])),
    ):
        sign = np.where(values.index == TOTAL, -1.0, 1.0)
        line = np.zeros(len(cells))
        for one, cell in zip(sign, at, strict=True):
            if cell in place:
                line[place[cell]] = one
        sums.append(line)
        rests.append(-float((values.fillna(0).to_numpy() * sign).sum()))
    result = table.map(lambda count: "" if pd.isna(count) else f"{count:.0f}")
    for n, (i, j) in enumerate(cells):
        ends = []
        for direction in (1.0, -1.0):
            aim = np.zeros(len(cells))
            aim[n] = direction
            found = linprog(aim, A_eq=np.array(sums), b_eq=np.array(rests), bounds=(0, None))
            if found.status == 2:
                raise ValueError(
                    "The totals do not fit the cells that are shown. Check the table and its totals."
                )
            ends.append(round(direction * found.fun) if found.status == 0 else None)
        low, high = ends
        result.iloc[i, j] = f"{low}" if low == high else f"{low} to {'any' if high is None else high}"
    return result
