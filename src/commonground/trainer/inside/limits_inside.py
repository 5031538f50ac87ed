"""Limits that a process of the sandbox sets on itself before any foreign line runs; they cannot be raised again."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping


def set_limits(limits: Mapping[str, int]) -> None:
    """Limit this process and all that it starts.

    `limits` may hold "memory" (bytes of address space of one process), "processes" (processes and
    threads together), "file_size" (bytes), and "cpu" (seconds of one process).
    """
    # Windows has no such module, and no limits are set there: nothing foreign is run.
    import resource

    kinds = {
        "memory": resource.RLIMIT_AS,
        "processes": resource.RLIMIT_NPROC,
        "file_size": resource.RLIMIT_FSIZE,
        "cpu": resource.RLIMIT_CPU,
    }
    for name, kind in kinds.items():
        if name in limits:
            hard = resource.getrlimit(kind)[1]
            wanted = limits[name] if hard == resource.RLIM_INFINITY else min(limits[name], hard)
            resource.setrlimit(kind, (wanted, wanted))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _leave_keyring()


def _leave_keyring() -> None:
    """Take an empty ring of keys instead of the grader's, which may hold tickets and passwords.

    Neither bubblewrap nor a namespace does this. The numbers are Linux's, of the call `keyctl`.
    """
    call = {"x86_64": 250, "aarch64": 219}.get(os.uname().machine)
    if call is not None:
        join_session_keyring = 1
        ctypes.CDLL(None).syscall(call, join_session_keyring, None)
