"""Where there is a sandbox it is tried out; where there is none, strangers' code is refused in plain words."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest
import trainer_course as course
from programs import ran
from trainer_cells import save
from trainer_place import QUICK, Place, all_running, scores

from commonground.trainer.grading import Station
from commonground.trainer.kernel import SubmissionKernel
from commonground.trainer.sandbox import Sandbox, SandboxUnavailableError, choose_sandbox, require_sandbox


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_are_refused_and_told_what_to_do(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(SandboxUnavailableError, match=r"(?s)Linux.*Subsystem.*container.*your own submissions"):
        choose_sandbox()


def test_without_bubblewrap_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SandboxUnavailableError, match="apt install bubblewrap"):
        choose_sandbox()


def test_bubblewrap_that_may_not_work_here_is_refused_with_what_it_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'setting up uid map: Permission denied' >&2\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    find = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: str(broken) if name == "bwrap" else find(name))
    with pytest.raises(SandboxUnavailableError, match="Permission denied"):
        require_sandbox()


def test_own_submissions_may_run_without_one_and_it_warns(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    sandbox, warning = choose_sandbox(own_submissions=True, limits=QUICK)
    monkeypatch.undo()
    assert not sandbox.separate
    assert "with all your rights" in warning
    with Station(place.blueprint, sandbox) as station:
        graded = station.grade(save(place.root / "own.ipynb", place.answers()))
    assert {name: scores(graded)[name] for name in course.FULL} == course.FULL


def test_a_sandbox_that_is_there_is_used_for_own_submissions_too(sandbox: Sandbox) -> None:
    chosen, warning = choose_sandbox(own_submissions=True)
    assert chosen.separate
    assert not warning


def test_a_covered_folder_is_not_seen_even_in_a_readable_one(sandbox: Sandbox, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "gradebook.db").write_text("scores", encoding="utf-8")
    (tmp_path / "open.txt").write_text("open", encoding="utf-8")
    made = Sandbox(readable=(tmp_path,), hidden=(tmp_path / "course",))
    program = f"import os; print(os.listdir({str(tmp_path)!r}), os.listdir({str(tmp_path / 'course')!r}))"
    told = ran(made.command(["-c", program]), env={})
    assert "open.txt" in told.stdout, told.stderr
    assert "gradebook" not in told.stdout


def test_a_kernel_ends_with_the_process_that_started_it(sandbox: Sandbox, tmp_path: Path) -> None:
    program = (
        "import os, signal\nfrom commonground.trainer.kernel import SubmissionKernel\n"
        "from commonground.trainer.sandbox import Sandbox\n"
        "kernel = SubmissionKernel(Sandbox())\nkernel.start()\n"
        "kernel.run('import subprocess; subprocess.Popen([\"sleep\", \"4713\"], start_new_session=True)')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # It cannot clear away after itself, so its folder lies in the test's own.
    ran([sys.executable, "-c", program], env={**os.environ, "TMPDIR": str(tmp_path)})
    assert list(tmp_path.glob("grading-*"))
    for _ in range(50):
        if "sleep 4713" not in all_running():
            return
    raise AssertionError("a process was left running")


def test_a_kernel_leaves_no_folder_behind(sandbox: Sandbox) -> None:
    with SubmissionKernel(sandbox) as kernel:
        folder = kernel._provisioner.folder
        assert folder.exists()
    assert not folder.exists()


@pytest.mark.parametrize("milliseconds", [0, 2, 5, 10, 20, 40])
def test_a_kernel_that_is_ended_while_it_starts_leaves_nothing(milliseconds: int, sandbox: Sandbox) -> None:
    kernel = SubmissionKernel(sandbox)
    kernel.begin()
    folder = str(kernel._provisioner.folder)
    until = time.monotonic() + milliseconds / 1000
    while time.monotonic() < until:
        pass
    kernel.stop()
    assert not [line for line in all_running().splitlines() if folder in line and not line.startswith("Z")]
