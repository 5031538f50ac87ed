"""Where the course lies on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from commonground.content.errors import ContentError

VARIABLE = "COMMONGROUND_COURSE"
COURSE_FILE = Path("modules") / "course.yml"


def course_root() -> Path:
    """The folder that holds `modules/course.yml`.

    Looked for in this order: the folder named by the environment variable COMMONGROUND_COURSE
    (the course folder or its `modules` folder); the current folder and those above it; the
    folders above this package. Raises ContentError where none of them is a course.
    """
    named = os.environ.get(VARIABLE)
    if named:
        folder = Path(named).expanduser().resolve()
        for candidate in (folder, folder.parent):
            if (candidate / COURSE_FILE).is_file():
                return candidate
        raise ContentError(
            folder,
            "",
            f"{VARIABLE} names this folder, but there is no {COURSE_FILE.as_posix()} in it.",
            f"Set {VARIABLE} to the folder of the course, or remove the variable.",
        )
    starts = (Path.cwd(), Path(__file__).resolve().parent)
    for start in starts:
        for candidate in (start, *start.parents):
            if (candidate / COURSE_FILE).is_file():
                return candidate
    raise ContentError(
        Path.cwd(),
        "",
        f"No {COURSE_FILE.as_posix()} was found in this folder or above it.",
        f"Go to the folder of the course, or set {VARIABLE} to it.",
    )


def modules_folder() -> Path:
    """The folder `modules` of the course."""
    return course_root() / "modules"


def module_folder(module_id: str) -> Path:
    """The folder of one module; raises ContentError where it does not exist."""
    folder = modules_folder() / module_id
    if not module_id or not folder.is_dir():
        raise ContentError(
            modules_folder(),
            module_id,
            "There is no module of this name.",
            "Check the spelling against the folders in modules/.",
        )
    return folder


def written_modules() -> tuple[str, ...]:
    """Ids of the modules that have been written: folders with a module.yml, in order of name."""
    return tuple(sorted(path.parent.name for path in modules_folder().glob("*/module.yml")))
