"""What trainees get: for each route one folder, and the same as a zip for a mail. No answers are in it.

Each trainee also has a zip of their own, the same but for its name: what comes back is then known by it.
"""

from __future__ import annotations

import html
import json
import os
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from commonground.trainer.cohort.cohort import Cohort
from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.people import ANALYST
from commonground.trainer.cohort.plain_page import page, save, table, words
from commonground.trainer.course_folder import TIMESTAMP
from commonground.trainer.rubric import Criterion, Rubric

BY_NAME = "by-name"
README, RUBRIC = "READ-ME-FIRST.html", "how-you-are-rated.html"
# Zips of the same content are the same file.
MOMENT = (2020, 1, 1, 0, 0, 0)


def folder_name(cohort: Cohort, route: str) -> str:
    """The name of a route's folder and, with `.zip`, of its zip."""
    return f"{cohort.id}-{route}"


def rubric_page(criteria: Sequence[Criterion], titles: Mapping[str, str]) -> str:
    """The rubric for people to read before they start. `titles` are those of the tasks, by name."""
    parts = [
        "<p>Two people rate your work, one of them from the community. For each of these questions they give 0 to 3 points. "
        "They rate the work, not the person.</p>"
    ]
    for criterion in criteria:
        where = titles.get(criterion.task)
        parts.append(
            f"<h2>{html.escape(criterion.title)}</h2>\n{words(criterion.question)}"
            + (f"<p>Rated in: {html.escape(where)}.</p>\n" if where else "")
            + table(("Points", "What it looks like"), [(str(score), text) for score, text in enumerate(criterion.anchors)])
        )
    return page("How you are rated", "\n".join(parts))


def title_of(notebook: Path) -> str:
    """The first heading of a notebook, or its name."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8")).get("cells", [])
        lines = [line for cell in cells if cell["cell_type"] == "markdown" for line in "".join(cell["source"]).splitlines()]
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return notebook.stem
    return next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), notebook.stem)


def readme_page(cohort: Cohort, text: str, tasks: Sequence[str]) -> str:
    """The one page of instructions: the course's words, then what is this cohort's own."""
    lines = text.strip().splitlines()
    title = lines.pop(0).lstrip("# ").strip() if lines and lines[0].startswith("# ") else "Read me first"
    settings = cohort.settings
    days = {task: settings.due.get(task) for task in tasks}
    rows = [
        (title_of(cohort.release / task / f"{task}.ipynb"), task, day.strftime("%B %d, %Y").replace(" 0", " ") if day else "ask your trainer")
        for task, day in days.items()
    ]
    own = (
        f"<h2>Your cohort</h2>\n{words(f'{settings.title}, {settings.organization}.')}"
        + table(("Task", "Folder", "Hand in by"), rows)
        + words(f"Questions, and your finished work: {settings.contact}.")
    )
    return page(title, words("\n".join(lines)) + own)


def write_trainee_folders(cohort: Cohort, routes: Sequence[str], readme: Path, rubric: Rubric) -> dict[str, Path]:
    """Write the folder and the zip of each of `routes`; returns the zips. Raises CohortError."""
    try:
        text = readme.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        raise CohortError(f"{readme}: the page for trainees cannot be read. Put back the file that came with the course.") from None
    zips: dict[str, Path] = {}
    for route in routes:
        tasks = [task for task in cohort.released_tasks() if task in cohort.tasks_of(route)]
        name = folder_name(cohort, route)
        folder = cohort.for_trainees / name
        fresh = cohort.for_trainees / f".{name}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        for task in tasks:
            shutil.copytree(cohort.release / task, fresh / task, ignore=shutil.ignore_patterns(".*", TIMESTAMP))
        fresh.mkdir(parents=True, exist_ok=True)
        titles = {task: title_of(cohort.release / task / f"{task}.ipynb") for task in tasks}
        save(fresh / README, readme_page(cohort, text, tasks))
        save(fresh / RUBRIC, rubric_page([*rubric.criteria, *([rubric.caregiver] if route == ANALYST else [])], titles))
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(fresh, folder)
        zips[route] = cohort.for_trainees / f"{name}.zip"
        _zip(folder, name, zips[route])
        for person in cohort.trainees():
            if person.route == route:
                own = f"{cohort.id}-{person.id}"
                _zip(folder, own, cohort.for_trainees / BY_NAME / f"{own}.zip")
    return zips


def _zip(folder: Path, name: str, target: Path) -> None:
    """Write a zip with the content of `folder` in a folder called `name`."""
    target.parent.mkdir(exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        for place in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(f"{name}/{place.relative_to(folder).as_posix()}", MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            # Plain files that everyone may read, whatever the system that unpacks them.
            info.external_attr = 0o644 << 16
            archive.writestr(info, place.read_bytes())
    os.replace(fresh, target)
