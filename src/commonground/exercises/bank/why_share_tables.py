"""The tables on which the tasks of "Why share at all, and who pays?" are tried.

The visible ones are those of the lesson: the shipped county. The hidden ones are a county drawn with another seed, and
small tables built by hand so that two ways that often agree come apart.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from commonground import county
from commonground.analysis import joined_file
from commonground.analysis.joined_file import FROM_SCHOOL, FROM_WELFARE, TOTAL
from commonground.exercises.task import Arguments, Cases

OTHER_SEED = 1101
MINIMUM = 10
KNOWN = ["school", "grade", "sex", "group", "report_year", "care"]  # what a neighbor could know of a student
QUASI = ["grade", "sex", "group", "language"]
DEVON = 97  # a row that could be Devon's: grade 12, in a foster family


@cache
def students() -> pd.DataFrame:
    return joined_file.joined(county.load(), county.load_answer_key())


@cache
def other_students() -> pd.DataFrame:
    made = county.simulate(students=2000, seed=OTHER_SEED)
    return joined_file.joined(made.tables, made.truth)


def few_students() -> pd.DataFrame:
    """Twelve rows by hand, some of them alike, with gaps."""
    rows = [
        ("Hill", "9", "A", "English", None),
        ("Hill", "9", "A", "English", None),
        ("Hill", "9", "B", "English", "foster family"),
        ("Hill", "9", "B", "Lusan", None),
        ("Hill", "9", "B", None, "foster family"),
        ("Hill", "10", "A", None, None),
        ("Hill", "10", "A", None, None),
        ("Dale", "9", "A", "English", "foster family"),
        ("Dale", "9", "B", "Lusan", None),
        ("Dale", "10", "A", "English", None),
        ("Dale", "10", "A", "English", None),
        ("Dale", "10", "B", "Lusan", "group home"),
    ]
    return pd.DataFrame(rows, columns=["school", "grade", "group", "language", "care"], dtype="str")


def all_columns() -> Arguments:
    return students(), [*FROM_SCHOOL, *FROM_WELFARE]


UNIQUE_CASES: Cases = {
    "another-seed": lambda: (other_students(), [*QUASI, "concern"]),
    "few": lambda: (few_students(), ["school", "group", "language"]),
}


def devon() -> Arguments:
    return students(), DEVON, list(KNOWN)


def parted() -> pd.DataFrame:
    """Rows in which two columns are enough, and the one that leaves fewest at first is neither of them."""
    rows = [
        ("x", "m", "p", "a"),
        *[("x", "m", "q", "a"), ("y", "m", "p", "a")],
        *[("x", "n", "q", "a")] * 2,
        *[("y", "n", "p", "a")] * 2,
        *[("x", "m", "q", "b")] * 4,
        *[("y", "m", "p", "b")] * 4,
    ]
    return pd.DataFrame(rows, columns=["school", "sex", "group", "zone"], dtype="str")


FEWEST_CASES: Cases = {
    "alike": lambda: (few_students(), 5, ["school", "grade", "group", "language", "care"]),
    "gap": lambda: (few_students(), 4, ["school", "grade", "group", "language", "care"]),
    "parted": lambda: (parted(), 0, ["group", "zone", "sex", "school"]),
}


def care() -> Arguments:
    return joined_file.care_counts(students()), MINIMUM


def with_totals(cells: pd.DataFrame) -> pd.DataFrame:
    table = cells.copy()
    table[TOTAL] = table.sum(axis=1)
    table.loc[TOTAL] = table.sum()
    return table


def built_counts() -> pd.DataFrame:
    return with_totals(
        pd.DataFrame(
            [[5, 12, 0, 31], [8, 4, 9, 3], [40, 22, 5, 17], [6, 19, 25, 10]],
            index=pd.Index(["Hill", "Dale", "Moor", "Glen"], name="school"),
            columns=list("ABCD"),
        )
    )


SMALL_CASES: Cases = {
    "built": lambda: (built_counts(), 5),
    "other-minimum": lambda: (built_counts(), 16),
}


def hidden_small() -> pd.DataFrame:
    counts = joined_file.care_counts(students())
    return counts.where(counts >= MINIMUM)


def shown_care() -> Arguments:
    return (hidden_small(),)


def chain() -> pd.DataFrame:
    """Each hidden cell opens the next, rows and columns in turn; one block of four stays shut."""
    table = with_totals(
        pd.DataFrame(
            [[3, 14, 2, 20], [4, 6, 15, 11], [18, 7, 21, 12], [13, 16, 19, 1]],
            index=pd.Index(["Hill", "Dale", "Moor", "Glen"], name="school"),
            columns=list("ABCD"),
        )
    ).astype(float)
    hidden = [("Hill", "A"), ("Dale", "A"), ("Dale", "B"), ("Moor", "B"), ("Moor", TOTAL)]
    for row, column in hidden:
        table.loc[row, column] = float("nan")
    return table


def shut() -> pd.DataFrame:
    table = built_counts().astype(float)
    for row, column in [("Hill", "A"), ("Hill", "C"), ("Dale", "A"), ("Dale", "C"), ("Glen", "D")]:
        table.loc[row, column] = float("nan")
    return table


SUBTRACT_CASES: Cases = {"chain": lambda: (chain(),), "shut": lambda: (shut(),)}


PROTECT_CASES: Cases = {
    "built": lambda: (built_counts(), 5),
    "chain": lambda: (
        with_totals(with_cells([[17, 18, 14, 40], [18, 55, 19, 5], [17, 49, 13, 16], [10, 48, 41, 39]])),
        10,
    ),
}


def with_cells(cells: list[list[int]]) -> pd.DataFrame:
    schools = pd.Index(["Hill", "Dale", "Moor", "Glen"], name="school")
    return pd.DataFrame(cells, index=schools, columns=list("ABCD"))


def two_releases() -> Arguments:
    housed = students()[students()["housing"].isna()]
    first, second = (
        joined_file.care_counts(table)
        .drop(columns=["group home", TOTAL])
        .drop(index=["Cedar", "Maple", TOTAL])
        for table in (students(), housed)
    )
    return first.astype(float), second.astype(float), MINIMUM


def built_releases() -> Arguments:
    first = with_cells([[30, 14, 25, 12], [14, 40, 16, 33], [50, 22, 41, 11], [19, 15, 60, 28]]).astype(float)
    second = with_cells([[30, 18, 20, 9], [14, 28, 11, 33], [43, 22, 44, 6], [19, 20, 60, 10]]).astype(float)
    return first, second.where(second >= 10), 5


def hidden_in_one() -> Arguments:
    first = with_cells([[12, 14, 5, 12], [4, 40, 16, 33], [50, 22, 41, 11], [19, 15, 60, 8]]).astype(float)
    second = with_cells([[9, 14, 4, 11], [4, 31, 12, 33], [49, 8, 35, 21], [10, 15, 50, 8]]).astype(float)
    return first.where(first >= 10), second.where(second >= 10), 15


DIFFERENCE_CASES: Cases = {"built": built_releases, "hidden-in-one": hidden_in_one}


def filled(table: pd.DataFrame) -> pd.DataFrame:
    return table.fillna("not noted")


def k_of_five() -> Arguments:
    return filled(students()), list(QUASI), 5, "language"


COST_CASES: Cases = {
    "another-seed": lambda: (filled(other_students()), ["school", "grade", "sex"], 10, "language"),
    "few": lambda: (filled(few_students()), ["school", "grade", "group"], 2, "group"),
}


def care_by_group() -> Arguments:
    in_care = filled(students())[students()["care"].notna()]
    return in_care["group"].value_counts().sort_index(), 1.0, 2, 1


NOISE_CASES: Cases = {
    "rows": lambda: (pd.Series({"Hill": 400, "Dale": 25, "Moor": 4}), 0.5, 1, 3),
    "empty": lambda: (pd.Series({"English": 90, "Lusan": 12, "Oremi": 0, "Tavonese": 2}), 2.0, 5, 2),
}
