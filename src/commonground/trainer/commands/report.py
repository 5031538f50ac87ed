"""`commonground trainer report`: results, agreement of raters and questions, as pages and tables."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from commonground.server.environment import prepare_environment
from commonground.trainer.cohort import read_cohort

HELP = """\
Show results, how far the raters agree, and how the questions of T6 did.

Writes two reports, each a page for any browser and its tables as CSV files:
  reports/private/    names trainees, and lists what a person should look at
  reports/shareable/  names nobody, and hides small groups

A column 'group' in roster.csv (for example the town) adds results by group.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the step."""
    parser.add_argument("--cohort", type=Path, default=Path(), metavar="FOLDER", help="the cohort's folder (default: this folder)")


def run(args: argparse.Namespace) -> int:
    """Write the reports and say the main things; raises CohortError."""
    prepare_environment()
    cohort = read_cohort(args.cohort)
    from commonground.trainer.reporting.gather import gather
    from commonground.trainer.reporting.reports import write_reports

    findings = gather(cohort)
    findings.desk.write_agreed()
    written = write_reports(findings, datetime.date.today())
    counts = findings.outcomes()
    print(f"{len(findings.trainees)} trainees: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".")
    for trainee, decision in findings.decisions.items():
        for reason in decision.reasons:
            print(f"  {trainee}, {decision.outcome}: {reason}")
    waiting = sum(one.waits for one in findings.to_look_at)
    if waiting:
        print(f"  please look: {waiting} things that grading noticed wait for a person; 'commonground trainer rate' says how.")
    for trouble in findings.troubles:
        print(f"  {trouble}")
    print(f"With names:  {written.private}\nTo share:    {written.shareable}")
    return int(counts["passed"] < len(findings.trainees) or bool(waiting or findings.troubles))
