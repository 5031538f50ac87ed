"""A lock that only one process holds, and that the system takes back when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyAtWorkError(RuntimeError):
    """Another process holds the lock."""


@contextmanager
def only_one(place: Path) -> Iterator[None]:
    """Hold the lock of the file at `place` (made if need be); raises AlreadyAtWorkError if another process has it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(place, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _lock(number)
        except OSError:
            raise AlreadyAtWorkError(
                f"Another grading run is at work in {place.parent.parent}. Wait until it is done, or stop it first."
            ) from None
        yield
    finally:
        os.close(number)


def _lock(number: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
