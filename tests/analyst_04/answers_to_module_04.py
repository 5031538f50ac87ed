"""Answers to the tasks of "Bias passed on" as people write them: right in several ways, and wrong in foreseeable ones.

`RIGHT` maps a task to right answers, `WRONG` to pairs of a wrong answer and the id of the message meant for it.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, log2, sqrt
from typing import Any

import numpy as np
import pandas as pd
from analyst_protocol.module_answers import ModuleAnswers
from fairlearn.metrics import (
    MetricFrame,
    false_negative_rate,
    false_positive_rate,
    true_positive_rate,
)
from scipy.stats.contingency import relative_risk

from commonground.exercises import CANNOT_SAY

Answer = Callable[..., Any]

# --- 04/disparity ------------------------------------------------------------------------------------


def with_groupby(students: pd.DataFrame, school: str) -> dict[str, float]:
    table = students.groupby(students.school == school).flagged.agg(["sum", "count"])
    risk = table["sum"] / table["count"]
    return {
        "rate_difference": risk[True] - risk[False],
        "risk_ratio": risk[True] / risk[False],
        "composition_ratio": (table.loc[True, "sum"] / table["sum"].sum())
        / (table.loc[True, "count"] / table["count"].sum()),
    }


def with_counting(students: pd.DataFrame, school: str) -> pd.Series:
    here = students[students["school"] == school]
    elsewhere = students[students["school"] != school]
    p, q = sum(here["flagged"]) / len(here), sum(elsewhere["flagged"]) / len(elsewhere)
    share = len(here[here["flagged"]]) / len(students[students["flagged"]])
    out = [share * len(students) / len(here), p / q, p - q]
    return pd.Series(out, index=["composition_ratio", "risk_ratio", "rate_difference"])


def with_incidents_limit(students: pd.DataFrame, school: str) -> dict[str, float]:
    flag = np.asarray(students["incidents"] > 1)
    at = np.asarray(students["school"] == school)
    return {
        "composition_ratio": round(flag[at].mean() / flag.mean(), 3),
        "risk_ratio": round(flag[at].mean() / flag[~at].mean(), 3),
        "rate_difference": round(flag[at].mean() - flag[~at].mean(), 3),
    }


def measures(composition: float, ratio: float, difference: float) -> dict[str, float]:
    return {"composition_ratio": composition, "risk_ratio": ratio, "rate_difference": difference}


def counts_incidents(t: pd.DataFrame, school: str) -> dict[str, float]:
    here = t["school"] == school
    p, q = t["incidents"][here].sum() / here.sum(), t["incidents"][~here].sum() / (~here).sum()
    return measures(t["incidents"][here].sum() / t["incidents"].sum() / here.mean(), p / q, p - q)


def divides_by_all(t: pd.DataFrame, school: str) -> dict[str, float]:
    listed = t[t["flagged"]]
    p, q = (listed["school"] == school).sum() / len(t), (listed["school"] != school).sum() / len(t)
    return {**with_groupby(t, school), "risk_ratio": p / q, "rate_difference": p - q}


def compares_with_county(t: pd.DataFrame, school: str) -> dict[str, float]:
    p, q = t.loc[t["school"] == school, "flagged"].mean(), t["flagged"].mean()
    return {**with_groupby(t, school), "risk_ratio": p / q, "rate_difference": p - q}


def share_of_list(t: pd.DataFrame, school: str) -> dict[str, float]:
    return {
        **with_groupby(t, school),
        "composition_ratio": (t.loc[t["flagged"], "school"] == school).mean(),
    }


def rest_first(t: pd.DataFrame, school: str) -> dict[str, float]:
    right = with_groupby(t, school)
    return {**right, "risk_ratio": 1 / right["risk_ratio"], "rate_difference": -right["rate_difference"]}


def odds_ratio(t: pd.DataFrame, school: str) -> dict[str, float]:
    cells = pd.crosstab(t["school"] == school, t["flagged"])
    odds = (cells.loc[True, True] * cells.loc[False, False]) / (
        cells.loc[True, False] * cells.loc[False, True]
    )
    return {**with_groupby(t, school), "risk_ratio": odds}


def percent_more(t: pd.DataFrame, school: str) -> dict[str, float]:
    right = with_groupby(t, school)
    return {**right, "rate_difference": right["risk_ratio"] - 1}


def in_points(t: pd.DataFrame, school: str) -> dict[str, float]:
    right = with_groupby(t, school)
    return {**right, "rate_difference": 100 * right["rate_difference"]}


def one_right_two_wrong(t: pd.DataFrame, school: str) -> dict[str, float]:
    return {**in_points(t, school), "composition_ratio": 7.0}


# --- 04/errors ---------------------------------------------------------------------------------------


def false_discovery(y_true: Any, y_pred: Any) -> float:
    return float(1 - np.asarray(y_true)[np.asarray(y_pred)].mean())


def frame_of(students: pd.DataFrame, **metrics: Any) -> pd.DataFrame:
    found: pd.DataFrame = MetricFrame(
        metrics=metrics,
        y_true=students["serious_need"],
        y_pred=students["flagged"],
        sensitive_features=students["school"],
    ).by_group
    return found


def errors_with_fairlearn(students: pd.DataFrame) -> pd.DataFrame:
    return frame_of(
        students,
        false_positive_rate=false_positive_rate,
        false_negative_rate=false_negative_rate,
        false_discovery_rate=false_discovery,
    )


def errors_with_a_loop(students: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for school, part in students.groupby("school"):
        fp = (part.flagged & ~part.serious_need).sum()
        fn = (~part.flagged & part.serious_need).sum()
        rows.append(
            {
                "false_discovery_rate": fp / part.flagged.sum(),
                "false_positive_rate": fp / (~part.serious_need).sum(),
                "school": school,
                "false_negative_rate": fn / part.serious_need.sum(),
            }
        )
    return pd.DataFrame(rows)


def errors_as_dict(students: pd.DataFrame) -> dict[str, dict[str, float]]:
    return {str(k): v for k, v in errors_with_fairlearn(students).round(4).to_dict("index").items()}


def swaps_truth_and_guess(students: pd.DataFrame) -> pd.DataFrame:
    turned = students.rename(columns={"flagged": "serious_need", "serious_need": "flagged"})
    return errors_with_fairlearn(turned)


def divides_errors_by_all(students: pd.DataFrame) -> pd.DataFrame:
    s = students["school"]
    fp, fn = students["flagged"] & ~students["serious_need"], ~students["flagged"] & students["serious_need"]
    return pd.DataFrame(
        {
            "false_positive_rate": fp.groupby(s).mean(),
            "false_negative_rate": fn.groupby(s).mean(),
            "false_discovery_rate": fp.groupby(s).mean(),
        }
    )


def discovery_twice(students: pd.DataFrame) -> pd.DataFrame:
    return errors_with_fairlearn(students).assign(false_positive_rate=lambda t: t["false_discovery_rate"])


def positive_twice(students: pd.DataFrame) -> pd.DataFrame:
    return errors_with_fairlearn(students).assign(false_discovery_rate=lambda t: t["false_positive_rate"])


def recall_for_missed(students: pd.DataFrame) -> pd.DataFrame:
    return frame_of(
        students,
        false_positive_rate=false_positive_rate,
        false_negative_rate=true_positive_rate,
        false_discovery_rate=false_discovery,
    )


def need_among_unflagged(students: pd.DataFrame) -> pd.DataFrame:
    left = students[~students["flagged"]]
    return errors_with_fairlearn(students).assign(
        false_negative_rate=left.groupby("school")["serious_need"].mean()
    )


def precision_for_discovery(students: pd.DataFrame) -> pd.DataFrame:
    listed = students[students["flagged"]]
    return errors_with_fairlearn(students).assign(
        false_discovery_rate=listed.groupby("school")["serious_need"].mean()
    )


def county_rates(students: pd.DataFrame) -> pd.DataFrame:
    need, flag = students["serious_need"], students["flagged"]
    return pd.DataFrame(
        {
            "false_positive_rate": flag[~need].mean(),
            "false_negative_rate": 1 - flag[need].mean(),
            "false_discovery_rate": 1 - need[flag].mean(),
        },
        index=students["school"].unique(),
    )


# --- 04/interval -------------------------------------------------------------------------------------


def counted(students: pd.DataFrame, school: str) -> tuple[int, int, int, int]:
    at = students["school"] == school
    flag = students["flagged"]
    return int(flag[at].sum()), int(at.sum()), int(flag[~at].sum()), int((~at).sum())


def interval_with_scipy(students: pd.DataFrame, school: str) -> Any:
    return tuple(relative_risk(*counted(students, school)).confidence_interval(0.95))


def interval_with_math(students: pd.DataFrame, school: str) -> list[float]:
    a, n, b, m = counted(students, school)
    middle, half = log((a / n) / (b / m)), 1.96 * sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return [exp(middle - half), exp(middle + half)]


def interval_as_array(students: pd.DataFrame, school: str) -> Any:
    rates = students.groupby(students["school"] == school)["flagged"].agg(["sum", "count"])
    se = np.sqrt((1 / rates["sum"] - 1 / rates["count"]).sum())
    share = rates["sum"] / rates["count"]
    return np.exp(np.log(share[True] / share[False]) + np.array([-1, 1]) * 1.959964 * se)


def katz(students: pd.DataFrame, school: str, z: float) -> tuple[float, float]:
    low, high = relative_risk(*counted(students, school)).confidence_interval(0.95)
    middle, half = log(low * high) / 2, (log(high) - log(low)) / 2 / 1.959964 * z
    return exp(middle - half), exp(middle + half)


def symmetric(students: pd.DataFrame, school: str) -> tuple[float, float]:
    a, n, b, m = counted(students, school)
    r, e = (a / n) / (b / m), sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return r * (1 - 1.96 * e), r * (1 + 1.96 * e)


def adds_log_error(students: pd.DataFrame, school: str) -> tuple[float, float]:
    a, n, b, m = counted(students, school)
    r, e = (a / n) / (b / m), sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return r - 1.96 * e, r + 1.96 * e


def forgets_exp(students: pd.DataFrame, school: str) -> tuple[float, float]:
    low, high = interval_with_math(students, school)
    return log(low), log(high)


def ends_of_two_shares(students: pd.DataFrame, school: str) -> tuple[float, float]:
    a, n, b, m = counted(students, school)
    p, q = a / n, b / m
    e, f = 1.96 * sqrt(p * (1 - p) / n), 1.96 * sqrt(q * (1 - q) / m)
    return (p - e) / (q + f), (p + e) / (q - f)


def incidents_as_cases(students: pd.DataFrame, school: str) -> tuple[float, float]:
    at = students["school"] == school
    a, b = students["incidents"][at].sum(), students["incidents"][~at].sum()
    r, e = (a / at.sum()) / (b / (~at).sum()), sqrt(1 / a + 1 / b)
    return r * exp(-1.96 * e), r * exp(1.96 * e)


def all_as_cases(students: pd.DataFrame, school: str) -> tuple[float, float]:
    a, n, b, m = counted(students, school)
    r, e = (a / n) / (b / m), sqrt(1 / n + 1 / m)
    return r * exp(-1.96 * e), r * exp(1.96 * e)


# --- 04/weight ---------------------------------------------------------------------------------------


def weight_by_sum(agrees: Any, m: Any, u: Any) -> float:
    return sum(
        log2(m[f] / u[f]) if same else log2((1 - m[f]) / (1 - u[f]))
        for f, same in agrees.items()
        if same is not None
    )


def weight_with_pandas(agrees: Any, m: Any, u: Any) -> float:
    t = pd.DataFrame({"same": agrees, "m": m, "u": u}).dropna(subset=["same"])
    same = t["same"].astype(bool)
    ratio = (t["m"] / t["u"]).where(same, (1 - t["m"]) / (1 - t["u"])).astype(float)
    return float(np.log2(ratio).sum())


def weight_by_product(agrees: Any, m: Any, u: Any) -> float:
    product = 1.0
    for f in m:
        if agrees[f] is True:
            product *= m[f] / u[f]
        elif agrees[f] is False:
            product *= (1 - m[f]) / (1 - u[f])
    return log2(product)


def weight_natural(agrees: Any, m: Any, u: Any) -> float:
    return log(2) * weight_by_sum(agrees, m, u)


def weight_none_is_false(agrees: Any, m: Any, u: Any) -> float:
    return sum(log2(m[f] / u[f]) if agrees[f] else log2((1 - m[f]) / (1 - u[f])) for f in agrees)


def weight_none_is_true(agrees: Any, m: Any, u: Any) -> float:
    return weight_by_sum({f: same is None or same for f, same in agrees.items()}, m, u)


def weight_only_agreeing(agrees: Any, m: Any, u: Any) -> float:
    return sum(log2(m[f] / u[f]) for f in agrees if agrees[f])


def weight_turned(agrees: Any, m: Any, u: Any) -> float:
    return sum(
        log2(m[f] / u[f]) if same else log2((1 - u[f]) / (1 - m[f]))
        for f, same in agrees.items()
        if same is not None
    )


def weight_mirrored(agrees: Any, m: Any, u: Any) -> float:
    return sum((1 if same else -1) * log2(m[f] / u[f]) for f, same in agrees.items() if same is not None)


def weight_without_u(agrees: Any, m: Any, u: Any) -> float:
    return sum(log2(m[f] if same else 1 - m[f]) for f, same in agrees.items() if same is not None)


# --- 04/missed ---------------------------------------------------------------------------------------


def missed_with_merge(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    found = true_pairs.merge(
        links.drop_duplicates(), on=["district_id", "client_id"], how="left", indicator=True
    )
    return (found["_merge"] == "left_only").groupby(found[by]).mean()


def missed_with_index(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> dict[Any, float]:
    both = ["district_id", "client_id"]
    here = pd.MultiIndex.from_frame(true_pairs[both]).isin(pd.MultiIndex.from_frame(links[both]))
    return {
        value: float(1 - here[(true_pairs[by] == value).to_numpy()].mean())
        for value in true_pairs[by].unique()
    }


def missed_with_text(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.DataFrame:
    keys = (links["district_id"] + links["client_id"]).tolist()
    t = true_pairs.assign(lost=~(true_pairs["district_id"] + true_pairs["client_id"]).isin(keys))
    return t.groupby(by, as_index=False)["lost"].mean()


def missed_by_client(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    lost = ~true_pairs["client_id"].isin(set(links["client_id"]))
    return lost.groupby(true_pairs[by]).mean()


def missed_by_student(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    lost = ~true_pairs["district_id"].isin(set(links["district_id"]))
    return lost.groupby(true_pairs[by]).mean()


def found_by_group(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    return 1 - missed_with_merge(true_pairs, links, by)


def missed_pairs(true_pairs: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    proposed = set(map(tuple, links[["district_id", "client_id"]].to_numpy()))
    rows = map(tuple, true_pairs[["district_id", "client_id"]].to_numpy())
    return true_pairs[[row not in proposed for row in rows]]


def split_of_missed(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> dict[Any, float]:
    lost = missed_pairs(true_pairs, links)
    return {value: (lost[by] == value).sum() / len(lost) for value in true_pairs[by].unique()}


def missed_over_all(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> dict[Any, float]:
    lost = missed_pairs(true_pairs, links)
    return {value: (lost[by] == value).sum() / len(true_pairs) for value in true_pairs[by].unique()}


def missed_counted(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> dict[Any, float]:
    lost = missed_pairs(true_pairs, links)
    return {value: (lost[by] == value).sum() for value in true_pairs[by].unique()}


def links_by_pairs(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    joined = links.merge(true_pairs[["client_id", by]], on="client_id")
    return 1 - joined.groupby(by).size() / true_pairs.groupby(by).size()


# --- 04/proxy ----------------------------------------------------------------------------------------


def proxy_with_pivot(students: pd.DataFrame) -> pd.DataFrame:
    t = students.assign(score=np.minimum(students["incidents"], 2))
    return t.pivot_table(index="score", columns="school", values="school_events", aggfunc="mean")


def proxy_as_series(students: pd.DataFrame) -> pd.Series:
    score = students["incidents"].where(students["incidents"] < 2, 2)
    return students.groupby([score, "school"])["school_events"].mean()


def proxy_as_dict(students: pd.DataFrame) -> dict[Any, dict[str, float]]:
    out: dict[Any, dict[str, float]] = {0: {}, 1: {}, 2: {}}
    for school in students["school"].unique():
        part = students[students["school"] == school]
        out[0][school] = part.loc[part["incidents"] == 0, "school_events"].mean()
        out[1][school] = part.loc[part["incidents"] == 1, "school_events"].mean()
        out[2][school] = part.loc[part["incidents"] >= 2, "school_events"].mean()
    return out


def proxy(students: pd.DataFrame, value: Any, score: Any, how: str = "mean") -> pd.DataFrame:
    t = students.assign(value=value, score=score)
    return t.pivot_table(index="score", columns="school", values="value", aggfunc=how)


def top(column: pd.Series) -> pd.Series:
    return column.clip(upper=2)


# --- 04/publish --------------------------------------------------------------------------------------


def numbers_with_shift(rates: pd.DataFrame) -> pd.DataFrame:
    t = pd.DataFrame(
        {"gap": (rates["South"] - rates["North"]) * 100, "ratio": rates["South"] / rates["North"]}
    )
    t["apart"] = t["ratio"].lt(t["ratio"].shift()) & t["gap"].gt(t["gap"].shift())
    return t


def numbers_with_a_loop(rates: pd.DataFrame) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for year, row in rates.iterrows():
        ratio, gap = row["South"] / row["North"], 100 * row["South"] - 100 * row["North"]
        apart = bool(rows) and ratio < rows[-1]["ratio"] and gap > rows[-1]["gap"]
        rows.append({"school_year": year, "ratio": ratio, "gap": gap, "apart": apart})
    return pd.DataFrame(rows)


def numbers_with_numpy(rates: pd.DataFrame) -> pd.DataFrame:
    south, north = rates["South"].to_numpy(), rates["North"].to_numpy()
    ratio, gap = south / north, 100 * (south - north)
    apart = np.r_[False, (np.diff(ratio) < 0) & (np.diff(gap) > 0)]
    return pd.DataFrame({"ratio": ratio, "gap": gap, "apart": apart.astype(int)}, index=rates.index)


def numbers(**changes: Any) -> Answer:
    return lambda rates: numbers_with_shift(rates).assign(**changes)


# --- 04/write-up -------------------------------------------------------------------------------------


def rates_with_a_loop(audit: pd.DataFrame) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for school, part in audit.groupby("school"):
        out[str(school)] = part["written_down"].sum() / len(part) if len(part) >= 20 else CANNOT_SAY
    return out


def rates_with_crosstab(audit: pd.DataFrame) -> pd.Series:
    t = pd.crosstab(audit["school"], audit["written_down"])
    total = t.sum(axis=1)
    rate = t[True] / total
    rate[total < 20] = np.nan
    return rate


def rates_with_apply(audit: pd.DataFrame) -> pd.DataFrame:
    mean = audit.groupby("school").written_down.mean()
    size = audit.school.value_counts()
    return pd.DataFrame({"rate": [mean[s] if size[s] > 19 else None for s in mean.index]}, index=mean.index)


# --- 04/correct --------------------------------------------------------------------------------------


def corrected_with_mean(students: pd.DataFrame, rates: pd.Series) -> pd.Series:
    return students.groupby("school")["incidents"].mean() * 100 / rates


def corrected_by_row(students: pd.DataFrame, rates: pd.Series) -> pd.Series:
    each = students["incidents"] / students["school"].map(rates)
    return each.groupby(students["school"]).apply(lambda x: 100 * x.mean())


def corrected_as_dict(students: pd.DataFrame, rates: pd.Series) -> dict[str, float]:
    t = students.groupby("school").incidents.agg(["sum", "count"])
    return {str(s): 100 * (row["sum"] / rates[s]) / row["count"] for s, row in t.iterrows()}


def per_hundred(change: Any) -> Answer:
    return lambda students, rates: change(100 * students.groupby("school")["incidents"].mean(), rates)


# --- 04/statement ------------------------------------------------------------------------------------

STATEMENT = {
    "recorded": "Staff of three schools wrote down incidents, and we do not know what they left out.",
    "compared": "South against everyone else: 2.8 times as likely to be flagged, from 2.1 to 3.6.",
    "people": "Most children in need at North have no flag; most flagged children have no serious need.",
    "mended": "We corrected school totals with an audit; no single record can be corrected by it.",
    "decision": "Share less: totals only, for counselors. A family can contest a record at the front desk.",
}

RIGHT: dict[str, list[Any]] = {
    "04/disparity": [with_groupby, with_counting, with_incidents_limit],
    "04/errors": [errors_with_fairlearn, errors_with_a_loop, errors_as_dict],
    "04/interval": [interval_with_scipy, interval_with_math, interval_as_array],
    "04/weight": [weight_by_sum, weight_with_pandas, weight_by_product],
    "04/missed": [missed_with_merge, missed_with_index, missed_with_text],
    "04/proxy": [proxy_with_pivot, proxy_as_series, proxy_as_dict],
    "04/publish": [numbers_with_shift, numbers_with_a_loop, numbers_with_numpy],
    "04/write-up": [rates_with_crosstab, rates_with_a_loop, rates_with_apply],
    "04/correct": [corrected_with_mean, corrected_by_row, corrected_as_dict],
    "04/cannot-say": ["cannot-say", CANNOT_SAY, "Ask them"],
    "04/statement": [
        STATEMENT,
        {
            **STATEMENT,
            "decision": "Not yet, until the families of North were asked; they can object in writing.",
        },
        {
            **STATEMENT,
            "decision": "Do not share any of it with the sheriff. Complaints go to the ombudsperson.",
        },
    ],
}

WRONG: dict[str, list[tuple[Any, str]]] = {
    "04/disparity": [
        (counts_incidents, "incidents"),
        (divides_by_all, "one-denominator"),
        (compares_with_county, "against-all"),
        (
            lambda t, s: {**with_groupby(t, s), "risk_ratio": compares_with_county(t, s)["risk_ratio"]},
            "ratio-against-all",
        ),
        (share_of_list, "share-only"),
        (rest_first, "upside-down"),
        (odds_ratio, "odds"),
        (percent_more, "relative-difference"),
        (in_points, "points"),
        (one_right_two_wrong, "points"),
    ],
    "04/errors": [
        (swaps_truth_and_guess, "swapped"),
        (divides_errors_by_all, "over-everyone"),
        (discovery_twice, "discovery-for-positive"),
        (positive_twice, "positive-for-discovery"),
        (recall_for_missed, "found-not-missed"),
        (need_among_unflagged, "omission-for-negative"),
        (precision_for_discovery, "precision"),
        (county_rates, "not-by-school"),
    ],
    "04/interval": [
        (lambda t, s: katz(t, s, 1.0), "one-error"),
        (lambda t, s: katz(t, s, 1.645), "ninety"),
        (symmetric, "same-on-both-sides"),
        (adds_log_error, "error-not-scaled"),
        (forgets_exp, "left-as-logarithm"),
        (ends_of_two_shares, "ends-of-two"),
        (incidents_as_cases, "incidents"),
        (all_as_cases, "all-students-as-cases"),
    ],
    "04/weight": [
        (weight_natural, "other-logarithm"),
        (weight_none_is_false, "missing-disagrees"),
        (weight_none_is_true, "missing-agrees"),
        (weight_only_agreeing, "agreement-only"),
        (weight_turned, "disagreement-turned"),
        (weight_mirrored, "minus-agreement"),
        (weight_without_u, "u-left-out"),
        (lambda a, m, u: 2 ** weight_by_sum(a, m, u), "not-a-sum-of-logs"),
    ],
    "04/missed": [
        (missed_by_client, "linked-to-anybody"),
        (missed_by_student, "student-linked-to-anybody"),
        (found_by_group, "found-not-missed"),
        (split_of_missed, "share-of-missed"),
        (missed_over_all, "over-all-pairs"),
        (missed_counted, "counts"),
        (links_by_pairs, "links-over-pairs"),
    ],
    "04/proxy": [
        (lambda t: proxy(t, t["incidents"], top(t["school_events"])), "record-at-truth"),
        (lambda t: proxy(t, t["school_events"], top(t["incidents"]), "sum"), "sums"),
        (
            lambda t: proxy(t, t["school_events"], top(t["incidents"]), "sum") / t["school"].value_counts(),
            "over-school",
        ),
        (lambda t: t.groupby(top(t["incidents"]))["school_events"].mean(), "without-schools"),
        (lambda t: proxy(t, t["school_events"] - t["incidents"], top(t["incidents"])), "only-the-unseen"),
        (lambda t: proxy(t, t["school_events"], t["incidents"]), "no-top"),
        (lambda t: proxy(t, t["school_events"], t["flagged"]), "flag-as-score"),
        (lambda t: proxy(t, t["serious_need"], top(t["incidents"])), "need-for-events"),
    ],
    "04/publish": [
        (numbers(gap=lambda t: t["gap"] / 100), "shares-not-points"),
        (numbers(ratio=lambda t: 1 / t["ratio"]), "upside-down"),
        (numbers(gap=lambda t: 100 * (t["ratio"] - 1)), "relative-gap"),
        (numbers(gap=lambda t: -t["gap"]), "north-first"),
        (
            numbers(apart=lambda t: (t["ratio"] < t["ratio"].iloc[0]) & (t["gap"] > t["gap"].iloc[0])),
            "against-first-year",
        ),
        (numbers(apart=lambda t: (t["ratio"].diff() < 0) | (t["gap"].diff() > 0)), "either-is-enough"),
        (numbers(apart=lambda t: (t["ratio"].diff() > 0) & (t["gap"].diff() < 0)), "other-way-round"),
        (numbers(apart=lambda t: (t["ratio"].diff(-1) > 0) & (t["gap"].diff(-1) < 0)), "shifted"),
    ],
    "04/write-up": [
        (lambda a: a.groupby("school")["written_down"].mean(), "small-numbers"),
        (lambda a: rates_with_crosstab(a).fillna(a["written_down"].mean()), "filled-with-average"),
        (lambda a: rates_with_crosstab(a).fillna(0), "filled-with-zero"),
        (lambda a: 1 - rates_with_crosstab(a), "unwritten"),
        (lambda a: a.loc[a["written_down"], "school"].value_counts(normalize=True), "share-of-written"),
        (lambda a: a.loc[a["written_down"], "school"].value_counts() / len(a), "over-all-events"),
        (lambda a: rates_with_crosstab(a) * 0 + a["written_down"].sum() / len(a), "one-rate-for-all"),
        (lambda a: a.loc[a["written_down"], "school"].value_counts(), "counts"),
    ],
    "04/correct": [
        (per_hundred(lambda k, r: k * r), "multiplied"),
        (per_hundred(lambda k, r: k * (2 - r)), "recorded-plus-share"),
        (per_hundred(lambda k, r: k * (1 - r) / r), "only-the-unseen"),
        (per_hundred(lambda k, r: k / (1 - r)), "unwritten-rate"),
        (per_hundred(lambda k, r: k / r.mean() + r * 0), "one-rate-for-all"),
        (per_hundred(lambda k, r: k + r * 0), "uncorrected"),
        (lambda t, r: t.groupby("school")["incidents"].sum() / r, "not-per-student"),
        (lambda t, r: 100 * t.groupby("school")["flagged"].mean() / r, "flags-not-incidents"),
        (per_hundred(lambda k, r: k / r.fillna(r.mean())), "filled-with-average"),
        (per_hundred(lambda k, r: k / r.fillna(1)), "filled-with-recorded"),
    ],
    "04/cannot-say": [
        ("none", "none"),
        ("average", "average"),
        ("Corrected", "corrected"),
        ("largest", "largest"),
        ("model", "model"),
    ],
    "04/statement": [
        ({k: v for k, v in STATEMENT.items() if k != "people"}, "missing-part"),
        ({**STATEMENT, "mended": "no"}, "too-short"),
        ({**STATEMENT, "people": STATEMENT["recorded"]}, "same-twice"),
        ({**STATEMENT, "compared": "The gap between South and everyone else is large."}, "no-number"),
        ({**STATEMENT, "mended": "We corrected all the totals with an audit."}, "no-limit"),
        ({**STATEMENT, "decision": "We will talk about it; families may complain."}, "no-decision"),
        ({**STATEMENT, "decision": "Share less, only totals, for help."}, "nobody-can-contest"),
    ],
}

ANSWERS = ModuleAnswers("04-bias-in-shared-data", RIGHT, WRONG)
