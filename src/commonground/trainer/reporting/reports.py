"""The two reports: one for the organization, with names, and one that may be shared and names nobody."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commonground.trainer.reporting.gather import Findings
from commonground.trainer.reporting.groups import LEAST
from commonground.trainer.reporting.page import Section, report_page
from commonground.trainer.reporting.tables import (
    agreement_table,
    decisions_table,
    gates_table,
    groups_table,
    items_table,
    look_table,
    means_table,
    outcomes_table,
    scores_table,
)
from commonground.trainer.safely import write_safely

PRIVATE, SHAREABLE = "private", "shareable"
PAGE = "report.html"


@dataclass(frozen=True)
class Written:
    """Where the two reports lie, with everything that was written."""

    private: Path
    shareable: Path
    files: Sequence[Path]


def write_reports(findings: Findings, today: datetime.date) -> Written:
    """Write both reports, each a page and its tables, into the cohort's folder `reports`."""
    settings = findings.desk.cohort.settings
    files = []
    parts = {PRIVATE: private_sections(findings), SHAREABLE: shareable_sections(findings)}
    warnings = {
        PRIVATE: "Private: this page names trainees. Give it only to those who assess them.",
        SHAREABLE: "This page names no trainee and may be shared.",
    }
    for kind, sections in parts.items():
        folder = findings.desk.cohort.reports / kind
        subtitle = f"{settings.organization}, edition {settings.edition} of the course, {len(findings.trainees)} trainees."
        page = report_page(f"Train-the-trainer assessment: {settings.title}", subtitle, warnings[kind], today, sections)
        write_safely(folder / PAGE, page)
        files.append(folder / PAGE)
        files += [section.table.write(folder) for section in sections if section.table is not None]
    root = findings.desk.cohort.reports
    return Written(root / PRIVATE / PAGE, root / SHAREABLE / PAGE, files)


def private_sections(findings: Findings) -> list[Section]:
    """For those who assess: every trainee by name."""
    trouble = [Section("What could not be read", findings.troubles)] if findings.troubles else []
    return [
        *trouble,
        Section(
            "Results",
            [
                "To pass: 18 of 27 points, no zero that stands, at least 2 on fidelity, neutrality and care, and in each task the points that its automatic checks ask for. "
                "On the analyst route, at least 2 for the words to a caregiver as well.",
                "Who has not passed yet repeats one task within 60 days. Nobody passes by automatic points alone: they open the gate, and people decide.",
            ],
            decisions_table(findings),
        ),
        Section(
            "Please look at these",
            [
                "Grading noticed something in these submissions. \"Suspected\" is a question to a person, not a verdict: look, and ask the trainee before you decide.",
                "This list is for those who assess, and is in no other report.",
            ],
            look_table(findings),
            "Grading noticed nothing.",
        ),
        Section("Scores", ["Two raters score each criterion, one of them from the community. A first score is shown where it was changed after a talk."], scores_table(findings)),
        Section("Automatic checks", ["A gate is open when the points needed are reached."], gates_table(findings)),
        *_about_raters_and_items(findings),
        *_about_groups(findings),
    ]  # fmt: skip


def shareable_sections(findings: Findings) -> list[Section]:
    """For others: no names, no small groups."""
    if findings.may_count:
        results = [
            Section("Results", ["How many trainees have passed, have not passed yet, or wait for something."], outcomes_table(findings)),
            Section("Scores", ["Means over all trainees whose score stands."], means_table(findings)),
        ]
    else:
        results = [
            Section(
                "Results",
                [
                    f"Results are not shown: with fewer than {LEAST} trainees, or results that are all alike in hidden groups, they would tell the result of a person. "
                    f"The number {LEAST} is our choice; most states had chosen it for school reports in 2010 [PRIV-01]."
                ],
            )
        ]
    return [*results, *_about_raters_and_items(findings), *_about_groups(findings)]


def _about_raters_and_items(findings: Findings) -> list[Section]:
    n = max((one.n for one in findings.items), default=0)
    return [
        Section(
            "How far the raters agree",
            [
                "Two raters are compared on the scores they gave before they talked: the community's rater first, then the other. "
                "Where more than two people rated, the rows mix their pairs.",
                "Kappa says how much more they agree than chance would have it: 1 is full agreement, 0 is chance. "
                "Weighted kappa counts a difference of 3 points nine times as much as one of 1 point. Both were computed with scikit-learn.",
                "With few trainees a kappa can be low although the raters nearly always agree, for example when nearly all scores are 2.",
            ],
            agreement_table(findings),
        ),
        Section(
            "Questions of T6",
            [
                f"Based on {n} trainees. 100 to 200 are usual for such numbers, and about 30 can still point to a bad question [ITEM-03]. "
                "So use them to look at a question, not to drop it; the 95% intervals (our calculation) say how wide the doubt is.",
                "Percent right: outside 20 to 80 percent, look at the question [ITEM-01]. "
                "Discrimination says whether those who answer the other questions well get this one right too: under 0.20 is poor, and below zero points to a wrong key [ITEM-02].",
            ],
            items_table(findings),
            "Nobody has taken T6 yet, or it cannot be read.",
        ),
    ]  # fmt: skip


def _about_groups(findings: Findings) -> list[Section]:
    if findings.groups is None:
        return []
    return [
        Section(
            "Groups",
            [
                f"Groups are those of the column 'group' in the list of trainees. A group of fewer than {LEAST} is not shown, and neither are the next larger ones "
                "where a reader could work it out from the total [PRIV-01, PRIV-05]. Where all or none of the hidden passed, no number is shown at all.",
                "Hiding has a cost: what is hidden may be the very group that the course fails. Ask those people in another way.",
            ],
            groups_table(findings),
        )
    ]
