"""What holds for the whole test run, the notebooks in `modules/` included."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from commonground.server.environment import prepare_environment

_WORK = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Kernels start as the course's server starts them, and never write into the real my-work folder."""
    prepare_environment()
    folder = tempfile.TemporaryDirectory()
    config.stash[_WORK] = folder
    os.environ["COMMONGROUND_WORK"] = str(Path(folder.name) / "my-work")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    folder = config.stash.get(_WORK, None)
    if folder is not None:
        folder.cleanup()
