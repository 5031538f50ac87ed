"""The right ways of the tasks on purpose drift, module 03. Learners are shown them as model answers."""

from __future__ import annotations

import re

import pandas as pd
from scipy.special import xlogy
from scipy.stats import binomtest, false_discovery_control

from commonground.analysis.intervals import wilson
from commonground.exercises.compare import CANNOT_SAY


def lookups(log: pd.DataFrame) -> pd.DataFrame:
    people = log[~log["account"].str.startswith("svc-")]
    rows = people.assign(
        time=pd.to_datetime(people["logged_at"], utc=True, format="ISO8601"),
        student_id=people["students"].str.split(),
    ).explode("student_id")
    rows["day"] = rows["time"].dt.tz_convert("-05:00").dt.strftime("%Y-%m-%d")
    first = rows.sort_values("time").drop_duplicates(["account", "student_id", "day"])
    return first[["account", "student_id", "day", "reason"]].reset_index(drop=True)


def office_then(lookups: pd.DataFrame, staff: pd.DataFrame) -> pd.Series:
    stays = lookups.reset_index(names="row").merge(staff, on="account")
    begun = stays[stays["since"] <= stays["day"]].sort_values("since")
    return begun.groupby("row")["office"].last()


def classify(reasons: pd.Series, codebook: pd.DataFrame, blanks: tuple[str, ...]) -> pd.Series:
    text = reasons.fillna("").str.strip().str.lower()
    kind = pd.Series("other", index=reasons.index)
    for row in codebook[::-1].itertuples():  # from the last row up, so that the first row has the last word
        kind[text.str.contains(rf"\b{re.escape(row.words)}\b")] = row.kind
    kind[text.isin(blanks)] = "missing"
    return kind


def monthly(lookups: pd.DataFrame) -> pd.DataFrame:
    stated = lookups[lookups["kind"] != "missing"]
    outside = ~stated["kind"].isin(["call", "help", "mend"])
    months = outside.groupby(stated["month"]).agg(out="sum", stated="size")
    low, high = wilson(months["out"], months["stated"])
    return months.assign(share=months["out"] / months["stated"], low=low, high=high)


def began(months: pd.DataFrame, least_gain: float) -> object:
    def fit(rows: pd.DataFrame) -> float:  # how well one share for all these months explains them
        out, stated = rows["out"].sum(), rows["stated"].sum()
        return float(xlogy(out, out / stated) + xlogy(stated - out, 1 - out / stated))

    gain = {
        month: fit(months[months.index < month]) + fit(months[months.index >= month]) - fit(months)
        for month in months.index[1:]
    }
    best = max(gain, key=lambda month: gain[month])
    return best if gain[best] >= least_gain else CANNOT_SAY


def drifting(offices: pd.DataFrame, baseline: float, q: float) -> pd.DataFrame:
    p = [
        binomtest(int(row.out), int(row.stated), baseline, alternative="greater").pvalue
        for row in offices.itertuples()
    ]
    return pd.DataFrame({"p": p, "flagged": false_discovery_control(p) <= q}, index=offices.index)


def reached(lookups: pd.DataFrame, roll: pd.DataFrame, minimum: int) -> pd.DataFrame:
    outside = lookups[~lookups["kind"].isin(["call", "help", "mend", "missing"])]
    touched = roll["student_id"].isin(outside["student_id"])
    shown = touched.groupby(roll["group"]).agg(students="size", out="sum").astype(float)
    small = (shown["out"] < minimum) | (shown["students"] - shown["out"] < minimum)
    if small.sum() == 1 and len(shown) > 1:  # one hidden number is found by subtraction
        small[shown.loc[~small, "out"].idxmin()] = True
    shown["share"] = shown["out"] / shown["students"]
    shown.loc[small, ["out", "share"]] = float("nan")
    return shown


def after_end(lookups: pd.DataFrame, end: str) -> pd.Series:
    late = lookups[lookups["day"] > end]
    return late.groupby("office")["student_id"].nunique()
