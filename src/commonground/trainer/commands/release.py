"""`commonground trainer release`: what trainees get."""

from __future__ import annotations

import argparse
import sys

from commonground.content.errors import ContentError
from commonground.content.places import course_root
from commonground.server.environment import prepare_environment
from commonground.trainer.cohort import ROUTES, CohortError, add_cohort_option, cohort_of
from commonground.trainer.rubric import read_rubric

HELP = """\
Make what trainees get. nbgrader takes the answers and hidden tests out of each task; then this looks
through all that came out, and refuses a task in which anything secret is left.

In for-trainees/ you find a folder and a zip for each route, ready to be mailed, with one page of
instructions and the questions by which two people will rate. Start it again after a change: a task
that nobody has handed in yet is released anew.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the step."""
    add_cohort_option(parser)
    parser.add_argument("--task", action="append", metavar="TASK", help="release only this task; may be repeated (default: all)")


def run(args: argparse.Namespace) -> int:
    """Release the tasks; raises CohortError when none can be released."""
    cohort = cohort_of(args)
    trainees = cohort.trainees()
    tasks = cohort.tasks()
    unknown = [task for task in args.task or () if task not in tasks]
    if unknown or not tasks:
        raise CohortError(f"There is no task {', '.join(unknown) or 'in source/'}. There are: {', '.join(tasks) or 'none'}.")
    try:
        instructor = course_root() / "instructor"
        rubric = read_rubric(instructor / "rubrics")
    except ContentError as trouble:
        raise CohortError(str(trouble)) from None
    prepare_environment()
    from commonground.trainer.cohort.nbgrader_course import enter_trainees
    from commonground.trainer.cohort.releasing import release_task
    from commonground.trainer.cohort.trainee_folder import BY_NAME, write_trainee_folders

    enter_trainees(cohort, trainees)
    troubles = 0
    for task in args.task or tasks:
        try:
            print(f"{task}: {release_task(cohort, task)}", flush=True)
        except CohortError as trouble:
            troubles += 1
            print(trouble, file=sys.stderr, flush=True)
    if not cohort.released_tasks():
        raise CohortError("No task was released, so there is nothing for trainees yet.")
    routes = [route for route in ROUTES if any(person.route == route for person in trainees)]
    zips = write_trainee_folders(cohort, routes, instructor / "for-trainees" / "README.md", rubric)
    for route, place in zips.items():
        print(f"The {route} route is in {place.relative_to(cohort.root).as_posix()}.")
    print("Send each trainee the zip with their own name: what comes back is then known by it.")
    for person in trainees:
        own = (cohort.for_trainees / BY_NAME / f"{cohort.id}-{person.id}.zip").relative_to(cohort.root).as_posix()
        print(f"  {own} to {person.name}{f', {person.email}' if person.email else ', who has no email address here'}")
    late = [task for task in cohort.released_tasks() if cohort.settings.due.get(task) is None]
    if late:
        print(f"No due date yet: {', '.join(late)}. Write it into cohort.yml and release again, or leave it open.")
    print("Next, when work comes back: commonground trainer collect FOLDER-OR-ZIP ...")
    return 1 if troubles else 0
