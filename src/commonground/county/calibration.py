"""How close the county comes to the published figures that sized its dials.

A county whose records were far from what is known of real ones would teach the wrong sizes. So each
published figure has a target here, a tolerance (sampling error and what one set of dials can reach
together), and the value that a county achieves. Values with no fact id are our own construction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from commonground.county.measures import Evidence
from commonground.county.places import GROUPS, SCHOOL_YEARS
from commonground.county.simulation import County


@dataclass(frozen=True)
class Target:
    """One published figure (`facts` gives its ids) or one of our own, and how a county is compared with it."""

    parameter: str
    target: float
    tolerance: float
    facts: tuple[str, ...]
    note: str
    achieved: Callable[[Evidence], float]

    @property
    def mark(self) -> str:
        """Where the target comes from: "from a source" or "our construction"."""
        return "from a source" if self.facts else "our construction"


def calibration_table(county: County) -> pd.DataFrame:
    """Target, tolerance and achieved value of each parameter, one row each."""
    evidence = Evidence(county)
    return pd.DataFrame(
        [
            {
                "parameter": target.parameter,
                "target": target.target,
                "tolerance": target.tolerance,
                "achieved": round(target.achieved(evidence), 4),
                "fact_ids": " ".join(target.facts),
                "mark": target.mark,
                "note": target.note,
            }
            for target in TARGETS
        ]
    )


def _enrolled(evidence: Evidence) -> pd.DataFrame:
    years = evidence.years[evidence.years.enrolled]
    return years.assign(
        chronic=years.absent_written * 10 >= years.days_enrolled,
        suspended=years.days_suspended > 0,
    )


def _share(column: str, group: str | None = None) -> Callable[[Evidence], float]:
    """Share of student years in which `column` holds, of one group or of all."""

    def share(evidence: Evidence) -> float:
        years = _enrolled(evidence)
        return float(years[years.group == group][column].mean() if group else years[column].mean())

    return share


def _against_rest(column: str, group: str) -> Callable[[Evidence], float]:
    """Risk of a group against the risk of everybody else."""

    def ratio(evidence: Evidence) -> float:
        years = _enrolled(evidence)
        inside = years.group == group
        return float(years[inside][column].mean() / years[~inside][column].mean())

    return ratio


def _group_share(group: str) -> Callable[[Evidence], float]:
    return lambda evidence: float((evidence.people.group == group).mean())


def _disability_ratio(evidence: Evidence) -> float:
    risk = _enrolled(evidence).groupby("special_education").suspended.mean()
    return float(risk[True] / risk[False])


def _suspension_days(evidence: Evidence) -> float:
    days = evidence.records["school_discipline"].days_suspended
    return float(days[days > 0].mean())


def _sent_ratio(evidence: Evidence) -> float:
    incidents = evidence.with_truth("school_discipline", "school", "district_id")
    sent = incidents[incidents.referred_to_sheriff].group_true.eq("C").mean()
    students = _enrolled(evidence).group.eq("C").mean()
    return float(sent / students * (1 - students) / (1 - sent))


def _grown(evidence: Evidence) -> pd.DataFrame:
    """People who had turned 17 or more by the last autumn, with what child welfare ever recorded of them."""
    people = evidence.people[evidence.people.birth_date <= f"{int(SCHOOL_YEARS[-1][:4]) - 17}-09-01"]
    cases = evidence.with_truth("welfare_investigations", "welfare", "client_id")
    placements = evidence.with_truth("welfare_placements", "welfare", "client_id")
    return people.assign(
        investigated=people.person_id.isin(cases.person_id),
        confirmed=people.person_id.isin(cases[cases.finding == "supported"].person_id),
        placed=people.person_id.isin(placements.person_id),
    )


def _by_18(column: str, group: str | None = None) -> Callable[[Evidence], float]:
    def share(evidence: Evidence) -> float:
        grown = _grown(evidence)
        return float(grown[grown.group == group][column].mean() if group else grown[column].mean())

    return share


def _reports_by(reporter: str) -> Callable[[Evidence], float]:
    return lambda evidence: float((evidence.records["welfare_reports"].reporter == reporter).mean())


def _court(group: str) -> Callable[[Evidence], float]:
    """Referrals to the juvenile court for each 1,000 young people (grades 5 to 12) and year."""

    def rate(evidence: Evidence) -> float:
        referrals = evidence.with_truth("sheriff_referrals", "sheriff", "sheriff_id")
        court = referrals[(referrals.route == "juvenile court") & (referrals.group_true == group)]
        years = evidence.years[evidence.years.grade.between(5, 12) & (evidence.years.group == group)]
        return 1000 * len(court) / len(years)

    return rate


def _conduct_ratio(evidence: Evidence) -> float:
    events = _enrolled(evidence).groupby("group", observed=True).school_events.mean()
    return float(events["C"] / events["A"])


def _writeup_ratio(column: str, first: str, second: str) -> Callable[[Evidence], float]:
    """Share of true school events written down: one value of `column` against another."""

    def ratio(evidence: Evidence) -> float:
        events = evidence.events[evidence.events.place == "school"]
        share = events.groupby(column, observed=True).recorded.mean()
        return float(share[first] / share[second])

    return ratio


def _two_of_three(evidence: Evidence) -> pd.DataFrame:
    """Pairs of records of one child at school and at health, and whether a plain rule would miss them.

    The rule links two records that agree on at least two of first name, last name and birth date.
    """
    both = evidence.two_files
    differs = both[["first_name_differs", "last_name_differs", "birth_date_differs"]].sum(axis=1)
    return both.assign(missed=differs >= 2)


def _missed(which: Callable[[pd.DataFrame], pd.Series]) -> Callable[[Evidence], float]:
    def share(evidence: Evidence) -> float:
        pairs = _two_of_three(evidence)
        return float(pairs[which(pairs)].missed.mean())

    return share


def _differs(column: str) -> Callable[[Evidence], float]:
    return lambda evidence: float(evidence.two_files[column].mean())


def _learners(evidence: Evidence) -> float:
    return float(evidence.people.english_learner.mean())


def _special(evidence: Evidence) -> float:
    return float(evidence.people.special_education.mean())


def _special_boys(evidence: Evidence) -> float:
    return float((evidence.people[evidence.people.special_education].sex == "male").mean())


def _homeless_absent(evidence: Evidence) -> float:
    years = _enrolled(evidence)
    return float(years[years.homeless].chronic.mean())


_SHARES = dict(zip(GROUPS, (0.46, 0.28, 0.15, 0.11), strict=True))

TARGETS: tuple[Target, ...] = (
    *(
        Target(
            f"share_group_{group.lower()}",
            share,
            0.02,
            ("ENR-01",),
            "Letters stand for no real group.",
            _group_share(group),
        )
        for group, share in _SHARES.items()
    ),
    Target("special_education", 0.15, 0.015, ("ENR-02",), "", _special),
    Target("special_education_boys", 0.655, 0.03, ("ENR-03",), "Share of boys.", _special_boys),
    Target("english_learner", 0.11, 0.02, (), "No sourced figure was at hand.", _learners),
    Target("homeless_in_year", 0.028, 0.006, ("HOM-01",), "", _share("homeless")),
    Target(
        "homeless_ratio_b", 1.63, 0.35, ("HOM-02",), "B against the rest.", _against_rest("homeless", "B")
    ),
    Target(
        "homeless_ratio_c", 1.89, 0.35, ("HOM-02",), "C against the rest.", _against_rest("homeless", "C")
    ),
    Target("chronic_absence", 0.278, 0.025, ("ABS-01",), "The year 2022-23.", _share("chronic")),
    Target("chronic_absence_a", 0.213, 0.025, ("ABS-01",), "", _share("chronic", "A")),
    Target("chronic_absence_b", 0.328, 0.03, ("ABS-01",), "", _share("chronic", "B")),
    Target("chronic_absence_c", 0.358, 0.03, ("ABS-01",), "", _share("chronic", "C")),
    Target("chronic_absence_homeless", 0.488, 0.08, ("ABS-03",), "One state.", _homeless_absent),
    Target("suspended_in_year_a", 0.05, 0.012, ("CRDC-11",), "The year 2011-12.", _share("suspended", "A")),
    Target("suspended_in_year_c", 0.16, 0.03, ("CRDC-11",), "The year 2011-12.", _share("suspended", "C")),
    Target("suspended_ratio_disability", 2.17, 0.3, ("CRDC-11",), "13% against 6%.", _disability_ratio),
    Target("suspension_days", 3.5, 0.2, ("CRDC-12",), "Mean length.", _suspension_days),
    Target(
        "sent_to_sheriff_ratio_c",
        2.28,
        0.7,
        ("CRDC-10",),
        "C against the rest. Fewer than 100 incidents in the shipped tables.",
        _sent_ratio,
    ),
    Target("investigated_by_18", 0.374, 0.04, ("CPS-01",), "", _by_18("investigated")),
    Target("investigated_by_18_c", 0.50, 0.08, ("CPS-01", "CPS-04"), "", _by_18("investigated", "C")),
    Target("confirmed_by_18", 0.117, 0.025, ("CPS-02",), "", _by_18("confirmed")),
    Target("placed_by_18", 0.053, 0.015, ("CPS-02",), "", _by_18("placed")),
    Target("reports_by_school_staff", 0.205, 0.03, ("CPS-07",), "", _reports_by("school staff")),
    Target("reports_by_police", 0.2, 0.05, ("CPS-09",), "", _reports_by("police")),
    Target("court_referrals_per_1000_a", 12.9, 2.5, ("JJ-01",), "For each youth and year.", _court("A")),
    Target(
        "court_referrals_per_1000_c",
        36.2,
        10.0,
        ("JJ-01",),
        "Lower than the figure: patrols, school referrals and list visits alone do not reach it.",
        _court("C"),
    ),
    Target(
        "true_conduct_ratio_c", 1.0, 0.08, ("JJ-05",), "C against A. Alike by construction.", _conduct_ratio
    ),
    Target(
        "writeup_ratio_c",
        2.2,
        0.35,
        ("JJ-05",),
        "C against A, for equal conduct.",
        _writeup_ratio("group", "C", "A"),
    ),
    Target(
        "writeup_ratio_south",
        2.2,
        0.3,
        (),
        "South against North, for equal conduct.",
        _writeup_ratio("school", "South", "North"),
    ),
    Target(
        "missed_match_one_surname",
        0.03,
        0.015,
        ("LINK-10", "LINK-11"),
        "Two records of one child that agree on fewer than two of first name, last name and birth date.",
        _missed(lambda pairs: pairs.naming_custom_true == "one surname"),
    ),
    Target(
        "missed_match_two_surnames",
        0.10,
        0.05,
        ("LINK-16", "LINK-20"),
        "",
        _missed(lambda pairs: pairs.naming_custom_true.astype(str).str.startswith("two surnames")),
    ),
    Target(
        "missed_match_movers",
        0.10,
        0.03,
        (),
        "Only the direction is sourced; the size is ours.",
        _missed(lambda pairs: pairs.ever_moved_true),
    ),
    Target(
        "surname_disagreement",
        0.18,
        0.04,
        ("LINK-21",),
        "Between two agencies.",
        _differs("last_name_differs"),
    ),
    Target(
        "forename_disagreement",
        0.12,
        0.03,
        ("LINK-21",),
        "Between two agencies.",
        _differs("first_name_differs"),
    ),
)
