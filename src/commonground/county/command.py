"""`commonground county`: make a synthetic county of any size as a folder of CSV files."""

from __future__ import annotations

import argparse
import errno
import json
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from commonground.county.dials import Dials, describe
from commonground.county.package import NAME
from commonground.county.rows import SECOND
from commonground.county.schema import TABLES
from commonground.county.shipped import SEED, STUDENTS
from commonground.county.writing import readme_text, write_tables

_MADE = {table.path for table in TABLES} | {"datapackage.json", "README.md"}


class Refused(Exception):
    """The command cannot do what was asked; the message says what to do instead."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the subcommand."""
    parser.add_argument(
        "--students", type=int, default=STUDENTS, metavar="N", help="how many students (default: %(default)s)"
    )
    parser.add_argument(
        "--seed", type=int, default=SEED, metavar="S", help="same seed, same county (default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder to write to; it is made if missing")
    parser.add_argument(
        "--dial", action="append", default=[], metavar="NAME=VALUE", help="set one dial; may be repeated"
    )
    parser.add_argument(
        "--no-bias",
        action="store_true",
        help="set every mechanism of bias to zero before the --dial settings",
    )
    parser.add_argument(
        "--replace", action="store_true", help="replace a county that this command made in DIR earlier"
    )
    parser.add_argument("--list-dials", action="store_true", help="list the dials and stop")
    parser.add_argument("--quiet", action="store_true", help="show no progress bar")


def run(args: argparse.Namespace) -> int:
    """Make the county; returns 0, or 2 with one sentence on what to do where that is not possible."""
    try:
        if args.list_dials:
            print(_dial_list())
            return 0
        if args.out is None:
            raise Refused("Name the folder to write to, for example: commonground county --out my-county")
        dials = read_dials(args.dial, args.no_bias)
        if not 1 <= args.students <= SECOND:
            raise Refused(f"Choose from 1 to {SECOND:,} students, for example: --students 6000")
        if args.seed < 0:
            raise Refused("Choose a seed of 0 or more, for example: --seed 2026")
        rows = _make(args.out, dials, args.students, args.seed, args.replace, args.quiet)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The folder is as it was before.", file=sys.stderr)
        return 130
    print(f"Synthetic county of {args.students:,} students: {len(rows)} tables, {sum(rows.values()):,} rows.")
    print(f"Folder: {args.out}")
    return 0


def read_dials(settings: list[str], no_bias: bool) -> Dials:
    """The dials of `--dial NAME=VALUE` settings.

    Raises:
        Refused: a setting names no dial, is no number, or is out of range.
    """
    names = {note.name for note in describe()}
    values: dict[str, float] = {}
    for setting in settings:
        name, _, text = setting.partition("=")
        if name not in names:
            raise Refused(
                f"There is no dial called {name!r}. See them all with: commonground county --list-dials"
            )
        try:
            values[name] = float(text)
        except ValueError:
            raise Refused(f"The dial {name} needs a number, for example: --dial {name}=0") from None
    try:
        return replace(Dials.none() if no_bias else Dials(), **values)
    except ValueError as wrong:
        raise Refused(str(wrong)) from None


def _dial_list() -> str:
    return "\n".join(
        f"{note.name} = {note.default:g}  ({note.low:g} to {note.high:g}; {note.unit})\n    {note.meaning}"
        for note in describe()
    )


def _make(
    out: Path, dials: Dials, students: int, seed: int, may_replace: bool, quiet: bool
) -> dict[str, int]:
    """Write the county beside `out` first and move it there when it is whole."""
    _check_folder(out, may_replace)
    work: Path | None = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".county-", dir=out))
        with tqdm(total=students, unit=" students", unit_scale=True, disable=quiet) as bar:
            rows = write_tables(work, dials, students, seed, bar.update)
        (work / "README.md").write_text(readme_text(students, seed), encoding="utf-8", newline="\n")
        (out / "answer-key").mkdir(exist_ok=True)
        for name in _MADE:
            (work / name).replace(out / name)
        return rows
    except OSError as problem:
        raise Refused(_advice(problem, out)) from None
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


def _check_folder(out: Path, may_replace: bool) -> None:
    """Raise Refused where `out` holds anything but a county that may be replaced."""
    if out.exists() and not out.is_dir():
        raise Refused(f"{out} is a file, not a folder. Choose another name for --out.")
    try:
        there = (
            {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()}
            if out.exists()
            else set()
        )
    except OSError as problem:
        raise Refused(_advice(problem, out)) from None
    if not there:
        return
    foreign = sorted(there - _MADE)
    if foreign or not _is_county(out):
        raise Refused(
            f"{out} holds other files{f' ({foreign[0]})' if foreign else ''}, and they are left alone. "
            "Choose an empty folder, or a name that does not exist yet."
        )
    if not may_replace:
        raise Refused(f"{out} holds a county already. Add --replace to replace it, or choose another folder.")


def _is_county(out: Path) -> bool:
    try:
        package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(package, dict) and package.get("name") == NAME


def _advice(problem: OSError, out: Path) -> str:
    if problem.errno == errno.ENOSPC:
        return "The disk is full. Free some space or choose fewer students, then run the command again."
    if isinstance(problem, PermissionError) or problem.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return f"{out} cannot be written to. Choose a folder of your own for --out."
    return f"{out} cannot be used ({problem.strerror}). Choose another folder for --out."
