"""The same grading on a Dask cluster, with a worker that is killed in the midst of it."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from pathlib import Path

import pytest
import trainer_course as course
from distributed import Client, LocalCluster
from test_batch import STUDENTS, TOTALS, hand_in, make_course
from trainer_steps import totals

from commonground.trainer import dask_engine
from commonground.trainer.batch import GradingStoppedError, Progress, grade_task
from commonground.trainer.sandbox import Sandbox, SandboxUnavailableError


def test_a_worker_is_killed_and_nothing_is_lost_or_graded_twice(sandbox: Sandbox, tmp_path: Path) -> None:
    folder = make_course(tmp_path)
    names = [f"trainee{number}" for number in range(6)]
    for name in names:
        hand_in(folder, name, course.RIGHT)
    steps: list[Progress] = []
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        pids = set(client.run(os.getpid).values())
        assert len(pids) == 2

        def kill_one(step: Progress) -> None:
            steps.append(step)
            if step.done == 1:
                os.kill(min(pids), signal.SIGKILL)

        engine = dask_engine.dask_workers(cluster.scheduler_address)
        report = grade_task(folder, course.TASK, sandbox, progress=kill_one, engine=engine)
        client.wait_for_workers(2, timeout=60)
        assert min(pids) not in set(client.run(os.getpid).values())
    assert sorted(report.graded) == names
    assert Counter(step.student for step in steps) == Counter(names)
    assert not report.refused
    assert totals(folder, course.TASK) == dict.fromkeys(names, 12.0)
    assert grade_task(folder, course.TASK, sandbox, workers=1).graded == ()


def test_a_cluster_of_its_own_gives_the_same_points(sandbox: Sandbox, tmp_path: Path) -> None:
    folder = make_course(tmp_path)
    for student, answers in STUDENTS.items():
        hand_in(folder, student, answers)
    report = grade_task(folder, course.TASK, sandbox, engine=dask_engine.dask_workers(workers=2))
    assert sorted(report.graded) == sorted(STUDENTS)
    assert totals(folder, course.TASK) == TOTALS


def test_a_worker_without_a_sandbox_gets_no_submission(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_course(tmp_path)
    hand_in(folder, "amina", course.RIGHT)
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as cluster:
        engine = dask_engine.dask_workers(cluster.scheduler_address)

        def missing(_: Sandbox) -> Sandbox:
            raise SandboxUnavailableError("Install bubblewrap.")

        monkeypatch.setattr(dask_engine, "require_sandbox", missing)
        with pytest.raises(SandboxUnavailableError, match="Install bubblewrap"):
            grade_task(folder, course.TASK, sandbox, engine=engine)
        monkeypatch.setattr(dask_engine, "ready", _of_another_edition)
        with pytest.raises(GradingStoppedError, match="another edition"):
            grade_task(folder, course.TASK, sandbox, engine=engine)


GOES_ON = threading.Event()


def _stuck(*_: object) -> None:
    GOES_ON.wait(60)


def test_a_cluster_that_gives_no_result_is_not_waited_for_without_end(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_course(tmp_path)
    hand_in(folder, "amina", course.RIGHT)
    monkeypatch.setattr(dask_engine, "grade_submission", _stuck)
    monkeypatch.setattr(dask_engine, "longest_silence", lambda _: 0.1)
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as cluster:
        try:
            with pytest.raises(GradingStoppedError, match=r"no result for \d+ minutes\. Submissions that wait there: 1"):
                grade_task(folder, course.TASK, sandbox, engine=dask_engine.dask_workers(cluster.scheduler_address))
        finally:
            GOES_ON.set()


class _NeverClosed:
    def close(self, timeout: float) -> None:
        raise TimeoutError(timeout)


def test_a_cluster_that_does_not_end_is_named() -> None:
    with pytest.raises(GradingStoppedError, match="did not end within 60 seconds"):
        dask_engine._close(_NeverClosed())


def _of_another_edition() -> tuple[int, str]:
    return -1, ""


def test_no_scheduler_at_the_address(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_course(tmp_path)
    hand_in(folder, "amina", course.RIGHT)
    monkeypatch.setattr(dask_engine, "PATIENCE", 1)
    with pytest.raises(GradingStoppedError, match="scheduler"):
        grade_task(folder, course.TASK, sandbox, engine=dask_engine.dask_workers("tcp://127.0.0.1:9"))
