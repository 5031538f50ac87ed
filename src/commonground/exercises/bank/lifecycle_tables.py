"""The tables on which the tasks of the lesson on purpose drift are tried.

The visible ones are those of the lesson: the access log of the shipped seed. The hidden tables are logs drawn with
other dials, and small tables built by hand so that two ways that often agree come apart. All of it is synthetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pandas as pd

from commonground.analysis.access_log import BLANKS, CODEBOOK, END, GROUPS, AccessLog, Dials, simulate
from commonground.exercises.bank.lifecycle_right import classify, lookups, monthly, office_then
from commonground.exercises.task import Arguments, Cases


@cache
def shipped() -> AccessLog:
    """The log of the lesson."""
    return simulate()


@cache
def other() -> AccessLog:
    """A shorter log of another plan: it drifts from its fourth month, and many events are logged twice."""
    return simulate(Dials(months=6, drift_from="2024-12", repeated=0.2, reloads=0.25, evening=0.4), seed=77)


def codebook() -> pd.DataFrame:
    """Words and the class that they stand for: words, kind."""
    return pd.DataFrame(CODEBOOK, columns=["words", "kind"])


# --- from lines to look-ups ----------------------------------------------------------------------------


def access_log() -> Arguments:
    return (shipped().log,)


def _small_log() -> Arguments:
    rows = [
        ("E1", "2026-01-31T23:40:00-05:00", "b1", "open", "T1", "call home"),
        ("E1", "2026-02-01T04:40:00Z", "b1", "open", "T1", "call home"),
        ("E2", "2026-02-01T04:50:00Z", "b1", "open", "T1", "see above"),
        ("E3", "2026-02-01T15:00:00Z", "b1", "open", "T1", None),
        ("E4", "2026-02-01T10:30:00-05:00", "b2", "export", "T1 T2 T3", "list"),
        ("E5", "2026-02-01T16:00:00Z", "b2", "open", "T2", "ride"),
        ("E6", "2026-02-02T09:00:00Z", "svc-copy", "transfer", "T1 T4", "nightly"),
    ]
    columns = ["event_id", "logged_at", "account", "action", "students", "reason"]
    return (pd.DataFrame(rows, columns=columns),)


LOG_CASES: Cases = {"other-plan": lambda: (other().log,), "small": _small_log}

# --- the office of that day ----------------------------------------------------------------------------


@cache
def _lookups(of: Callable[[], AccessLog]) -> pd.DataFrame:
    return lookups(of().log)


def lookups_and_staff() -> Arguments:
    return _lookups(shipped), shipped().staff


def _built_staff() -> Arguments:
    seen = pd.DataFrame(
        [("b1", "T1", "2026-01-05"), ("b1", "T2", "2026-02-01"), ("b2", "T1", "2026-02-02"),
         ("b1", "T1", "2026-03-09"), ("b3", "T3", "2026-03-09"), ("b1", "T1", "2026-05-01")],
        columns=["account", "student_id", "day"],
    )  # fmt: skip
    staff = pd.DataFrame(
        [("b1", "Harbor", "2026-03-09"), ("b1", "Hill", "2026-01-01"), ("b2", "Hill", "2026-01-01"),
         ("b1", "Mill", "2026-02-01"), ("b3", "Mill", "2026-01-01")],
        columns=["account", "office", "since"],
    )  # fmt: skip
    return seen, staff


OFFICE_CASES: Cases = {
    "other-plan": lambda: (_lookups(other), other().staff),
    "three-stays": _built_staff,
}

# --- stated reasons ------------------------------------------------------------------------------------


def reasons() -> Arguments:
    return _lookups(shipped)["reason"], codebook(), BLANKS


def _other_reasons() -> Arguments:
    text = pd.Series(
        ["Call parent", "parent", "BRIDE to be", "fee waiver", "waive fee, call home", None, " ", "?", "tbd",
         "Tbd ", "call", "recall notice", "nothing special"],
        index=range(100, 113),
    )  # fmt: skip
    book = pd.DataFrame([("fee", "fees"), ("ride", "help"), ("call", "call")], columns=["words", "kind"])
    return text, book, ("", "?", "tbd")


REASON_CASES: Cases = {
    "other-plan": lambda: (_lookups(other)["reason"], codebook(), BLANKS),
    "other-codebook": _other_reasons,
}

# --- coded look-ups ------------------------------------------------------------------------------------


@cache
def coded_log(of: Callable[[], AccessLog] = shipped) -> pd.DataFrame:
    """All look-ups of a log, with office, kind and month; "all fine" is read as a call that went well."""
    found = _lookups(of)
    book = pd.concat([pd.DataFrame([("all fine", "call")], columns=["words", "kind"]), codebook()])
    return found.assign(
        office=office_then(found, of().staff),
        kind=classify(found["reason"], book, BLANKS),
        month=found["day"].str[:7],
    )


def _running(of: Callable[[], AccessLog]) -> pd.DataFrame:
    table = coded_log(of)
    return table[table["day"] <= END]


def coded() -> Arguments:
    return (_running(shipped),)


def with_office() -> Arguments:
    return coded_log(), END


def coded_and_roll() -> Arguments:
    return _running(shipped), shipped().roll, 10


def months() -> Arguments:
    return monthly(_running(shipped))[["out", "stated"]], LEAST_GAIN


def offices() -> Arguments:
    """By office since January, the share of the fall, and a rate of false discoveries."""
    table = _running(shipped)
    stated = table[table["kind"] != "missing"]
    fall = monthly(table).loc[:"2024-12"]
    spring = stated[stated["month"] >= "2025-01"]
    outside = ~spring["kind"].isin(["call", "help", "mend"])
    by_office = outside.groupby(spring["office"]).agg(out="sum", stated="size")
    return by_office, float(fall["out"].sum() / fall["stated"].sum()), 0.05


LEAST_GAIN = 3.5
"""The gain that about one in 20 shuffled logs of the lesson's size reaches by chance."""


def _a_month_of_silence() -> Arguments:
    rows = (
        [("2031-01", "call")] * 9 + [("2031-01", "other")] * 2 + [("2031-01", "missing")] * 4
        + [("2031-02", "missing")] * 6
        + [("2031-03", "help")] * 12 + [("2031-03", "fine")] * 3 + [("2031-03", "mend")] * 2
        + [("2031-04", "call")] * 8
    )  # fmt: skip
    return (pd.DataFrame(rows, columns=["month", "kind"]).assign(student_id="T1"),)


MONTH_CASES: Cases = {"other-plan": lambda: (_running(other),), "silence": _a_month_of_silence}


def _built_months(out: list[int], stated: list[int]) -> pd.DataFrame:
    names = [str(month) for month in pd.period_range("2031-01", periods=len(out), freq="M")]
    return pd.DataFrame({"out": out, "stated": stated}, index=pd.Index(names, name="month"))


BEGAN_CASES: Cases = {
    "busy": lambda: (_built_months([2, 3, 1, 4, 3, 22, 18, 60, 25, 6], [90, 100, 60, 110, 95, 140, 130, 420, 150, 25]), 3.5),
    "slow": lambda: (_built_months([1, 4, 2, 3, 9, 11, 16, 17], [100, 40, 100, 110, 100, 105, 100, 100]), 3.5),
    "flat": lambda: (_built_months([4, 6, 3, 7, 5, 6, 4, 8], [100, 110, 95, 104, 99, 101, 100, 107]), 3.5),
}  # fmt: skip


def _built_offices(out: list[int], stated: list[int], baseline: float, q: float) -> Arguments:
    names = pd.Index([f"Desk {number}" for number in range(1, len(out) + 1)], name="office")
    return pd.DataFrame({"out": out, "stated": stated}, index=names), baseline, q


DRIFTING_CASES: Cases = {
    "many-near": lambda: _built_offices(
        [9, 9, 8, 8, 8, 7, 2, 1, 0, 1], [60, 62, 55, 56, 57, 50, 40, 30, 6, 45], 0.06, 0.05
    ),
    "other-rate": lambda: _built_offices([3, 12, 5, 0, 30, 7], [20, 60, 50, 4, 70, 30], 0.1, 0.1),
}


def _built_roll(seed: int, kinds: Mapping[str, tuple[int, int]]) -> Arguments:
    """A roll with so many students in each group, so many of them looked up outside the purposes."""
    rng = np.random.default_rng(seed)
    roll, rows = [], []
    for group, (students, out) in kinds.items():
        for number in range(students):
            student = f"{group[:2].upper()}{number:03d}"
            roll.append((student, group))
            for _ in range(int(rng.integers(1, 4)) if number < out else 0):
                rows.append((student, "fine"))
            if number % 2 == 0:
                rows.append((student, str(rng.choice(["call", "missing"]))))
    table = pd.DataFrame(rows, columns=["student_id", "kind"])
    return table, pd.DataFrame(roll, columns=["student_id", "group"])


REACHED_CASES: Cases = {
    "small-groups": lambda: (*_built_roll(1, {"east": (40, 4), "hill": (60, 21), "west": (30, 14), "dock": (44, 19)}), 8),
    "nobody": lambda: (*_built_roll(2, dict(zip(GROUPS, [(50, 0), (45, 41), (70, 30), (66, 22)], strict=True))), 10),
}  # fmt: skip


def _built_end() -> Arguments:
    rows = [
        ("Hill", "T1", "2031-06-30", "call"), ("Hill", "T1", "2031-07-01", "call"), ("Hill", "T2", "2031-07-01", "missing"),
        ("Hill", "T1", "2031-07-09", "fine"), ("Mill", "T3", "2031-06-30", "fine"), ("Mill", "T3", "2031-08-02", "help"),
        ("Mill", "T4", "2031-08-03", "housing"), ("Mill", "T5", "2031-09-01", "missing"), ("Dock", "T9", "2031-05-01", "call"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["office", "student_id", "day", "kind"]), "2031-06-30"


AFTER_CASES: Cases = {"other-plan": lambda: (coded_log(other), "2025-01-31"), "built": _built_end}
