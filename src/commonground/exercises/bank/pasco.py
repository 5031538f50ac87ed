"""The tasks of the analyst lesson of module 05: an invented at-risk list, right ways and the wrong ways that people take.

The right ways are shown to learners as model answers, so each reads on its own.
The criteria of the flag are those with a source [PASCO-13]; the rule of two criteria and the rule for small cells are
our own construction. The interval of a share is Wilson's, as in `scipy.stats` (`binomtest(...).proportion_ci`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from commonground.analysis.intervals import wilson
from commonground.exercises.bank import pasco_tables as tables
from commonground.exercises.building import Builder
from commonground.exercises.compare import CANNOT_SAY, Comparison
from commonground.exercises.statements import Answers
from commonground.exercises.task import WrongWay

# --- the flag ------------------------------------------------------------------------------------------


def at_risk(roll: pd.DataFrame, marks: pd.DataFrame, discipline: pd.DataFrame) -> dict[str, int]:
    students = set(roll["person_id"])
    low_mark = set(marks.loc[marks["mark"].isin(["D", "F"]), "person_id"]) & students
    incident = set(discipline["person_id"]) & students
    return {"low_mark": len(low_mark), "incident": len(incident), "either": len(low_mark | incident)}


Records = Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame], dict[str, int]]


def _flag_but(
    marks_kept: Callable[[pd.DataFrame], pd.DataFrame] = lambda marks: marks,
    discipline_kept: Callable[[pd.DataFrame], pd.DataFrame] = lambda discipline: discipline,
) -> Records:
    """The right counts from fewer rows."""
    return lambda roll, marks, discipline: at_risk(roll, marks_kept(marks), discipline_kept(discipline))


def _rows(roll: pd.DataFrame, marks: pd.DataFrame, discipline: pd.DataFrame) -> dict[str, int]:
    low = int((marks["mark"].isin(["D", "F"]) & marks["person_id"].isin(roll["person_id"])).sum())
    incidents = int(discipline["person_id"].isin(roll["person_id"]).sum())
    return {**at_risk(roll, marks, discipline), "low_mark": low, "incident": incidents}


def _rows_of_all_grades(roll: pd.DataFrame, marks: pd.DataFrame, discipline: pd.DataFrame) -> dict[str, int]:
    low = int(marks["mark"].isin(["D", "F"]).sum())
    return {**at_risk(roll, marks, discipline), "low_mark": low, "incident": len(discipline)}


def _all_grades(roll: pd.DataFrame, marks: pd.DataFrame, discipline: pd.DataFrame) -> dict[str, int]:
    everybody = pd.DataFrame({"person_id": pd.concat([roll["person_id"], discipline["person_id"]]).unique()})
    return at_risk(everybody, marks, discipline)


def _added(roll: pd.DataFrame, marks: pd.DataFrame, discipline: pd.DataFrame) -> dict[str, int]:
    right = at_risk(roll, marks, discipline)
    return {**right, "either": right["low_mark"] + right["incident"]}


def _both(roll: pd.DataFrame, marks: pd.DataFrame, discipline: pd.DataFrame) -> dict[str, int]:
    right = at_risk(roll, marks, discipline)
    return {**right, "either": right["low_mark"] + right["incident"] - right["either"]}


FLAG_WRONG = [
    WrongWay("rows", _rows),
    WrongWay("rows-of-all-grades", _rows_of_all_grades),
    WrongWay("all-grades", _all_grades),
    WrongWay("fails-only", _flag_but(marks_kept=lambda m: m.loc[m["mark"] == "F"])),
    WrongWay("sent-to-sheriff", _flag_but(discipline_kept=lambda d: d.loc[d["referred_to_sheriff"]])),
    WrongWay("suspended-only", _flag_but(discipline_kept=lambda d: d.loc[d["days_suspended"] > 0])),
    WrongWay("added", _added),
    WrongWay("both", _both),
]

# --- the crossing --------------------------------------------------------------------------------------


def narrowed(students: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    met = students["person_id"].isin(contacts["person_id"])
    flagged = students["flagged"].groupby(students["zone"]).sum()
    listed = (students["flagged"] & met).groupby(students["zone"]).sum()
    return pd.DataFrame({"flagged": flagged, "listed": listed, "share": listed / flagged})


Crossing = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]


def _listed_by(count: Crossing) -> Crossing:
    """The right table with another count of the students listed, and the share that follows from it."""

    def way(students: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
        right = narrowed(students, contacts)
        listed = count(students, contacts).reindex(right.index, fill_value=0)
        return right.assign(listed=listed, share=listed / right["flagged"])

    return way


def _share_by(share: Callable[[pd.DataFrame, pd.Series, pd.Series], pd.Series]) -> Crossing:
    """The right counts with another share, from the students, who of them met a deputy, and the listed."""

    def way(students: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
        right = narrowed(students, contacts)
        met = students["person_id"].isin(contacts["person_id"])
        return right.assign(share=share(students, met, right["listed"]))

    return way


def _met(students: pd.DataFrame, contacts: pd.DataFrame) -> pd.Series:
    return students["person_id"].isin(contacts["person_id"])


def _flagged_contacts(students: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    return contacts[["person_id", "zone"]].merge(
        students.loc[students["flagged"], ["person_id", "zone"]], on="person_id", suffixes=("_of_contact", "")
    )


def _zone_of_contact(students: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    return _flagged_contacts(students, contacts).groupby("zone_of_contact")["person_id"].nunique()


def _zone_dropped(students: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    right = narrowed(students, contacts)
    return right.loc[right["listed"] > 0]


def _zero_share(students: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    return narrowed(students, contacts).fillna({"share": 0.0})


CROSS_WRONG = [
    WrongWay("either", _listed_by(lambda s, c: (s["flagged"] | _met(s, c)).groupby(s["zone"]).sum())),
    WrongWay("all-who-met", _listed_by(lambda s, c: _met(s, c).groupby(s["zone"]).sum())),
    WrongWay("contacts", _listed_by(lambda s, c: _flagged_contacts(s, c).groupby("zone").size())),
    WrongWay("zone-of-contact", _listed_by(_zone_of_contact)),
    WrongWay("over-all-students", _share_by(lambda s, met, listed: listed / s.groupby("zone").size())),
    WrongWay("over-the-list", _share_by(lambda s, met, listed: listed / listed.sum())),
    WrongWay("turned-round", _share_by(lambda s, met, listed: listed / met.groupby(s["zone"]).sum())),
    WrongWay("zone-dropped", _zone_dropped),
    WrongWay("zero-share", _zero_share),
]

# --- two rates, each with an interval ------------------------------------------------------------------


def false_discovery(students: pd.DataFrame) -> pd.DataFrame:
    group, listed = students["group"], students["listed"]
    wrongly = (listed & ~students["offends_later"]).groupby(group).sum()
    on_the_list = listed.groupby(group).sum()
    low, high = wilson(wrongly, on_the_list)
    return pd.DataFrame({"rate": wrongly / on_the_list, "low": low, "high": high})


def false_positive(students: pd.DataFrame) -> pd.DataFrame:
    group, cleared = students["group"], ~students["offends_later"]
    wrongly = (students["listed"] & cleared).groupby(group).sum()
    all_cleared = cleared.groupby(group).sum()
    low, high = wilson(wrongly, all_cleared)
    return pd.DataFrame({"rate": wrongly / all_cleared, "low": low, "high": high})


Rates = Callable[[pd.DataFrame], pd.DataFrame]
Pick = Callable[[pd.DataFrame], pd.Series]


def _share_of(cases: Pick, of: Pick) -> Rates:
    """By group, the share of the rows picked by `of` that `cases` picks too, with its interval."""

    def way(students: pd.DataFrame) -> pd.DataFrame:
        group, bottom = students["group"], of(students)
        return _rates((cases(students) & bottom).groupby(group).sum(), bottom.groupby(group).sum())

    return way


def _rates(cases: pd.Series, of: pd.Series) -> pd.DataFrame:
    low, high = wilson(cases, of)
    return pd.DataFrame({"rate": cases / of, "low": low, "high": high})


def _interval_over(right: Rates, cases: Pick, of: Pick) -> Rates:
    """The right rates, with the interval of as many students as `of` picks."""

    def way(students: pd.DataFrame) -> pd.DataFrame:
        group = students["group"]
        count = of(students).groupby(group).sum()
        rates = right(students)
        low, high = wilson(rates["rate"] * count, count)
        return rates.assign(low=low, high=high)

    return way


def _part_of_all_wrong(students: pd.DataFrame) -> pd.DataFrame:
    wrongly = _wrongly(students).groupby(students["group"]).sum()
    return _rates(wrongly, wrongly * 0 + wrongly.sum())


def _one_rate(right: Rates) -> Rates:
    def way(students: pd.DataFrame) -> pd.DataFrame:
        one = right(students.assign(group="all")).iloc[0]
        return pd.DataFrame({name: one[name] for name in one.index}, index=sorted(students["group"].unique()))

    return way


def _everyone(students: pd.DataFrame) -> pd.Series:
    return students["person_id"].notna()


def _listed(students: pd.DataFrame) -> pd.Series:
    return students["listed"]


def _clear(students: pd.DataFrame) -> pd.Series:
    return ~students["offends_later"]


def _wrongly(students: pd.DataFrame) -> pd.Series:
    return students["listed"] & ~students["offends_later"]


DISCOVERY_WRONG = [
    WrongWay("positive", _share_of(_listed, _clear)),
    WrongWay("precision", _share_of(lambda s: s["offends_later"], _listed)),
    WrongWay("over-everyone", _share_of(_wrongly, _everyone)),
    WrongWay("part-of-all-wrong", _part_of_all_wrong),
    WrongWay("flagged-not-listed", _share_of(_clear, lambda s: s["flagged"])),
    WrongWay("other-truth", _share_of(lambda s: ~s["serious_need"], _listed)),
    WrongWay("one-rate", _one_rate(false_discovery)),
    WrongWay("interval-of-everyone", _interval_over(false_discovery, _wrongly, _everyone)),
    WrongWay("interval-of-cleared", _interval_over(false_discovery, _wrongly, _clear)),
    WrongWay("filled-with-zero", lambda s: false_discovery(s).fillna(0.0)),
    WrongWay("group-dropped", lambda s: false_discovery(s).dropna()),
]

POSITIVE_WRONG = [
    WrongWay("discovery", _share_of(_clear, _listed)),
    WrongWay("rightly-left-out", _share_of(lambda s: ~s["listed"], _clear)),
    WrongWay("over-everyone", _share_of(_wrongly, _everyone)),
    WrongWay("found", _share_of(_listed, lambda s: s["offends_later"])),
    WrongWay("flagged-not-listed", _share_of(lambda s: s["flagged"], _clear)),
    WrongWay("other-truth", _share_of(_listed, lambda s: ~s["serious_need"])),
    WrongWay("one-rate", _one_rate(false_positive)),
    WrongWay("interval-of-list", _interval_over(false_positive, _wrongly, _listed)),
    WrongWay("filled-with-zero", lambda s: false_positive(s).fillna(0.0)),
    WrongWay("group-dropped", lambda s: false_positive(s).dropna()),
]

# --- another rule --------------------------------------------------------------------------------------


def compare_rules(students: pd.DataFrame) -> dict[str, int]:
    one = students["low_marks"] > 0
    criteria = one.astype(int) + (students["incidents"] > 0) + (students["reports"] > 0)
    two = criteria >= 2
    need = students["serious_need"]
    return {
        "stay": int((one & two).sum()),
        "leave": int((one & ~two).sum()),
        "enter": int((two & ~one).sum()),
        "need_leaves": int((one & ~two & need).sum()),
        "need_enters": int((two & ~one & need).sum()),
    }


Comparing = Callable[[pd.DataFrame], dict[str, int]]


def _met_criteria(students: pd.DataFrame) -> pd.Series:
    return (students[["low_marks", "incidents", "reports"]] > 0).sum(axis=1)


def _second_rule(rule: Pick) -> Comparing:
    """The right comparison with another second rule."""

    def way(students: pd.DataFrame) -> dict[str, int]:
        one, two, need = students["low_marks"] > 0, rule(students), students["serious_need"]
        parts = {"stay": one & two, "leave": one & ~two, "enter": two & ~one}
        counts = {name: int(part.sum()) for name, part in parts.items()}
        return {
            **counts,
            "need_leaves": int((parts["leave"] & need).sum()),
            "need_enters": int((parts["enter"] & need).sum()),
        }

    return way


def _rules_but(
    change: Callable[[dict[str, int], pd.DataFrame], Mapping[str, float]],
) -> Callable[..., object]:
    """The right comparison with some of its numbers worked out in another way."""

    def way(students: pd.DataFrame) -> dict[str, float]:
        right = compare_rules(students)
        return {**right, **change(right, students)}

    return way


def _need(students: pd.DataFrame) -> int:
    return int(students["serious_need"].sum())


THRESHOLD_WRONG = [
    WrongWay(
        "records-as-criteria",
        _second_rule(lambda s: s[["low_marks", "incidents", "reports"]].sum(axis=1) >= 2),
    ),
    WrongWay("exactly-two", _second_rule(lambda s: _met_criteria(s) == 2)),
    WrongWay("all-three", _second_rule(lambda s: _met_criteria(s) == 3)),
    WrongWay("any-one", _second_rule(lambda s: _met_criteria(s) >= 1)),
    WrongWay(
        "swapped",
        _rules_but(
            lambda right, s: {
                "leave": right["enter"],
                "enter": right["leave"],
                "need_leaves": right["need_enters"],
                "need_enters": right["need_leaves"],
            }
        ),
    ),
    WrongWay("net", _rules_but(lambda right, s: {"leave": right["leave"] - right["enter"]})),
    WrongWay(
        "whole-lists",
        _rules_but(
            lambda right, s: {
                "leave": right["stay"] + right["leave"],
                "enter": right["stay"] + right["enter"],
            }
        ),
    ),
    WrongWay(
        "without-need",
        _rules_but(
            lambda right, s: {
                "need_leaves": right["leave"] - right["need_leaves"],
                "need_enters": right["enter"] - right["need_enters"],
            }
        ),
    ),
    WrongWay(
        "share-of-need",
        _rules_but(
            lambda right, s: {
                "need_leaves": right["need_leaves"] / _need(s),
                "need_enters": right["need_enters"] / _need(s),
            }
        ),
    ),
]

# --- one list, two purposes ----------------------------------------------------------------------------


def two_purposes(students: pd.DataFrame, column: str) -> pd.DataFrame:
    on_the_list = students[column]
    rows = {}
    for purpose, truth in [("support", "serious_need"), ("police", "offends_later")]:
        true = students[truth]
        rows[purpose] = {
            "base_rate": true.mean(),
            "reached": on_the_list[true].mean(),
            "wrong": (~true[on_the_list]).mean(),
        }
    return pd.DataFrame(rows).T


Purposes = Callable[[pd.DataFrame, str], pd.DataFrame]
TRUTHS = {"support": "serious_need", "police": "offends_later"}


def _purposes_but(name: str, change: Callable[[pd.Series, pd.Series], float]) -> Purposes:
    """The right table with one column worked out in another way, from the list and the truth."""

    def way(students: pd.DataFrame, column: str) -> pd.DataFrame:
        changed = {purpose: change(students[column], students[truth]) for purpose, truth in TRUTHS.items()}
        return two_purposes(students, column).assign(**{name: pd.Series(changed)})

    return way


def _truths(support: str, police: str) -> Purposes:
    def way(students: pd.DataFrame, column: str) -> pd.DataFrame:
        return two_purposes(
            students.assign(serious_need=students[support], offends_later=students[police]), column
        )

    return way


def _purpose_counts(students: pd.DataFrame, column: str) -> pd.DataFrame:
    listed = students[column]
    rows = {
        purpose: {
            "base_rate": int(students[truth].sum()),
            "reached": int((listed & students[truth]).sum()),
            "wrong": int((listed & ~students[truth]).sum()),
        }
        for purpose, truth in TRUTHS.items()
    }
    return pd.DataFrame(rows).T


PURPOSE_WRONG = [
    WrongWay("swapped", _truths("offends_later", "serious_need")),
    WrongWay("need-for-both", _truths("serious_need", "serious_need")),
    WrongWay("offense-for-both", _truths("offends_later", "offends_later")),
    WrongWay("counts", _purpose_counts),
    WrongWay(
        "precision-for-reached", _purposes_but("reached", lambda listed, true: float(true[listed].mean()))
    ),
    WrongWay(
        "missed-for-reached", _purposes_but("reached", lambda listed, true: float((~listed[true]).mean()))
    ),
    WrongWay("positive-for-wrong", _purposes_but("wrong", lambda listed, true: float(listed[~true].mean()))),
    WrongWay("right-for-wrong", _purposes_but("wrong", lambda listed, true: float(true[listed].mean()))),
    WrongWay(
        "wrong-of-everyone", _purposes_but("wrong", lambda listed, true: float((listed & ~true).mean()))
    ),
    WrongWay("base-of-the-list", _purposes_but("base_rate", lambda listed, true: float(true[listed].mean()))),
]

# --- small cells ---------------------------------------------------------------------------------------


def release(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    shown = counts.astype(float)
    for row in counts.index:
        smallest_first = counts.loc[row].sort_values()
        hidden = int((smallest_first < minimum).sum())
        while 0 < hidden < len(smallest_first) and (
            hidden < 2 or smallest_first.iloc[:hidden].sum() < minimum
        ):
            hidden += 1
        shown.loc[row, smallest_first.index[:hidden]] = float("nan")
    return shown


Release = Callable[[pd.DataFrame, int], pd.DataFrame]


def _small_only(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    return counts.where(counts >= minimum)


def _largest_as_second(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    shown = _small_only(counts, minimum)
    for row in counts.index:
        hidden = shown.loc[row].isna()
        while 0 < hidden.sum() < len(hidden) and (
            hidden.sum() < 2 or counts.loc[row][hidden].sum() < minimum
        ):
            hidden[counts.loc[row][~hidden].idxmax()] = True
        shown.loc[row] = counts.loc[row].astype(float).where(~hidden)
    return shown


def _two_are_enough(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    shown = _small_only(counts, minimum)
    for row in counts.index:
        if shown.loc[row].isna().sum() == 1:
            shown.loc[row, shown.loc[row].idxmin()] = np.nan
    return shown


def _whole_row(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    touched = (counts < minimum).any(axis=1)
    return counts.astype(float).mask(touched, axis=0)


def _whole_column(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    return counts.astype(float).mask(np.broadcast_to((counts < minimum).any(axis=0), counts.shape))


def _zeros_shown(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    return release(counts, minimum).where(counts > 0, 0.0)


RELEASE_WRONG = [
    WrongWay("as-zero", lambda counts, minimum: release(counts, minimum).fillna(0.0)),
    WrongWay("small-as-zero", lambda counts, minimum: _small_only(counts, minimum).fillna(0.0)),
    WrongWay("everything-shown", lambda counts, minimum: counts.astype(float)),
    WrongWay("small-only", _small_only),
    WrongWay("whole-row", _whole_row),
    WrongWay("whole-column", _whole_column),
    WrongWay("largest-as-second", _largest_as_second),
    WrongWay("two-are-enough", _two_are_enough),
    WrongWay("zeros-shown", _zeros_shown),
    WrongWay("minimum-hidden", lambda counts, minimum: release(counts, minimum + 1)),
    WrongWay("columns-for-rows", lambda counts, minimum: release(counts.T, minimum).T),
]

# --- what the data cannot say --------------------------------------------------------------------------

STATEMENTS: Answers = {
    "alder-group-c": "yes",
    "alder-conduct": "no",
    "alder-unflagged": "no",
    "alder-prison": CANNOT_SAY,
    "alder-safer": CANNOT_SAY,
    "pasco-make-up": CANNOT_SAY,
    "pasco-errors": CANNOT_SAY,
}


def verdicts() -> dict[str, object]:
    return dict(STATEMENTS)


# --- the list ------------------------------------------------------------------------------------------

MAKE = Builder("05", "pasco.yml")
NO_SHARING = frozenset({"support-only", "counts-only", "not-yet"})
COUNTS = Comparison(0.4)
SHARES = Comparison(0.005)

TASKS = MAKE.collect(
    MAKE.on_tables("flag", at_risk, FLAG_WRONG, tables.school_records, tables.RECORD_CASES, COUNTS),
    MAKE.on_tables("cross", narrowed, CROSS_WRONG, tables.students_and_contacts, tables.CONTACT_CASES,
                   Comparison(0.005, keys=("zone",))),
    MAKE.on_tables("discovery", false_discovery, DISCOVERY_WRONG, tables.students_only, tables.DISCOVERY_CASES,
                   Comparison(0.005, keys=("group",))),
    MAKE.on_tables("positive", false_positive, POSITIVE_WRONG, tables.students_only, tables.POSITIVE_CASES,
                   Comparison(0.002, keys=("group",))),
    MAKE.on_tables("threshold", compare_rules, THRESHOLD_WRONG, tables.students_only, tables.THRESHOLD_CASES,
                   COUNTS),
    MAKE.on_tables("purposes", two_purposes, PURPOSE_WRONG, tables.students_flagged, tables.PURPOSE_CASES,
                   SHARES),
    MAKE.on_tables("release", release, RELEASE_WRONG, tables.listed_by_school, tables.RELEASE_CASES,
                   Comparison(0.4, keys=("school",))),
    MAKE.on_statements("cannot-say", verdicts),
    MAKE.choice("decision", NO_SHARING),
)  # fmt: skip
