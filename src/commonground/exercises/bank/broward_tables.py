"""The tables on which the tasks of the analyst lesson of module 06 are tried.

The visible ones are those of the lesson: the shipped county. The hidden tables are small made-up counties in which one
thing differs that careless code overlooks, such as a group that no agency moved. All of it is synthetic.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from commonground import county
from commonground.analysis.co_research import (
    BEGAN,
    ENDED,
    NEW_ADDRESS,
    NO_HOME,
    Files,
    files,
    two_columns,
    two_lists,
)
from commonground.exercises.task import Arguments, Build, Cases

BY_AGENCY = (BEGAN, ENDED)
KINDS = (BEGAN, ENDED, NEW_ADDRESS, NO_HOME)
MINIMUM = 10
PLACES = 300

# --- the tables that the learner sees ------------------------------------------------------------------


@cache
def shipped() -> Files:
    """The three school years of the shipped county."""
    return files(county.load(), county.load_answer_key())


def students_and_moves() -> Arguments:
    return shipped().students, shipped().moves


def readings() -> Arguments:
    return two_columns(shipped().students, shipped().moves), MINIMUM


def calls() -> Arguments:
    return shipped().calls, PLACES


def both_lists() -> Arguments:
    return (two_lists(shipped().calls, PLACES),)


# --- tables that the learner does not see --------------------------------------------------------------

GROUPS = ("A", "B", "C", "D")


def made_up(seed: int, count: int = 240) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Students and moves of a small made-up county. Some moves are of people who are not on the roll."""
    rng = np.random.default_rng(seed)
    person = np.array([f"X{seed:02d}{number:05d}" for number in range(count)])
    days = rng.integers(200, 541, count)
    students = pd.DataFrame(
        {
            "person_id": person,
            "group": rng.choice(GROUPS, count, p=[0.4, 0.3, 0.2, 0.1]),
            "days_enrolled": days,
            "days_absent": (days * rng.beta(1, 9, count)).astype(int),
        }
    )
    students["long_absence"] = students["days_absent"] >= 0.1 * students["days_enrolled"]
    elsewhere = np.array([f"Y{seed:02d}{number:05d}" for number in range(count // 8)])
    moved = rng.choice(np.concatenate([person, elsewhere]), count)
    moves = pd.DataFrame(
        {
            "person_id": moved,
            "kind": rng.choice(KINDS, count, p=[0.15, 0.1, 0.5, 0.25]),
            "written_by": rng.choice(["child welfare", "school office"], count),
        }
    )
    return students, moves


def _other(seed: int) -> Build:
    return lambda: made_up(seed)


def _nobody_moved() -> Arguments:
    students, moves = made_up(2)
    return students, moves.head(0)


def _a_group_no_agency_moved() -> Arguments:
    students, moves = made_up(4)
    spared = students.loc[students["group"] == "D", "person_id"]
    keep = ~(moves["person_id"].isin(spared) & moves["kind"].isin(BY_AGENCY))
    return students, moves.loc[keep].reset_index(drop=True)


def _readings(seed: int, count: int, minimum: int) -> Build:
    return lambda: (two_columns(*made_up(seed, count)), minimum)


def made_up_calls(seed: int, count: int = 260) -> pd.DataFrame:
    """A made-up call list of the lesson's shape, with many ties."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "person_id": [f"Z{seed:02d}{number:05d}" for number in range(count)],
            "group": rng.choice(GROUPS, count, p=[0.4, 0.3, 0.2, 0.1]),
            "absence_points": rng.integers(0, 5, count),
            "move_points": rng.integers(0, 4, count),
            "runaway_count": rng.choice([0, 0, 0, 1, 2, 3], count),
            "draw": rng.permutation(count) + 1,
            "serious_need": rng.random(count) < 0.3,
        }
    )


def _one_group() -> Arguments:
    students = two_lists(made_up_calls(9), 60)
    return (students.loc[students["group"] == "B"].reset_index(drop=True),)


FIRST_CASES: Cases = {"other-county": _other(1), "nobody-moved": _nobody_moved}
RENAME_CASES: Cases = {"other-county": _other(3), "no-agency": _a_group_no_agency_moved}
READING_CASES: Cases = {
    "other-county": _readings(5, 240, 10),
    "larger-county": _readings(6, 1600, 31),
}
VETO_CASES: Cases = {
    "other-list": lambda: (made_up_calls(7), 60),
    "few-places": lambda: (made_up_calls(8), 12),
}
COST_CASES: Cases = {
    "other-list": lambda: (two_lists(made_up_calls(7), 60),),
    "one-group": _one_group,
}
