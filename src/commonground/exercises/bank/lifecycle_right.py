"""The right ways of the tasks on purpose drift, module 03. Learners are shown them as model answers."""

from __future__ import annotations

import re

import pandas as pd


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
