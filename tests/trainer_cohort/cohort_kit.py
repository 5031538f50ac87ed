"""A very small course with two tasks, and a cohort of six, for tests of the whole round trip."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from trainer_cells import KERNEL, about, filled

from commonground.cli import main

ONE, SEVEN = "t1-teach-a-segment", "t7-repair-a-notebook"
IDS = {ONE: ("count", "rated-two-way"), SEVEN: ("mended", "rated-caregiver")}
SECRET = "sycamore-4711"
CONTACT = "trainers@example.org"
PEOPLE = [
    ("ana-lopez", "Ana", "López", "ana.l@example.org", "community"),
    ("ben", "Ben", "Ng", "ben@example.org", "analyst"),
    ("cleo", "Cleo", "Okafor", "", "community"),
    ("dan", "Dan", "Ng", "", "community"),
    ("eve", "Eve", "Marsh", "", "analyst"),
    ("fay", "Fay", "Marsh", "fay@example.org", "community"),
]
ROSTER = "id;first_name;last_name;email;route\n" + "".join(";".join(person) + "\n" for person in PEOPLE)


def task_notebook(task: str) -> Any:
    """The source of a task: a number, a free text that people rate, and hidden tests."""
    number = 10 if task == ONE else 70
    count, rated = IDS[task]
    test = (
        "assert isinstance(total, int), 'total is a whole number'\n### BEGIN HIDDEN TESTS\n"
        f"assert total == {number}, '{SECRET} is the key to {task}'\n### END HIDDEN TESTS"
    )
    cells = [
        new_markdown_cell(f"# {task[:2].upper()}: A small task\n\nSynthetic.", id="title"),
        new_code_cell(
            f"### BEGIN SOLUTION\ntotal = {number} + 0  # the model answer\n### END SOLUTION",
            id=count,
            metadata=about(count, solution=True),
        ),
        new_code_cell(test, id=f"{count}-test", metadata=about(f"{count}-test", grade=True, locked=True, points=4)),
        new_markdown_cell(
            "They trust whoever asks them first, says the model answer.",
            id=rated,
            metadata=about(rated, grade=True, solution=True, points=3),
        ),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def write_course(root: Path) -> Path:
    """A course folder with the two tasks, the rubric and a page for trainees."""
    instructor = root / "instructor"
    for task in (ONE, SEVEN):
        place = instructor / "source" / task / f"{task}.ipynb"
        place.parent.mkdir(parents=True)
        nbformat.write(task_notebook(task), place)
        (place.parent / "notes.txt").write_text("Five facts to pass on (synthetic).\n", encoding="utf-8")
    (root / "modules").mkdir()
    (root / "modules" / "course.yml").write_text("title: A small course\n", encoding="utf-8")
    ours = Path(__file__).resolve().parents[2] / "instructor"
    shutil.copytree(ours / "rubrics", instructor / "rubrics")
    shutil.copyfile(ours / "nbgrader_config.py", instructor / "nbgrader_config.py")
    (instructor / "for-trainees").mkdir()
    (instructor / "for-trainees" / "README.md").write_text("# Your tasks\n\nDo one at a time.\n", encoding="utf-8")
    (root / "people.csv").write_text(ROSTER, encoding="utf-8")
    return root


def trainer(*words: object) -> int:
    """`commonground trainer ...`, in this process; the exit status."""
    return main(["trainer", *(str(word) for word in words)])


def new_cohort(course: Path, folder: Path, *more: str) -> int:
    """`new-cohort` with the usual words."""
    words = ["--roster", course / "people.csv", "--organization", "Alder County Families", "--contact", CONTACT]
    return trainer("new-cohort", folder, *words, "--source", course / "instructor" / "source", *more)


def released(cohort: Path, task: str = ONE) -> Any:
    """The notebook as trainees get it."""
    return nbformat.read(cohort / "release" / task / f"{task}.ipynb", as_version=4)


def answered(cohort: Path, task: str = ONE, total: int | None = None, text: str = "I asked, and she said no.") -> Any:
    """A trainee's notebook with these answers; right ones if no `total` is given."""
    total = (10 if task == ONE else 70) if total is None else total
    return filled(released(cohort, task), dict(zip(IDS[task], (f"total = {total}", text), strict=True)))


def zipped(place: Path, **members: Any) -> Path:
    """A zip with these members; `__` in a name stands for a slash."""
    return zip_of(place, {name.replace("__", "/"): content for name, content in members.items()})


def zip_of(place: Path, members: Mapping[str, Any]) -> Path:
    """A zip with these members by name."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content if isinstance(content, (str, bytes)) else json.dumps(content))
    return place
