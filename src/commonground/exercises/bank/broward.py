"""The tasks of the analyst lesson of module 06: co-research on an invented county, right ways and the wrong ways people take.

The right ways are shown to learners as model answers, so each reads on its own.
The definitions of a move, the points of the call list and the rules for small cells are our own construction.
The interval of a paired difference is Wald's, from the counts of those who changed sides, as for McNemar's test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from commonground.analysis.co_research import hide_enough
from commonground.exercises.bank import broward_tables as tables
from commonground.exercises.building import Builder
from commonground.exercises.compare import CANNOT_SAY, Comparison
from commonground.exercises.statements import Answers
from commonground.exercises.task import WrongWay
from commonground.exercises.writing import LIMITS, NUMBER, any_word, lacks, uses

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

ACTS: Answers = {
    "placement began": "agency",
    "placement ended": "agency",
    "new address": CANNOT_SAY,
    "no home": CANNOT_SAY,
}


def whose_act() -> dict[str, object]:
    return dict(ACTS)


ACT_ANSWERS: Answers = {
    "agency": "agency",
    "family": "family",
    "student": "student",
    "cannot-say": CANNOT_SAY,
}

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

# --- both readings --------------------------------------------------------------------------------------


def both_readings(students: pd.DataFrame, minimum: int) -> pd.DataFrame:
    columns = {}
    for reading in ["first", "second"]:
        chosen, group = students[reading], students["group"]
        of = chosen.groupby(group).sum()
        absent = (chosen & students["long_absence"]).groupby(group).sum()
        few = (absent < minimum) | (of - absent < minimum)
        columns[f"{reading}_of"] = of.mask(hide_enough(of, of < minimum, minimum))
        columns[f"{reading}_share"] = (absent / of).mask(hide_enough(of, (of < minimum) | few, minimum))
    return pd.DataFrame(columns)


Release = Callable[[pd.DataFrame, int], pd.DataFrame]
Hide = Callable[[pd.Series, pd.Series, int], tuple[pd.Series, pd.Series]]


def _counts(students: pd.DataFrame, reading: str) -> tuple[pd.Series, pd.Series]:
    """By group: the students of a reading, and how many of them have a long absence."""
    group = students["group"]
    absent = students[reading] & students["long_absence"]
    return students[reading].groupby(group).sum(), absent.groupby(group).sum()


def _hidden_by(hide: Hide) -> Release:
    """Both readings with another choice of the counts and of the shares to hide."""

    def way(students: pd.DataFrame, minimum: int) -> pd.DataFrame:
        columns = {}
        for reading in ("first", "second"):
            of, absent = _counts(students, reading)
            of_hidden, share_hidden = hide(of, absent, minimum)
            columns[f"{reading}_of"] = of.mask(of_hidden)
            columns[f"{reading}_share"] = (absent / of).mask(share_hidden)
        return pd.DataFrame(columns)

    return way


def _few(of: pd.Series, absent: pd.Series, minimum: int) -> pd.Series:
    return (of < minimum) | (absent < minimum) | (of - absent < minimum)


def _crowds_only(of: pd.Series, absent: pd.Series, minimum: int) -> tuple[pd.Series, pd.Series]:
    hidden = hide_enough(of, of < minimum, minimum)
    return hidden, hidden


def _small_only(of: pd.Series, absent: pd.Series, minimum: int) -> tuple[pd.Series, pd.Series]:
    return of < minimum, _few(of, absent, minimum)


def _count_with_share(of: pd.Series, absent: pd.Series, minimum: int) -> tuple[pd.Series, pd.Series]:
    hidden = hide_enough(of, _few(of, absent, minimum), minimum)
    return hidden, hidden


def _one_side(of: pd.Series, absent: pd.Series, minimum: int) -> tuple[pd.Series, pd.Series]:
    share = hide_enough(of, (of < minimum) | (absent < minimum), minimum)
    return hide_enough(of, of < minimum, minimum), share


def _nothing_hidden(of: pd.Series, absent: pd.Series, minimum: int) -> tuple[pd.Series, pd.Series]:
    return of < 0, of < 0


def _over_the_group(students: pd.DataFrame, minimum: int) -> pd.DataFrame:
    right = both_readings(students, minimum)
    everyone = students.groupby("group").size()
    shares = {
        f"{reading}_share": (_counts(students, reading)[1] / everyone).where(
            right[f"{reading}_share"].notna()
        )
        for reading in ("first", "second")
    }
    return right.assign(**shares)


def _readings_swapped(students: pd.DataFrame, minimum: int) -> pd.DataFrame:
    return both_readings(students.assign(first=students["second"], second=students["first"]), minimum)


def _first_only(students: pd.DataFrame, minimum: int) -> pd.DataFrame:
    return both_readings(students.assign(second=students["first"]), minimum)


BOTH_WRONG = [
    WrongWay("as-zero", lambda students, minimum: both_readings(students, minimum).fillna(0.0)),
    WrongWay("everything-shown", _hidden_by(_nothing_hidden)),
    WrongWay("crowds-only", _hidden_by(_crowds_only)),
    WrongWay("one-side", _hidden_by(_one_side)),
    WrongWay("small-only", _hidden_by(_small_only)),
    WrongWay("count-with-share", _hidden_by(_count_with_share)),
    WrongWay("minimum-hidden", lambda students, minimum: both_readings(students, minimum + 1)),
    WrongWay("over-the-group", _over_the_group),
    WrongWay("readings-swapped", _readings_swapped),
    WrongWay("first-only", _first_only),
]

# --- the veto -------------------------------------------------------------------------------------------


def drop_the_field(students: pd.DataFrame, places: int) -> pd.DataFrame:
    rest = students["absence_points"] + students["move_points"]
    listed = {}
    for name, points in [("before", rest + students["runaway_count"]), ("after", rest)]:
        order = students.assign(points=points).sort_values(["points", "draw"], ascending=[False, True])
        listed[name] = students["person_id"].isin(order["person_id"].head(places))
    before, after = listed["before"], listed["after"]
    table = pd.DataFrame({"before": before, "after": after, "left": before & ~after, "came": after & ~before})
    return table.groupby(students["group"]).sum()


Dropping = Callable[[pd.DataFrame, int], pd.DataFrame]


def _points(students: pd.DataFrame) -> pd.Series:
    return students["absence_points"] + students["move_points"]


def _list_of(
    students: pd.DataFrame,
    points: pd.Series,
    places: int,
    by: tuple[str, ...] = ("draw",),
    best: bool = False,
) -> pd.Series:
    """Who is on a list, as yes and no. `best` says that the highest draw goes first."""
    order = students.assign(points=points).sort_values(
        ["points", *by], ascending=[False, *([not best] * len(by))], kind="stable"
    )
    return students["person_id"].isin(order["person_id"].head(places))


def _table(students: pd.DataFrame, before: pd.Series, after: pd.Series) -> pd.DataFrame:
    columns = {"before": before, "after": after, "left": before & ~after, "came": after & ~before}
    return pd.DataFrame(columns).groupby(students["group"]).sum()


def _ordered_by(by: tuple[str, ...], best: bool = False) -> Dropping:
    """Both lists with another rule for ties."""

    def way(students: pd.DataFrame, places: int) -> pd.DataFrame:
        rest = _points(students)
        before = _list_of(students, rest + students["runaway_count"], places, by, best)
        return _table(students, before, _list_of(students, rest, places, by, best))

    return way


def _after_by(after: Callable[[pd.DataFrame, pd.Series, int], pd.Series]) -> Dropping:
    """The right list before, and another list after the veto."""

    def way(students: pd.DataFrame, places: int) -> pd.DataFrame:
        before = _list_of(students, _points(students) + students["runaway_count"], places)
        return _table(students, before, after(students, before, places))

    return way


def _without_noted(students: pd.DataFrame, before: pd.Series, places: int) -> pd.Series:
    spared = students.loc[students["runaway_count"] == 0]
    chosen = _list_of(spared, _points(spared), places)
    return students["person_id"].isin(spared.loc[chosen, "person_id"])


def _fewest_first(students: pd.DataFrame, places: int) -> pd.DataFrame:
    rest = _points(students)
    before = _list_of(students, -(rest + students["runaway_count"]), places)
    return _table(students, before, _list_of(students, -rest, places))


def _dropping_but(change: Callable[[pd.DataFrame], Mapping[str, pd.Series]]) -> Dropping:
    def way(students: pd.DataFrame, places: int) -> pd.DataFrame:
        right = drop_the_field(students, places)
        return right.assign(**change(right))

    return way


def _need_only(students: pd.DataFrame, places: int) -> pd.DataFrame:
    before = _list_of(students, _points(students) + students["runaway_count"], places)
    after, need = _list_of(students, _points(students), places), students["serious_need"]
    columns = {"before": before, "after": after, "left": before & ~after, "came": after & ~before}
    return (
        pd.DataFrame({name: column & need for name, column in columns.items()})
        .groupby(students["group"])
        .sum()
    )


VETO_WRONG = [
    WrongWay("without-the-students", _after_by(_without_noted)),
    WrongWay("not-refilled", _after_by(lambda s, before, places: before & (s["runaway_count"] == 0))),
    WrongWay(
        "moves-dropped-too", _after_by(lambda s, before, places: _list_of(s, s["absence_points"], places))
    ),
    WrongWay("ties-by-row", _ordered_by(())),
    WrongWay("draw-turned", _ordered_by(("draw",), best=True)),
    WrongWay("fewest-first", _fewest_first),
    WrongWay("swapped", _dropping_but(lambda right: {"left": right["came"], "came": right["left"]})),
    WrongWay(
        "net",
        _dropping_but(
            lambda right: {
                "left": (right["before"] - right["after"]).clip(lower=0),
                "came": (right["after"] - right["before"]).clip(lower=0),
            }
        ),
    ),
    WrongWay("need-only", _need_only),
]

# --- what it costs --------------------------------------------------------------------------------------


def cost(students: pd.DataFrame) -> dict[str, float]:
    need = students[students["serious_need"]]
    lost = int((need["listed_with"] & ~need["listed_without"]).sum())
    gained = int((need["listed_without"] & ~need["listed_with"]).sum())
    net = gained - lost
    spread = np.sqrt(lost + gained - net**2 / len(need))
    return {
        "of": len(need),
        "lost": lost,
        "gained": gained,
        "net": net,
        "low": net - 1.96 * spread,
        "high": net + 1.96 * spread,
    }


Costing = Callable[[pd.DataFrame], dict[str, float]]


def _everyone_needs(students: pd.DataFrame) -> dict[str, float]:
    return cost(students.assign(serious_need=True))


def _no_need(students: pd.DataFrame) -> dict[str, float]:
    return cost(students.assign(serious_need=~students["serious_need"]))


def _cost_but(change: Callable[[dict[str, float], pd.DataFrame], Mapping[str, float]]) -> Costing:
    """The right numbers, some of them worked out in another way."""

    def way(students: pd.DataFrame) -> dict[str, float]:
        right = cost(students)
        return {**right, **change(right, students)}

    return way


def _within(right: Mapping[str, float], errors: float) -> dict[str, float]:
    half = (right["high"] - right["low"]) / 2 * errors / 1.96
    return {"low": right["net"] - half, "high": right["net"] + half}


def _two_lists_apart(right: dict[str, float], students: pd.DataFrame) -> dict[str, float]:
    need = students[students["serious_need"]]
    shares = [need["listed_with"].mean(), need["listed_without"].mean()]
    half = 1.96 * float(np.sqrt(sum(len(need) * share * (1 - share) for share in shares)))
    return {"low": right["net"] - half, "high": right["net"] + half}


def _as_shares(right: dict[str, float], students: pd.DataFrame) -> dict[str, float]:
    return {name: right[name] / right["of"] for name in ("lost", "gained", "net", "low", "high")}


def _of_the_list(right: dict[str, float], students: pd.DataFrame) -> dict[str, float]:
    return {"of": int((students["serious_need"] & students["listed_with"]).sum())}


COST_WRONG = [
    WrongWay("everyone", _everyone_needs),
    WrongWay("without-need", _no_need),
    WrongWay(
        "sign",
        _cost_but(lambda r, s: {"net": -r["net"], "low": -r["high"], "high": -r["low"]}),
    ),
    WrongWay("swapped", _cost_but(lambda r, s: {"lost": r["gained"], "gained": r["lost"]})),
    WrongWay(
        "lost-only",
        _cost_but(
            lambda r, s: {
                "net": -r["lost"],
                "low": r["low"] - r["gained"],
                "high": r["high"] - r["gained"],
            }
        ),
    ),
    WrongWay("two-lists-apart", _cost_but(_two_lists_apart)),
    WrongWay("one-error", _cost_but(lambda r, s: _within(r, 1))),
    WrongWay("ninety", _cost_but(lambda r, s: _within(r, 1.645))),
    WrongWay("no-interval", _cost_but(lambda r, s: _within(r, 0))),
    WrongWay("shares", _cost_but(_as_shares)),
    WrongWay("of-the-list", _cost_but(_of_the_list)),
]

# --- what the sources bear ------------------------------------------------------------------------------

STANDING: Answers = {
    "california-april": "shown",
    "broward-visitors": "claimed",
    "allegheny-gap": "disputed",
    "broward-more-arrests": "misquoted",
    "allegheny-third": "misquoted",
    "broward-cause": CANNOT_SAY,
    "allegheny-finding": CANNOT_SAY,
}


def standing() -> dict[str, object]:
    return dict(STANDING)


STANDING_ANSWERS: Answers = {
    "shown": "shown",
    "claimed": "claimed",
    "disputed": "disputed",
    "misquoted": "misquoted",
    "cannot-say": CANNOT_SAY,
}

# --- what goes home -------------------------------------------------------------------------------------

PARTS = {
    "sentence": "1, one sentence to a resident, with a count out of a count",
    "account": "2, whose account that is, and who is not heard in it",
    "cannot": "3, what the table cannot say",
    "veto": "4, the veto and its cost in plain figures",
    "owner": "5, who owns the result and who reads it first",
}
FLAWS = [
    lacks("no-count", "sentence", r"\d[\d,.]*\s+(\w+\s+){0,6}?(out )?(of|in|from|among)\b"),
    uses("old-name", "sentence", r"instability|runaway"),
    lacks("no-limit", "cannot", any_word(*LIMITS, "nobody", "unknown", "unable", "missing")),
    lacks("no-cost", "veto", NUMBER),
]

# --- the list -------------------------------------------------------------------------------------------

MAKE = Builder("06", "broward.yml")

TASKS = MAKE.collect(
    MAKE.on_tables("first-reading", first_reading, FIRST_WRONG, tables.students_and_moves, tables.FIRST_CASES,
                   Comparison(0.002)),
    MAKE.on_statements("whose-act", whose_act, ACT_ANSWERS),
    MAKE.on_tables("rename", moves_an_agency_made, RENAME_WRONG, tables.students_and_moves, tables.RENAME_CASES,
                   Comparison(0.0006, keys=("group",))),
    MAKE.on_tables("both-readings", both_readings, BOTH_WRONG, tables.readings, tables.READING_CASES,
                   Comparison(0.002, keys=("group",))),
    MAKE.on_tables("veto", drop_the_field, VETO_WRONG, tables.calls, tables.VETO_CASES,
                   Comparison(0.4, keys=("group",))),
    MAKE.on_tables("cost", cost, COST_WRONG, tables.both_lists, tables.COST_CASES, Comparison(0.05)),
    MAKE.on_statements("standing", standing, STANDING_ANSWERS),
    MAKE.in_parts("home", PARTS, FLAWS),
)  # fmt: skip
