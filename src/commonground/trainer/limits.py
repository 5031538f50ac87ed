"""How much a submission may use."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits on one submission; sizes are bytes, times seconds.

    `memory` is the address space of one process, `resident` what all processes of a sandbox hold
    together, `scratch` the size of its writable folders, `answer` the largest message that is taken
    from it, `output` the text and pictures kept of one cell and `flood` what a whole notebook may
    print before it is stopped.
    """

    memory: int = 3072 * MIB
    resident: int = 1536 * MIB
    processes: int = 64
    file_size: int = 64 * MIB
    scratch: int = 256 * MIB
    files: int = 20_000
    cpu: int = 120
    cell_seconds: float = 30.0
    total_seconds: float = 120.0
    test_seconds: float = 30.0
    answer: int = 16 * MIB
    output: int = 200_000
    picture: int = 2 * MIB
    flood: int = 40 * MIB

    def inside(self) -> dict[str, int]:
        """The limits that a process of the sandbox sets on itself."""
        return {
            "memory": self.memory,
            "processes": self.processes,
            "file_size": self.file_size,
            "cpu": self.cpu,
        }
