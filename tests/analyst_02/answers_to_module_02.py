"""Answers to the tasks of "Who was asked, and what came of it" as people write them: right in several ways, and wrong.

`RIGHT` maps a task to right answers, `WRONG` to pairs of a wrong answer and the id of the message meant for it.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import pandas as pd
from analyst_protocol.module_answers import ModuleAnswers, other_words
from scipy.stats import binomtest

from commonground.analysis.contact_log import STEPS, one_clock, one_spelling
from commonground.analysis.intervals import wilson
from commonground.exercises import CANNOT_SAY

Answer = Callable[..., Any]

# --- 02/reached --------------------------------------------------------------------------------------


def reached_with_merge(contacts: pd.DataFrame, messages: pd.DataFrame) -> dict[str, int]:
    table = messages.drop_duplicates().assign(key=one_spelling(messages["sent_to"]))
    joined = table.merge(contacts.assign(key=one_spelling(contacts["point"])), on="key")
    fine = joined[(joined["status"] == "delivered") | (joined["status"] == "answered")]
    return {
        "reached": len(set(fine["family_id"])),
        "sent": len(set(joined["family_id"])),
        "messages": len(table),
    }


def reached_with_loop(contacts: pd.DataFrame, messages: pd.DataFrame) -> pd.Series:
    whose = dict(zip(one_spelling(contacts["point"]), contacts["family_id"], strict=True))
    sent, found, seen = set(), set(), set()
    rows = zip(messages["message_id"], one_spelling(messages["sent_to"]), messages["status"], strict=True)
    for number, point, status in rows:
        seen.add(number)
        sent.add(whose[point])
        if status in ("delivered", "answered"):
            found.add(whose[point])
    return pd.Series({"messages": len(seen), "sent": len(sent), "reached": len(found)})


def reached_by_family(contacts: pd.DataFrame, messages: pd.DataFrame) -> dict[str, float]:
    whose = contacts.set_index(one_spelling(contacts["point"]))["family_id"]
    arrived = messages["status"].isin(["delivered", "answered"])
    best = arrived.groupby(one_spelling(messages["sent_to"]).map(whose)).max()
    return {"messages": messages["message_id"].nunique(), "sent": len(best), "reached": float(best.sum())}


def but(change: Callable[[pd.DataFrame, pd.DataFrame], dict[str, Any]]) -> Answer:
    return lambda contacts, messages: {**reached_with_merge(contacts, messages), **change(contacts, messages)}


def arrived(messages: pd.DataFrame) -> pd.DataFrame:
    return messages[messages["status"].isin(["delivered", "answered"])]


def typed_alike(contacts: pd.DataFrame, messages: pd.DataFrame) -> dict[str, int]:
    joined = messages.merge(contacts, left_on="sent_to", right_on="point")
    return {"sent": joined["family_id"].nunique(), "reached": arrived(joined)["family_id"].nunique()}


def never_bounced(contacts: pd.DataFrame, messages: pd.DataFrame) -> dict[str, int]:
    lost = messages[~messages["status"].isin(["delivered", "answered"])]
    all_sent = reached_with_merge(contacts, messages)["sent"]
    return {"reached": all_sent - reached_with_merge(contacts, lost)["sent"]}


# --- 02/days -----------------------------------------------------------------------------------------


def days_with_merge(replies: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    came = replies.drop_duplicates("reply_id")
    people = answers.query("kind == 'answer'").drop_duplicates()
    table = came.merge(people, on="reply_id", how="left")
    gap = one_clock(table["sent_at"]).dt.date - one_clock(table["received_at"]).dt.date
    return gap.map(lambda d: d.days if pd.notna(d) else None).groupby(table["reply_id"]).min()


def days_as_frame(replies: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    return days_with_merge(replies, answers).rename("days").reset_index()


def days_in_a_loop(replies: pd.DataFrame, answers: pd.DataFrame) -> dict[str, Any]:
    received = dict(zip(replies["reply_id"], one_clock(replies["received_at"]), strict=True))
    found: dict[str, Any] = dict.fromkeys(received)
    rows = zip(answers["reply_id"], answers["kind"], one_clock(answers["sent_at"]), strict=True)
    for reply, kind, at in rows:
        if kind == "answer" and reply in received:
            days = (at.date() - received[reply].date()).days
            found[reply] = days if found[reply] is None else min(days, found[reply])
    return found


def any_kind(replies: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    return days_with_merge(replies, answers.assign(kind="answer"))


def latest_answer(replies: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    last = one_clock(answers["sent_at"]).rename("at").to_frame().assign(row=answers.index)
    keep = last.assign(reply_id=answers["reply_id"], kind=answers["kind"]).query("kind == 'answer'")
    rows = keep.sort_values("at").drop_duplicates("reply_id", keep="last")["row"]
    return days_with_merge(replies, answers.loc[rows])


def without_zones(times: pd.Series) -> pd.Series:
    return times.map(lambda text: pd.Timestamp(text.removesuffix("Z")))


def zones_ignored(replies: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    came = replies.drop_duplicates("reply_id").set_index("reply_id")
    people = answers[answers["kind"] == "answer"]
    first = without_zones(people["sent_at"]).dt.normalize().groupby(people["reply_id"]).min()
    return (first.reindex(came.index) - without_zones(came["received_at"]).dt.normalize()).dt.days


def month_as_day(text: str) -> str:
    month, day, rest = text.split("/")
    return f"{day}/{month}/{rest}" if int(day) <= 12 else text


def day_before_month(replies: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    def turned(column: pd.Series) -> pd.Series:
        return column.map(lambda text: text if text.endswith("Z") else month_as_day(text))

    return days_with_merge(
        replies.assign(received_at=turned(replies["received_at"])),
        answers.assign(sent_at=turned(answers["sent_at"])),
    )


def spans_of_24_hours(replies: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    came = replies.drop_duplicates("reply_id").set_index("reply_id")
    people = answers[answers["kind"] == "answer"]
    first = one_clock(people["sent_at"]).groupby(people["reply_id"]).min()
    return (first.reindex(came.index) - one_clock(came["received_at"])).dt.days


# --- 02/funnel ---------------------------------------------------------------------------------------


def funnel_with_means(voices: pd.DataFrame, by: str) -> pd.DataFrame:
    columns, inside = {}, voices
    for step in STEPS:
        columns[step] = inside.groupby(by)[step].mean()
        inside = inside[inside[step]]
    return pd.DataFrame(columns)


def funnel_as_dict(voices: pd.DataFrame, by: str) -> dict[Any, dict[str, Any]]:
    out: dict[Any, dict[str, Any]] = {}
    for value, part in voices.groupby(by):
        row, before = {}, len(part)
        for step in STEPS:
            row[step] = part[step].sum() / before if before else CANNOT_SAY
            before = part[step].sum()
        out[value] = row
    return out


def funnel_with_column(voices: pd.DataFrame, by: str) -> pd.DataFrame:
    return funnel_with_means(voices, by).reset_index()


def counted(voices: pd.DataFrame, by: str) -> pd.DataFrame:
    return voices.pivot_table(index=by, values=list(STEPS), aggfunc="sum")[list(STEPS)]


def over_first(voices: pd.DataFrame, by: str) -> pd.DataFrame:
    counts = counted(voices, by)
    table = counts.div(counts["reached"], axis=0)
    return table.assign(reached=counts["reached"] / voices[by].value_counts())


def one_row_for_all(voices: pd.DataFrame, by: str) -> pd.DataFrame:
    right = funnel_with_means(voices, by)
    row = funnel_with_means(voices.assign(x="x"), "x").iloc[0]
    return pd.DataFrame(dict.fromkeys(right.index, row)).T.where(right.notna())


# --- 02/small ----------------------------------------------------------------------------------------


def interval_with_scipy(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    rows: dict[Any, dict[str, float | None]] = {}
    for value, part in voices.groupby(by):
        n, k = int(part["could_reply"].sum()), int((part["replied"] & part["could_reply"]).sum())
        if n < minimum:
            rows[value] = {"share": None, "low": None, "high": None}
        else:
            ends = binomtest(k, n).proportion_ci(method="wilson")
            rows[value] = {"share": k / n, "low": ends.low, "high": ends.high}
    return pd.DataFrame(rows).T.astype(float)


def interval_with_agg(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    return shares(voices, by, "could_reply").where(lambda t: t["n"] >= minimum).drop(columns="n")


def interval_with_column(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    return interval_with_scipy(voices, by, minimum).rename_axis(by).reset_index()


def shares(voices: pd.DataFrame, by: str, crowd: str | None) -> pd.DataFrame:
    inside = voices if crowd is None else voices[voices[crowd]]
    n = inside[by].value_counts().reindex(sorted(voices[by].unique()), fill_value=0)
    k = inside.loc[inside["replied"], by].value_counts().reindex(n.index, fill_value=0)
    low, high = wilson(k, n)
    return pd.DataFrame({"share": k / n.where(n > 0), "low": low, "high": high, "n": n})


def shown_from(crowd: str | None) -> Answer:
    return lambda v, by, minimum: shares(v, by, crowd).where(lambda t: t["n"] >= minimum).drop(columns="n")


def all_shown(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    return shares(voices, by, "could_reply").drop(columns="n")


def few_replies_hidden(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    table = shares(voices, by, "could_reply")
    return table.where(table["share"] * table["n"] >= minimum - 0.5).drop(columns="n")


def small_groups_hidden(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    sizes = voices[by].value_counts()
    return all_shown(voices, by, minimum).where(lambda t: sizes.reindex(t.index) >= minimum)


def symmetric(errors: float) -> Answer:
    def way(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
        table = interval_with_agg(voices, by, minimum)
        n = shares(voices, by, "could_reply")["n"]
        half = errors * (table["share"] * (1 - table["share"]) / n) ** 0.5
        return table.assign(low=table["share"] - half, high=table["share"] + half)

    return way


def hidden_as_everyone(voices: pd.DataFrame, by: str, minimum: int) -> pd.DataFrame:
    everyone = shares(voices.assign(x="x"), "x", "could_reply").drop(columns="n").iloc[0]
    return interval_with_agg(voices, by, minimum).fillna(everyone)


# --- 02/default --------------------------------------------------------------------------------------


def could_by_counting(voices: pd.DataFrame, share: float) -> float:
    rows = voices.query("reached")
    doubtful = rows.query("language_from == 'preset' and english_only and could_reply and not replied")
    return float((rows["could_reply"].sum() - share * len(doubtful)) / len(rows))


def could_by_weights(voices: pd.DataFrame, share: float) -> Any:
    rows = voices[voices.reached]
    weight = rows["could_reply"].astype(float)
    weight[(rows["language_from"] == "preset") & rows.english_only & ~rows.replied & rows.could_reply] -= (
        share
    )
    return weight.mean()


def could_with_query(voices: pd.DataFrame, share: float) -> float:
    sure = voices.query("could_reply and (replied or not english_only or language_from == 'chosen')")
    unsure = voices["could_reply"].sum() - len(sure)
    return round(float(len(sure) + (1 - share) * unsure) / int(voices["reached"].sum()), 4)


def doubting(query: str, over: str = "reached") -> Answer:
    def way(voices: pd.DataFrame, share: float) -> float:
        rows = voices[voices["reached"]]
        crowd = len(rows) if over == "reached" else len(voices)
        return float((rows["could_reply"].sum() - share * len(rows.query(query))) / crowd)

    return way


DOUBTFUL = "language_from == 'preset' and english_only and could_reply and not replied"

# --- 02/missing --------------------------------------------------------------------------------------


def coverage_with_merge(roll: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    homes = roll.groupby("family_id", as_index=False)["moves"].first()
    joined = homes.merge(voices[["family_id", "reached"]], on="family_id", how="left", indicator=True)
    joined["on_file"] = joined["_merge"] == "both"
    joined["reached"] = joined["reached"].eq(True)
    found = joined.groupby("moves").agg(
        families=("family_id", "size"), on_file=("on_file", "mean"), reached=("reached", "mean")
    )
    return found


def coverage_with_sets(roll: pd.DataFrame, voices: pd.DataFrame) -> dict[Any, dict[str, float]]:
    out = {}
    on_file, reached = set(voices["family_id"]), set(voices.loc[voices["reached"], "family_id"])
    for moves, part in roll.groupby("moves"):
        ids = set(part["family_id"])
        out[moves] = {
            "families": len(ids),
            "on_file": len(ids & on_file) / len(ids),
            "reached": len(ids & reached) / len(ids),
        }
    return out


def coverage_with_column(roll: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    return coverage_with_merge(roll, voices).reset_index()


def of_students(roll: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    return coverage_with_merge(roll.assign(family_id=roll["family_id"] + roll["student_id"]), voices).assign(
        on_file=roll["family_id"].isin(voices["family_id"]).groupby(roll["moves"]).mean(),
        reached=roll["family_id"].isin(voices.query("reached")["family_id"]).groupby(roll["moves"]).mean(),
    )


def of_those_on_file(roll: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    return coverage_with_merge(roll.merge(voices[["family_id"]], on="family_id"), voices)


def changed_table(change: Callable[[pd.DataFrame], pd.DataFrame]) -> Answer:
    return lambda roll, voices: change(coverage_with_merge(roll, voices))


def counts_of(t: pd.DataFrame) -> pd.DataFrame:
    return t.assign(on_file=t["on_file"] * t["families"], reached=t["reached"] * t["families"])


# --- 02/compare --------------------------------------------------------------------------------------


def compare_by_hand(asked: pd.DataFrame) -> dict[str, dict[str, float]]:
    out = {}
    for question, part in asked.groupby("question"):
        a, b = (part.loc[part["way"] == way, "replied"] for way in ("call", "flyer"))
        p, q = a.mean(), b.mean()
        half = 1.96 * sqrt(p * (1 - p) / len(a) + q * (1 - q) / len(b))
        out[str(question)] = {"low": p - q - half, "difference": p - q, "high": p - q + half}
    return out


def compare_as_frame(asked: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(compare_by_hand(asked)).T


def compare_with_column(asked: pd.DataFrame) -> pd.DataFrame:
    return compare_as_frame(asked).rename_axis("question").reset_index()


def with_half(half: Callable[[float, float], float]) -> Answer:
    def way(asked: pd.DataFrame) -> pd.DataFrame:
        rows = {}
        for question, part in asked.groupby("question"):
            a, b = (part.loc[part["way"] == way, "replied"] for way in ("call", "flyer"))
            e, f = (sqrt(x.mean() * (1 - x.mean()) / len(x)) for x in (a, b))
            gap = a.mean() - b.mean()
            rows[question] = {"difference": gap, "low": gap - half(e, f), "high": gap + half(e, f)}
        return pd.DataFrame(rows).T

    return way


def both_questions(asked: pd.DataFrame) -> pd.DataFrame:
    row = compare_as_frame(asked.assign(question="both")).iloc[0]
    return pd.DataFrame(dict.fromkeys(asked["question"].unique(), row)).T


def flyers_first(asked: pd.DataFrame) -> pd.DataFrame:
    return compare_as_frame(asked.assign(way=asked["way"].map({"call": "flyer", "flyer": "call"})))


def rate_ratio(asked: pd.DataFrame) -> pd.DataFrame:
    rates = asked.pivot_table(index="question", columns="way", values="replied")
    return compare_as_frame(asked).assign(difference=rates["call"] / rates["flyer"])


# --- 02/cannot-say and 02/note -----------------------------------------------------------------------

VERDICTS: dict[str, Any] = {
    "fall-more": "yes",
    "fall-cause": CANNOT_SAY,
    "spring-cause": "yes",
    "interpreter": CANNOT_SAY,
    "silence": CANNOT_SAY,
    "everyone-sent": "no",
    "on-their-own": CANNOT_SAY,
}

NOTE = {
    "asked": "We found 468 of the 560 families on the roll; 62 were not on our list.",
    "changed": "Because of eighteen replies, the letter greets guardians too.",
    "cannot": "We do not know what those who kept silent think.",
    "decision": "May the front desk ask for a new number when a family moves?",
    "resident": "We did not find every family that moved, so tell us how to reach yours.",
}
HONEST_NULL = {**NOTE, "changed": "Nothing changed because of any family, since the contract was signed."}

RIGHT: dict[str, list[Any]] = {
    "02/reached": [reached_with_merge, reached_with_loop, reached_by_family],
    "02/days": [days_with_merge, days_as_frame, days_in_a_loop],
    "02/funnel": [funnel_with_means, funnel_as_dict, funnel_with_column],
    "02/small": [interval_with_scipy, interval_with_agg, interval_with_column],
    "02/default": [could_by_counting, could_by_weights, could_with_query],
    "02/missing": [coverage_with_merge, coverage_with_sets, coverage_with_column],
    "02/compare": [compare_as_frame, compare_by_hand, compare_with_column],
    "02/cannot-say": [VERDICTS, pd.Series(VERDICTS), lambda: VERDICTS],
    "02/note": [NOTE, HONEST_NULL, {**NOTE, "extra": "A part more does no harm here."}],
}

WRONG: dict[str, list[tuple[Any, str]]] = {
    "02/reached": [
        (
            but(
                lambda c, m: {
                    "sent": m["message_id"].nunique(),
                    "reached": arrived(m)["message_id"].nunique(),
                }
            ),
            "messages-not-families",
        ),
        (
            but(
                lambda c, m: {
                    "sent": len(set(one_spelling(m["sent_to"]))),
                    "reached": len(set(one_spelling(arrived(m)["sent_to"]))),
                }
            ),
            "points-not-families",
        ),
        (
            but(lambda c, m: {"sent": len(set(m["sent_to"])), "reached": len(set(arrived(m)["sent_to"]))}),
            "spellings-not-families",
        ),
        (but(typed_alike), "as-typed"),
        (but(lambda c, m: {"reached": reached_with_merge(c, m)["sent"]}), "sent-is-reached"),
        (
            but(lambda c, m: {"reached": reached_with_merge(c, m[m["status"] == "delivered"])["sent"]}),
            "only-delivered",
        ),
        (but(never_bounced), "all-must-arrive"),
        (but(lambda c, m: {"sent": len(set(c["family_id"]))}), "file-is-sent"),
        (but(lambda c, m: {"messages": len(m)}), "lines-not-messages"),
    ],
    "02/days": [
        (any_kind, "receipt-is-answer"),
        (lambda r, a: days_with_merge(r, a).fillna(0), "zero-for-none"),
        (lambda r, a: days_with_merge(r, a).dropna(), "only-answered"),
        (latest_answer, "last-answer"),
        (zones_ignored, "one-clock-for-both"),
        (day_before_month, "day-first"),
        (spans_of_24_hours, "hours-not-days"),
        (lambda r, a: -1 * days_with_merge(r, a), "backward"),
    ],
    "02/funnel": [
        (lambda v, by: v.groupby(by)[list(STEPS)].mean(), "over-families"),
        (over_first, "over-reached"),
        (lambda v, by: counted(v, by) / v["family_id"].nunique(), "over-everybody"),
        (lambda v, by: counted(v, by).div(v[list(STEPS)].sum()), "share-of-step"),
        (lambda v, by: funnel_with_means(v, by).reindex(sorted(v[by].unique())).fillna(0), "zero-for-nobody"),
        (one_row_for_all, "one-for-all"),
        (lambda v, by: 1 - funnel_with_means(v, by), "lost-not-kept"),
        (lambda v, by: 1 / funnel_with_means(v, by), "upside-down"),
        (counted, "counts"),
    ],
    "02/small": [
        (all_shown, "small-shown"),
        (few_replies_hidden, "hidden-by-replies"),
        (small_groups_hidden, "hidden-by-families"),
        (shown_from(None), "over-families"),
        (shown_from("reached"), "over-reached"),
        (symmetric(1.96), "even-sides"),
        (symmetric(1.0), "one-error"),
        (lambda v, by, m: interval_with_agg(v, by, m).fillna(0), "zero-for-hidden"),
        (hidden_as_everyone, "filled-with-all"),
        (lambda v, by, m: interval_with_agg(v, by, m).dropna(), "row-dropped"),
    ],
    "02/default": [
        (lambda v, s: could_by_counting(v, 0), "as-recorded"),
        (
            lambda v, s: v.query("reached and language_from == 'chosen'")["could_reply"].mean(),
            "preset-dropped",
        ),
        (lambda v, s: could_by_counting(v, 1), "all-unable"),
        (lambda v, s: could_by_counting(v, 1 - s), "turned"),
        (doubting(DOUBTFUL.replace(" and not replied", "")), "repliers-doubted"),
        (doubting(DOUBTFUL.replace("english_only and ", "")), "calls-doubted"),
        (doubting(DOUBTFUL.replace("language_from == 'preset'", "language == 'English'")), "chosen-doubted"),
        (doubting(DOUBTFUL.replace("could_reply and ", "")), "unable-twice"),
        (doubting(DOUBTFUL, over="file"), "over-families"),
    ],
    "02/missing": [
        (of_students, "students-not-families"),
        (of_those_on_file, "file-as-reference"),
        (changed_table(lambda t: t.assign(reached=t["reached"] / t["on_file"])), "reached-of-file"),
        (
            changed_table(lambda t: t.assign(on_file=1 - t["on_file"], reached=1 - t["reached"])),
            "missing-not-found",
        ),
        (changed_table(counts_of), "counts"),
        (
            changed_table(lambda t: t.assign(**counts_of(t)[["on_file", "reached"]] / t["families"].sum())),
            "over-everybody",
        ),
        (
            changed_table(
                lambda t: t.assign(**counts_of(t)[["on_file", "reached"]].pipe(lambda c: c / c.sum()))
            ),
            "share-of-found",
        ),
        (changed_table(lambda t: t.assign(families=counts_of(t)["on_file"])), "families-on-file"),
    ],
    "02/compare": [
        (lambda a: compare_as_frame(a.query("reached")), "only-reached"),
        (both_questions, "pooled"),
        (flyers_first, "flyer-first"),
        (rate_ratio, "ratio"),
        (lambda a: 100 * compare_as_frame(a), "points"),
        (with_half(lambda e, f: sqrt(e * e + f * f)), "one-error"),
        (with_half(lambda e, f: 1.96 * (e + f)), "ends-added"),
        (with_half(lambda e, f: 1.96 * e), "one-side-sure"),
    ],
    "02/cannot-say": other_words(VERDICTS),
    "02/note": [
        ({part: text for part, text in NOTE.items() if part != "cannot"}, "missing-part"),
        ({**NOTE, "cannot": "no idea"}, "too-short"),
        ({**NOTE, "cannot": NOTE["changed"]}, "same-twice"),
        ({**NOTE, "asked": "We asked very many families in our schools."}, "no-number"),
        ({**NOTE, "changed": "The letter has a better greeting at the top."}, "nobody-named"),
        ({**NOTE, "cannot": "These numbers tell us all we wished for."}, "no-limit"),
        ({**NOTE, "decision": "We will think about the front desk."}, "nothing-asked"),
        ({**NOTE, "resident": "The funnel loses you at the second of five steps."}, "insider-words"),
    ],
}

ANSWERS = ModuleAnswers("02-telling-and-asking", RIGHT, WRONG)
