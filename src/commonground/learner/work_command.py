"""`commonground work`: the learner's own work from a terminal: where it is, one file of it, and work from elsewhere."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from commonground import learner
from commonground.content.errors import ContentError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `commonground work`."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    steps.add_parser("where", help="say in which folder your work is")
    export = steps.add_parser("export", help="put everything into one .zip file")
    export.add_argument("to", nargs="?", type=Path, help="a folder or a new .zip file (default: my-work/export)")
    bring = steps.add_parser("import", help="bring in an export from another computer or from the browser edition")
    bring.add_argument("file", type=Path, help="the exported .zip file")


def _report(arrived: learner.TakenIn) -> None:
    for title, names in (
        ("New here", arrived.taken),
        ("Joined with yours", arrived.joined),
        ("Kept beside yours, because they differ", arrived.beside),
    ):
        if names:
            print(f"{title}:", *names, sep="\n  ")
    if arrived.refused:
        print("Not taken in:", *(f"{part.name}: {part.reason}" for part in arrived.refused), sep="\n  ")
    if not (arrived.taken or arrived.joined or arrived.beside or arrived.refused):
        print("All the work in this file is here already.")


def run(args: argparse.Namespace) -> int:
    """Do one step; 0 where it was done, 1 where a part or all of it was not, with the reason."""
    try:
        if args.step == "where":
            print(learner.place())
            return 0
        if args.step == "export":
            print(learner.export(args.to))
            return 0
        arrived = learner.take_in(args.file.read_bytes())
    except (learner.NotSaved, learner.NotTaken, ContentError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{args.file} could not be read: {error.strerror}. Check its name.", file=sys.stderr)
        return 1
    _report(arrived)
    return 1 if arrived.refused else 0
