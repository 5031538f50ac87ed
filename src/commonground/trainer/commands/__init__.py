"""`commonground trainer`: assess a cohort of trainers, from making its folder to its certificates."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import Any

from commonground.trainer.cohort import CohortError

HERE = "commonground.trainer.commands"
# name of the step -> (module, one line of help), in the order of a trainer's day. A module is imported
# only when its step is asked for. It offers `HELP`, `add_arguments(parser)` and `run(args) -> int`.
COMMANDS: dict[str, tuple[str, str]] = {
    "new-cohort": (f"{HERE}.new_cohort", "make the folder of a cohort: tasks, list of trainees, gradebook"),
    "release": (f"{HERE}.release", "make what trainees get: their tasks, without answers, in one folder and zip"),
    "collect": (f"{HERE}.collect", "take in what trainees handed in: folders, zips, or nbgrader's exchange"),
    "grade": (f"{HERE}.grade", "grade all hand-ins in a sandbox; goes on where it was stopped"),
    "rate": (f"{HERE}.rate", "let two raters rate what only people can judge"),
    "feedback": (f"{HERE}.feedback", "make a page for each trainee that opens in any browser"),
    "report": (f"{HERE}.report", "show results, how far the raters agree, and how the items did"),
    "export": (f"{HERE}.export", "write the results as a CSV file for a learning management system"),
    "certify": (f"{HERE}.certify", "issue certificates to those who passed"),
    "verify": (f"{HERE}.verify", "say whether a certificate holds, and why not"),
}
STATUS = "Exit status: 0 all is done; 1 done, but something needs a person; 2 it could not be done."


class _StepParser(argparse.ArgumentParser):
    """The parser of one step, filled in when the step is asked for."""

    module: str | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self.module is not None:
            loaded = importlib.import_module(self.module)
            self.module = None
            self.description = loaded.HELP
            self.epilog = STATUS
            self.formatter_class = argparse.RawDescriptionHelpFormatter
            loaded.add_arguments(self)
            self.set_defaults(run_step=loaded.run)
        return super().parse_known_args(args, namespace)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The steps; the arguments of a step are added when it is asked for."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "Each step explains itself: commonground trainer STEP --help"
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP", parser_class=_StepParser)
    for name, (module, text) in COMMANDS.items():
        steps.add_parser(name, help=text).module = module


def run(args: argparse.Namespace) -> int:
    """Do one step; the return value is the exit status."""
    try:
        return int(args.run_step(args))
    except CohortError as trouble:
        print(trouble, file=sys.stderr)
    except OSError as trouble:
        where = f"{trouble.filename}: " if trouble.filename else ""
        print(f"{where}{trouble.strerror or trouble}. Put this right and start the same command again.", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. What was done is kept; start the same command again to go on.", file=sys.stderr)
        return 130
    return 2
