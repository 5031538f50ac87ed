"""One submission's kernel, seen from outside: run a cell, ask for values, call a function, end it.

Nothing that the kernel says is believed further than it must be. Every wait has an end, every
message a largest size, and what the sandbox uses is measured from outside.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.session import Session
from nbformat.notebooknode import NotebookNode

from commonground.trainer.limits import MIB
from commonground.trainer.outputs import Outputs
from commonground.trainer.provisioner import KernelNotStartedError, SandboxedKernelManager, SandboxProvisioner
from commonground.trainer.sandbox import RUN, WORK, Sandbox

WATCH_SECONDS = 0.2
GRACE_SECONDS = 2.0
READY_SECONDS = 30.0
MOST_WAITING = 256 * MIB


class KernelGoneError(Exception):
    """The kernel cannot be asked any more; `reason` says why, in plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class CellRun:
    """How one cell ran: `ended` is `ok`, `error`, or `stopped` (too slow); with what it showed."""

    ended: str
    outputs: list[NotebookNode] = field(default_factory=list)


class SubmissionKernel:
    """A kernel in a sandbox. Use as a context manager, or call `stop` whatever happens.

    `modules` are loaded before any submission is seen, so that a kernel can be made ready ahead.
    """

    def __init__(self, sandbox: Sandbox, modules: Sequence[str] = ()) -> None:
        self._sandbox = sandbox
        self._limits = sandbox.limits
        self._manager = SandboxedKernelManager(sandbox, modules)
        assert isinstance(self._manager.provisioner, SandboxProvisioner)
        self._provisioner: SandboxProvisioner = self._manager.provisioner
        self._context = zmq.Context()
        self._context.linger = 0
        self._session: Session
        self._sockets: dict[str, zmq.Socket[bytes]] = {}
        self._poller = zmq.Poller()
        self._heard = 0
        self._ours = 0
        self._deadline = float("inf")
        self._watched = 0.0
        self.peak = 0

    def __enter__(self) -> SubmissionKernel:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def begin(self) -> None:
        """Start its process and do not wait; `start` waits."""
        self._provisioner.begin()

    def start(self) -> None:
        """Start it, if `begin` did not, and wait until it answers; raises KernelNotStartedError when it does not."""
        try:
            self._manager.start_kernel()
            info = self._manager.get_connection_info(session=True)
            self._session = info["session"]
            for channel, kind in (("shell", zmq.DEALER), ("control", zmq.DEALER), ("iopub", zmq.SUB)):
                self._sockets[channel] = self._connected(channel, kind)
            self._poller.register(self._sockets["shell"], zmq.POLLIN)
            self._poller.register(self._sockets["iopub"], zmq.POLLIN)
            self._wait_until_ready()
        except KernelGoneError as gone:
            self.stop()
            raise KernelNotStartedError(f"The kernel of a submission did not start: {gone.reason}.") from gone
        except BaseException:
            self.stop()
            raise

    def _connected(self, channel: str, kind: int) -> zmq.Socket[bytes]:
        socket: zmq.Socket[bytes] = self._context.socket(kind)
        socket.linger = 0
        socket.setsockopt(zmq.MAXMSGSIZE, self._limits.answer)
        socket.setsockopt(zmq.RCVHWM, 64)
        # A second connection could be led to a place that the submission chose.
        socket.setsockopt(zmq.RECONNECT_IVL, -1)
        # So a kernel that has gone takes no message ever again, and to wait until it does has no end.
        socket.setsockopt(zmq.SNDTIMEO, 0)
        if kind == zmq.SUB:
            socket.setsockopt(zmq.SUBSCRIBE, b"")
        else:
            socket.setsockopt(zmq.IDENTITY, uuid.uuid4().bytes)
        socket.connect(self._manager._make_url(channel))
        return socket

    def _wait_until_ready(self) -> None:
        """Until the kernel answers and its public channel is heard too (it joins a moment later)."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            request = self._send("shell", "kernel_info_request", {})
            until = time.monotonic() + 1.0
            heard = {"shell": False, "iopub": False}
            while time.monotonic() < until and not all(heard.values()):
                for channel, message in self._receive(until):
                    if message["parent_header"].get("msg_id") == request:
                        heard[channel] = True
            if all(heard.values()):
                return
        raise KernelGoneError("it did not answer")

    def give(self, files: Mapping[str, Path]) -> None:
        """Put copies of `files` (name in the working folder to place on this machine) before the submission.

        From here the submission's whole time counts.
        """
        for name, source in files.items():
            target = self._provisioner.folder / "files" / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
            shutil.copyfile(source, target)
            target.chmod(0o644)
        self._deadline = time.monotonic() + self._limits.total_seconds
        self._ours = _own_memory(os.getpid())
        if files:
            self._ask({"do": "prepare"}, READY_SECONDS)

    def run(self, source: str) -> CellRun:
        """Run one cell. Raises KernelGoneError when the kernel ended, was ended, or must be."""
        request = self._send(
            "shell",
            "execute_request",
            {
                "code": source,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": False,
            },
        )
        outputs = Outputs(self._limits)
        limit = time.monotonic() + self._limits.cell_seconds
        status = self._collect(request, outputs, limit)
        if status is not None:
            return CellRun("ok" if status == "ok" else "error", outputs.list)
        # An honest slow cell is interrupted as a person would do it, and the next cells still run.
        self._send("control", "interrupt_request", {})
        status = self._collect(request, outputs, time.monotonic() + GRACE_SECONDS)
        outputs.take(
            "error",
            {
                "ename": "TooSlow",
                "evalue": f"This cell was stopped after {self._limits.cell_seconds:g} seconds.",
                "traceback": [],
            },
        )
        if status is None:
            raise KernelGoneError(f"a cell ran longer than {self._limits.cell_seconds:g} seconds and could not be stopped")
        return CellRun("stopped", outputs.list)

    def _collect(self, request: str, outputs: Outputs, limit: float) -> str | None:
        """Gather what belongs to `request` until it is done; returns its status, or None after `limit`."""
        status: str | None = None
        idle = False
        until = limit
        while status is None or not idle:
            messages = self._receive(until)
            for channel, message in messages:
                if message["parent_header"].get("msg_id") != request:
                    continue
                kind, content = message["msg_type"], message["content"]
                if channel == "shell":
                    status = str(content.get("status"))
                elif kind == "status":
                    idle = idle or content.get("execution_state") == "idle"
                else:
                    outputs.take(kind, content)
            if messages:
                until = limit if status is None else time.monotonic() + READY_SECONDS
            elif time.monotonic() >= until:
                if status is not None:
                    # A kernel says that it is idle right after its reply; this line was cut or falsified.
                    raise KernelGoneError("it sent more than it may, or fell silent")
                return None
        return status

    def names(self, names: Sequence[str]) -> tuple[dict[str, dict[str, Any]], list[str]]:
        """What the names hold (forms of `inside.plain`), and signs of tampering; raises KernelGoneError."""
        answer = self._ask({"do": "names", "names": list(names)}, self._limits.cell_seconds)
        values, signs = answer.get("values"), answer.get("signs")
        if not isinstance(values, dict) or not isinstance(signs, list):
            raise KernelGoneError("it no longer answers as a kernel does")
        whole = {name: values[name] if isinstance(values.get(name), dict) else {"missing": True} for name in names}
        return whole, [str(sign)[:80] for sign in signs[:50]]

    def call(self, handle: int, arguments: list[Any], named: dict[str, Any]) -> dict[str, Any]:
        """Call a function of the submission with plain arguments; raises KernelGoneError."""
        return self._ask({"do": "call", "h": handle, "args": arguments, "kwargs": named}, self._limits.cell_seconds)

    def _ask(self, content: dict[str, Any], seconds: float) -> dict[str, Any]:
        request = self._send("shell", "course_request", content)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for channel, message in self._receive(until):
                if channel == "shell" and message["parent_header"].get("msg_id") == request:
                    answer = message["content"]
                    if not isinstance(answer, dict) or "failed" in answer:
                        raise KernelGoneError("it no longer answers as a kernel does")
                    return answer
        raise KernelGoneError("it did not answer in time")

    def _send(self, channel: str, kind: str, content: dict[str, Any]) -> str:
        message = self._session.msg(kind, content)
        try:
            self._session.send(self._sockets[channel], message)
        except (zmq.ZMQError, KeyError):
            raise KernelGoneError("it cannot be reached any more") from None
        return str(message["header"]["msg_id"])

    def _receive(self, until: float) -> list[tuple[str, dict[str, Any]]]:
        """The messages that are there, waiting a little for the first; watches the sandbox meanwhile."""
        self.watch()
        wait = max(0.0, min(until, self._deadline) - time.monotonic())
        ready = dict(self._poller.poll(int(min(wait, WATCH_SECONDS) * 1000)))
        found = []
        for channel in ("iopub", "shell"):
            socket = self._sockets[channel]
            if socket not in ready:
                continue
            for _ in range(64):
                try:
                    parts = socket.recv_multipart(zmq.NOBLOCK)
                except zmq.Again:
                    break
                message = self._understood(parts)
                if message is not None:
                    found.append((channel, message))
        return found

    def _understood(self, parts: list[bytes]) -> dict[str, Any] | None:
        self._heard += sum(map(len, parts))
        if self._heard > self._limits.flood:
            raise KernelGoneError("it printed far too much")
        # Whatever a hostile kernel sends, deeply nested or wrongly signed, is one message less.
        with contextlib.suppress(Exception):
            _, rest = self._session.feed_identities(parts)
            message: dict[str, Any] = self._session.deserialize(rest)
            if isinstance(message["content"], dict) and isinstance(message["parent_header"], dict):
                return message
        return None

    def watch(self) -> None:
        """Look at the sandbox from outside, a few times a second however often it is called.

        Raises KernelGoneError when it must end.
        """
        moment = time.monotonic()
        if moment > self._deadline:
            raise KernelGoneError(f"the notebook took longer than {self._limits.total_seconds:g} seconds")
        if moment - self._watched < WATCH_SECONDS:
            return
        self._watched = moment
        processes = self._provisioner.processes()
        if not processes:
            raise KernelGoneError("the program ended itself")
        if len(processes) > self._limits.processes:
            raise KernelGoneError("it started far too many processes")
        held = sum(map(_own_memory, processes))
        if held > self._limits.resident:
            # Copies of one process share most of it: look closer before judging.
            held = sum(map(_fair_memory, processes))
        held += self._scratch_held(processes[-1])
        # What it sends piles up in this process before it can be counted.
        if self._ours and _own_memory(os.getpid()) - self._ours > MOST_WAITING:
            raise KernelGoneError("it sent far too much")
        self.peak = max(self.peak, held)
        if held > self._limits.resident:
            raise KernelGoneError("it used too much memory")

    def _scratch_held(self, process: int) -> int:
        """Bytes in the sandbox's folders in memory; raises KernelGoneError when it made too many files."""
        held = 0
        if not self._sandbox.separate:
            return held
        for folder in (WORK, "/tmp", "/dev/shm", RUN):
            with contextlib.suppress(OSError):
                told = os.statvfs(f"/proc/{process}/root{folder}")
                held += (told.f_blocks - told.f_bfree) * told.f_frsize
                if told.f_files - told.f_ffree > self._limits.files:
                    raise KernelGoneError("it made far too many files")
        return held

    def stop(self) -> None:
        """End the kernel with all that it started, and remove its folder. May be called twice."""
        self._provisioner.kill_now()
        for socket in self._sockets.values():
            socket.close(0)
        self._sockets.clear()
        with contextlib.suppress(Exception):
            self._manager.cleanup_resources()
        self._provisioner.remove_folder()
        # Not `term`, which would wait for a socket that was opened and not kept.
        self._context.destroy(linger=0)



def _fair_memory(process: int) -> int:
    """Bytes that a process holds, with what it shares counted in shares; slower to tell than `_own_memory`."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        return int(told.split("\nPss:", 1)[1].split()[0]) * 1024
    return _own_memory(process)


def _own_memory(process: int) -> int:
    """Bytes that a process holds for itself, or shares with its own kind; 0 if it is gone, or where this is not told.

    Programs and libraries, which are read from files, do not count.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        told = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace")
        return sum(int(told.split(f"\n{kind}:", 1)[1].split(None, 1)[0]) * 1024 for kind in ("RssAnon", "RssShmem"))
    return 0
