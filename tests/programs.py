"""Programs that a test starts. Every wait for one has an end, so that one that hangs is named by the test that fails."""

from __future__ import annotations

import queue
import re
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

# Many times what any of them takes on a machine with other work to do.
RUN_SECONDS = 300
SILENT_SECONDS = 120
END_SECONDS = 60
# Where a server of the course says that it can be visited.
ADDRESS = r"http://127\.0\.0\.1:\d+\S*token=\w+"


def ran(command: Sequence[str], check: bool = False, **more: Any) -> subprocess.CompletedProcess[str]:
    """The program after its end, with what it said; fails if it takes longer than `RUN_SECONDS`.

    `check` and `more` are handed to `subprocess.run`.
    """
    return subprocess.run(command, capture_output=True, text=True, check=check, timeout=RUN_SECONDS, **more)


class Program:
    """A program that runs: its `process`, and what it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        self._seen: list[str] = []
        # It reads on to the end: a pipe that is full would stop the program.
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def next_line(self) -> str:
        """The next line that it prints, "" if it will print no more; fails if it is silent for `SILENT_SECONDS`."""
        try:
            line = self._lines.get(timeout=SILENT_SECONDS)
        except queue.Empty:
            raise AssertionError(f"{self.process.args!r} is silent for {SILENT_SECONDS} seconds. {self._said()}") from None
        if not line:
            self._lines.put("")
        self._seen.append(line)
        return line

    def address(self) -> str:
        """The address at which it can be visited, once it prints it; fails if it ends without."""
        while line := self.next_line():
            if found := re.search(ADDRESS, line):
                return found.group()
        raise AssertionError(f"{self.process.args!r} told no address. {self._said()}")

    def _said(self) -> str:
        return f"It said:\n{''.join(self._seen)}"


@contextmanager
def started(command: Sequence[str], **more: Any) -> Iterator[Program]:
    """The program while it runs, ended if the test leaves it running; `more` is handed to `subprocess.Popen`."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", **more)
    try:
        yield Program(process)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=END_SECONDS)
