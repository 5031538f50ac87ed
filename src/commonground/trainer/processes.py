"""The processes that a process started, and how to end them all."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil


def descendants(process: int) -> list[int]:
    """A process and all that it started, and they started, in that order."""
    if not os.path.exists("/proc/self/task"):
        with contextlib.suppress(psutil.Error):
            return [process, *(child.pid for child in psutil.Process(process).children(recursive=True))]
        return [process]
    # Many times quicker than to look through all processes of the machine, several times a second.
    found = [process]
    for parent in found:
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{parent}/task"):
                told = Path(f"/proc/{parent}/task/{task}/children").read_text(encoding="ascii")
                found.extend(map(int, told.split()))
    return found


def end_with_all(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, and wait for its end.

    The sandbox takes its inhabitants along when it ends. But if it is ended in its first moments, its
    one child is not yet told, and would wait for ever. So they are ended by name, and first stopped,
    so that no further one comes to be meanwhile.
    """
    if process.poll() is not None:
        return
    if sys.platform != "win32":
        _signal(process.pid, signal.SIGSTOP)
    for number in descendants(process.pid)[1:]:
        _signal(number, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)


def _signal(number: int, kind: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(number, kind)
