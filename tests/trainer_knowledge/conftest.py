"""One sandbox for the tests of T6 and T7."""

from __future__ import annotations

import pytest
from trainer_steps import sandbox_or_skip

from commonground.trainer.sandbox import Sandbox


@pytest.fixture(scope="session")
def task_sandbox() -> Sandbox:
    return sandbox_or_skip()
