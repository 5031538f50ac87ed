"""Every wait for a process or a lock has an end, and whoever waited is told what for."""

from __future__ import annotations

from typing import Any

import pytest

from commonground.trainer import kernel as kernels
from commonground.trainer.kernel import KernelGoneError, SubmissionKernel
from commonground.trainer.outputs import Outputs
from commonground.trainer.sandbox import Sandbox


def test_a_kernel_that_has_gone_is_not_asked_for_ever(sandbox: Sandbox) -> None:
    with SubmissionKernel(sandbox) as kernel:
        kernel.start()
        kernel.give({})
        kernel.run("import os\ndef leave():\n    os._exit(1)")
        ((_, form),) = kernel.names(["leave"])[0].items()
        for _ in range(3):
            with pytest.raises(KernelGoneError, match="ended itself|cannot be reached any more"):
                kernel.call(form["value"]["h"], [], {})


def test_a_kernel_that_never_says_that_it_is_idle_is_given_up(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "READY_SECONDS", 0.0)
    reply = {"parent_header": {"msg_id": "1"}, "msg_type": "execute_reply", "content": {"status": "ok"}}
    heard: list[list[tuple[str, dict[str, Any]]]] = [[("shell", reply)], [], []]
    with SubmissionKernel(sandbox) as kernel:
        monkeypatch.setattr(kernel, "_receive", lambda _: heard.pop(0))
        with pytest.raises(KernelGoneError, match="fell silent"):
            kernel._collect("1", Outputs(sandbox.limits), float("inf"))
