"""Grades on the machines of a Dask cluster: one made for the run on this machine, or one that is running.

A worker of Dask that dies is replaced by Dask, and what it was grading is graded elsewhere. Each
submission still runs in a sandbox of its own, on whichever machine; a machine without one is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import Any

from distributed import Client, KilledWorker, LocalCluster, wait
from distributed.client import FuturesCancelledError

from commonground.server.environment import prepare_environment
from commonground.trainer.batch import ENGINE, MOST_TRIES, Engine, GradingStoppedError, cores, longest_silence
from commonground.trainer.limits import Limits
from commonground.trainer.sandbox import Sandbox, SandboxUnavailableError, course_package, require_sandbox
from commonground.trainer.worker import (
    Answer,
    Job,
    LostSubmissionError,
    Setup,
    grade_submission,
    pack,
    pack_task,
)

# Jobs that wait at each worker: enough that none is idle, few enough that the files of all
# submissions need not be in memory at once.
AHEAD = 3
# How long a scheduler may take to answer, in seconds.
PATIENCE = 15
# How long the processes of a cluster made for a run may take to end, in seconds.
CLOSING = 60


def dask_workers(address: str | None = None, workers: int | None = None) -> Engine:
    """The engine of a Dask cluster.

    Without an `address` a cluster of `workers` processes, one a core if None, is made on this machine and
    ended with the run; its processes speak to each other under keys made for the run. `address` is
    that of a running scheduler, as in "tls://grader.example:8786"; its workers need the same edition of this
    course, one thread each, and bubblewrap. Dask's own settings say which keys to use there.

    The engine raises GradingStoppedError when the cluster cannot be reached, gives no result for too long, or
    grading itself fails there, and SandboxUnavailableError when one of its machines has no sandbox.
    """
    return lambda jobs, setup: _graded(jobs, setup, address, workers or cores())


def ready() -> tuple[int, str]:
    """What a worker says of itself: the number of its grading engine, and why it cannot grade, if so."""
    try:
        require_sandbox(Sandbox(Limits(), (course_package(),)))
    except SandboxUnavailableError as trouble:
        return ENGINE, str(trouble)
    return ENGINE, ""


def _graded(jobs: Sequence[Job], setup: Setup, address: str | None, workers: int) -> Iterator[tuple[Job, Answer]]:
    if not jobs:
        return
    with ExitStack() as stack:
        client = _client(stack, address, min(workers, len(jobs)))
        _check(client)
        task = pack_task(setup)
        waiting = iter(jobs)
        running: dict[Any, Job] = {}

        def submit() -> None:
            job = next(waiting, None)
            if job is not None:
                # Not pure: what was graded with `again` must not come from an earlier run's memory.
                running[client.submit(grade_submission, pack(job), task, pure=False, retries=MOST_TRIES - 1)] = job

        for _ in range(AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))):
            submit()
        # A submission that is tried again is silent for as long as all its tries.
        longest = MOST_TRIES * longest_silence(setup)
        while running:
            for future in _done(running, longest):
                job = running.pop(future)
                yield job, _answer(job, future)
                future.release()
                submit()


def _done(running: Collection[Any], longest: float) -> list[Any]:
    """Those of the futures that are done, at least one; raises GradingStoppedError if none is for `longest` seconds."""
    try:
        # Those of a scheduler that went away count as done; what they say then is for `_answer`.
        with suppress(FuturesCancelledError):
            wait(list(running), timeout=longest, return_when="FIRST_COMPLETED")
    except TimeoutError:
        raise GradingStoppedError(
            f"The Dask cluster gave no result for {longest / 60:.0f} minutes. Submissions that wait there: {len(running)}. "
            "Look whether its workers run. What was graded is kept; grade again to go on."
        ) from None
    return [future for future in running if future.done()]


def _close(cluster: LocalCluster) -> None:
    try:
        cluster.close(timeout=CLOSING)
    except TimeoutError:
        raise GradingStoppedError(
            f"The processes of the Dask cluster that was made for this run did not end within {CLOSING} seconds. "
            "What was graded is kept; grade again if anything is missing."
        ) from None


def _client(stack: ExitStack, address: str | None, workers: int) -> Client:
    if address is None:
        prepare_environment()
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, security=True)
        stack.callback(_close, cluster)
        client: Client = stack.enter_context(Client(cluster))
        return client
    try:
        found: Client = stack.enter_context(Client(address, timeout=PATIENCE))
    except (OSError, ValueError) as trouble:
        raise GradingStoppedError(
            f"No Dask scheduler answers at {address} ({trouble}). Check the address, and that the scheduler is running. "
            "What was graded is kept."
        ) from trouble
    return found


def _check(client: Client) -> None:
    """Nothing is sent to a worker of another edition, or to one without a sandbox."""
    said = client.run(ready)
    if not said:
        raise GradingStoppedError("The Dask scheduler has no workers. Start some, then grade again.")
    for worker, (engine, trouble) in said.items():
        if engine != ENGINE:
            raise GradingStoppedError(f"The worker {worker} has another edition of this course: install the same there.")
        if trouble:
            raise SandboxUnavailableError(f"The worker {worker} has no sandbox. {trouble}")


def _answer(job: Job, future: Any) -> Answer:
    try:
        return "graded", future.result()
    except KilledWorker:
        return "lost", "This submission ended the processes that graded it. Look at it by hand."
    except LostSubmissionError as lost:
        return "lost", str(lost)
    except SandboxUnavailableError:
        raise
    except Exception as trouble:
        raise GradingStoppedError(
            f"{job.student}: {type(trouble).__name__}: {trouble}\nWhat was graded is kept; grade again to go on."
        ) from trouble
