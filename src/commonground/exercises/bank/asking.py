"""The tasks of "Who was asked, and what came of it", module 02: right ways, and the wrong ways that people take.

The right ways are shown to learners as model answers, so each reads on its own.
The interval of a share is that of Wilson (1927); the interval of a difference is the usual one from two standard
errors. That hiding small groups is a choice with a price follows [PRIV-01] and [PRIV-05].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from commonground.analysis.contact_log import STEPS, one_clock, one_spelling
from commonground.exercises.bank import asking_tables as tables
from commonground.exercises.compare import Comparison
from commonground.exercises.task import Case, FunctionTask, Task, WrongWay
from commonground.exercises.texts import load

# --- families, not messages ----------------------------------------------------------------------------


def reached(contacts: pd.DataFrame, messages: pd.DataFrame) -> dict[str, int]:
    family_of = contacts.set_index(one_spelling(contacts["point"]))["family_id"]
    messages = messages.drop_duplicates("message_id")
    family = one_spelling(messages["sent_to"]).map(family_of)
    arrived = messages["status"].isin(["delivered", "answered"])
    return {"messages": len(messages), "sent": family.nunique(), "reached": family[arrived].nunique()}


Count = Callable[[pd.DataFrame, pd.DataFrame], dict[str, int]]


def _reached_but(change: Callable[[pd.DataFrame, pd.DataFrame, dict[str, int]], dict[str, int]]) -> Count:
    return lambda contacts, messages: {
        **reached(contacts, messages),
        **change(contacts, messages.drop_duplicates("message_id"), reached(contacts, messages)),
    }


def _arrived(messages: pd.DataFrame) -> pd.DataFrame:
    return messages[messages["status"].isin(["delivered", "answered"])]


def _families(contacts: pd.DataFrame, messages: pd.DataFrame) -> pd.Series:
    family_of = contacts.set_index(one_spelling(contacts["point"]))["family_id"]
    return one_spelling(messages["sent_to"]).map(family_of)


def _as_typed(contacts: pd.DataFrame, messages: pd.DataFrame) -> dict[str, int]:
    family = messages["sent_to"].map(contacts.set_index("point")["family_id"])
    return {
        "sent": family.nunique(),
        "reached": family[messages["status"].isin(["delivered", "answered"])].nunique(),
    }


def _none_lost(contacts: pd.DataFrame, messages: pd.DataFrame) -> dict[str, int]:
    fine = messages["status"].isin(["delivered", "answered"]).groupby(_families(contacts, messages)).all()
    return {"reached": int(fine.sum())}


REACHED_WRONG = [
    WrongWay("messages-not-families", _reached_but(lambda c, m, r: {"sent": len(m), "reached": len(_arrived(m))})),
    WrongWay("points-not-families", _reached_but(
        lambda c, m, r: {"sent": one_spelling(m["sent_to"]).nunique(), "reached": one_spelling(_arrived(m)["sent_to"]).nunique()})),
    WrongWay("spellings-not-families", _reached_but(
        lambda c, m, r: {"sent": m["sent_to"].nunique(), "reached": _arrived(m)["sent_to"].nunique()})),
    WrongWay("as-typed", _reached_but(lambda c, m, r: _as_typed(c, m))),
    WrongWay("sent-is-reached", _reached_but(lambda c, m, r: {"reached": r["sent"]})),
    WrongWay("only-delivered", _reached_but(
        lambda c, m, r: {"reached": _families(c, m[m["status"] == "delivered"]).nunique()})),
    WrongWay("all-must-arrive", _reached_but(lambda c, m, r: _none_lost(c, m))),
    WrongWay("file-is-sent", _reached_but(lambda c, m, r: {"sent": c["family_id"].nunique()})),
    WrongWay("lines-not-messages", lambda c, m: {**reached(c, m), "messages": len(m)}),
]  # fmt: skip

# --- days until a person answers -----------------------------------------------------------------------


def days_to_answer(replies: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    replies = replies.drop_duplicates("reply_id").set_index("reply_id")
    by_a_person = answers[answers["kind"] == "answer"]
    first = one_clock(by_a_person["sent_at"]).dt.normalize().groupby(by_a_person["reply_id"]).min()
    received = one_clock(replies["received_at"]).dt.normalize()
    return (first.reindex(replies.index) - received).dt.days


def _days(
    replies: pd.DataFrame,
    answers: pd.DataFrame,
    clock: Callable[[pd.Series], pd.Series] = one_clock,
    which: str = "min",
    kinds: tuple[str, ...] = ("answer",),
    whole: bool = True,
) -> pd.Series:
    replies = replies.drop_duplicates("reply_id").set_index("reply_id")
    kept = answers[answers["kind"].isin(kinds)]
    sent, received = clock(kept["sent_at"]), clock(replies["received_at"])
    if whole:
        sent, received = sent.dt.normalize(), received.dt.normalize()
    first = getattr(sent.groupby(kept["reply_id"]), which)()
    return (first.reindex(replies.index) - received).dt.days


def _as_written(times: pd.Series) -> pd.Series:
    """Both kinds of time read as if they were the same clock."""
    cloud = pd.to_datetime(times, format="%Y-%m-%dT%H:%M:%SZ", errors="coerce")
    return cloud.fillna(pd.to_datetime(times, format="%m/%d/%Y %I:%M %p", errors="coerce"))


def _day_first(times: pd.Series) -> pd.Series:
    """Times with day and month swapped wherever the calendar lets them be."""
    right = one_clock(times)
    swapped = pd.to_datetime(times, format="%d/%m/%Y %I:%M %p", errors="coerce").dt.tz_localize(right.dt.tz)
    return swapped.fillna(right)


DAYS_WRONG = [
    WrongWay("receipt-is-answer", lambda r, a: _days(r, a, kinds=("answer", "receipt"))),
    WrongWay("zero-for-none", lambda r, a: days_to_answer(r, a).fillna(0)),
    WrongWay("only-answered", lambda r, a: days_to_answer(r, a).dropna()),
    WrongWay("last-answer", lambda r, a: _days(r, a, which="max")),
    WrongWay("one-clock-for-both", lambda r, a: _days(r, a, clock=_as_written)),
    WrongWay("day-first", lambda r, a: _days(r, a, clock=_day_first)),
    WrongWay("hours-not-days", lambda r, a: _days(r, a, whole=False)),
    WrongWay("backward", lambda r, a: -days_to_answer(r, a)),
]

# --- the funnel ----------------------------------------------------------------------------------------


def funnel(voices: pd.DataFrame, by: str) -> pd.DataFrame:
    counts = voices.groupby(by)[["reached", "could_reply", "replied", "answered", "changed"]].sum()
    before = counts.shift(axis=1)
    before["reached"] = voices.groupby(by).size()
    return counts / before.where(before > 0)


def _counts(voices: pd.DataFrame, by: str) -> pd.DataFrame:
    return voices.groupby(by)[list(STEPS)].sum()


def _over_all(voices: pd.DataFrame, by: str) -> pd.DataFrame:
    right = funnel(voices, by)
    together = funnel(voices.assign(**{by: "all"}), by)
    return right * 0 + together.to_numpy()


FUNNEL_WRONG = [
    WrongWay("over-families", lambda v, by: _counts(v, by).div(v.groupby(by).size(), axis=0)),
    WrongWay("over-reached", lambda v, by: _counts(v, by).div(_counts(v, by)["reached"], axis=0).assign(reached=funnel(v, by)["reached"])),
    WrongWay("over-everybody", lambda v, by: _counts(v, by) / len(v)),
    WrongWay("share-of-step", lambda v, by: _counts(v, by) / _counts(v, by).sum()),
    WrongWay("zero-for-nobody", lambda v, by: funnel(v, by).fillna(0)),
    WrongWay("one-for-all", _over_all),
    WrongWay("lost-not-kept", lambda v, by: 1 - funnel(v, by)),
    WrongWay("upside-down", lambda v, by: 1 / funnel(v, by)),
    WrongWay("counts", _counts),
]  # fmt: skip

# --- the list ------------------------------------------------------------------------------------------

TEXTS = load("asking.yml")


def _task(
    name: str,
    right: Callable[..., object],
    wrong: list[WrongWay],
    visible: Callable[[], tuple[object, ...]],
    hidden: Mapping[str, Callable[[], tuple[object, ...]]],
    comparison: Comparison,
    takes_value: bool = False,
) -> FunctionTask:
    id = f"02/{name}"
    cases = [Case(kind, build) for kind, build in hidden.items()]
    return FunctionTask(id, TEXTS[id], right, visible, cases, wrong, comparison, takes_value)


GROUPS = ("language", "guardian", "school")

_ALL: tuple[Task, ...] = (
    _task("reached", reached, REACHED_WRONG, tables.fall_messages, tables.REACHED_CASES, Comparison(0.4)),
    _task("days", days_to_answer, DAYS_WRONG, tables.fall_replies, tables.DAYS_CASES,
          Comparison(0.4, keys=("reply_id",))),
    _task("funnel", funnel, FUNNEL_WRONG, tables.by_language, tables.FUNNEL_CASES,
          Comparison(0.005, keys=GROUPS)),
)  # fmt: skip

TASKS: dict[str, Task] = {task.id: task for task in _ALL}
