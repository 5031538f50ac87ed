"""The tasks of the lesson on purpose drift, module 03, and the wrong ways that people take.

Methods: Wilson's interval for a share (Journal of the American Statistical Association 22, 209-212, 1927); the false
discovery rate of Benjamini and Hochberg (Journal of the Royal Statistical Society B 57, 289-300, 1995), as in
`scipy.stats.false_discovery_control`; one change point by the likelihood of two shares in place of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from commonground.analysis.access_log import AGREED
from commonground.exercises.bank import lifecycle_tables as tables
from commonground.exercises.bank.lifecycle_right import classify, lookups, office_then
from commonground.exercises.compare import Comparison, Entries
from commonground.exercises.task import Case, FunctionTask, Task, WrongWay
from commonground.exercises.texts import load

# --- from lines to look-ups ----------------------------------------------------------------------------

LOOKUP = ["account", "student_id", "day"]


def _rows(
    log: pd.DataFrame, programs: bool = False, explode: bool = True, zone: str | None = "-05:00"
) -> pd.DataFrame:
    """The log's lines with student, time and day, in order of time; `zone` None takes the day as it is written."""
    kept = log if programs else log[~log["account"].str.startswith("svc-")]
    time = pd.to_datetime(kept["logged_at"], utc=True, format="ISO8601")
    day = time.dt.tz_convert(zone).dt.strftime("%Y-%m-%d") if zone else kept["logged_at"].str[:10]
    rows = kept.assign(time=time, day=day, student_id=kept["students"])
    if explode:
        rows = rows.assign(student_id=rows["students"].str.split()).explode("student_id")
    return rows.sort_values("time", kind="stable")


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[[*LOOKUP, "reason"]].reset_index(drop=True)


def _first_student_of_an_export(log: pd.DataFrame) -> pd.DataFrame:
    return lookups(log.assign(students=log["students"].str.split().str[0]))


LOOKUPS_WRONG = [
    WrongWay("lines", lambda log: _shown(_rows(log, explode=False))),
    WrongWay("lines-exploded", lambda log: _shown(_rows(log))),
    WrongWay("events", lambda log: _shown(_rows(log).drop_duplicates(["event_id", "student_id"]))),
    WrongWay("programs", lambda log: _shown(_rows(log, programs=True).drop_duplicates(LOOKUP))),
    WrongWay("export-as-one", lambda log: _shown(_rows(log, explode=False).drop_duplicates(LOOKUP))),
    WrongWay("first-of-export", _first_student_of_an_export),
    WrongWay("day-as-written", lambda log: _shown(_rows(log, zone=None).drop_duplicates(LOOKUP))),
    WrongWay("other-zone", lambda log: _shown(_rows(log, zone="UTC").drop_duplicates(LOOKUP))),
    WrongWay("last-reason", lambda log: _shown(_rows(log).drop_duplicates(LOOKUP, keep="last"))),
    WrongWay("no-reason-dropped", lambda log: lookups(log).dropna(subset="reason")),
    WrongWay("once-a-year", lambda log: _shown(_rows(log).drop_duplicates(["account", "student_id"]))),
]

# --- the office of that day ----------------------------------------------------------------------------


def _by_account(lookups: pd.DataFrame, office: pd.Series) -> pd.Series:
    return lookups["account"].map(office)


def _day_late(lookups: pd.DataFrame, staff: pd.DataFrame) -> pd.Series:
    stays = lookups.reset_index(names="row").merge(staff, on="account")
    first = stays["since"] == stays.groupby("account")["since"].transform("min")
    begun = stays[(stays["since"] < stays["day"]) | first].sort_values("since")
    return begun.groupby("row")["office"].last()


def _movers_dropped(lookups: pd.DataFrame, staff: pd.DataFrame) -> pd.Series:
    stayed = staff[~staff["account"].duplicated(keep=False)].set_index("account")["office"]
    return _by_account(lookups, stayed).dropna()


OFFICE_WRONG = [
    WrongWay("latest", lambda lookups, staff: _by_account(
        lookups, staff.sort_values("since").groupby("account")["office"].last())),
    WrongWay("first", lambda lookups, staff: _by_account(
        lookups, staff.sort_values("since").groupby("account")["office"].first())),
    WrongWay("every-stay", lambda lookups, staff: lookups.merge(staff, on="account")["office"]),
    WrongWay("day-late", _day_late),
    WrongWay("movers-dropped", _movers_dropped),
]  # fmt: skip

# --- stated reasons ------------------------------------------------------------------------------------


def _classify(
    reasons: pd.Series, codebook: pd.DataFrame, blanks: tuple[str, ...], *, whole: bool = True,
    lower: bool = True, strip: bool = True, first: bool = True, exact: bool = False,
) -> pd.Series:  # fmt: skip
    text = reasons.fillna("")
    text = text.str.strip() if strip else text
    text = text.str.lower() if lower else text
    kind = pd.Series("other", index=reasons.index)
    for row in (codebook[::-1] if first else codebook).itertuples():
        word = re.escape(str(row.words))
        hit = (text == row.words) if exact else text.str.contains(rf"\b{word}\b" if whole else word)
        kind[hit] = str(row.kind)
    kind[text.isin(blanks)] = "missing"
    return kind


def _missing_as(word: str) -> Callable[..., pd.Series]:
    return lambda reasons, codebook, blanks: classify(reasons, codebook, blanks).replace("missing", word)


def _only_empty_is_missing(reasons: pd.Series, codebook: pd.DataFrame, blanks: tuple[str, ...]) -> pd.Series:
    return classify(reasons, codebook, ("",))


def _missing_dropped(reasons: pd.Series, codebook: pd.DataFrame, blanks: tuple[str, ...]) -> pd.Series:
    kind = classify(reasons, codebook, blanks)
    return kind[kind != "missing"]


CLASSIFY_WRONG = [
    WrongWay("missing-as-other", _missing_as("other")),
    WrongWay("missing-as-agreed", _missing_as("call")),
    WrongWay("missing-dropped", _missing_dropped),
    WrongWay("only-empty", _only_empty_is_missing),
    WrongWay("inside-words", lambda r, c, b: _classify(r, c, b, whole=False)),
    WrongWay("capitals", lambda r, c, b: _classify(r, c, b, lower=False)),
    WrongWay("last-row-wins", lambda r, c, b: _classify(r, c, b, first=False)),
    WrongWay("whole-text", lambda r, c, b: _classify(r, c, b, exact=True)),
    WrongWay("spaces", lambda r, c, b: _classify(r, c, b, strip=False)),
    WrongWay("agreed-or-not", lambda r, c, b: classify(r, c, b).replace(dict.fromkeys(AGREED, "agreed"))),
]

# --- the list ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rows(Comparison):
    """Compares tables whose rows may repeat: the second row with the same keys is an entry of its own."""

    def entries(self, value: Any) -> Entries:
        keys = list(self.keys)
        if isinstance(value, pd.DataFrame) and set(keys) < set(value.columns):
            nth = value.groupby(keys, dropna=False).cumcount()
            value = value.assign(nth=nth).set_index([*keys, "nth"])
        return super().entries(value)


TEXTS = load("lifecycle.yml")


def _task(
    name: str,
    right: Callable[..., object],
    wrong: list[WrongWay],
    visible: Callable[[], tuple[object, ...]],
    hidden: Mapping[str, Callable[[], tuple[object, ...]]],
    comparison: Comparison,
    takes_value: bool = False,
) -> FunctionTask:
    id = f"03/{name}"
    cases = [Case(kind, build) for kind, build in hidden.items()]
    return FunctionTask(id, TEXTS[id], right, visible, cases, wrong, comparison, takes_value)


_ALL: tuple[Task, ...] = (
    _task("look-ups", lookups, LOOKUPS_WRONG, tables.access_log, tables.LOG_CASES, Rows(keys=tuple(LOOKUP))),
    _task("office", office_then, OFFICE_WRONG, tables.lookups_and_staff, tables.OFFICE_CASES, Comparison()),
    _task("reasons", classify, CLASSIFY_WRONG, tables.reasons, tables.REASON_CASES, Comparison()),
)  # fmt: skip

TASKS: dict[str, Task] = {task.id: task for task in _ALL}
