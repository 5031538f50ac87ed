"""The settings that an nbgrader course keeps in its folder, read as nbgrader reads them.

A task is released with these settings, for one with the stub that stands in place of a solution. What
is graded must be made with the same ones, or it would not be what trainees were given.
"""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from commonground.trainer.blueprint import BlueprintError

FILE = "nbgrader_config.py"


def course_config(root: Path) -> Config:
    """The settings in `root/nbgrader_config.py`, which is run; none where there is no such file.

    Settings of this user elsewhere do not count: a course is graded alike by whoever grades it. Raises
    BlueprintError when the file cannot be run.
    """
    if not (root / FILE).is_file():
        return Config()
    try:
        return PyFileConfigLoader(FILE, path=str(root.resolve())).load_config()
    except Exception as trouble:
        raise BlueprintError(
            f"{FILE}: nbgrader's settings cannot be read ({type(trouble).__name__}: {trouble}). Put back the file as it was."
        ) from trouble
