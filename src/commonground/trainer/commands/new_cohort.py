"""`commonground trainer new-cohort`: the folder of a cohort."""

from __future__ import annotations

import argparse
import datetime
import secrets
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from commonground.content.errors import ContentError
from commonground.content.places import course_root
from commonground.server.environment import prepare_environment
from commonground.trainer.cohort import CohortError, Rater, Settings, read_date, read_roster, trouble_with_id
from commonground.trainer.cohort.making import CONFIG, KNOWLEDGE_TASK, make_cohort, task_folders
from commonground.trainer.cohort.people import suggested_id
from commonground.trainer.cohort.roster import read_extras

HELP = """\
Make the folder of a cohort: its tasks, its list of trainees, and nbgrader's gradebook.

The list of trainees is a CSV file with the columns id, first_name, last_name, email and route.
The id names a person's folder: short, without accents or spaces, such as ana-lopez.
The route is 'community' (no code) or 'analyst'. Any spreadsheet program can save such a file.
A column of your own, such as group (the town, say), is kept; reports can use it.

  commonground trainer new-cohort spring --roster people.csv \\
      --organization "Alder County Families" --contact trainers@example.org \\
      --due 2027-03-01 --rater "kim=Kim Park" --community-rater "rosa=Rosa Diaz"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the step."""
    parser.add_argument("folder", type=Path, help="the folder to make")
    parser.add_argument("--roster", type=Path, required=True, metavar="CSV", help="the list of trainees")
    parser.add_argument("--organization", required=True, help="who assesses; it stands on the certificates")
    parser.add_argument("--contact", required=True, help="whom trainees can ask: an email address, a phone number, or a room")
    parser.add_argument("--title", help="what the cohort is called (default: after the folder)")
    parser.add_argument("--id", help="a short name for nbgrader (default: after the folder)")
    parser.add_argument("--seed", type=int, help="the number that draws the items of T6 (default: a random one, kept in cohort.yml)")
    parser.add_argument("--form", default="A", help="the form of T6; another form has other items (default: A)")
    parser.add_argument(
        "--due", action="append", default=[], metavar="DATE", help="the last day, as 2027-03-01; for one task: t1=2027-03-01; may be repeated"
    )
    parser.add_argument("--rater", action="append", default=[], metavar="ID=NAME", help="a rater; may be repeated")
    parser.add_argument(
        "--community-rater", action="append", default=[], metavar="ID=NAME", help="a rater from the community; may be repeated"
    )
    parser.add_argument("--source", type=Path, metavar="FOLDER", help="tasks of your own instead of the course's (T6 is then not made)")


def run(args: argparse.Namespace) -> int:
    """Make the folder; raises CohortError."""
    prepare_environment()
    trainees = read_roster(args.roster)
    try:
        instructor = course_root() / "instructor"
    except ContentError as trouble:
        raise CohortError(str(trouble)) from None
    source: Path = args.source or instructor / "source"
    seed = secrets.randbelow(1_000_000) if args.seed is None else args.seed
    extra = {} if args.source else {KNOWLEDGE_TASK: _knowledge_test(seed, args.form)}
    tasks = [*task_folders(source), *extra]
    name = args.folder.resolve().name
    course_id = args.id or suggested_id(name)
    if trouble_with_id(course_id):
        raise CohortError(f"--id: {trouble_with_id(course_id)}")
    settings = Settings(
        id=course_id,
        title=args.title or name,
        organization=_filled(args.organization, "--organization"),
        contact=_filled(args.contact, "--contact"),
        edition=version("commonground"),
        seed=seed,
        form=args.form,
        created=datetime.date.today(),
        due=due_dates(args.due, tasks),
        raters=raters(args.rater, args.community_rater),
    )
    cohort = make_cohort(args.folder, settings, trainees, source, instructor / CONFIG, extra, read_extras(args.roster))
    routes = [sum(person.route == route for person in trainees) for route in ("community", "analyst")]
    print(f"The cohort '{settings.title}' is ready in the folder {args.folder}.")
    print(f"  trainees: {len(trainees)} ({routes[0]} community, {routes[1]} analyst)")
    print(f"  tasks: {', '.join(cohort.tasks())}")
    if extra:
        print(f"  T6: form {settings.form}, seed {settings.seed}; keep the seed to yourself.")
    if not any(rater.community for rater in settings.raters) or len(settings.raters) < 2:
        print("  raters: each trainee needs two, one of them from the community. Add them in cohort.yml.")
    print(f"Next: commonground trainer release --cohort {args.folder}")
    return 0


def _filled(text: str, option: str) -> str:
    if not text.strip():
        raise CohortError(f"{option} is empty. Trainees and certificates need it.")
    return text.strip()


def _knowledge_test(seed: int, form: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        from commonground.trainer.knowledge_test import write_task

        try:
            write_task(folder, seed, form)
        except (ValueError, ContentError) as trouble:
            raise CohortError(f"T6 could not be made: {trouble}") from None

    return write


def due_dates(given: Sequence[str], tasks: Sequence[str]) -> dict[str, datetime.date | None]:
    """The due date of each task, from words such as `2027-03-01` (all) and `t1=2027-03-01` (one); raises CohortError."""
    due: dict[str, datetime.date | None] = dict.fromkeys(sorted(tasks))
    for word in sorted(given, key=lambda word: "=" in word):
        name, equals, day = word.rpartition("=")
        date = read_date(day, "--due")
        meant = [task for task in due if not equals or task == name or task.startswith(f"{name.casefold()}-")]
        if not meant:
            raise CohortError(f"--due: there is no task '{name}'. There are: {', '.join(due)}.")
        due.update(dict.fromkeys(meant, date))
    return due


def raters(others: Sequence[str], community: Sequence[str]) -> tuple[Rater, ...]:
    """The raters, from words such as `kim=Kim Park`; raises CohortError."""
    found: dict[str, Rater] = {}
    for word, from_community in [*((word, False) for word in others), *((word, True) for word in community)]:
        person, _, name = (part.strip() for part in word.partition("="))
        trouble = trouble_with_id(person)
        if trouble:
            raise CohortError(f"--rater: {trouble}")
        if person.casefold() in found:
            raise CohortError(f"--rater: two raters have the id '{person}'. Give each another.")
        found[person.casefold()] = Rater(person, name or person, from_community)
    return tuple(found.values())
