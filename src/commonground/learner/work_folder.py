"""Where the learner's own work lies: one folder of files that the learner can read and delete."""

from __future__ import annotations

import os
import re
from pathlib import Path

from commonground.content.places import course_root
from commonground.learner.files import NotSaved, turn, write_bytes

VARIABLE = "COMMONGROUND_WORK"
READ_ME = "READ-ME.txt"

_LESSON_ID = re.compile(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*")

_WORDS = """Your work in Common Ground

Everything that you wrote in the course is in this folder, and nowhere else.
Nothing in it is sent to anyone.

answers/        what you answered in each lesson (text files, one for each lesson)
documents/      the documents that you made, for a word processor (.docx) and a browser (.html)
export/         copies of everything in one file, if you asked for one
progress.json   which lessons you started and finished
profile.json    the role and the level that you chose
*.imported-1.*  what came from another computer, or gave way to it, and differs from what is here
*.damaged-1.*   a file that could not be read, set aside unchanged

You may read, copy or delete any of it.
The front page of the course has buttons that export everything and that delete it.
"""


def place() -> Path:
    """Where the learner's folder is, or will be when something is saved.

    It is the folder that the environment variable COMMONGROUND_WORK names, else `my-work` in the
    folder of the course. Raises ContentError where there is neither the variable nor a course.
    """
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser().resolve() if named else course_root() / "my-work"


def folder() -> Path:
    """The learner's folder, made when it is first needed. Raises NotSaved where it cannot be made."""
    path = place()
    if not (path / READ_ME).exists():
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotSaved(
                f"The folder for your work, {path}, could not be made ({error.strerror or error}). "
                f"Set {VARIABLE} to a folder that you may write in, and open the course again."
            ) from error
        # With the lock: another page sweeps half-written files away when it saves.
        with turn(path):
            write_bytes(path / READ_ME, _WORDS.encode("utf-8"))
    return path


def check_lesson_id(lesson_id: str) -> str:
    """`lesson_id` itself, if it is like `04-bias-in-shared-data/1-foundations`; else ValueError."""
    if not _LESSON_ID.fullmatch(lesson_id):
        raise ValueError(
            f"{lesson_id!r} is not the id of a lesson. Write module/lesson in small letters, digits and hyphens, "
            f"for example 04-bias-in-shared-data/1-foundations."
        )
    return lesson_id
