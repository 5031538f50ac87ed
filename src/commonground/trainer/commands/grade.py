"""`commonground trainer grade`: grade every hand-in in a sandbox."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from commonground.server.environment import prepare_environment
from commonground.trainer.cohort import Cohort, CohortError, add_cohort_option, cohort_of

if TYPE_CHECKING:
    from commonground.trainer.batch import Engine, Progress, Report
    from commonground.trainer.journal import Entry
    from commonground.trainer.sandbox import Sandbox

HELP = """\
Grade every hand-in. Each runs in a sandbox of its own: it cannot see the answers, other people's
work or the network. Automatic points open the gate to the raters; they certify nobody alone.

You may stop it at any time, or the power may go: start the same command again, and it goes on where
it was. What was graded is not graded again; a newer hand-in is.

At the end you see who has how many points, what looks odd and should be looked at by a person, and
what could not be graded and what to do about it.

Needs Linux with bubblewrap (Windows: the Windows Subsystem for Linux; a Mac: a Linux container).
"""
DASK = "dask"
RATED = "rated-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the step."""
    add_cohort_option(parser)
    parser.add_argument("--task", action="append", metavar="TASK", help="grade only this task; may be repeated (default: all)")
    parser.add_argument("--trainee", action="append", metavar="ID", help="grade only this trainee's work; may be repeated")
    parser.add_argument("--again", action="store_true", help="grade anew what was graded before; raters' own scores stay")
    parser.add_argument("--workers", type=int, metavar="N", help="how many submissions to grade at once (default: one a core)")
    parser.add_argument(
        "--engine",
        default="local",
        metavar="local|dask[:ADDRESS]",
        help="grade on this computer, or on a Dask cluster: one made for the run, or that at ADDRESS",
    )
    parser.add_argument(
        "--own-submissions",
        action="store_true",
        help="you wrote all of these yourself: grade without a sandbox where there is none (never for other people's work)",
    )


def run(args: argparse.Namespace) -> int:
    """Grade; raises CohortError when it cannot begin."""
    cohort = cohort_of(args)
    tasks = _tasks(cohort, args.task)
    trainees = cohort.trainees()
    for person in args.trainee or ():
        cohort.trainee(person)
    if args.workers is not None and args.workers < 1:
        raise CohortError("--workers: at least one is needed.")
    prepare_environment()
    from commonground.trainer.batch import grade_task
    from commonground.trainer.blueprint import BlueprintError
    from commonground.trainer.sandbox import SandboxUnavailableError

    engine = _engine(args.engine, args.workers)
    sandbox = _sandbox(args.own_submissions)
    reports: dict[str, Report] = {}
    students = args.trainee or [person.id for person in trainees]
    _tell_strangers(cohort, {person.id for person in trainees})
    for task in tasks:
        try:
            with warnings.catch_warnings():
                # nbgrader adds rows in an order that SQLAlchemy remarks on; the rows are right.
                warnings.filterwarnings("ignore", module="nbgrader")
                reports[task] = grade_task(
                    cohort, task, sandbox, args.workers, students, args.again, _progress(task), engine
                )
        except BlueprintError as trouble:
            print(f"{task}: {trouble}", file=sys.stderr)
        except SandboxUnavailableError as trouble:
            raise CohortError(str(trouble)) from None
        except RuntimeError as trouble:
            # Another run is at work, or grading itself does not work here.
            raise CohortError(f"{task}: {trouble}") from None
    people = _summary(cohort, tasks, reports, students)
    return 1 if people or len(reports) < len(tasks) else 0


def _tasks(cohort: Cohort, wanted: Sequence[str] | None) -> Sequence[str]:
    released = cohort.released_tasks()
    unknown = [task for task in wanted or () if task not in released]
    if unknown:
        raise CohortError(f"{', '.join(unknown)}: no such task was released. Released are: {', '.join(released) or 'none'}.")
    if not released:
        raise CohortError("No task was released yet. Start with 'commonground trainer release'.")
    return wanted or released


def _sandbox(own: bool) -> Sandbox:
    from commonground.trainer.sandbox import SandboxUnavailableError, choose_sandbox

    try:
        sandbox, warning = choose_sandbox(own_submissions=own)
    except SandboxUnavailableError as trouble:
        raise CohortError(f"{trouble} The flag is --own-submissions.") from None
    if warning:
        print(warning, file=sys.stderr, flush=True)
    return sandbox


def _engine(word: str, workers: int | None) -> Engine | None:
    """The engine that the option names; None for this computer's own. Raises CohortError."""
    kind, _, address = word.partition(":")
    if kind == "local" and not address:
        return None
    if kind != DASK:
        raise CohortError(f"--engine: '{word}' is not known. Write local, dask, or dask:ADDRESS, such as dask:tls://grader.example:8786.")
    from commonground.trainer.dask_engine import dask_workers

    return dask_workers(address or None, workers)


class _progress:
    """Prints a line for each submission, and one for all that were graded by an earlier run."""

    def __init__(self, task: str) -> None:
        self._task = task
        self._told = False

    def __call__(self, step: Progress) -> None:
        if step.done <= step.before:
            return
        if step.before and not self._told:
            print(f"{self._task}: {step.before} of {step.total} were graded before", flush=True)
        self._told = True
        print(f"{self._task}: {step.done} of {step.total}, {step.student}", flush=True)


def _tell_strangers(cohort: Cohort, ids: set[str]) -> None:
    folders = sorted(place.name for place in cohort.submitted.glob("*") if place.is_dir()) if cohort.submitted.is_dir() else []
    strangers = [name for name in folders if name not in ids and not name.startswith(".")]
    if strangers:
        print(
            f"Not graded, because they are not in {cohort.roster_file.name}: {', '.join(strangers)}. Add them there, or remove their folders from submitted/.",
            file=sys.stderr,
        )


def _summary(cohort: Cohort, tasks: Sequence[str], reports: dict[str, Report], students: Sequence[str]) -> int:
    """Print who has what; returns how many things need a person."""
    from commonground.trainer.rating.settling import waiting_parts
    from commonground.trainer.rating.work import read_work

    print("\nAutomatic points (parts that people rate are not in them):")
    wide = max((len(person) for person in students), default=0)
    for person in students:
        cells = []
        for task in (task for task in tasks if task in cohort.tasks_of(cohort.trainee(person).route)):
            entry = reports[task].entries.get(person) if task in reports else None
            cells.append(f"{task.split('-')[0].upper()} {_points(entry)}")
        print(f"  {person:<{wide}}  " + "   ".join(cells))
    looks, refused = [], []
    waiting = {(one.trainee, one.task, one.cell) for one in waiting_parts(cohort, read_work(cohort))}
    for task, report in reports.items():
        # What a person has looked at since is settled.
        looks += [
            f"  {student}, {task}, {cell}: {reason}"
            for student, cell, reason in [*report.to_look_at, *_unsure(report)]
            if (student, task, cell) in waiting
        ]
        refused += [f"  {student}, {task}: {reason}" for student, reason in sorted(report.refused.items())]
        refused += [
            f"  {student}, {task}: {notebook.trouble}"
            for student, entry in sorted(report.entries.items())
            for notebook in entry.notebooks
            if notebook.trouble
        ]
    graded = sum(len(report.graded) for report in reports.values())
    seconds = sum(report.seconds for report in reports.values())
    print(f"Graded in this run: {graded}, in {seconds:.0f} seconds.")
    if looks:
        print("Please look at these; 'commonground trainer rate' says how. They are questions, not verdicts:", *looks, sep="\n")
    if refused:
        print(
            "These could not be graded, or not to the end. Ask for a new hand-in and collect it, or look at them by hand:",
            *refused,
            sep="\n",
        )
    if not looks and not refused:
        print("Next: commonground trainer rate, then commonground trainer feedback")
    return len(looks) + len(refused)


def _points(entry: Entry | None) -> str:
    if entry is None:
        return "-"
    if entry.trouble or not entry.notebooks:
        return "not graded"
    # A blank answer to be rated has an automatic zero; it is the raters' all the same.
    scores = [score for notebook in entry.notebooks for score in notebook.scores if not score.grade_id.startswith(RATED)]
    scores = [score for score in scores if score.score is not None]
    return f"{sum(score.score or 0.0 for score in scores):g} of {sum(score.points for score in scores):g}"


def _unsure(report: Report) -> list[tuple[str, str, str]]:
    return [
        (student, score.grade_id, reason)
        for student, entry in sorted(report.entries.items())
        for notebook in entry.notebooks
        for score in notebook.scores
        if score.look and not score.suspected
        for reason in score.reasons
    ]
