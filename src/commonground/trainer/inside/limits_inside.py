"""Limits that a process of the sandbox sets on itself before any foreign line runs; they cannot be raised again."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping

# The kernel's number of a machine's kind, and what is closed there. Memory that these calls make belongs to no
# process and no folder, so it could not be counted from outside; the others are for programs that watch or steer the
# kernel or each other, and are where holes in it were found. No course needs any of them.
# In order: memfd_create, memfd_secret, shmget, msgget, semget; io_uring (3), userfaultfd, perf_event_open, bpf;
# add_key, request_key, keyctl; ptrace, process_vm_readv, process_vm_writev, pidfd_getfd.
_CLOSED = {
    "x86_64": (0xC000003E, (319, 447, 29, 68, 64, 425, 426, 427, 323, 298, 321, 248, 249, 250, 101, 310, 311, 438)),
    "aarch64": (0xC00000B7, (279, 447, 194, 186, 190, 425, 426, 427, 282, 241, 280, 217, 218, 219, 117, 270, 271, 438)),
}
MOST_OPEN_FILES = 1024


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
    # What lies in pipes and sockets is counted nowhere, but there are only so many of them.
    files = min([MOST_OPEN_FILES, *(end for end in resource.getrlimit(resource.RLIMIT_NOFILE) if end > 0)])
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    _leave_keyring()
    _close_calls()


def _leave_keyring() -> None:
    """Take an empty ring of keys instead of the grader's, which may hold tickets and passwords.

    Neither bubblewrap nor a namespace does this. The numbers are Linux's, of the call `keyctl`.
    """
    call = {"x86_64": 250, "aarch64": 219}.get(os.uname().machine)
    if call is not None:
        join_session_keyring = 1
        ctypes.CDLL(None).syscall(call, join_session_keyring, None)


class _Step(ctypes.Structure):
    """One instruction of a filter, as Linux's `sock_filter`."""

    _fields_ = (("code", ctypes.c_uint16), ("if_so", ctypes.c_uint8), ("if_not", ctypes.c_uint8), ("number", ctypes.c_uint32))


class _Filter(ctypes.Structure):
    """A filter, as Linux's `sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def _close_calls() -> None:
    """Answer the calls in `_CLOSED`, and those of other kinds of program, as a kernel would that has none of them.

    Linux's seccomp does this, for this process and all that it starts, for good. On other machines, and where
    Linux was built without it, nothing is closed.
    """
    kind, calls = _CLOSED.get(os.uname().machine, (0, ()))
    if not calls:
        return
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    no_such_call, allow, other_kind = 0x00050026, 0x7FFF0000, 0x40000000
    # A step's jumps are counted from the next one; the last but one allows, the last refuses.
    last = 4 + len(calls) + 1
    steps = [(load, 0, 0, 4), (equal, 0, last - 2, kind), (load, 0, 0, 0), (at_least, last - 4, 0, other_kind)]
    steps += [(equal, last - at - 1, 0, call) for at, call in enumerate(calls, 4)]
    steps += [(answer, 0, 0, allow), (answer, 0, 0, no_such_call)]
    made = (_Step * len(steps))(*(_Step(*step) for step in steps))
    set_no_new_rights, set_filter, by_filter = 38, 22, 2
    library = ctypes.CDLL(None)
    library.prctl(set_no_new_rights, 1, 0, 0, 0)
    library.prctl(set_filter, by_filter, ctypes.byref(_Filter(len(steps), made)), 0, 0)
