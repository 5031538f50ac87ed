"""Options that all steps share."""

from __future__ import annotations

import argparse
from pathlib import Path

from commonground.trainer.cohort.cohort import Cohort, read_cohort


def add_cohort_option(parser: argparse.ArgumentParser) -> None:
    """Let the step be told in which folder the cohort is."""
    parser.add_argument(
        "--cohort", type=Path, default=Path(), metavar="FOLDER", help="the folder of the cohort (default: this folder)"
    )


def cohort_of(args: argparse.Namespace) -> Cohort:
    """The cohort that the step was told; raises CohortError."""
    return read_cohort(args.cohort)
