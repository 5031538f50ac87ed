"""The processes that a process started, and how to end them all."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

# Many times what a sandbox may hold.
MOST_PROCESSES = 4096
# How long the last words of an ended process are waited for, in seconds, and how many bytes of them are kept.
LAST_SECONDS = 2.0
LAST_BYTES = 500


def descendants(process: int) -> list[int]:
    """A process and all that it started, and they started, in that order.

    On Linux the list ends at about `MOST_PROCESSES`: where each starts others faster than they are listed, it would have no end.
    """
    if not os.path.exists("/proc/self/task"):
        with contextlib.suppress(psutil.Error):
            return [process, *(child.pid for child in psutil.Process(process).children(recursive=True))]
        return [process]
    # Many times quicker than to look through all processes of the machine, several times a second.
    found = [process]
    for parent in found:
        if len(found) >= MOST_PROCESSES:
            break
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


def last_words(process: subprocess.Popen[bytes]) -> str:
    """What a process that ended said last on its standard error (a pipe), at most `LAST_BYTES` of it; "nothing" if it was silent.

    Something that the process started and that still runs may hold the pipe open, so that it has no end.
    Then what came within `LAST_SECONDS` is all.
    """
    assert process.stderr is not None
    pipe = process.stderr.fileno()
    until = time.monotonic() + LAST_SECONDS
    said = b""
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0 and waiting.select(left):
            part = os.read(pipe, 1 << 16)
            if not part:
                break
            said = (said + part)[-LAST_BYTES:]
    return said.decode("utf-8", "replace").strip() or "nothing"


def _signal(number: int, kind: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(number, kind)
