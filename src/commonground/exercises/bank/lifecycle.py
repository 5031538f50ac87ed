"""The tasks of the lesson on purpose drift, module 03, and the wrong ways that people take.

Methods: Wilson's interval for a share (Journal of the American Statistical Association 22, 209-212, 1927); the false
discovery rate of Benjamini and Hochberg (Journal of the Royal Statistical Society B 57, 289-300, 1995), as in
`scipy.stats.false_discovery_control`; one change point by the likelihood of two shares in place of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from scipy.stats import binom, binomtest, false_discovery_control, norm

from commonground.analysis.access_log import AGREED
from commonground.analysis.intervals import wilson
from commonground.exercises.bank import lifecycle_tables as tables
from commonground.exercises.bank.lifecycle_right import (
    after_end,
    began,
    classify,
    drifting,
    lookups,
    monthly,
    office_then,
    reached,
)
from commonground.exercises.building import Builder
from commonground.exercises.compare import CANNOT_SAY, Comparison, Rows
from commonground.exercises.statements import Answers
from commonground.exercises.task import Flaw, WrongWay
from commonground.exercises.writing import LIMITS, NUMBER, QUESTION, any_word, lacks, says

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

# --- month by month ------------------------------------------------------------------------------------


def _months_but(
    outside: Callable[[pd.DataFrame], pd.Series] | None = None,
    keep: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
    of: Callable[[pd.DataFrame], pd.Series] | None = None,
    ends: Callable[[pd.Series, pd.Series], tuple[pd.Series, pd.Series]] = wilson,
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """The right table with other rows kept, another meaning of outside, another denominator or another interval."""

    def way(lookups: pd.DataFrame) -> pd.DataFrame:
        kept = keep(lookups) if keep else lookups[lookups["kind"] != "missing"]
        out = outside(kept) if outside else ~kept["kind"].isin(AGREED)
        months = out.groupby(kept["month"]).agg(out="sum", stated="size")
        crowd = of(months) if of else months["stated"]
        low, high = ends(months["out"], crowd)
        return months.assign(share=months["out"] / crowd, low=low, high=high)

    return way


def _plain_interval(out: pd.Series, of: pd.Series) -> tuple[pd.Series, pd.Series]:
    share = out / of
    half = 1.96 * np.sqrt(share * (1 - share) / of)
    return share - half, share + half


def _one_error(out: pd.Series, of: pd.Series) -> tuple[pd.Series, pd.Series]:
    share = out / of
    half = np.sqrt(share * (1 - share) / of)
    return share - half, share + half


MONTHLY_WRONG = [
    WrongWay("missing-in-crowd", _months_but(
        keep=lambda t: t, outside=lambda t: ~t["kind"].isin([*AGREED, "missing"]))),
    WrongWay("missing-as-outside", _months_but(keep=lambda t: t)),
    WrongWay("other-as-agreed", _months_but(outside=lambda t: ~t["kind"].isin([*AGREED, "other"]))),
    WrongWay("inside", _months_but(outside=lambda t: t["kind"].isin(AGREED))),
    WrongWay("share-of-the-year", _months_but(of=lambda m: m["stated"] * 0 + m["out"].sum())),
    WrongWay("against-all-months", _months_but(of=lambda m: m["stated"] * 0 + m["stated"].sum())),
    WrongWay("plain-interval", _months_but(ends=_plain_interval)),
    WrongWay("one-error", _months_but(ends=_one_error)),
]  # fmt: skip

# --- when it began -------------------------------------------------------------------------------------


def _share(months: pd.DataFrame) -> pd.Series:
    return months["out"] / months["stated"]


def _always(months: pd.DataFrame, least_gain: float) -> object:
    return began(months, -np.inf)


def _last_before(months: pd.DataFrame, least_gain: float) -> object:
    month = began(months, least_gain)
    return month if month is CANNOT_SAY else months.index[list(months.index).index(month) - 1]


def _above_mean(months: pd.DataFrame, least_gain: float) -> object:
    return months.index[_share(months) > months["out"].sum() / months["stated"].sum()][0]


def _clear_of_first(months: pd.DataFrame, least_gain: float) -> object:
    low, high = wilson(months["out"], months["stated"])
    return months.index[low > high.iloc[0]][0]


BEGAN_WRONG = [
    WrongWay("peak", lambda months, least: _share(months).idxmax()),
    WrongWay("most-look-ups", lambda months, least: months["out"].idxmax()),
    WrongWay("biggest-jump", lambda months, least: _share(months).diff().idxmax()),
    WrongWay("above-mean", _above_mean),
    WrongWay("clear-of-first", _clear_of_first),
    WrongWay("last-before", _last_before),
    WrongWay("always-a-month", _always),
]

# --- fourteen offices ----------------------------------------------------------------------------------


def _tests(offices: pd.DataFrame, baseline: float, side: str = "greater") -> np.ndarray:
    rows = zip(offices["out"], offices["stated"], strict=True)
    return np.array([binomtest(int(k), int(n), baseline, alternative=side).pvalue for k, n in rows])


def _flagged_by(
    rule: Callable[[np.ndarray, float], np.ndarray],
) -> Callable[[pd.DataFrame, float, float], pd.DataFrame]:
    """The right p values, and another rule for who is flagged."""
    return lambda offices, baseline, q: drifting(offices, baseline, q).assign(
        flagged=lambda t: rule(t["p"].to_numpy(), q)
    )


def _tested_by(
    p_of: Callable[[pd.DataFrame, float], np.ndarray],
) -> Callable[[pd.DataFrame, float, float], pd.DataFrame]:
    """Other p values, and the right rule."""

    def way(offices: pd.DataFrame, baseline: float, q: float) -> pd.DataFrame:
        p = p_of(offices, baseline)
        return pd.DataFrame({"p": p, "flagged": false_discovery_control(p) <= q}, index=offices.index)

    return way


def _each_on_its_step(p: np.ndarray, q: float) -> np.ndarray:
    rank = p.argsort().argsort() + 1
    return np.asarray(p <= q * rank / len(p))


def _more_than(offices: pd.DataFrame, baseline: float) -> np.ndarray:
    return np.asarray(binom.sf(offices["out"], offices["stated"], baseline))


def _normal_curve(offices: pd.DataFrame, baseline: float) -> np.ndarray:
    expected = offices["stated"] * baseline
    return np.asarray(norm.sf((offices["out"] - expected) / np.sqrt(expected * (1 - baseline))))


DRIFTING_WRONG = [
    WrongWay("uncorrected", _flagged_by(lambda p, q: p <= q)),
    WrongWay("bonferroni", _flagged_by(lambda p, q: p <= q / len(p))),
    WrongWay("each-on-its-step", _flagged_by(_each_on_its_step)),
    WrongWay("upside-down", _flagged_by(lambda p, q: false_discovery_control(p) > q)),
    WrongWay("two-sided", _tested_by(lambda t, b: _tests(t, b, "two-sided"))),
    WrongWay("less", _tested_by(lambda t, b: _tests(t, b, "less"))),
    WrongWay("against-half", _tested_by(lambda t, b: _tests(t, 0.5))),
    WrongWay("against-all", _tested_by(lambda t, b: _tests(t, t["out"].sum() / t["stated"].sum()))),
    WrongWay("more-than", _tested_by(_more_than)),
    WrongWay("normal-curve", _tested_by(_normal_curve)),
]

# --- whose entries -------------------------------------------------------------------------------------


def _outside(lookups: pd.DataFrame, missing: bool = False) -> pd.DataFrame:
    return lookups[~lookups["kind"].isin(AGREED if missing else (*AGREED, "missing"))]


def _hide(shown: pd.DataFrame, small: pd.Series, columns: tuple[str, ...] = ("out", "share")) -> pd.DataFrame:
    shown = shown.assign(share=shown["out"] / shown["students"])
    shown.loc[small, list(columns)] = np.nan
    return shown


def _counts(
    lookups: pd.DataFrame,
    roll: pd.DataFrame,
    on_list: bool = True,
    times: bool = False,
    missing: bool = False,
) -> pd.DataFrame:
    outside = _outside(lookups, missing)
    known = roll if on_list else roll[roll["student_id"].isin(lookups["student_id"])]
    students = known.groupby("group").size()
    if times:
        out = outside["student_id"].map(roll.set_index("student_id")["group"]).value_counts()
    else:
        out = known["student_id"].isin(outside["student_id"]).groupby(known["group"]).sum()
    return pd.DataFrame({"students": students, "out": out}).fillna(0).astype(float)


def _small(shown: pd.DataFrame, minimum: int, second: bool = True, rest: bool = True) -> pd.Series:
    small = shown["out"] < minimum
    if rest:
        small |= shown["students"] - shown["out"] < minimum
    if second and small.sum() == 1 and len(shown) > 1:
        small[shown.loc[~small, "out"].idxmin()] = True
    return small


def _reached_but(
    hidden: Mapping[str, bool] | None = None, columns: tuple[str, ...] = ("out", "share"), **counted: bool
) -> Callable[[pd.DataFrame, pd.DataFrame, int], pd.DataFrame]:
    """The right table with another count, another rule for small numbers, or other columns hidden."""

    def way(lookups: pd.DataFrame, roll: pd.DataFrame, minimum: int) -> pd.DataFrame:
        shown = _counts(lookups, roll, **counted)
        return _hide(shown, _small(shown, minimum, **(hidden or {})), columns)

    return way


def _nothing_hidden(lookups: pd.DataFrame, roll: pd.DataFrame, minimum: int) -> pd.DataFrame:
    shown = _counts(lookups, roll)
    return _hide(shown, shown["out"] < 0)


REACHED_WRONG = [
    WrongWay("nothing-hidden", _nothing_hidden),
    WrongWay("one-hidden", _reached_but({"second": False})),
    WrongWay("rest-forgotten", _reached_but({"rest": False})),
    WrongWay("share-left", _reached_but(columns=("out",))),
    WrongWay("as-zero", lambda t, roll, minimum: reached(t, roll, minimum).fillna(0.0)),
    WrongWay("look-ups", _reached_but(times=True)),
    WrongWay("missing-counted", _reached_but(missing=True)),
    WrongWay("of-those-looked-up", _reached_but(on_list=False)),
]

# --- after the end -------------------------------------------------------------------------------------

AFTER_WRONG = [
    WrongWay("last-day-counted", lambda t, end: t[t["day"] >= end].groupby("office")["student_id"].nunique()),
    WrongWay("look-ups", lambda t, end: t[t["day"] > end].groupby("office").size()),
    WrongWay("agreed-excused", lambda t, end: after_end(_outside(t, missing=True), end)),
    WrongWay("missing-left-out", lambda t, end: after_end(t[t["kind"] != "missing"], end)),
    WrongWay("before", lambda t, end: t[t["day"] <= end].groupby("office")["student_id"].nunique()),
]

# --- what the log cannot say ---------------------------------------------------------------------------

STATEMENTS: Answers = {
    "rise": "yes",
    "all-offices": "no",
    "night-line": CANNOT_SAY,
    "no-reason": CANNOT_SAY,
    "intent": CANNOT_SAY,
    "fined": CANNOT_SAY,
    "after-end": "yes",
}


def verdicts() -> dict[str, object]:
    return dict(STATEMENTS)


# --- a note --------------------------------------------------------------------------------------------

PARTS = {
    "shows": "1, what the log shows, with a number, of how many, and since when",
    "cannot": "2, what the log cannot show",
    "children": "3, whose entries were opened, and what you hid",
    "ask": "4, one question that the community decides",
    "options": "5, the options, to stop and not to renew among them",
}
FLAWS = [
    Flaw("names-a-person", lambda parts: any(says(any_word(r"S\d{3}", r"a\d{2}"), text) for text in parts.values())),
    lacks("no-number", "shows", NUMBER),
    lacks("no-crowd", "shows", any_word("of", "out of", "per", "percent") + "|%"),
    lacks("no-limit", "cannot", any_word(*LIMITS, "nobody")),
    lacks("no-question", "ask", QUESTION),
    Flaw("several-questions", lambda parts: parts["ask"].count("?") > 1),
    lacks("no-stop", "options", r"\b(stop|halt|close|end it|shut)"),
    lacks("no-end", "options", r"(not|n't) renew|no renewal|without renew|let it (end|lapse)|not be renewed"),
]  # fmt: skip

# --- the list ------------------------------------------------------------------------------------------

MAKE = Builder("03", "lifecycle.yml")

TASKS = MAKE.collect(
    MAKE.on_tables("look-ups", lookups, LOOKUPS_WRONG, tables.access_log, tables.LOG_CASES,
                   Rows(keys=tuple(LOOKUP))),
    MAKE.on_tables("office", office_then, OFFICE_WRONG, tables.lookups_and_staff, tables.OFFICE_CASES,
                   Comparison()),
    MAKE.on_tables("reasons", classify, CLASSIFY_WRONG, tables.reasons, tables.REASON_CASES, Comparison()),
    MAKE.on_tables("monthly", monthly, MONTHLY_WRONG, tables.coded, tables.MONTH_CASES,
                   Comparison(0.002, keys=("month",))),
    MAKE.on_tables("began", began, BEGAN_WRONG, tables.months, tables.BEGAN_CASES, Comparison()),
    MAKE.on_tables("drifting", drifting, DRIFTING_WRONG, tables.offices, tables.DRIFTING_CASES,
                   Comparison(0.0005, keys=("office",))),
    MAKE.on_tables("reached", reached, REACHED_WRONG, tables.coded_and_roll, tables.REACHED_CASES,
                   Comparison(0.005, keys=("group",))),
    MAKE.on_tables("after-end", after_end, AFTER_WRONG, tables.with_office, tables.AFTER_CASES,
                   Comparison(0.4, keys=("office",))),
    MAKE.on_statements("cannot-say", verdicts),
    MAKE.in_parts("note", PARTS, FLAWS),
)  # fmt: skip
