"""The tasks of the analyst lesson of module 06: co-research on an invented county, right ways and the wrong ways people take.

The right ways are shown to learners as model answers, so each reads on its own.
The definitions of a move, the points of the call list and the rules for small cells are our own construction.
The interval of a paired difference is Wald's, from the counts of those who changed sides, as for McNemar's test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from commonground.exercises.bank import broward_tables as tables
from commonground.exercises.compare import CANNOT_SAY, Comparison
from commonground.exercises.task import Case, FunctionTask, Task, WrongWay
from commonground.exercises.texts import load

# --- the office's first reading -------------------------------------------------------------------------


def first_reading(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    moved = students["person_id"].isin(moves["person_id"])
    rows = {}
    for name, part in [("moved", students[moved]), ("not moved", students[~moved])]:
        rows[name] = {
            "students": len(part),
            "long_absence": part["long_absence"].sum(),
            "share": part["long_absence"].mean(),
        }
    return pd.DataFrame(rows).T


Reading = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]


def _moved_rows(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    rows = moves.merge(students, on="person_id")
    right = first_reading(students, moves)
    absent = rows["long_absence"].astype(float)
    right.loc["moved"] = [len(rows), absent.sum(), absent.mean()]
    return right


def _not_on_the_roll(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    right = first_reading(students, moves)
    right.loc["moved", "students"] = moves["person_id"].nunique()
    return right.assign(share=right["long_absence"] / right["students"])


def _everyone_as_rest(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    right = first_reading(students, moves)
    absent = students["long_absence"]
    right.loc["not moved"] = [len(students), absent.sum(), absent.mean()]
    return right


def _share_of_days(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    moved = students["person_id"].isin(moves["person_id"])
    days = students.groupby(moved)[["days_absent", "days_enrolled"]].sum()
    share = days["days_absent"] / days["days_enrolled"]
    right = first_reading(students, moves)
    return right.assign(share=[share.get(True, np.nan), share.get(False, np.nan)])


def _reading_share(share: Callable[[pd.DataFrame], pd.Series]) -> Reading:
    """The right counts with another share of them."""
    return lambda students, moves: first_reading(students, moves).assign(share=lambda table: share(table))


FIRST_WRONG = [
    WrongWay("rows", _moved_rows),
    WrongWay("not-on-the-roll", _not_on_the_roll),
    WrongWay("everyone-as-rest", _everyone_as_rest),
    WrongWay("share-of-days", _share_of_days),
    WrongWay("over-everyone", _reading_share(lambda t: t["long_absence"] / t["students"].sum())),
    WrongWay("turned-round", _reading_share(lambda t: t["long_absence"] / t["long_absence"].sum())),
    WrongWay("rest-as-absent", _reading_share(lambda t: 1 - t["share"])),
    WrongWay("filled-with-zero", lambda s, m: first_reading(s, m).fillna(0.0)),
    WrongWay("row-dropped", lambda s, m: first_reading(s, m).dropna()),
]

# --- whose act it is ------------------------------------------------------------------------------------

ACTS: Mapping[str, object] = {
    "placement began": "agency",
    "placement ended": "agency",
    "new address": CANNOT_SAY,
    "no home": CANNOT_SAY,
}


def whose_act() -> dict[str, object]:
    return dict(ACTS)


def _value_but(right: Mapping[str, object], entry: str, value: object) -> Callable[[], dict[str, object]]:
    return lambda: {**right, entry: value}


def _other_values(right: Mapping[str, object], words: Mapping[str, object]) -> list[WrongWay]:
    """One wrong way for each entry and each word that is not its own."""
    return [
        WrongWay(f"{entry.replace(' ', '-')}-{name}", _value_but(right, entry, value))
        for entry, own in right.items()
        for name, value in words.items()
        if value is not own and value != own
    ]


ACT_WRONG = _other_values(
    ACTS, {"agency": "agency", "family": "family", "student": "student", "cannot-say": CANNOT_SAY}
)

# --- the name and the definition ------------------------------------------------------------------------


def moves_an_agency_made(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    an_agency = moves[moves["kind"].isin(["placement began", "placement ended"])]
    group = students["group"]
    any_move = students["person_id"].isin(moves["person_id"])
    by_agency = students["person_id"].isin(an_agency["person_id"])
    return pd.DataFrame(
        {
            "students": students.groupby("group").size(),
            "any_move": any_move.groupby(group).sum(),
            "by_agency": by_agency.groupby(group).sum(),
            "share": by_agency.groupby(group).mean(),
        }
    )


def _renamed_by(chosen: Callable[[pd.DataFrame], pd.Series]) -> Reading:
    """The right table with another choice of the moves that an agency made."""

    def way(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
        right = moves_an_agency_made(students, moves)
        by = students["person_id"].isin(moves.loc[chosen(moves), "person_id"]).groupby(students["group"])
        return right.assign(by_agency=by.sum(), share=by.mean())

    return way


def _moves_counted(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    rows = moves.merge(students, on="person_id")
    agency = rows["kind"].isin(tables.BY_AGENCY).groupby(rows["group"]).sum()
    right = moves_an_agency_made(students, moves)
    count = agency.reindex(right.index, fill_value=0)
    any_move = rows.groupby("group").size().reindex(right.index, fill_value=0)
    return right.assign(any_move=any_move, by_agency=count, share=count / right["students"])


def _renamed_share(share: Callable[[pd.DataFrame], pd.Series]) -> Reading:
    return lambda students, moves: moves_an_agency_made(students, moves).assign(
        share=lambda table: share(table)
    )


def _group_dropped(students: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    right = moves_an_agency_made(students, moves)
    return right.loc[right["by_agency"] > 0]


RENAME_WRONG = [
    WrongWay("name-only", _renamed_by(lambda m: m["kind"].notna())),
    WrongWay("by-writer", _renamed_by(lambda m: m["written_by"] == "child welfare")),
    WrongWay("began-only", _renamed_by(lambda m: m["kind"] == "placement began")),
    WrongWay("no-home-too", _renamed_by(lambda m: m["kind"] != "new address")),
    WrongWay("not-agency", _renamed_by(lambda m: ~m["kind"].isin(tables.BY_AGENCY))),
    WrongWay("moves-counted", _moves_counted),
    WrongWay("over-moved", _renamed_share(lambda t: t["by_agency"] / t["any_move"])),
    WrongWay("over-agency", _renamed_share(lambda t: t["by_agency"] / t["by_agency"].sum())),
    WrongWay("group-dropped", _group_dropped),
]

# --- the list -------------------------------------------------------------------------------------------

TEXTS = load("broward.yml")


def _task(
    name: str,
    right: Callable[..., object],
    wrong: list[WrongWay],
    visible: Callable[[], tuple[object, ...]],
    hidden: Mapping[str, Callable[[], tuple[object, ...]]],
    comparison: Comparison,
    takes_value: bool = False,
) -> FunctionTask:
    id = f"06/{name}"
    cases = [Case(kind, build) for kind, build in hidden.items()]
    return FunctionTask(id, TEXTS[id], right, visible, cases, wrong, comparison, takes_value)


_ALL: tuple[Task, ...] = (
    _task("first-reading", first_reading, FIRST_WRONG, tables.students_and_moves, tables.FIRST_CASES,
          Comparison(0.002)),
    _task("whose-act", whose_act, ACT_WRONG, tuple, {}, Comparison(), takes_value=True),
    _task("rename", moves_an_agency_made, RENAME_WRONG, tables.students_and_moves, tables.RENAME_CASES,
          Comparison(0.0005, keys=("group",))),
)  # fmt: skip

TASKS: dict[str, Task] = {task.id: task for task in _ALL}
