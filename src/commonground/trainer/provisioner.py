"""A provisioner of jupyter_client that starts a submission's kernel in the sandbox.

There is no network in there, so the kernel's sockets are files in a small folder in the sandbox's
own memory; the grading process reaches them through `/proc/<process>/root`. So no folder of this
machine is writable for the kernel at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from commonground.trainer.processes import descendants, end_with_all, last_words
from commonground.trainer.sandbox import INPUT, INSIDE, PROGRAMS, RUN, WORK, Sandbox, environment

PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
START_SECONDS = 30.0


class KernelNotStartedError(RuntimeError):
    """A kernel did not come up; the message says what it said last."""


class SandboxProvisioner(KernelProvisionerBase):
    """Starts, ends and describes one kernel in a sandbox.

    `folder` is a folder of this kernel's own, made by the provisioner: its settings, and in `files`
    the files that the submission may read. It is gone after `cleanup`.
    """

    sandbox: Sandbox
    process: subprocess.Popen[bytes] | None = None
    folder: Path

    def __init__(self, sandbox: Sandbox, modules: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sandbox = sandbox
        self._modules = list(modules)
        self.folder = Path(tempfile.mkdtemp(prefix="grading-"))
        self.folder.chmod(0o755)
        (self.folder / "files").mkdir(mode=0o755)
        self._info: dict[str, Any] = {}

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and its end was not yet noticed."""
        return self.process is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """The command line is made at the launch; nothing of the caller's is taken over."""
        return {"cmd": []}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel if it is not yet on its way; returns how to reach it from outside the sandbox.

        Raises KernelNotStartedError when it ends at once or is not there after half a minute.
        """
        if self.process is None:
            self.begin()
        info = dict(self._info)
        if self.sandbox.separate:
            info["ip"] = await self._socket_place()
        else:
            info.update(await self._ports(self.folder / "connection.json"))
        info["key"] = info["key"].encode()
        self.connection_info = info  # type: ignore[assignment]
        return self.connection_info

    def begin(self) -> None:
        """Start the kernel's process and do not wait for it, so that it is ready when it is needed."""
        separate = self.sandbox.separate
        info: dict[str, Any] = {
            "transport": "ipc" if separate else "tcp",
            "ip": f"{RUN}/k" if separate else "127.0.0.1",
            "key": secrets.token_hex(16),
            "signature_scheme": "hmac-sha256",
            **({name: place for place, name in enumerate(PORTS, 1)} if separate else dict.fromkeys(PORTS, 0)),
        }
        connection = self.folder / "connection.json"
        connection.write_text(json.dumps(info), encoding="utf-8")
        given = INPUT if separate else str(self.folder)
        work = WORK
        if not separate:
            (self.folder / "work").mkdir()
            work = str(self.folder / "work")
        settings = {
            "connection": f"{given}/connection.json",
            "files": f"{given}/files",
            "work": work,
            "limits": self.sandbox.limits_inside(),
            "modules": self._modules,
        }
        (self.folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
        if separate:
            for file in (connection, self.folder / "settings.json"):
                file.chmod(0o644)
        program = f"{PROGRAMS}/kernel_main.py" if separate else str(INSIDE / "kernel_main.py")
        command = self.sandbox.command([program, f"{given}/settings.json"], self.folder)
        own = {**os.environ, **{k: v for k, v in environment().items() if k.isupper() and "PATH" not in k}}
        own.pop("HOME", None)
        # bubblewrap's own environment can be read inside the sandbox, so it gets none.
        self.process = subprocess.Popen(
            command,
            env={} if separate else own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._info = info

    async def _socket_place(self) -> str:
        """Where the kernel's sockets are, seen from outside, once they are there."""
        assert self.process is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._still_there()
            for inner in self.processes():
                place = f"/proc/{inner}/root{RUN}/k"
                with contextlib.suppress(OSError):
                    if all(os.path.exists(f"{place}-{number}") for number in range(1, len(PORTS) + 1)):
                        return place
            await asyncio.sleep(0.01)
        raise KernelNotStartedError("The kernel of a submission did not start within half a minute.")

    async def _ports(self, connection: Path) -> dict[str, Any]:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._still_there()
            with contextlib.suppress(ValueError):
                written = json.loads(connection.read_text(encoding="utf-8"))
                if all(written[name] for name in PORTS):
                    return {name: written[name] for name in PORTS}
            await asyncio.sleep(0.02)
        raise KernelNotStartedError("The kernel of a submission did not start within half a minute.")

    def _still_there(self) -> None:
        assert self.process is not None
        if self.process.poll() is not None:
            raise KernelNotStartedError(f"The kernel of a submission ended at once. It said: {last_words(self.process)}")

    def processes(self) -> list[int]:
        """The numbers of all processes of the sandbox, seen from outside; the outermost first."""
        if self.process is None or self.process.poll() is not None:
            return []
        return descendants(self.process.pid)

    async def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        return None if self.process is None else self.process.poll()

    async def wait(self) -> int | None:
        """The exit code, once it has ended."""
        if self.process is None:
            return None
        while self.process.poll() is None:
            await asyncio.sleep(0.01)
        return self.process.returncode

    async def send_signal(self, signum: int) -> None:
        """Signals are not sent into a sandbox; a kernel is interrupted by a message."""
        if signum in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
            await self.kill()

    async def kill(self, restart: bool = False) -> None:
        """End the sandbox with all that runs in it: its first process takes the others along."""
        self.kill_now()

    async def terminate(self, restart: bool = False) -> None:
        """The same as `kill`: a foreign program is asked for nothing."""
        self.kill_now()

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the kernel's folder."""
        self.remove_folder()

    def kill_now(self) -> None:
        """End the sandbox with all that runs in it, and wait for its end."""
        if self.process is not None:
            end_with_all(self.process)
            if self.process.stderr is not None:
                self.process.stderr.close()

    def remove_folder(self) -> None:
        """Remove the kernel's folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


class SandboxedKernelManager(KernelManager):
    """A kernel manager whose kernels start in a sandbox, whatever kernels this machine has installed."""

    def __init__(self, sandbox: Sandbox, modules: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(transport="ipc" if sandbox.separate else "tcp", **kwargs)
        self._kernel_spec = KernelSpec(
            argv=[sys.executable], display_name="Sandbox", language="python", interrupt_mode="message"
        )
        self.provisioner = SandboxProvisioner(sandbox, modules, kernel_spec=self._kernel_spec, parent=self)
