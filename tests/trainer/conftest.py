"""A course to be attacked, and one grading station for all tests: starting things is what takes time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import trainer_course as course
from trainer_place import QUICK, Place, release
from trainer_steps import sandbox_or_skip

from commonground.trainer.grading import Station
from commonground.trainer.sandbox import Sandbox
from commonground.trainer.task_source import read_blueprint


@pytest.fixture(scope="session")
def sandbox() -> Sandbox:
    return sandbox_or_skip(QUICK)


@pytest.fixture(scope="session")
def place(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    root = tmp_path_factory.mktemp("course")
    source = course.write_source(root)
    (root / "gradebook.db").write_text("all scores", encoding="utf-8")
    other = root / "submitted" / "alice" / course.TASK / "check1.ipynb"
    other.parent.mkdir(parents=True)
    other.write_text("alice's own work", encoding="utf-8")
    blueprint = read_blueprint(course.TASK, "check1", source)
    with Station(blueprint, sandbox) as station:
        yield Place(root, blueprint, release(blueprint), station)
