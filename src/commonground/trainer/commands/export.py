"""`commonground trainer export`: the results as a CSV file for a learning management system."""

from __future__ import annotations

import argparse
from pathlib import Path

from commonground.server.environment import prepare_environment
from commonground.trainer.cohort import read_cohort

HELP = """\
Write the results as a CSV file for a learning management system, or for a spreadsheet.

  --to plain   one row a trainee: result, total, scores by criterion, points by task (the default)
  --to moodle  for Moodle's grade import: map 'Email address' or 'ID number', then each task to a grade item
  --to canvas  for Canvas's gradebook import: 'SIS User ID' is the id, 'SIS Login ID' the email address;
               export your gradebook there first, and put the ids of your own system into these columns

Columns: one for each task (automatic points and raters' points together, when both are known) and
'Rubric total' (of 27). The plain form also has the result, the task to repeat, and each criterion.

What is not known yet is an empty cell. A cell that a spreadsheet would take for a formula gets an apostrophe.
The file names trainees: send it only where it belongs.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the step."""
    parser.add_argument("--cohort", type=Path, default=Path(), metavar="FOLDER", help="the cohort's folder (default: this folder)")
    parser.add_argument("--to", choices=("plain", "moodle", "canvas"), default="plain", help="for which system (default: plain)")
    parser.add_argument("--file", type=Path, metavar="FILE", help="where to write it (default: reports/private/export-SYSTEM.csv)")


def run(args: argparse.Namespace) -> int:
    """Write the file; raises CohortError."""
    prepare_environment()
    cohort = read_cohort(args.cohort)
    from commonground.trainer.rating.desk import Desk
    from commonground.trainer.reporting.export import write_export

    place = args.file or cohort.reports / "private" / f"export-{args.to}.csv"
    count = write_export(Desk(cohort), args.to, place)
    print(f"{count} trainees are in {place}.")
    return 0
