"""The tables on which the tasks of the lesson on purpose drift are tried.

The visible ones are those of the lesson: the access log of the shipped seed. The hidden tables are logs drawn with
other dials, and small tables built by hand so that two ways that often agree come apart. All of it is synthetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pandas as pd

from commonground.analysis.access_log import BLANKS, CODEBOOK, AccessLog, Dials, simulate
from commonground.exercises.bank.lifecycle_right import lookups

Arguments = tuple[object, ...]
Cases = Mapping[str, Callable[[], Arguments]]


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
