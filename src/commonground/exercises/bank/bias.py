"""The tasks of "Bias passed on", module 04: right ways, and the wrong ways that people take.

The right ways are shown to learners as model answers, so each reads on its own.
Measures: composition ratio and risk ratio as in the course's notes on disproportionality; the interval of a risk
ratio is that of Katz and others, Biometrics 34, 469-474 (1978), as in `scipy.stats.contingency.relative_risk`; match
weights are those of Fellegi and Sunter [LINK-01].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from commonground.exercises.bank import bias_tables as tables
from commonground.exercises.building import Builder
from commonground.exercises.compare import Comparison
from commonground.exercises.task import WrongWay
from commonground.exercises.writing import LIMITS, NUMBER, any_word, lacks

# --- three measures of one disparity ------------------------------------------------------------------


def disparity(students: pd.DataFrame, school: str) -> dict[str, float]:
    inside = students["school"] == school
    rate = students.loc[inside, "flagged"].mean()
    rest = students.loc[~inside, "flagged"].mean()
    return {
        "composition_ratio": inside[students["flagged"]].mean() / inside.mean(),
        "risk_ratio": rate / rest,
        "rate_difference": rate - rest,
    }


def _disparity_but(**changes: Callable[[pd.DataFrame, pd.Series], float]) -> Callable[..., dict[str, float]]:
    """The right measures with one or more of them worked out in another way."""

    def way(students: pd.DataFrame, school: str) -> dict[str, float]:
        inside = students["school"] == school
        changed = {name: change(students, inside) for name, change in changes.items()}
        return {**disparity(students, school), **changed}

    return way


def _rate(students: pd.DataFrame, rows: pd.Series) -> float:
    return float(students.loc[rows, "flagged"].mean())


def _incidents(students: pd.DataFrame, school: str) -> dict[str, float]:
    inside = students["school"] == school
    rate, rest = students.loc[inside, "incidents"].mean(), students.loc[~inside, "incidents"].mean()
    share = students.loc[inside, "incidents"].sum() / students["incidents"].sum()
    return {
        "composition_ratio": share / inside.mean(),
        "risk_ratio": rate / rest,
        "rate_difference": rate - rest,
    }


def _one_denominator(students: pd.DataFrame, school: str) -> dict[str, float]:
    inside = students["school"] == school
    share = inside[students["flagged"]].mean()
    rate, rest = (students["flagged"] & inside).mean(), (students["flagged"] & ~inside).mean()
    return {
        "composition_ratio": share / inside.mean(),
        "risk_ratio": rate / rest,
        "rate_difference": rate - rest,
    }


DISPARITY_WRONG = [
    WrongWay("incidents", _incidents),
    WrongWay("one-denominator", _one_denominator),
    WrongWay(
        "against-all",
        _disparity_but(
            risk_ratio=lambda t, i: _rate(t, i) / float(t["flagged"].mean()),
            rate_difference=lambda t, i: _rate(t, i) - float(t["flagged"].mean()),
        ),
    ),
    WrongWay(
        "ratio-against-all", _disparity_but(risk_ratio=lambda t, i: _rate(t, i) / float(t["flagged"].mean()))
    ),
    WrongWay("share-only", _disparity_but(composition_ratio=lambda t, i: float(i[t["flagged"]].mean()))),
    WrongWay(
        "upside-down",
        _disparity_but(
            risk_ratio=lambda t, i: _rate(t, ~i) / _rate(t, i),
            rate_difference=lambda t, i: _rate(t, ~i) - _rate(t, i),
        ),
    ),
    WrongWay(
        "odds",
        _disparity_but(
            risk_ratio=lambda t, i: _rate(t, i) / (1 - _rate(t, i)) / (_rate(t, ~i) / (1 - _rate(t, ~i)))
        ),
    ),
    WrongWay(
        "relative-difference",
        _disparity_but(rate_difference=lambda t, i: (_rate(t, i) - _rate(t, ~i)) / _rate(t, ~i)),
    ),
    WrongWay("points", _disparity_but(rate_difference=lambda t, i: 100 * (_rate(t, i) - _rate(t, ~i)))),
]

# --- how sure ------------------------------------------------------------------------------------------


def interval(students: pd.DataFrame, school: str) -> tuple[float, float]:
    inside = students["school"] == school
    cases, children = students.loc[inside, "flagged"].sum(), inside.sum()
    other_cases, other_children = students.loc[~inside, "flagged"].sum(), (~inside).sum()
    ratio = (cases / children) / (other_cases / other_children)
    error = np.sqrt(1 / cases - 1 / children + 1 / other_cases - 1 / other_children)
    return ratio * np.exp(-1.96 * error), ratio * np.exp(1.96 * error)


def _counts(
    students: pd.DataFrame, school: str, column: str = "flagged"
) -> tuple[float, float, float, float]:
    inside = students["school"] == school
    return (
        float(students.loc[inside, column].sum()),
        float(inside.sum()),
        float(students.loc[~inside, column].sum()),
        float((~inside).sum()),
    )


def _interval_by(bounds: Callable[[float, float], tuple[float, float]]) -> Callable[..., tuple[float, float]]:
    """An interval made from the ratio and the standard error of its logarithm."""

    def way(students: pd.DataFrame, school: str) -> tuple[float, float]:
        a, n, b, m = _counts(students, school)
        return bounds(a / n / (b / m), float(np.sqrt(1 / a - 1 / n + 1 / b - 1 / m)))

    return way


def _ends_of_two(students: pd.DataFrame, school: str) -> tuple[float, float]:
    def wald(k: float, n: float) -> tuple[float, float]:
        p = k / n
        half = 1.96 * float(np.sqrt(p * (1 - p) / n))
        return p - half, p + half

    a, n, b, m = _counts(students, school)
    (low, high), (other_low, other_high) = wald(a, n), wald(b, m)
    return low / other_high, high / other_low


def _interval_of_incidents(students: pd.DataFrame, school: str) -> tuple[float, float]:
    a, n, b, m = _counts(students, school, "incidents")
    ratio, error = a / n / (b / m), float(np.sqrt(1 / a + 1 / b))
    return ratio * float(np.exp(-1.96 * error)), ratio * float(np.exp(1.96 * error))


def _rows_for_students(students: pd.DataFrame, school: str) -> tuple[float, float]:
    a, n, b, m = _counts(students, school)
    ratio, error = a / n / (b / m), float(np.sqrt(1 / n + 1 / m))
    return ratio * float(np.exp(-1.96 * error)), ratio * float(np.exp(1.96 * error))


INTERVAL_WRONG = [
    WrongWay("one-error", _interval_by(lambda r, e: (r * float(np.exp(-e)), r * float(np.exp(e))))),
    WrongWay(
        "ninety", _interval_by(lambda r, e: (r * float(np.exp(-1.645 * e)), r * float(np.exp(1.645 * e))))
    ),
    WrongWay("same-on-both-sides", _interval_by(lambda r, e: (r - 1.96 * r * e, r + 1.96 * r * e))),
    WrongWay("error-not-scaled", _interval_by(lambda r, e: (r - 1.96 * e, r + 1.96 * e))),
    WrongWay(
        "left-as-logarithm",
        _interval_by(lambda r, e: (float(np.log(r)) - 1.96 * e, float(np.log(r)) + 1.96 * e)),
    ),
    WrongWay("ends-of-two", _ends_of_two),
    WrongWay("incidents", _interval_of_incidents),
    WrongWay("all-students-as-cases", _rows_for_students),
]

# --- two errors ----------------------------------------------------------------------------------------


def error_rates(students: pd.DataFrame) -> pd.DataFrame:
    flagged, need = students["flagged"], students["serious_need"]
    by_school = students["school"]
    return pd.DataFrame(
        {
            "false_positive_rate": flagged[~need].groupby(by_school).mean(),
            "false_negative_rate": (~flagged[need]).groupby(by_school).mean(),
            "false_discovery_rate": (~need[flagged]).groupby(by_school).mean(),
        }
    )


def _errors_but(**changes: Callable[[pd.Series, pd.Series], pd.Series]) -> Callable[..., pd.DataFrame]:
    """The right rates with one or more of them worked out in another way, from flag and need."""

    def way(students: pd.DataFrame) -> pd.DataFrame:
        flagged, need = students["flagged"], students["serious_need"]
        right = error_rates(students)
        return right.assign(
            **{
                name: change(flagged, need).groupby(students["school"]).mean()
                for name, change in changes.items()
            }
        )

    return way


def _for_all_schools(students: pd.DataFrame) -> pd.DataFrame:
    one = error_rates(students.assign(school="all")).iloc[0]
    return pd.DataFrame({name: one[name] for name in one.index}, index=sorted(students["school"].unique()))


ERRORS_WRONG = [
    WrongWay(
        "swapped",
        _errors_but(
            false_positive_rate=lambda f, n: n[~f],
            false_negative_rate=lambda f, n: ~n[f],
            false_discovery_rate=lambda f, n: ~f[n],
        ),
    ),
    WrongWay(
        "over-everyone",
        _errors_but(
            false_positive_rate=lambda f, n: f & ~n,
            false_negative_rate=lambda f, n: ~f & n,
            false_discovery_rate=lambda f, n: f & ~n,
        ),
    ),
    WrongWay("discovery-for-positive", _errors_but(false_positive_rate=lambda f, n: ~n[f])),
    WrongWay("positive-for-discovery", _errors_but(false_discovery_rate=lambda f, n: f[~n])),
    WrongWay("found-not-missed", _errors_but(false_negative_rate=lambda f, n: f[n])),
    WrongWay("omission-for-negative", _errors_but(false_negative_rate=lambda f, n: n[~f])),
    WrongWay("precision", _errors_but(false_discovery_rate=lambda f, n: n[f])),
    WrongWay("not-by-school", _for_all_schools),
]

# --- match weights -------------------------------------------------------------------------------------


def match_weight(agrees: dict[str, bool | None], m: dict[str, float], u: dict[str, float]) -> float:
    total = 0.0
    for field, same in agrees.items():
        if same is None:
            continue
        if same:
            total += np.log2(m[field] / u[field])
        else:
            total += np.log2((1 - m[field]) / (1 - u[field]))
    return total


Signals = Mapping[str, bool | None]
Chances = Mapping[str, float]


def _weight_by(
    term: Callable[[bool | None, float, float], float],
) -> Callable[[Signals, Chances, Chances], float]:
    return lambda agrees, m, u: float(sum(term(same, m[field], u[field]) for field, same in agrees.items()))


def _term(same: bool | None, m: float, u: float) -> float:
    if same is None:
        return 0.0
    return float(np.log2(m / u) if same else np.log2((1 - m) / (1 - u)))


def _odds_of_match(agrees: Signals, m: Chances, u: Chances) -> float:
    return 2 ** float(match_weight(dict(agrees), dict(m), dict(u)))


WEIGHT_WRONG = [
    WrongWay("other-logarithm", _weight_by(lambda s, m, u: _term(s, m, u) * float(np.log(2)))),
    WrongWay("missing-disagrees", _weight_by(lambda s, m, u: _term(bool(s), m, u))),
    WrongWay("missing-agrees", _weight_by(lambda s, m, u: _term(s is not False, m, u))),
    WrongWay("agreement-only", _weight_by(lambda s, m, u: _term(s, m, u) if s else 0.0)),
    WrongWay("disagreement-turned", _weight_by(lambda s, m, u: _term(s, m, u) if s else -_term(s, m, u))),
    WrongWay(
        "minus-agreement",
        _weight_by(lambda s, m, u: 0.0 if s is None else (1 if s else -1) * _term(True, m, u)),
    ),
    WrongWay(
        "u-left-out",
        _weight_by(lambda s, m, u: 0.0 if s is None else float(np.log2(m) if s else np.log2(1 - m))),
    ),
    WrongWay("not-a-sum-of-logs", _odds_of_match),
]

# --- who is missed by a link ---------------------------------------------------------------------------


def missed(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    proposed = set(zip(links["district_id"], links["client_id"], strict=True))
    pairs = zip(true_pairs["district_id"], true_pairs["client_id"], strict=True)
    is_missed = pd.Series([pair not in proposed for pair in pairs], index=true_pairs.index)
    return is_missed.groupby(true_pairs[by]).mean()


def _is_found(true_pairs: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    proposed = set(zip(links["district_id"], links["client_id"], strict=True))
    pairs = zip(true_pairs["district_id"], true_pairs["client_id"], strict=True)
    return pd.Series([pair in proposed for pair in pairs], index=true_pairs.index)


def _linked_to_anybody(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    return (~true_pairs["client_id"].isin(links["client_id"])).groupby(true_pairs[by]).mean()


def _student_linked_to_anybody(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    return (~true_pairs["district_id"].isin(links["district_id"])).groupby(true_pairs[by]).mean()


def _found_share(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    return _is_found(true_pairs, links).groupby(true_pairs[by]).mean()


def _share_of_missed(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    lost = true_pairs.loc[~_is_found(true_pairs, links), by]
    return lost.value_counts(normalize=True).reindex(true_pairs[by].unique(), fill_value=0)


def _over_all_pairs(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    return (~_is_found(true_pairs, links)).groupby(true_pairs[by]).sum() / len(true_pairs)


def _counts_of_missed(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    return (~_is_found(true_pairs, links)).groupby(true_pairs[by]).sum()


def _all_links_as_found(true_pairs: pd.DataFrame, links: pd.DataFrame, by: str) -> pd.Series:
    of_link = links.merge(true_pairs[["client_id", by]], on="client_id")
    return 1 - of_link[by].value_counts() / true_pairs[by].value_counts()


MISSED_WRONG = [
    WrongWay("linked-to-anybody", _linked_to_anybody),
    WrongWay("student-linked-to-anybody", _student_linked_to_anybody),
    WrongWay("found-not-missed", _found_share),
    WrongWay("share-of-missed", _share_of_missed),
    WrongWay("over-all-pairs", _over_all_pairs),
    WrongWay("counts", _counts_of_missed),
    WrongWay("links-over-pairs", _all_links_as_found),
]

# --- a proxy label -------------------------------------------------------------------------------------


def events_at_score(students: pd.DataFrame) -> pd.DataFrame:
    score = students["incidents"].clip(upper=2)
    return students["school_events"].groupby([score, students["school"]]).mean().unstack()


def _mean_at(
    value: Callable[[pd.DataFrame], pd.Series], score: Callable[[pd.DataFrame], pd.Series]
) -> Callable[..., Any]:
    """The mean of some value at some score, by school."""
    return lambda students: value(students).groupby([score(students), students["school"]]).mean().unstack()


def _score(students: pd.DataFrame) -> pd.Series:
    return students["incidents"].clip(upper=2)


def _events(students: pd.DataFrame) -> pd.Series:
    return students["school_events"]


def _sums(students: pd.DataFrame) -> pd.DataFrame:
    return _events(students).groupby([_score(students), students["school"]]).sum().unstack()


def _without_schools(students: pd.DataFrame) -> pd.Series:
    return _events(students).groupby(_score(students)).mean()


PROXY_WRONG = [
    WrongWay(
        "record-at-truth", _mean_at(lambda t: t["incidents"], lambda t: t["school_events"].clip(upper=2))
    ),
    WrongWay("sums", _sums),
    WrongWay("over-school", lambda students: _sums(students) / students.groupby("school").size()),
    WrongWay("without-schools", _without_schools),
    WrongWay("only-the-unseen", _mean_at(lambda t: t["school_events"] - t["incidents"], _score)),
    WrongWay("no-top", _mean_at(_events, lambda t: t["incidents"])),
    WrongWay("flag-as-score", _mean_at(_events, lambda t: t["flagged"])),
    WrongWay("need-for-events", _mean_at(lambda t: t["serious_need"], _score)),
]

# --- two numbers over the years ------------------------------------------------------------------------


def two_numbers(rates: pd.DataFrame) -> pd.DataFrame:
    ratio = rates["South"] / rates["North"]
    gap = 100 * (rates["South"] - rates["North"])
    return pd.DataFrame({"ratio": ratio, "gap": gap, "apart": (ratio.diff() < 0) & (gap.diff() > 0)})


def _numbers_but(
    change: Callable[[pd.DataFrame, pd.DataFrame], dict[str, Any]],
) -> Callable[..., pd.DataFrame]:
    return lambda rates: two_numbers(rates).assign(**change(rates, two_numbers(rates)))


PUBLISH_WRONG = [
    WrongWay("shares-not-points", _numbers_but(lambda rates, right: {"gap": right["gap"] / 100})),
    WrongWay("upside-down", _numbers_but(lambda rates, right: {"ratio": 1 / right["ratio"]})),
    WrongWay("relative-gap", _numbers_but(lambda rates, right: {"gap": 100 * (right["ratio"] - 1)})),
    WrongWay("north-first", _numbers_but(lambda rates, right: {"gap": -right["gap"]})),
    WrongWay(
        "against-first-year",
        _numbers_but(
            lambda rates, right: {
                "apart": (right["ratio"] < right["ratio"].iloc[0]) & (right["gap"] > right["gap"].iloc[0])
            }
        ),
    ),
    WrongWay(
        "either-is-enough",
        _numbers_but(lambda rates, right: {"apart": (right["ratio"].diff() < 0) | (right["gap"].diff() > 0)}),
    ),
    WrongWay(
        "other-way-round",
        _numbers_but(lambda rates, right: {"apart": (right["ratio"].diff() > 0) & (right["gap"].diff() < 0)}),
    ),
    WrongWay(
        "shifted", _numbers_but(lambda rates, right: {"apart": right["apart"].shift(-1, fill_value=False)})
    ),
]

# --- an audit ------------------------------------------------------------------------------------------


def write_up_rates(audit: pd.DataFrame) -> pd.Series:
    seen = audit.groupby("school")["written_down"].agg(["mean", "size"])
    return seen["mean"].where(seen["size"] >= 20)


def _audit_but(change: Callable[[pd.DataFrame, pd.Series], pd.Series]) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda audit: change(audit, write_up_rates(audit))


def _written(audit: pd.DataFrame) -> pd.Series:
    return audit.groupby("school")["written_down"].sum()


WRITE_UP_WRONG = [
    WrongWay("small-numbers", _audit_but(lambda audit, r: audit.groupby("school")["written_down"].mean())),
    WrongWay("filled-with-average", _audit_but(lambda audit, r: r.fillna(audit["written_down"].mean()))),
    WrongWay("filled-with-zero", _audit_but(lambda audit, r: r.fillna(0))),
    WrongWay("unwritten", _audit_but(lambda audit, r: 1 - r)),
    WrongWay("share-of-written", _audit_but(lambda audit, r: _written(audit) / audit["written_down"].sum())),
    WrongWay("over-all-events", _audit_but(lambda audit, r: _written(audit) / len(audit))),
    WrongWay("one-rate-for-all", _audit_but(lambda audit, r: r * 0 + audit["written_down"].mean())),
    WrongWay("counts", _audit_but(lambda audit, r: _written(audit))),
]


def corrected(students: pd.DataFrame, rates: pd.Series) -> pd.Series:
    of_school = students.groupby("school")
    return 100 * of_school["incidents"].sum() / rates / of_school.size()


def _per_100(students: pd.DataFrame, incidents: pd.Series) -> pd.Series:
    return 100 * incidents / students.groupby("school").size()


def _corrected_by(
    change: Callable[[pd.Series, pd.Series], pd.Series],
) -> Callable[[pd.DataFrame, pd.Series], pd.Series]:
    """Incidents per 100 students after some other change of the recorded number by the rate."""
    return lambda students, rates: _per_100(
        students, change(students.groupby("school")["incidents"].sum(), rates)
    )


def _children_corrected(students: pd.DataFrame, rates: pd.Series) -> pd.Series:
    return 100 * students["flagged"].groupby(students["school"]).mean() / rates


CORRECT_WRONG = [
    WrongWay("multiplied", _corrected_by(lambda k, r: k * r)),
    WrongWay("recorded-plus-share", _corrected_by(lambda k, r: k + k * (1 - r))),
    WrongWay("only-the-unseen", _corrected_by(lambda k, r: k / r - k)),
    WrongWay("unwritten-rate", _corrected_by(lambda k, r: k / (1 - r))),
    WrongWay("one-rate-for-all", _corrected_by(lambda k, r: k / r.mean() + 0 * r)),
    WrongWay("uncorrected", _corrected_by(lambda k, r: k + 0 * r)),
    WrongWay(
        "not-per-student", lambda students, rates: students.groupby("school")["incidents"].sum() / rates
    ),
    WrongWay("flags-not-incidents", _children_corrected),
    WrongWay("filled-with-average", _corrected_by(lambda k, r: k / r.fillna(r.mean()))),
    WrongWay("filled-with-recorded", _corrected_by(lambda k, r: k / r.fillna(1))),
]

# --- a statement ---------------------------------------------------------------------------------------

STEPS = {
    "recorded": "1, what was recorded, and by whom",
    "compared": "2, what was compared, with numbers and an interval",
    "people": "3, who is missed and who is wrongly added",
    "mended": "4, what was mended and what cannot be",
    "decision": "5, the decision, and who can contest it",
}
DECISIONS = ("share", "share less", "not yet", "do not share", "don't share", "no sharing")
FLAWS = [
    lacks("no-number", "compared", NUMBER),
    lacks("no-limit", "mended", any_word(*LIMITS, "beyond", "stays?")),
    lacks("no-decision", "decision", any_word(*DECISIONS)),
    lacks("nobody-can-contest", "decision", r"contest|appeal|challenge|object|complain|dispute|correct"),
]

# --- the list ------------------------------------------------------------------------------------------

MAKE = Builder("04", "bias.yml")

TASKS = MAKE.collect(
    MAKE.on_tables("disparity", disparity, DISPARITY_WRONG, tables.south, tables.SCHOOL_CASES,
                   Comparison(0.005)),
    MAKE.on_tables("errors", error_rates, ERRORS_WRONG, tables.students_only, tables.STUDENT_CASES,
                   Comparison(0.005, keys=("school",))),
    MAKE.on_tables("interval", interval, INTERVAL_WRONG, tables.south, tables.SCHOOL_CASES, Comparison(0.01)),
    MAKE.on_tables("weight", match_weight, WEIGHT_WRONG, tables.worked_pair, tables.PAIR_CASES,
                   Comparison(0.01)),
    MAKE.on_tables("missed", missed, MISSED_WRONG, tables.linked, tables.LINK_CASES,
                   Comparison(0.005, keys=("naming_custom", "moved"))),
    MAKE.on_tables("proxy", events_at_score, PROXY_WRONG, tables.students_only, tables.STUDENT_CASES,
                   Comparison(0.005, keys=("incidents",))),
    MAKE.on_tables("publish", two_numbers, PUBLISH_WRONG, tables.yearly, tables.YEAR_CASES,
                   Comparison(0.01, keys=("school_year",))),
    MAKE.on_tables("write-up", write_up_rates, WRITE_UP_WRONG, tables.audit, tables.AUDIT_CASES,
                   Comparison(0.005, keys=("school",))),
    MAKE.on_tables("correct", corrected, CORRECT_WRONG, tables.audited, tables.CORRECT_CASES,
                   Comparison(0.05, keys=("school",))),
    MAKE.choice("cannot-say", frozenset({"cannot-say", "ask-them"})),
    MAKE.in_parts("statement", STEPS, FLAWS),
)  # fmt: skip
