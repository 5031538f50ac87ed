"""`commonground trainer collect`: take in what trainees handed in."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commonground.server.environment import prepare_environment
from commonground.trainer.cohort import Cohort, CohortError, add_cohort_option, cohort_of, read_date
from commonground.trainer.intake import IntakeError, printable

if TYPE_CHECKING:
    from commonground.trainer.cohort.items import Item
    from commonground.trainer.cohort.received import Receipt, Received

HELP = """\
Take in what trainees handed in, as it comes by mail: a folder, a zip, a single notebook, or a folder
full of them. You may name the same folder again and again; what is here already is passed over.

Whose it is, is told by names: the id, the email address, or first and last name in the name of the
zip, the folder or the file. Where that does not tell, you are asked, or find the name in
received/names.csv: write the id beside it and start the command again.

Everything is kept as it came in received/, with its hash and a receipt. The newest hand-in counts,
unless an earlier one was graded already; then you are told. Links, swollen or damaged zips, empty or
broken files are refused with a word on what to ask for, and the others go on.

  commonground trainer collect ~/Downloads/trainers
  commonground trainer collect ana.zip ben.zip --received 2027-03-01
  commonground trainer collect --exchange
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the step."""
    parser.add_argument("source", nargs="*", type=Path, help="folders, zips or notebooks that were handed in")
    add_cohort_option(parser)
    parser.add_argument("--received", metavar="DATE", help="the day on which they came, as 2027-03-01 (default: now)")
    parser.add_argument("--trainee", metavar="ID", help="all of this is the work of this trainee")
    parser.add_argument("--names", type=Path, metavar="CSV", help="a list with the columns name and trainee, for names that do not tell")
    parser.add_argument("--replace-graded", action="store_true", help="let newer hand-ins count instead of those that were graded already")
    parser.add_argument("--exchange", action="store_true", help="collect from nbgrader's exchange")
    parser.add_argument("--exchange-root", type=Path, metavar="FOLDER", help="the folder of nbgrader's exchange (default: as nbgrader is set up)")


def run(args: argparse.Namespace) -> int:
    """Take in and sort; raises CohortError."""
    cohort = cohort_of(args)
    if args.trainee is not None:
        cohort.trainee(args.trainee)
    moment = received_at(args.received)
    prepare_environment()
    from commonground.trainer.only_one import AlreadyAtWorkError, only_one

    if not cohort.released_tasks():
        raise CohortError("No task was released yet, so there is nothing to collect. Start with 'commonground trainer release'.")
    try:
        # Not while another run grades what would be replaced here.
        with only_one(cohort.root / "grading" / "lock"):
            return _collect(cohort, args, moment)
    except AlreadyAtWorkError as trouble:
        raise CohortError(str(trouble)) from None


def _collect(cohort: Cohort, args: argparse.Namespace, moment: datetime.datetime) -> int:
    from commonground.trainer.cohort.name_list import add_names, read_names
    from commonground.trainer.cohort.received import WAITS, Received
    from commonground.trainer.cohort.sorting import Sorter

    received = Received(cohort.received)
    list_file = cohort.received / "names.csv"
    lists = [place for place in (list_file, args.names) if place is not None and (place.is_file() or place == args.names)]
    names = read_names(lists, cohort.trainees())
    sorter = Sorter(cohort, received, names, args.replace_graded, _ask(cohort) if sys.stdin.isatty() else None)
    left_over = [
        receipt
        for receipt in received.all()
        if not receipt.is_sorted or receipt.open or (args.replace_graded and any(one.state == WAITS for one in receipt.hand_ins))
    ]
    new, troubles = _take(cohort, args, received, moment, left_over)
    whose: dict[tuple[int, str], str] = {}
    people = len(troubles)
    for number, receipt in enumerate([*left_over, *new], 1):
        mark = f"[{number}/{len(left_over) + len(new)}]"
        try:
            done = sorter.sort(receipt)
        except OSError as trouble:
            troubles.append(f"{receipt.came_as}: it could not be looked into ({trouble.strerror}). It is kept; start the command again.")
            people += 1
            continue
        for line in done.lines:
            print(f"{mark} {printable(line)}", flush=True)
        whose |= {(receipt.number, name): "" for name in done.asks} | {(receipt.number, name): person for name, person in done.answers.items()}
        people += done.needs_person
    if whose:
        add_names(list_file, whose)
    for line in troubles:
        print(printable(line), file=sys.stderr)
    _tell_missing(cohort)
    if people:
        print(f"{people} of these need you; see above. Nothing was lost: what came is kept in received/.", file=sys.stderr)
    else:
        print("Next: commonground trainer grade")
    return 1 if people else 0


def _take(
    cohort: Cohort, args: argparse.Namespace, received: Received, moment: datetime.datetime, known: list[Receipt]
) -> tuple[list[Receipt], list[str]]:
    """Keep everything that is named, as it came; returns what is to be sorted, and what could not be kept."""
    from commonground.trainer.cohort.items import find_items
    from commonground.trainer.cohort.sorting import guesser

    guess = guesser(cohort)
    found = find_items(args.source, cohort.tasks(), lambda names: guess.guess(names).trainee)
    troubles = list(found.troubles)
    wanted: list[tuple[Item, datetime.datetime, str | None]] = [(item, moment, args.trainee) for item in found.items]
    if args.exchange or args.exchange_root:
        wanted += _from_exchange(cohort, args.exchange_root, troubles)
    new: list[Receipt] = []
    again = 0
    for item, when, person in wanted:
        try:
            receipt, first = received.take(item.place, item.came_as, when, person)
        except IntakeError as trouble:
            troubles.append(f"{item.came_as}: not taken. {trouble}")
            continue
        except UnicodeError:
            troubles.append(f"{item.came_as}: not taken. A name in it has letters that cannot be read. Ask for it under a plain name.")
            continue
        except OSError as trouble:
            troubles.append(f"{item.came_as}: not taken, because it cannot be read ({trouble.strerror}). Look at who may read it.")
            continue
        if first:
            new.append(receipt)
        elif receipt.number not in {one.number for one in known}:
            again += 1
    if again:
        print(f"{again} of these came before and were passed over.")
    if found.left:
        more = " and more" if len(found.left) > 5 else ""
        print(printable(f"Left alone, because they are no hand-ins: {', '.join(found.left[:5])}{more}."))
    if not wanted and not known and not troubles:
        print("There is nothing to collect.")
    return new, troubles


def _from_exchange(cohort: Cohort, root: Path | None, troubles: list[str]) -> list[tuple[Item, datetime.datetime, str | None]]:
    from commonground.trainer.cohort.exchange import inbound
    from commonground.trainer.cohort.items import Item

    ids = {person.id for person in cohort.trainees()}
    found: list[tuple[Item, datetime.datetime, str | None]] = []
    for task in cohort.released_tasks():
        for one in inbound(cohort, task, root):
            person = one.trainee if one.trainee in ids else None
            found.append((Item(one.folder, f"exchange/{one.folder.name}"), one.received, person))
    return found


def _ask(cohort: Cohort) -> Callable[[str, Sequence[str]], str]:
    ids = {person.id.casefold(): person.id for person in cohort.trainees()}

    def ask(name: str, could: Sequence[str]) -> str:
        print(f"Whose is '{name}'? {' or '.join(could) if could else 'Trainees: ' + ', '.join(ids.values())}")
        while True:
            answer = input("Type the id, or press Enter to leave it for later: ").strip()
            if not answer or answer.casefold() in ids:
                return ids.get(answer.casefold(), "")
            print(f"'{answer}' is not in the roster.")

    return ask


def received_at(day: str | None) -> datetime.datetime:
    """When things came: noon of that day where this computer is, or now; raises CohortError."""
    if day is None:
        return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    date = read_date(day, "--received")
    if date > datetime.date.today():
        raise CohortError(f"--received: {date} has not come yet. Give the day on which the work came.")
    return datetime.datetime.combine(date, datetime.time(12)).astimezone(datetime.UTC)


def _tell_missing(cohort: Cohort) -> None:
    released = cohort.released_tasks()
    for person in cohort.trainees():
        wanted = [task for task in cohort.tasks_of(person.route) if task in released]
        missing = [task for task in wanted if not (cohort.submitted / person.id / task).is_dir()]
        if missing:
            said = "everything" if len(missing) == len(wanted) else ", ".join(missing)
            print(f"Not in yet from {person.name} ({person.id}): {said}")
