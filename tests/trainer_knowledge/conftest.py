"""One sandbox for the tests of T6 and T7."""

from __future__ import annotations

import pytest

from commonground.trainer.sandbox import Sandbox, SandboxUnavailableError, course_package, require_sandbox


@pytest.fixture(scope="session")
def task_sandbox() -> Sandbox:
    try:
        return require_sandbox(Sandbox(readable=(course_package(),)))
    except SandboxUnavailableError as reason:
        pytest.skip(str(reason))
