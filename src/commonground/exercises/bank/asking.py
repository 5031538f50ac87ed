"""The tasks of "Who was asked, and what came of it", module 02: right ways, and the wrong ways that people take.

The right ways are shown to learners as model answers, so each reads on its own.
The interval of a share is that of Wilson (1927); the interval of a difference is the usual one from two standard
errors. That hiding small groups is a choice with a price follows [PRIV-01] and [PRIV-05].
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from commonground.analysis.contact_log import STEPS, one_clock, one_spelling
from commonground.analysis.intervals import wilson
from commonground.exercises.bank import asking_tables as tables
from commonground.exercises.building import Builder
from commonground.exercises.compare import CANNOT_SAY, Comparison
from commonground.exercises.statements import Answers
from commonground.exercises.task import WrongWay
from commonground.exercises.writing import LIMITS, NUMBER, QUESTION, any_word, lacks, uses

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

# --- what a small group can say ------------------------------------------------------------------------


def with_interval(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    could = voices[voices["could_reply"]]
    crowd = could.groupby(by).size().reindex(sorted(voices[by].unique()), fill_value=0)
    replied = could.groupby(by)["replied"].sum().reindex(crowd.index, fill_value=0)
    low, high = wilson(replied, crowd)
    table = pd.DataFrame({"share": replied / crowd, "low": low, "high": high})
    return table[crowd >= minimum].reindex(crowd.index)


def _of(voices: pd.DataFrame, by: str, crowd: str | None) -> tuple[pd.Series, pd.Series]:
    """Replies and crowd of each group; without a column for the crowd, all families on file."""
    inside = voices if crowd is None else voices[voices[crowd]]
    size = inside.groupby(by).size().reindex(sorted(voices[by].unique()), fill_value=0)
    return inside.groupby(by)["replied"].sum().reindex(size.index, fill_value=0), size


def _interval_of(voices: pd.DataFrame, by: str, minimum: int, crowd: str | None) -> pd.DataFrame:
    replied, size = _of(voices, by, crowd)
    low, high = wilson(replied, size)
    table = pd.DataFrame({"share": replied / size.where(size > 0), "low": low, "high": high})
    return table.where(size >= minimum)


def _even_sides(voices: pd.DataFrame, by: str, minimum: int, errors: float) -> pd.DataFrame:
    replied, size = _of(voices, by, "could_reply")
    share = replied / size.where(size > 0)
    half = errors * np.sqrt(share * (1 - share) / size)
    table = pd.DataFrame({"share": share, "low": share - half, "high": share + half})
    return table.where(size >= minimum)


def _hidden_by_replies(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    replied, _ = _of(voices, by, "could_reply")
    return _interval_of(voices, by, 1, "could_reply").where(replied >= minimum)


def _hidden_by_families(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    return _interval_of(voices, by, 1, "could_reply").where(voices.groupby(by).size() >= minimum)


def _filled_with_all(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    everyone = with_interval(voices.assign(**{by: "all"}), by, 1).loc["all"]
    return with_interval(voices, by, minimum).fillna(everyone)


INTERVAL_WRONG = [
    WrongWay("small-shown", lambda v, by, minimum: _interval_of(v, by, 1, "could_reply")),
    WrongWay("hidden-by-replies", _hidden_by_replies),
    WrongWay("hidden-by-families", _hidden_by_families),
    WrongWay("over-families", lambda v, by, minimum: _interval_of(v, by, minimum, None)),
    WrongWay("over-reached", lambda v, by, minimum: _interval_of(v, by, minimum, "reached")),
    WrongWay("even-sides", lambda v, by, minimum: _even_sides(v, by, minimum, 1.96)),
    WrongWay("one-error", lambda v, by, minimum: _even_sides(v, by, minimum, 1)),
    WrongWay("zero-for-hidden", lambda v, by, minimum: with_interval(v, by, minimum).fillna(0)),
    WrongWay("filled-with-all", _filled_with_all),
    WrongWay("row-dropped", lambda v, by, minimum: with_interval(v, by, minimum).dropna()),
]

# --- a box that was filled in beforehand ---------------------------------------------------------------


def could_if(voices: pd.DataFrame, share: float) -> float:
    reached = voices[voices["reached"]]
    preset = reached["language_from"] == "preset"
    doubtful = preset & reached["english_only"] & reached["could_reply"] & ~reached["replied"]
    return float((reached["could_reply"].sum() - share * doubtful.sum()) / len(reached))


def _could(voices: pd.DataFrame, share: float, but: tuple[str, ...] = (), over: str = "reached") -> float:
    """The share after doubting some families; `but` names the conditions that are left out."""
    reached = voices[voices["reached"]]
    conditions = {
        "preset": reached["language_from"] == "preset",
        "english": reached["language"] == "English",
        "english-only": reached["english_only"],
        "able": reached["could_reply"],
        "silent": ~reached["replied"],
    }
    doubtful = pd.concat([rows for name, rows in conditions.items() if name not in but], axis=1).all(axis=1)
    crowd = len(reached) if over == "reached" else len(voices)
    return float((reached["could_reply"].sum() - share * doubtful.sum()) / crowd)


def _preset_dropped(voices: pd.DataFrame, share: float) -> float:
    reached = voices[voices["reached"] & (voices["language_from"] == "chosen")]
    return float(reached["could_reply"].mean())


DEFAULT_WRONG = [
    WrongWay("as-recorded", lambda v, share: _could(v, 0)),
    WrongWay("preset-dropped", _preset_dropped),
    WrongWay("all-unable", lambda v, share: _could(v, 1)),
    WrongWay("turned", lambda v, share: _could(v, 1 - share)),
    WrongWay("repliers-doubted", lambda v, share: _could(v, share, but=("silent",))),
    WrongWay("calls-doubted", lambda v, share: _could(v, share, but=("english-only",))),
    WrongWay("chosen-doubted", lambda v, share: _could(v, share, but=("preset",))),
    WrongWay("unable-twice", lambda v, share: _could(v, share, but=("able",))),
    WrongWay("over-families", lambda v, share: _could(v, share, over="file")),
]

# --- who is not in the file at all ---------------------------------------------------------------------


def coverage(roll: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    families = roll.drop_duplicates("family_id")
    reached = voices.loc[voices["reached"], "family_id"]
    found = families.assign(
        on_file=families["family_id"].isin(voices["family_id"]),
        reached=families["family_id"].isin(reached),
    )
    table = found.groupby("moves")[["on_file", "reached"]].mean()
    return table.assign(families=found.groupby("moves").size())


def _students_covered(roll: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    found = roll.assign(
        on_file=roll["family_id"].isin(voices["family_id"]),
        reached=roll["family_id"].isin(voices.loc[voices["reached"], "family_id"]),
    )
    return (
        found.groupby("moves")[["on_file", "reached"]].mean().assign(families=found.groupby("moves").size())
    )


def _file_as_reference(roll: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    return coverage(roll[roll["family_id"].isin(voices["family_id"])], voices)


def _counts_covered(roll: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    right = coverage(roll, voices)
    return right.assign(
        on_file=right["on_file"] * right["families"], reached=right["reached"] * right["families"]
    )


def _coverage_but(
    change: Callable[[pd.DataFrame], dict[str, Any]],
) -> Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]:
    return lambda roll, voices: coverage(roll, voices).assign(**change(coverage(roll, voices)))


MISSING_WRONG = [
    WrongWay("students-not-families", _students_covered),
    WrongWay("file-as-reference", _file_as_reference),
    WrongWay("reached-of-file", _coverage_but(lambda t: {"reached": t["reached"] / t["on_file"]})),
    WrongWay("missing-not-found", _coverage_but(lambda t: {"on_file": 1 - t["on_file"], "reached": 1 - t["reached"]})),
    WrongWay("counts", _counts_covered),
    WrongWay("over-everybody", _coverage_but(
        lambda t: {name: t[name] * t["families"] / t["families"].sum() for name in ("on_file", "reached")})),
    WrongWay("share-of-found", _coverage_but(
        lambda t: {name: t[name] * t["families"] / (t[name] * t["families"]).sum() for name in ("on_file", "reached")})),
    WrongWay("families-on-file", _coverage_but(lambda t: {"families": t["families"] * t["on_file"]})),
]  # fmt: skip

# --- two ways of asking --------------------------------------------------------------------------------


def compare(asked: pd.DataFrame) -> pd.DataFrame:
    replied = asked.groupby(["question", "way"])["replied"].agg(["mean", "size"])
    error = replied["mean"] * (1 - replied["mean"]) / replied["size"]
    difference = replied["mean"].unstack()["call"] - replied["mean"].unstack()["flyer"]
    half = 1.96 * np.sqrt(error.groupby("question").sum())
    return pd.DataFrame({"difference": difference, "low": difference - half, "high": difference + half})


def _pooled(asked: pd.DataFrame) -> pd.DataFrame:
    one = compare(asked.assign(question="all")).loc["all"]
    return compare(asked) * 0 + one


def _per_picked_up(asked: pd.DataFrame) -> pd.DataFrame:
    return compare(asked[asked["reached"]])


def _half_by(errors: Callable[[pd.DataFrame], pd.Series]) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """The right differences with another half-width; `errors` gets a row for each question and way."""

    def way(asked: pd.DataFrame) -> pd.DataFrame:
        replied = asked.groupby(["question", "way"])["replied"].agg(["mean", "size"])
        difference = compare(asked)["difference"]
        half = errors(np.sqrt(replied["mean"] * (1 - replied["mean"]) / replied["size"]).unstack())
        return pd.DataFrame({"difference": difference, "low": difference - half, "high": difference + half})

    return way


def _ratios(asked: pd.DataFrame) -> pd.DataFrame:
    rate = asked.groupby(["question", "way"])["replied"].mean().unstack()
    return compare(asked).assign(difference=rate["call"] / rate["flyer"])


COMPARE_WRONG = [
    WrongWay("only-reached", _per_picked_up),
    WrongWay("pooled", _pooled),
    WrongWay("flyer-first", lambda asked: -compare(asked)[["difference", "high", "low"]].set_axis(
        ["difference", "low", "high"], axis=1)),
    WrongWay("ratio", _ratios),
    WrongWay("points", lambda asked: 100 * compare(asked)),
    WrongWay("one-error", _half_by(lambda e: np.sqrt((e**2).sum(axis=1)))),
    WrongWay("ends-added", _half_by(lambda e: 1.96 * e.sum(axis=1))),
    WrongWay("one-side-sure", _half_by(lambda e: 1.96 * e["call"])),
]  # fmt: skip

# --- what the logs cannot say --------------------------------------------------------------------------

STATEMENTS: Answers = {
    "fall-more": "yes",
    "fall-cause": CANNOT_SAY,
    "spring-cause": "yes",
    "interpreter": CANNOT_SAY,
    "silence": CANNOT_SAY,
    "everyone-sent": "no",
    "on-their-own": CANNOT_SAY,
}


def verdicts() -> dict[str, object]:
    return dict(STATEMENTS)


# --- you said, we did ----------------------------------------------------------------------------------

PARTS = {
    "asked": "1, whom we asked, and of how many",
    "changed": "2, what changed, and because of whom",
    "cannot": "3, what these numbers cannot say",
    "decision": "4, one decision that we ask of you",
    "resident": "5, one sentence to a resident",
}
WHO = r"famil|guardian|caregiver|parent|student|caller|resident|people|person|nobody|no one|because of"
INSIDER = r"funnel|denominator|interval|confidence|wilson|preset|default|dataset|cohort|sample|nan\b|suppress"
FLAWS = [
    lacks("no-number", "asked", NUMBER),
    lacks("nobody-named", "changed", WHO),
    lacks("no-limit", "cannot", any_word(*LIMITS, "don't", "do not", "unknown", "nobody", "neither")),
    lacks("nothing-asked", "decision", QUESTION),
    uses("insider-words", "resident", INSIDER),
]

# --- the list ------------------------------------------------------------------------------------------

MAKE = Builder("02", "asking.yml")
GROUPS = ("language", "guardian", "school")

TASKS = MAKE.collect(
    MAKE.on_tables("reached", reached, REACHED_WRONG, tables.fall_messages, tables.REACHED_CASES,
                   Comparison(0.4)),
    MAKE.on_tables("days", days_to_answer, DAYS_WRONG, tables.fall_replies, tables.DAYS_CASES,
                   Comparison(0.4, keys=("reply_id",))),
    MAKE.on_tables("funnel", funnel, FUNNEL_WRONG, tables.by_language, tables.FUNNEL_CASES,
                   Comparison(0.005, keys=GROUPS)),
    MAKE.on_tables("small", with_interval, INTERVAL_WRONG, tables.by_language_from_ten, tables.INTERVAL_CASES,
                   Comparison(0.005, keys=GROUPS)),
    MAKE.on_tables("default", could_if, DEFAULT_WRONG, tables.a_third, tables.DEFAULT_CASES,
                   Comparison(0.002)),
    MAKE.on_tables("missing", coverage, MISSING_WRONG, tables.roll_and_voices, tables.MISSING_CASES,
                   Comparison(0.005, keys=("moves",))),
    MAKE.on_tables("compare", compare, COMPARE_WRONG, tables.two_questions, tables.COMPARE_CASES,
                   Comparison(0.005, keys=("question",))),
    MAKE.on_statements("cannot-say", verdicts),
    MAKE.in_parts("note", PARTS, FLAWS),
)  # fmt: skip
