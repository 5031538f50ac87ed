"""The synthetic access log of the "Morning Call" plan: who opened whose entry, when, and for which stated reason.

Everything is invented. One seeded pure function makes the log, its dials are named, and the truth is kept beside it:
the true class of each reason and the month from which uses drift. No real office has such a truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import numpy as np
import pandas as pd

from commonground.analysis.county_clock import COUNTY, OFFSET, in_utc

FIRST_MONTH = "2024-09"
CHECK_IN = "2025-02-14"
END = "2025-06-30"
"""The last day of the plan; from July 1 nobody has a reason to look."""

AGREED = ("call", "help", "mend")
"""The three purposes that families agreed to."""

BLANKS = ("", "-", ".", "n/a", "none", "x", "see above")
"""What people type where a reason is asked for and none is given."""

MONTHLY = {
    "North desk": 16, "South desk": 16, "Lakeside desk": 15, "Hill desk": 14, "Mill desk": 14, "Park desk": 13,
    "Dock desk": 13, "Fair desk": 13, "Health office": 18, "Nurse line": 14, "Family center": 16,
    "Truancy office": 19, "Night line": 1, "Sheriff's office": 0,
}  # fmt: skip
"""Look-ups of agreed use in a month, on average, by office."""

GROUPS = {"with parents": 0.68, "with relatives": 0.14, "foster care": 0.10, "no fixed home": 0.08}
"""With whom the students of the list live, and how many of them."""

TEXTS: Mapping[str, tuple[str, ...]] = {
    "call": ("call home", "Called parent, no answer", "parent called back", "CALL guardian", "morning call ",
             "called, all fine", "called grandmother"),
    "help": ("ride to school", "bus pass", "Nurse visit asked for", "glasses", "meals for the week",
             "parent asks for a tutor"),
    "mend": ("wrong absence", "Family says wrong day", "correction of entry", "fix: was in class"),
    "fine": ("truancy fine", "Fine notice", "called re fine", "call before fine", "court referral TRUANCY"),
    "housing": ("list for housing office", "Housing wait list", "eviction check", "rent help list"),
    "police": ("deputy request", "Sheriff asked", "case number 4471", "call from deputy"),
    "other": ("training", "override test", "Demo for visitors", "refined search", "newsletter"),
    "missing": (*BLANKS, " ", "N/A"),
}  # fmt: skip
"""Reasons as staff type them, by true class. Some hold a word of another class, and some hold it inside a word."""

CODEBOOK: tuple[tuple[str, str], ...] = (
    ("fine", "fine"), ("truancy", "fine"), ("court", "fine"),
    ("housing", "housing"), ("eviction", "housing"), ("rent", "housing"),
    ("deputy", "police"), ("sheriff", "police"), ("case number", "police"),
    ("wrong", "mend"), ("correction", "mend"), ("fix", "mend"),
    ("ride", "help"), ("bus pass", "help"), ("nurse", "help"), ("glasses", "help"), ("meals", "help"),
    ("tutor", "help"), ("call", "call"), ("called", "call"),
)  # fmt: skip
"""Words and the class that they stand for, in the order in which they count."""


@dataclass(frozen=True)
class Dials:
    """What shapes the log. Shares lie between 0 and 1; months are such as "2025-01".

    drift_from: the first month of use outside the purposes, beyond the usual few.
    fines: share of the truancy office's look-ups that are about fines from then on.
    exports: students in each month's export for the housing office, from two months later.
    deputies: look-ups a month through the sheriff's open link, from one month later.
    usual: share of look-ups outside the purposes in every office and month.
    no_reason: share of look-ups for which no reason is given.
    repeated, reloads, evening: shares of events that are logged twice, opened again that day, after 7 p.m.
    after_end: share of a usual month's look-ups that still take place in each month after the end.
    """

    students: int = 320
    months: int = 12
    drift_from: str = "2025-01"
    fines: float = 0.6
    exports: int = 16
    deputies: int = 6
    usual: float = 0.045
    no_reason: float = 0.08
    repeated: float = 0.09
    reloads: float = 0.1
    evening: float = 0.12
    after_end: float = 0.12


USUAL = Dials()
"""The dials of the log that the lesson shows."""


@dataclass(frozen=True)
class AccessLog:
    """Synthetic tables of one plan.

    log: one row for each line: event_id, logged_at (text with its zone), account, action (open, export, transfer),
        students (one number, or several with spaces between), reason.
    staff: one row for each stay of an account in an office: account, office, since (text, the first day).
    roll: one row for each student on the list: student_id, group.
    truth: one row for each event: event_id, office, kind (the true class of the reason). No real office has it.
    """

    log: pd.DataFrame
    staff: pd.DataFrame
    roll: pd.DataFrame
    truth: pd.DataFrame


MOVES = {"a09": ("Truancy office", "2025-01-20"), "a05": ("Health office", "2025-02-03"),
         "a22": ("North desk", "2024-12-02"), "a17": ("Park desk", "2025-04-07")}  # fmt: skip
"""Accounts whose holder changes offices in the year: the next office, and its first day."""


def _stays() -> list[tuple[str, str, str]]:
    """Account, office and first day of each stay, in the order of their beginning."""
    rows: list[tuple[str, str, str]] = []
    for office in MONTHLY:
        for _ in range(1 if office in ("Night line", "Sheriff's office") else 2):
            account = "link-01" if office == "Sheriff's office" else f"a{len(rows) + 1:02d}"
            rows.append((account, office, f"{FIRST_MONTH}-01"))
    rows += [(account, office, since) for account, (office, since) in MOVES.items()]
    return rows


def _roll(students: int, rng: np.random.Generator) -> pd.DataFrame:
    group = rng.choice(list(GROUPS), students, p=list(GROUPS.values()))
    return pd.DataFrame({"student_id": [f"S{i:03d}" for i in range(1, students + 1)], "group": group})


def _deals(
    dials: Dials, roll: pd.DataFrame, rng: np.random.Generator
) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """What truly happens: month, office, kind and students of each event by a person."""
    ids = roll["student_id"].to_numpy()
    weight = rng.gamma(0.8, size=len(ids)) + 0.1
    weight /= weight.sum()
    homeless = ids[roll["group"].isin(["no fixed home", "foster care"])]
    watched = rng.choice(ids, 7, replace=False)
    months = _months(dials.months)
    start = months.index(dials.drift_from) if dials.drift_from in months else len(months)
    deals: list[tuple[str, str, str, tuple[str, ...]]] = []
    for number, month in enumerate(months):
        running = 1.0 if month <= END[:7] else dials.after_end
        for office, usual in MONTHLY.items():
            drifting = number >= start
            for _ in range(rng.poisson(usual * running)):
                kind = str(rng.choice(AGREED, p=[0.6, 0.28, 0.12]))
                if rng.random() < dials.usual:
                    kind = str(rng.choice(["other", "fine", "other"]))
                if office == "Truancy office" and drifting and rng.random() < dials.fines:
                    kind = "fine"
                deals.append((month, office, kind, (str(rng.choice(ids, p=weight)),)))
            if office == "Family center" and number >= start + 2 and dials.exports:
                chosen = set(rng.choice(ids, dials.exports // 2, replace=False))
                chosen |= set(rng.choice(homeless, min(len(homeless), dials.exports // 2), replace=False))
                deals.append((month, office, "housing", tuple(sorted(map(str, chosen)))))
            if office == "Sheriff's office" and number >= start + 1:
                deals += [(month, office, "police", (str(rng.choice(watched)),))
                          for _ in range(rng.poisson(dials.deputies))]  # fmt: skip
    return deals


def _written(kind: str, office: str, no_reason: float, rng: np.random.Generator) -> str | None:
    """The reason as it is typed; the open link does not ask for one."""
    if rng.random() < (0.75 if office == "Sheriff's office" else no_reason):
        kind = "missing"
    text = str(rng.choice(TEXTS[kind]))
    if kind == "missing":
        return text if rng.random() < 0.6 else None
    return [text, text, text.upper(), f" {text}"][rng.integers(4)]


def _stamp(instant: datetime, cloud: bool) -> str:
    """An instant as one of the two servers writes it: in UTC, or in the county's time."""
    return in_utc(instant) if cloud else instant.astimezone(COUNTY).isoformat()


def simulate(dials: Dials = USUAL, seed: int = 305) -> AccessLog:
    """The access log of one year of the plan, drawn from the dials. The same seed gives the same log."""
    rng = np.random.default_rng(seed)
    stays, roll = _stays(), _roll(dials.students, rng)
    lines: list[Line] = []
    truth: list[tuple[str, str, str]] = []

    def note(instant: datetime, of: tuple[str, str, str, str | None], office: str, kind: str) -> None:
        event = f"E{len(truth) + 1:05d}"
        lines.append((instant, event, *of))
        truth.append((event, office, kind))

    for month, office, kind, students in _deals(dials, roll, rng):
        day = str(rng.choice(_working_days(month)))
        late = office == "Night line" or rng.random() < dials.evening
        hour = int(rng.integers(19, 23)) if late else int(rng.integers(7, 17))
        clock = f"{hour:02d}:{rng.integers(60):02d}:{rng.integers(60):02d}"
        instant = datetime.fromisoformat(f"{day}T{clock}{OFFSET}")
        account = str(rng.choice(_at_work(stays, office, day)))
        reason = _written(kind, office, dials.no_reason, rng)
        action = "export" if len(students) > 1 else "open"
        note(instant, (account, action, " ".join(students), reason), office, kind)
        if action == "open" and rng.random() < dials.reloads:
            again = instant + timedelta(minutes=int(rng.integers(1, 30)))
            typed = "see above" if rng.random() < 0.6 else reason
            note(again, (account, action, students[0], typed), office, kind)
    for month in _months(dials.months):
        for day in _working_days(month)[::2]:
            batch = " ".join(sorted(rng.choice(roll["student_id"].to_numpy(), 4, replace=False)))
            instant = datetime.fromisoformat(f"{day}T04:00:00{OFFSET}")
            note(
                instant, ("svc-nightly", "transfer", batch, "nightly transfer"), "none: a program", "transfer"
            )
    lines.sort(key=lambda line: line[:2])
    known = pd.DataFrame(truth, columns=["event_id", "office", "kind"])
    staff = pd.DataFrame(stays, columns=["account", "office", "since"])
    return AccessLog(_as_logged(lines, dials.repeated, rng), staff, roll, known)


Line = tuple[datetime, str, str, str, str, str | None]


def _months(number: int) -> list[str]:
    return [str(month) for month in pd.period_range(FIRST_MONTH, periods=number, freq="M")]


@cache
def _working_days(month: str) -> list[str]:
    first = date.fromisoformat(f"{month}-01")
    days = (first + timedelta(days=n) for n in range(31))
    return [str(day) for day in days if day.month == first.month and day.weekday() < 5]


def _at_work(stays: list[tuple[str, str, str]], office: str, day: str) -> list[str]:
    """The accounts that are in an office on a day; where all have left, those that were there first."""
    now: dict[str, str] = {}
    first: list[str] = []
    for account, of, since in stays:
        if since <= day:
            now[account] = of
        if of == office:
            first.append(account)
    return [account for account, of in now.items() if of == office] or first


def _as_logged(lines: list[Line], repeated: float, rng: np.random.Generator) -> pd.DataFrame:
    """The lines as two servers write them; an event that is sent again comes from the other server."""
    rows = []
    for instant, event, *rest in lines:
        cloud = bool(rng.random() < 0.5)
        rows.append((event, _stamp(instant, cloud), *rest))
        if rng.random() < repeated:
            rows.append((event, _stamp(instant, not cloud), *rest))
    return pd.DataFrame(rows, columns=["event_id", "logged_at", "account", "action", "students", "reason"])
