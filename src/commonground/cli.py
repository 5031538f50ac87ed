"""The `commonground` command: one entry for every task that is done from a terminal."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

# name of the subcommand -> (module, one line of help). The module is imported only when it is
# asked for, so that `commonground --help` answers at once. It offers two functions:
# `add_arguments(parser)` and `run(args) -> int`, the exit status.
COMMANDS: dict[str, tuple[str, str]] = {
    "open": ("commonground.server.command", "start the course and open it in the browser"),
    "county": ("commonground.county.command", "make the synthetic county of any size"),
    "notebooks": ("commonground.content.notebooks_command", "check or mend the form of the notebooks"),
    "site": ("commonground.editions.browser.command", "build the browser edition, a folder for any web server"),
    "check": ("commonground.content.check_command", "check the content: schemas, ids, claims, reading grade"),
    "trainer": ("commonground.trainer.commands", "assess a cohort of trainers: release, collect, grade, certify"),
    "work": ("commonground.learner.work_command", "export your work, or import it from another computer"),
}


def build_parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The parser; only the arguments of the `wanted` subcommand are filled in."""
    parser = argparse.ArgumentParser(
        prog="commonground",
        description="Common Ground: a course on sharing student data across public agencies.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, text) in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        if name == wanted:
            loaded = importlib.import_module(module)
            loaded.add_arguments(sub)
            sub.set_defaults(run=loaded.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; the return value is the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    wanted = next((word for word in words if word in COMMANDS), None)
    args = build_parser(wanted).parse_args(words)
    return int(args.run(args))


if __name__ == "__main__":
    sys.exit(main())
