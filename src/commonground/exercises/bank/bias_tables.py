"""The tables on which the tasks of "Bias passed on" are tried.

The visible ones are those of the lesson: the shipped county. The hidden ones are a county drawn with another seed, and
small tables built by hand so that two ways that often agree come apart.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from commonground import county
from commonground.analysis import bias
from commonground.exercises.task import Arguments, Cases

YEAR = "2022-23"
AUDIT_YEARS = ("2022-23", "2023-24", "2024-25")
OTHER_SEED = 4104


@cache
def shipped() -> tuple[county.Tables, county.Tables]:
    return county.load(), county.load_answer_key()


@cache
def other() -> tuple[county.Tables, county.Tables]:
    made = county.simulate(students=3000, seed=OTHER_SEED)
    return made.tables, made.truth


@cache
def visible_students() -> pd.DataFrame:
    return bias.students(*shipped(), YEAR)


@cache
def other_students() -> pd.DataFrame:
    return bias.students(*other(), YEAR)


def small_students() -> pd.DataFrame:
    """Two schools of other names; incidents, true events and need by hand."""
    hill = (
        [(0, 0, 0)] * 9 + [(0, 1, 1)] * 3 + [(1, 2, 0)] * 5 + [(1, 1, 1)] * 2 + [(2, 3, 0)] * 2 + [(6, 6, 1)]
    )
    dale = (
        [(0, 0, 0)] * 8
        + [(0, 2, 1)] * 4
        + [(1, 3, 1)] * 2
        + [(1, 1, 0)] * 3
        + [(3, 4, 0)] * 4
        + [(2, 5, 1)] * 3
    )
    rows = [("Hill", *row) for row in hill] + [("Dale", *row) for row in dale]
    table = pd.DataFrame(rows, columns=["school", "incidents", "school_events", "serious_need"])
    table["serious_need"] = table["serious_need"] == 1
    table["flagged"] = table["incidents"] >= 2
    table["contact"] = table["incidents"] >= 3
    table["visited"] = False
    table.insert(0, "person_id", [f"X{i:03d}" for i in range(len(table))])
    table.insert(2, "group", "A")
    return table.sample(frac=1, random_state=3)


def south() -> Arguments:
    return visible_students(), "South"


def students_only() -> Arguments:
    return (visible_students(),)


SCHOOL_CASES: Cases = {
    "another-seed": lambda: (other_students(), "North"),
    "small": lambda: (small_students(), "Dale"),
}
STUDENT_CASES: Cases = {
    "another-seed": lambda: (other_students(),),
    "small": lambda: (small_students(),),
}

# m and u invented, as in the course's worked example of match weights [LINK-01].
M = {"last_name": 0.90, "first_name": 0.88, "birth_date": 0.97, "address": 0.70}
U = {"last_name": 0.005, "first_name": 0.01, "birth_date": 0.0001, "address": 0.001}


def worked_pair() -> Arguments:
    return {"last_name": False, "first_name": True, "birth_date": True, "address": None}, dict(M), dict(U)


PAIR_CASES: Cases = {
    "all-agree": lambda: (dict.fromkeys(M, True), dict(M), dict(U)),
    "other-fields": lambda: (
        {"surname": True, "sex": False, "phone": None},
        {"surname": 0.75, "sex": 0.98, "phone": 0.6},
        {"surname": 0.005, "sex": 0.5, "phone": 0.002},
    ),
}


def exact_links(tables: county.Tables) -> pd.DataFrame:
    """Pairs of records with the same first name, last name and birth date."""
    keys = ["first_name", "last_name", "birth_date"]
    both = tables.school_students.merge(tables.welfare_clients.dropna(subset=["birth_date"]), on=keys)
    return both[["district_id", "client_id"]]


@cache
def proposed_links() -> pd.DataFrame:
    """The links of the visible table: exact pairs, some of them twice, and some pairs of strangers.

    The strangers are made by handing a tenth of the found clients to the next student in the list.
    """
    links = exact_links(shipped()[0]).sort_values(["district_id", "client_id"], ignore_index=True)
    links.loc[::10, "district_id"] = np.roll(links.loc[::10, "district_id"].to_numpy(), 1)
    return pd.concat([links, links.iloc[::7]], ignore_index=True)


def linked() -> Arguments:
    return bias.true_pairs(shipped()[1]), proposed_links(), "naming_custom"


def _pairs(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["district_id", "client_id", "naming_custom"])
    return table.assign(moved=[i % 2 == 0 for i in range(len(table))])


def built_links() -> Arguments:
    pairs = _pairs([(f"R{i}", f"W{i}", "one surname" if i < 8 else "two surnames") for i in range(12)])
    found = [(f"R{i}", f"W{i}") for i in (0, 1, 2, 3, 4, 8)]
    doubled = [("R0", "W0"), ("R1", "W1"), ("R0", "W0")]
    wrong = [("R5", "W9"), ("R9", "W6"), ("R40", "W10"), ("R7", "W50")]
    return pairs, pd.DataFrame(found + doubled + wrong, columns=["district_id", "client_id"]), "moved"


def nobody_missed() -> Arguments:
    pairs = _pairs([(f"R{i}", f"W{i}", "one surname" if i < 5 else "two surnames") for i in range(9)])
    found = [(f"R{i}", f"W{i}") for i in range(7)]
    return pairs, pd.DataFrame(found, columns=["district_id", "client_id"]), "naming_custom"


LINK_CASES: Cases = {"built": built_links, "nobody-missed": nobody_missed}


def yearly() -> Arguments:
    return (bias.contact_rates(*shipped()),)


def _rates(north: list[float], south: list[float]) -> pd.DataFrame:
    years = pd.Index([f"{2030 + i}-{31 + i}" for i in range(len(north))], name="school_year")
    return pd.DataFrame({"North": north, "South": south}, index=years)


YEAR_CASES: Cases = {
    "built": lambda: (_rates([0.02, 0.04, 0.06, 0.05, 0.07, 0.06], [0.06, 0.10, 0.11, 0.12, 0.15, 0.21]),),
    "falling": lambda: (_rates([0.08, 0.06, 0.07], [0.20, 0.16, 0.15]),),
}


def audit() -> Arguments:
    return (bias.audit(shipped()[1], AUDIT_YEARS),)


def thin_audit() -> Arguments:
    rows = (
        [("Hill", i < 18) for i in range(40)]
        + [("Dale", i < 20) for i in range(25)]
        + [("Moor", i < 9) for i in range(12)]
    )
    return (pd.DataFrame(rows, columns=["school", "written_down"]).assign(group="A"),)


AUDIT_CASES: Cases = {
    "one-thin": thin_audit,
    "another-seed": lambda: (bias.audit(other()[1], AUDIT_YEARS),),
}


def write_up_by_school(truth: county.Tables) -> pd.Series:
    """Share of the observed events that was written down, by school; missing where fewer than 20 were seen."""
    seen = bias.audit(truth, AUDIT_YEARS).groupby("school")["written_down"].agg(["mean", "size"])
    return seen["mean"].where(seen["size"] >= 20)


def audited() -> Arguments:
    return bias.all_schools(*shipped(), YEAR), write_up_by_school(shipped()[1])


def one_missing() -> Arguments:
    rates = write_up_by_school(other()[1])
    rates["Lakeside"] = np.nan
    return bias.all_schools(*other(), YEAR), rates


CORRECT_CASES: Cases = {
    "one-missing": one_missing,
    "small": lambda: (small_students(), pd.Series({"Dale": 0.8, "Hill": 0.25})),
}
