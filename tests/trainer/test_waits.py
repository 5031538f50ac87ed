"""Every wait for a process or a lock has an end, and whoever waited is told what for."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import programs
import pytest
from trainer_place import Place

from commonground.trainer import examiner as examiners
from commonground.trainer import kernel as kernels
from commonground.trainer import processes
from commonground.trainer.examiner import Examiner, ExaminerError
from commonground.trainer.kernel import KernelGoneError, SubmissionKernel
from commonground.trainer.outputs import Outputs
from commonground.trainer.provisioner import KernelNotStartedError
from commonground.trainer.sandbox import Sandbox

# Longer than any test may take.
LONG = 600


@dataclass(frozen=True)
class Odd(Sandbox):
    """Runs these lines of Python, whatever it is asked to run."""

    lines: str = ""

    def command(self, program: Sequence[str], given: Path | None = None) -> list[str]:
        return [sys.executable, "-c", self.lines]


def test_a_kernel_that_has_gone_is_not_asked_for_ever(sandbox: Sandbox) -> None:
    with SubmissionKernel(sandbox) as kernel:
        kernel.start()
        kernel.give({})
        kernel.run("import os\ndef leave():\n    os._exit(1)")
        ((_, form),) = kernel.names(["leave"])[0].items()
        for _ in range(3):
            with pytest.raises(KernelGoneError, match=r"ended itself|cannot be reached any more"):
                kernel.call(form["value"]["h"], [], {})


def test_a_kernel_that_never_says_that_it_is_idle_is_given_up(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "READY_SECONDS", 0.0)
    reply = {"parent_header": {"msg_id": "1"}, "msg_type": "execute_reply", "content": {"status": "ok"}}
    heard: list[list[tuple[str, dict[str, Any]]]] = [[("shell", reply)], [], []]
    with SubmissionKernel(sandbox) as kernel:
        monkeypatch.setattr(kernel, "_receive", lambda _: heard.pop(0))
        with pytest.raises(KernelGoneError, match="fell silent"):
            kernel._collect("1", Outputs(sandbox.limits), float("inf"))


def test_an_examiner_that_says_nothing_is_ended(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examiners, "START_SECONDS", 1.0)
    lines = f"import sys, time; print('no room', file=sys.stderr, flush=True); time.sleep({LONG})"
    with Examiner(place.blueprint, Odd(lines=lines)) as examiner, pytest.raises(ExaminerError, match=r"did not start\. It said: no room"):
        examiner.start()


# Ends, and leaves a child that holds its standard error open until it is told to end.
LEAVER = f"""
import os, sys, time
print('no room', file=sys.stderr, flush=True)
child = os.fork()
if child == 0:
    time.sleep({LONG})
open('PLACE', 'w').write(str(child))
os._exit(1)
"""


def test_a_kernel_that_leaves_a_child_behind_is_not_listened_to_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LAST_SECONDS", 0.5)
    kernel = SubmissionKernel(Odd(lines=LEAVER.replace("PLACE", str(tmp_path / "child"))))
    started = time.monotonic()
    try:
        with pytest.raises(KernelNotStartedError, match=r"ended at once\. It said: no room"):
            kernel.start()
        assert time.monotonic() - started < LONG / 10
    finally:
        os.kill(int((tmp_path / "child").read_text(encoding="ascii")), 9)


def test_processes_without_number_are_listed_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    child = f"import time; print('ready', flush=True); time.sleep({LONG})"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with programs.started([sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {parent!r}])"]) as program:
        assert program.next_line() == "ready\n"
        family = processes.descendants(program.process.pid)
        assert len(family) == 3
        monkeypatch.setattr(processes, "MOST_PROCESSES", 2)
        assert processes.descendants(program.process.pid) == family[:2]
        processes.end_with_all(program.process)
        for number in family[2:]:
            os.kill(number, 9)


def test_a_program_that_hangs_is_named_with_what_it_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "SILENT_SECONDS", 1.0)
    command = [sys.executable, "-u", "-c", f"import time; print('ready'); time.sleep({LONG})"]
    with programs.started(command) as program:
        assert program.next_line() == "ready\n"
        with pytest.raises(AssertionError, match=rf"sleep\({LONG}\).* is silent for 1\.0 seconds\. It said:\nready"):
            program.next_line()
    assert program.process.poll() is not None


def test_a_program_that_ends_before_it_can_be_visited_is_named_with_what_it_said() -> None:
    with (
        programs.started([sys.executable, "-c", "print('no room')"]) as program,
        pytest.raises(AssertionError, match=r"no room.* told no address\. It said:\nno room"),
    ):
        program.address()
    assert program.next_line() == program.next_line() == ""
