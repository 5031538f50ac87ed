"""What the tests of grading share: a place with a course in it, and what came out of grading."""

from __future__ import annotations

import os
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import nbformat
import trainer_course as course
from programs import ran
from trainer_cells import filled, save

from commonground.trainer.blueprint import Blueprint
from commonground.trainer.grading import Station
from commonground.trainer.limits import MIB, Limits
from commonground.trainer.result import GradedNotebook

QUICK = Limits(resident=400 * MIB, scratch=16 * MIB, file_size=8 * MIB, cell_seconds=2.5, total_seconds=8, test_seconds=3)


@dataclass
class Place:
    """A course on this machine, with things in it that no submission may see or touch."""

    root: Path
    blueprint: Blueprint
    released: Any
    station: Station

    def grade(self, notebook: Any, **extra: Path) -> GradedNotebook:
        return self.station.grade(save(self.root / "submitted" / "eve" / course.TASK / "check1.ipynb", notebook), extra)

    def answers(self, **answers: str) -> Any:
        return filled(self.released, {**course.RIGHT, **answers})


def scores(graded: GradedNotebook) -> dict[str, float | None]:
    return {score.grade_id: score.score for score in graded.scores}


def shown(graded: GradedNotebook) -> str:
    return str(graded.content)


def all_running() -> str:
    """Every program that runs on this machine, a line each: its state (Z if it has ended), then its words."""
    return ran(["ps", "-eo", "stat,args"], check=True).stdout


def release(blueprint: Blueprint) -> Any:
    """The notebook as trainees get it."""
    cells = []
    for cell in blueprint.cells:
        code = {"outputs": [], "execution_count": None} if cell.cell_type == "code" else {}
        cells.append({"cell_type": cell.cell_type, "id": cell.cell_id, "metadata": cell.metadata, "source": cell.shown, **code})
    return nbformat.from_dict({"cells": cells, "metadata": dict(blueprint.metadata), "nbformat": 4, "nbformat_minor": 5})


def work_that_ben_ends(line: Connection, setup: object) -> None:
    """A worker whose process one submission ends, for tests of what then becomes of the others."""
    while (order := line.recv()) is not None:
        job, _ = order
        if job.student == "ben":
            os._exit(3)
        line.send(("graded", []))
