"""`commonground notebooks`: check or mend the form of the lessons' notebooks."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from commonground.content.errors import ContentError
from commonground.content.finding import Finding
from commonground.content.form import faults, mended
from commonground.content.notebook import parse_notebook, write_text
from commonground.content.places import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `commonground notebooks`."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="say what is not in form (this is the default)")
    what.add_argument("--fix", action="store_true", help="mend what can be mended")
    parser.add_argument("paths", nargs="*", type=Path, help="notebooks or folders (default: modules/)")


def notebooks_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The notebooks named, and those in the folders named, without Jupyter's own copies."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
        else:
            yield path


def _text_of(file: Path) -> str:
    try:
        # Bytes are decoded here, so that line ends are seen as they are.
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(file, "", "This notebook could not be read.", "Check that the file is there.") from error


def check_file(file: Path) -> list[Finding]:
    """What is not in form in one notebook."""
    try:
        text = _text_of(file)
        return faults(parse_notebook(text, file), text, file)
    except ContentError as error:
        return [Finding(file, error.key, "form: notebook", error.problem, error.advice)]


def fix_file(file: Path) -> bool:
    """Bring one notebook into form; whether anything changed. Raises ContentError where it cannot be read."""
    text = _text_of(file)
    wanted = write_text(mended(parse_notebook(text, file)))
    if wanted == text:
        return False
    # Written beside the file and then moved over it: a stop in the middle loses nothing.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".ipynb")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(wanted)
        os.chmod(name, file.stat().st_mode & 0o777)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def run(args: argparse.Namespace) -> int:
    """Check or mend; 0 where every notebook is in form, 1 otherwise."""
    try:
        root = course_root()
    except ContentError as error:
        if not args.paths:
            print(error, file=sys.stderr)
            return 1
        root = Path.cwd()
    files = list(notebooks_in(args.paths or [root / "modules"]))
    if args.fix:
        for file in files:
            try:
                if fix_file(file):
                    print(f"mended {file}")
            except ContentError as error:
                print(error, file=sys.stderr)
    found = [finding for file in files for finding in check_file(file)]
    for finding in found:
        print(finding.line(root))
    count = len(files)
    print(f"{count} notebook{'s' if count != 1 else ''}: {len(found) or 'no'} finding{'s' if len(found) != 1 else ''}.")
    return 1 if found else 0
