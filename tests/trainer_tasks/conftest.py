"""One course for all tests of the tasks: releasing and starting things is what takes time."""

from __future__ import annotations

import pytest
from task_course import TaskCourse

from commonground.trainer.sandbox import Sandbox, SandboxUnavailableError, course_package, require_sandbox


@pytest.fixture(scope="session")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> TaskCourse:
    try:
        sandbox = require_sandbox(Sandbox(readable=(course_package(),)))
    except SandboxUnavailableError as reason:
        pytest.skip(str(reason))
    return TaskCourse(tmp_path_factory.mktemp("trainer-tasks"), sandbox)
