"""`commonground trainer feedback`: the pages that trainees get back."""

from __future__ import annotations

import argparse
import sys

from commonground.server.environment import prepare_environment
from commonground.trainer.cohort import CohortError, add_cohort_option, cohort_of

HELP = """\
Make the pages that trainees get back, in feedback/<id>/: one for each graded task, and index.html,
which lists them and tells the result once it is settled. They open in any browser, need no Jupyter,
fetch nothing and run nothing. Hidden tests and notes for graders are not in them.

Start it again whenever scores changed. Send each trainee the folder with their id.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the step."""
    add_cohort_option(parser)
    parser.add_argument("--trainee", action="append", metavar="ID", help="only this trainee; may be repeated (default: all)")


def run(args: argparse.Namespace) -> int:
    """Write the pages; raises CohortError."""
    cohort = cohort_of(args)
    people = [cohort.trainee(person) for person in args.trainee] if args.trainee else list(cohort.trainees())
    if not cohort.autograded.is_dir():
        raise CohortError("Nothing was graded yet. Start with 'commonground trainer grade'.")
    prepare_environment()
    from commonground.trainer.cohort.feedback_pages import FeedbackPages
    from commonground.trainer.rating.desk import Desk

    desk = Desk(cohort)
    rated = {trainee for ratings in desk.ratings.values() for trainee, _ in ratings}
    decisions = {person.id: desk.decide(person.id) for person in people if person.id in rated}
    waiting = 0
    with FeedbackPages(cohort, {one.cell: one for one in desk.criteria.values()}, decisions) as pages:
        for number, person in enumerate(people, 1):
            done = pages.write(person)
            wanted = cohort.tasks_of(person.route)
            left = [task for task in wanted if task not in done and (cohort.submitted / person.id / task).is_dir()]
            waiting += len(left)
            said = f"{len(done)} of {len(wanted)} tasks" + (f"; handed in and not graded: {', '.join(left)}" if left else "")
            print(f"[{number}/{len(people)}] {person.name} ({person.id}): {said}", flush=True)
    print(f"The pages are in {cohort.feedback.name}/. Send each trainee the folder with their id.")
    if waiting:
        print("Some hand-ins have no page, because they are not graded. Start 'commonground trainer grade' first.", file=sys.stderr)
    return 1 if waiting else 0
