"""Kernels that are ready before they are asked for.

Starting Python and importing the widget and figure libraries is most of what a page waits for. So
one kernel is kept in reserve that has done both; a page or a notebook that asks for a kernel gets
that one, told its folder and its environment, and another is prepared when the rush is over.
A kernel from the reserve is used once, as any other.
"""

from __future__ import annotations

import asyncio
import os
import queue
import subprocess
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Bool, Float, List, Unicode

from commonground.server.environment import PACKAGE

KERNEL = "python3"


@dataclass(frozen=True)
class Reserve:
    """A running kernel that nobody has, the connection that prepares it, and its being prepared."""

    kernel_id: str
    client: AsyncKernelClient
    prepared: asyncio.Task[None]
    since: float


class PatientClient(AsyncKernelClient):
    """A connection to a kernel from the reserve that is ready once the kernel knows its folder.

    Two connections to one kernel have no common order, so a page's first cell could otherwise
    overtake what the kernel was told at the handover.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the handover, then until this connection hears the kernel; raises RuntimeError after `timeout`."""
        told: asyncio.Task[None] | None = getattr(self.parent, "told", None)
        if told is not None:
            await asyncio.wait([told], timeout=timeout)
            if told.done() and await self._hears():
                return
        # The usual way, which takes longer: it ends with a silence of a fifth of a second.
        await super().wait_for_ready(timeout=timeout)

    async def _hears(self) -> bool:
        """Whether one question to the kernel came back on both channels; what was said before is then read."""
        question = self.kernel_info()
        try:
            reply = await self.get_shell_msg(timeout=1)
            while reply["parent_header"].get("msg_id") != question:
                reply = await self.get_shell_msg(timeout=1)
            while True:
                message = await self.get_iopub_msg(timeout=0.2)
                ours = message["parent_header"].get("msg_id") == question
                if ours and message["content"].get("execution_state") == "idle":
                    break
        except queue.Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True


def handover_code(folder: str, environ: Mapping[str, str]) -> str:
    """One line of Python that moves a running kernel to `folder` and sets `environ`; it leaves no name behind."""
    return f"__import__('os').environ.update({dict(environ)!r}), __import__('os').chdir({folder!r})"


def changed(environ: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """The variables of `environ` that `base` has not, or has with another value, as plain strings.

    (Voila names its variables by members of an enumeration, whose `repr` is no Python.)
    """
    return {str(name): str(value) for name, value in environ.items() if base.get(name) != value}


def edited_since(when: float) -> bool:
    """Whether a module of the course has been edited since `when` (seconds since 1970), so that authors see their changes."""
    return any(file.stat().st_mtime > when for file in PACKAGE.rglob("*.py"))


class ReadyKernels(AsyncMappingKernelManager):
    """Jupyter's kernel manager with one kernel in reserve, which its lists do not show."""

    reserve = Bool(True, config=True, help="Keep one kernel in reserve (about 120 MB of memory).")
    quiet = Bool(True, config=True, help="Keep what kernels print to the terminal away from it.")
    imports = List(
        Unicode(),
        [
            "ipywidgets",
            "anywidget",
            "yaml",
            "commonground.lesson",
            "commonground.views",
        ],
        config=True,
        help="Modules that the kernel in reserve imports.",
    )
    pause = Float(
        8.0,
        config=True,
        help="Seconds from handing out a kernel to preparing the next, so as not to slow the page.",
    )

    _launch: asyncio.Task[Reserve] | None = None
    _background: set[asyncio.Task[Any]]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._background = set()
        self._hidden: set[str] = set()

    def prepare(self) -> None:
        """Begin to start the kernel in reserve, unless there is one. Needs a running event loop."""
        if self.reserve and self._launch is None:
            self._launch = asyncio.get_running_loop().create_task(self._launch_reserve())

    async def _launch_reserve(self) -> Reserve:
        began = time.time()
        kernel_id = await super()._async_start_kernel(kernel_name=KERNEL, **self._streams())
        self._hidden.add(kernel_id)
        manager: Any = self.get_kernel(kernel_id)
        # A connection is known to the kernel by its session: with the manager's own, which the page's
        # connection uses, only the first of the two would be heard.
        session = manager.session.clone()
        session.session = str(uuid.uuid4())
        client: AsyncKernelClient = manager.client(session=session)
        client.start_channels()
        # For the connections after ours.
        manager.client_class = f"{__name__}.{PatientClient.__name__}"
        return Reserve(kernel_id, client, self._later(self._import_ahead(client)), began)

    async def _import_ahead(self, client: AsyncKernelClient) -> None:
        await client.wait_for_ready(timeout=120)
        # Nothing waits for the imports: what is sent after them is read after them.
        client.execute("\n".join(f"__import__({name!r})" for name in self.imports), silent=True)

    async def _async_start_kernel(
        self, *, kernel_id: str | None = None, path: Any = None, **kwargs: Any
    ) -> str:
        """Hand out the kernel in reserve where it fits the request; start one otherwise."""
        plain = (
            kernel_id is None
            and kwargs.get("kernel_name") in (None, KERNEL)
            and not kwargs.keys() - {"kernel_name", "env"}
        )
        found = await self._take(path, kwargs.get("env") or {}) if plain else None
        if found is None:
            kwargs = {**self._streams(), **kwargs}
            found = await super()._async_start_kernel(kernel_id=kernel_id, path=path, **kwargs)
        self._later(self._prepare_after_pause())
        return found

    start_kernel = _async_start_kernel  # type: ignore[assignment]

    def _streams(self) -> dict[str, Any]:
        """A kernel that is ended while it starts complains at length to a person who only pressed Ctrl+C."""
        return {"stderr": subprocess.DEVNULL} if self.quiet else {}

    async def _take(self, path: str | None, environ: Mapping[str, str]) -> str | None:
        launch, self._launch = self._launch, None
        if launch is None:
            return None
        try:
            ready = await launch
        except Exception:
            self.log.warning("The kernel in reserve did not start.", exc_info=True)
            return None
        manager: Any = self.get_kernel(ready.kernel_id) if ready.kernel_id in self else None
        self._hidden.discard(ready.kernel_id)
        if manager is None or not await manager.is_alive() or edited_since(ready.since):
            ready.prepared.cancel()
            ready.client.stop_channels()
            if manager is not None:
                self._later(self.shutdown_kernel(ready.kernel_id, now=True))  # type: ignore[no-untyped-call]
            return None
        folder: str = self.cwd_for_path(path or "", env=environ)  # type: ignore[no-untyped-call]
        # What a restart of this kernel will use.
        manager._launch_args.update(cwd=folder, env={**os.environ, **environ})
        code = handover_code(folder, changed(environ, os.environ))
        manager.told = self._later(self._tell(ready, code))
        manager.last_activity = utcnow()
        return ready.kernel_id

    async def _tell(self, ready: Reserve, code: str) -> None:
        """Send the handover to a kernel as soon as it can hear it, and close our connection when it has answered."""
        try:
            await ready.prepared
            message = ready.client.execute(code, silent=True)
            reply = await ready.client.get_shell_msg(timeout=120)
            while reply["parent_header"].get("msg_id") != message:
                reply = await ready.client.get_shell_msg(timeout=120)
            if reply["content"]["status"] != "ok":
                self.log.error("A kernel could not be prepared: %s", reply["content"].get("evalue"))
        except Exception:
            self.log.error("A kernel that was handed out did not answer.", exc_info=True)
        finally:
            ready.client.stop_channels()

    async def _prepare_after_pause(self) -> None:
        await asyncio.sleep(self.pause)
        self.prepare()

    def _later(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    def list_kernels(self) -> list[dict[str, Any]]:
        """The kernels that somebody has."""
        return [
            model
            for model in super().list_kernels()  # type: ignore[no-untyped-call]
            if model["id"] not in self._hidden
        ]

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that nobody has used for long; the one in reserve stays."""
        if kernel_id not in self._hidden:
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]
