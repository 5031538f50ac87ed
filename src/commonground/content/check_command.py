"""`commonground check`: check the content of the course, rule by rule."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from commonground.content.checks import (
    building,
    citations,
    cues,
    disclosure,
    ids,
    images,
    law,
    lines,
    numbers,
    objectives,
    reading,
    register,
    replies,
    schemas,
    wording,
)
from commonground.content.checks.corpus import Corpus, read_corpus
from commonground.content.errors import ContentError
from commonground.content.finding import Finding
from commonground.content.places import COURSE_FILE, course_root

Check = Callable[[Corpus], Iterator[Finding]]


def check_readable(corpus: Corpus) -> Iterator[Finding]:
    """Every content file can be read."""
    yield from corpus.unreadable


CHECKS: dict[str, Check] = {
    "readable": check_readable,
    "schema": schemas.check,
    "ids": ids.check,
    "exercises": building.check,
    "objectives": objectives.check,
    "register": register.check,
    "citations": citations.check,
    "numbers": numbers.check,
    "reading": reading.check,
    "replies": replies.check,
    "cues": cues.check,
    "images": images.check,
    "lines": lines.check,
    "law": law.check,
    "spelling": wording.check_spelling,
    "wording": wording.check_wording,
    "disclosure": disclosure.check_disclosure,
    "synthetic": disclosure.check_synthetic,
}


def findings(corpus: Corpus, names: Iterable[str] = ()) -> list[Finding]:
    """What the named checks (or all) find in a course, in order of file and place, each once."""
    wanted = list(names) or list(CHECKS)
    return sorted({finding for name in wanted for finding in CHECKS[name](corpus)})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `commonground check`."""
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="names of modules (default: all)")
    parser.add_argument(
        "--only", action="append", default=[], choices=list(CHECKS), metavar="CHECK", help=f"one of: {', '.join(CHECKS)}"
    )
    parser.add_argument(
        "--fix", action="store_true", help="first put the sentences of the YAML files on lines of their own"
    )
    parser.add_argument("--course", type=Path, help="the folder of the course (default: found from here)")


def fix_lines(root: Path, modules: Iterable[str]) -> None:
    """Write crowded texts of the YAML files as blocks, one sentence per line."""
    folders = [root / "modules" / name for name in modules] or sorted((root / "modules").glob("[0-9][0-9]-*"))
    for file in (file for folder in folders for file in sorted(folder.glob("*.yml"))):
        text = file.read_text(encoding="utf-8")
        try:
            wanted = lines.mended(text, file)
        except ContentError as error:
            print(error, file=sys.stderr)
            continue
        if wanted != text:
            file.write_text(wanted, encoding="utf-8", newline="\n")
            print(f"mended {file}")


def run(args: argparse.Namespace) -> int:
    """Check and print; 0 where nothing is found, 1 otherwise."""
    try:
        root = args.course.resolve() if args.course else course_root()
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    if not (root / COURSE_FILE).is_file():
        print(f"There is no {COURSE_FILE.as_posix()} in {root}. Name the folder of the course.", file=sys.stderr)
        return 1
    unknown = [name for name in args.modules if not (root / "modules" / name).is_dir()]
    if unknown:
        print(f"There is no module {unknown[0]!r} in {root / 'modules'}. Check the spelling.", file=sys.stderr)
        return 1
    if args.fix:
        fix_lines(root, args.modules)
    corpus = read_corpus(root, frozenset(args.modules))
    found = findings(corpus, args.only)
    for finding in found:
        print(finding.line(root))
    if found:
        by_rule = ", ".join(f"{rule} {count}" for rule, count in Counter(f.rule for f in found).most_common())
        print(f"{len(found)} finding{'s' if len(found) != 1 else ''}: {by_rule}.")
    else:
        print("No findings.")
    return 1 if found else 0
