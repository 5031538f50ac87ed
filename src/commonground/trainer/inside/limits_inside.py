"""Limits that a process of the sandbox sets on itself before any foreign line runs; they cannot be raised again."""

from __future__ import annotations

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
