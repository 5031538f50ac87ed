"""The kernel in reserve, with real kernels."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from commonground.server.kernels import ReadyKernels, edited_since

QUESTION = "import os, sys; print(os.getcwd(), os.environ.get('COLOR'), 'ipywidgets' in sys.modules)"


@pytest.fixture
def run(tmp_path: Path) -> Callable[[Callable[[ReadyKernels], Awaitable[None]]], None]:
    """Run a scene with a manager of its own, and end its kernels."""
    (tmp_path / "lesson").mkdir()

    def play(scene: Callable[[ReadyKernels], Awaitable[None]]) -> None:
        async def main() -> None:
            manager = ReadyKernels(root_dir=str(tmp_path), pause=1000.0)
            try:
                await asyncio.wait_for(scene(manager), 60)
            finally:
                await manager.shutdown_all(now=True)

        asyncio.run(main())

    return play


async def ask(manager: ReadyKernels, kernel_id: str, code: str = QUESTION) -> str:
    """What a kernel prints, asked as a page does it."""
    kernel: Any = manager.get_kernel(kernel_id)
    client = kernel.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=30)
        client.execute(code)
        while True:
            message = await client.get_iopub_msg(timeout=30)
            if message["msg_type"] == "stream":
                return str(message["content"]["text"]).strip()
    finally:
        client.stop_channels()


async def start(manager: ReadyKernels) -> str:
    return str(await manager.start_kernel(kernel_name="python3", path="lesson", env={"COLOR": "it's blue"}))


def test_a_kernel_taken_before_it_is_up_is_told_its_folder_first(run: Any, tmp_path: Path) -> None:
    async def scene(manager: ReadyKernels) -> None:
        manager.prepare()
        assert await ask(manager, await start(manager)) == f"{tmp_path / 'lesson'} it's blue True"

    run(scene)


def test_the_reserve_is_hidden_until_it_is_taken_and_used_once(run: Any, tmp_path: Path) -> None:
    async def scene(manager: ReadyKernels) -> None:
        manager.prepare()
        assert manager._launch is not None
        reserve = await manager._launch
        assert manager.list_kernels() == []
        await manager.cull_kernel_if_idle(reserve.kernel_id)
        first, second = await start(manager), await start(manager)
        assert first == reserve.kernel_id
        assert second != first
        assert {model["id"] for model in manager.list_kernels()} == {first, second}
        assert await ask(manager, second) == f"{tmp_path / 'lesson'} it's blue False"
        assert await ask(manager, first) == f"{tmp_path / 'lesson'} it's blue True"
        await manager.restart_kernel(first)
        assert await ask(manager, first) == f"{tmp_path / 'lesson'} it's blue False"

    run(scene)


def test_a_reserve_that_has_died_is_not_handed_out(run: Any, tmp_path: Path) -> None:
    async def scene(manager: ReadyKernels) -> None:
        manager.prepare()
        assert manager._launch is not None
        reserve = await manager._launch
        await manager.get_kernel(reserve.kernel_id)._async_kill_kernel()
        found = await start(manager)
        assert found != reserve.kernel_id
        assert await ask(manager, found) == f"{tmp_path / 'lesson'} it's blue False"

    run(scene)


def test_an_edited_module_reaches_the_next_page(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonground.server.kernels.edited_since", lambda when: True)

    async def scene(manager: ReadyKernels) -> None:
        manager.prepare()
        assert manager._launch is not None
        reserve = await manager._launch
        assert await start(manager) != reserve.kernel_id

    run(scene)


def test_the_course_has_not_been_edited_in_the_future() -> None:
    assert edited_since(0.0)
    assert not edited_since(time.time() + 10_000)


def test_another_kind_of_kernel_is_started_as_usual(run: Any) -> None:
    async def scene(manager: ReadyKernels) -> None:
        manager.reserve = False
        manager.prepare()
        assert manager._launch is None
        assert await ask(manager, await manager.start_kernel(kernel_name="python3"), "print(6 * 7)") == "42"

    run(scene)
