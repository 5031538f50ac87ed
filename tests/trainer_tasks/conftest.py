"""One course for all tests of the tasks: releasing and starting things is what takes time."""

from __future__ import annotations

import pytest
from task_course import TaskCourse
from trainer_steps import sandbox_or_skip


@pytest.fixture(scope="session")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> TaskCourse:
    return TaskCourse(tmp_path_factory.mktemp("trainer-tasks"), sandbox_or_skip())
