"""The tables on which the tasks of the analyst lesson of module 02 are tried.

The visible ones are those of the lesson. The hidden ones come from the same synthetic office with another seed and
other dials, or are small made-up tables in which one thing differs that careless code overlooks.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from commonground.analysis.contact_log import STEPS, USUAL, ContactLog, Dials, asked, simulate, voices
from commonground.exercises.task import Arguments, Cases


@cache
def _log(families: int = USUAL.families, seed: int | None = None) -> ContactLog:
    """The log of the lesson, or a smaller one from another seed."""
    return simulate() if seed is None else simulate(Dials(families=families), seed)


@cache
def _voices(families: int = USUAL.families, seed: int | None = None, question: str = "fall") -> pd.DataFrame:
    return voices(_log(families, seed), question)


def _messages(log: ContactLog, question: str) -> Arguments:
    return log.contacts, log.messages[log.messages["question"] == question]


def _replies(log: ContactLog, question: str) -> Arguments:
    return log.replies[log.replies["question"] == question], log.answers


# --- the tables that the learner sees ------------------------------------------------------------------


def fall_messages() -> Arguments:
    return _messages(_log(), "fall")


def fall_replies() -> Arguments:
    return _replies(_log(), "fall")


def by_language() -> Arguments:
    return _voices(), "language"


def by_language_from_ten() -> Arguments:
    return _voices(), "language", 10


def a_third() -> Arguments:
    return _voices(), 0.3


def roll_and_voices() -> Arguments:
    return _log().roll, _voices()


def two_questions() -> Arguments:
    return (asked(_log()),)


# --- tables that the learner does not see --------------------------------------------------------------


def _two_phones() -> Arguments:
    contacts = pd.DataFrame(
        [("F-1", "phone", "000-555-0101"), ("F-1", "phone", "010-555-0101"), ("F-1", "email", "home1@example.org"),
         ("F-2", "phone", "000-555-0102"), ("F-3", "email", "home3@example.org"), ("F-4", "phone", "000-555-0104")],
        columns=["family_id", "kind", "point"],
    )  # fmt: skip
    sent = [("M1", "call", "+1 000 555 0101", "no answer"), ("M2", "call", "(010) 555-0101", "answered"),
            ("M3", "text", "000-555-0102", "bounced"), ("M4", "email", " HOME3@example.org", "delivered"),
            ("M4", "email", " HOME3@example.org", "delivered"), ("M5", "email", "home1@example.org", "delivered")]  # fmt: skip
    return contacts, pd.DataFrame(sent, columns=["message_id", "channel", "sent_to", "status"])


def _one_answered_twice() -> Arguments:
    replies = pd.DataFrame(
        [("R1", "2025-10-11T02:30:00Z"), ("R1", "2025-10-11T02:30:00Z"), ("R2", "10/12/2025 09:00 AM"),
         ("R3", "10/12/2025 11:30 PM")],
        columns=["reply_id", "received_at"],
    )  # fmt: skip
    answers = pd.DataFrame(
        [("R1", "receipt", "2025-10-11T02:31:00Z"), ("R1", "answer", "11/03/2025 08:00 AM"),
         ("R1", "answer", "10/20/2025 08:00 AM"), ("R3", "answer", "2025-10-13T21:00:00Z"),
         ("R3", "answer", "2025-10-13T21:00:00Z")],
        columns=["reply_id", "kind", "sent_at"],
    )  # fmt: skip
    return replies, answers


def _group_nobody_reached() -> Arguments:
    counts = {"North": (40, 30, 21, 12, 9, 4), "South": (25, 20, 20, 8, 2, 1), "Dock": (30, 22, 12, 5, 2, 1),
              "Mill": (9, 8, 6, 3, 1, 0), "Hill": (6, 0, 0, 0, 0, 0)}  # fmt: skip
    rows = [
        {
            "family_id": f"{school}{n}",
            "school": school,
            **{step: n < k for step, k in zip(STEPS, steps, strict=True)},
        }
        for school, (families, *steps) in counts.items()
        for n in range(families)
    ]
    return pd.DataFrame(rows), "school"


def _school_minimum() -> Arguments:
    table, by = _group_nobody_reached()
    return table, by, 20


REACHED_CASES: Cases = {
    "two-phones": _two_phones,
    "other-office": lambda: _messages(_log(140, 5), "spring"),
}
DAYS_CASES: Cases = {
    "answered-twice": _one_answered_twice,
    "other-office": lambda: _replies(_log(140, 5), "spring"),
}
FUNNEL_CASES: Cases = {
    "nobody-reached": _group_nobody_reached,
    "other-office": lambda: (_voices(300, 8), "guardian"),
}
INTERVAL_CASES: Cases = {
    "other-minimum": _school_minimum,
    "other-office": lambda: (_voices(300, 8), "guardian", 15),
}
DEFAULT_CASES: Cases = {
    "other-share": lambda: (_voices(), 0.8),
    "other-office": lambda: (_voices(300, 8, "spring"), 0.45),
}
MISSING_CASES: Cases = {
    "other-office": lambda: (_log(300, 8).roll, _voices(300, 8)),
    "other-question": lambda: (_log(140, 5).roll, _voices(140, 5, "spring")),
}
COMPARE_CASES: Cases = {
    "other-office": lambda: (asked(_log(300, 8)),),
    "small": lambda: (asked(_log(140, 5)),),
}
