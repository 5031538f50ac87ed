"""The sandbox: a bubblewrap command line under which a stranger's program sees Python and nothing else.

Inside there is no network, no home folder, no course, no gradebook, no other submission; the file
system is read-only but for small folders in memory; users, processes and host names are its own;
new user namespaces are forbidden; when the grading process ends, all of it ends.

When the grader is root (a container, a server), limits on processes would not hold and a hole in
the sandbox would be a hole in the machine. So the outer sandbox then only arranges the files, gives
up root for a user number that nobody has, and an inner one forbids user namespaces.
"""

from __future__ import annotations

import functools
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path

from commonground.trainer.limits import Limits

INSIDE = Path(__file__).resolve().parent / "inside"
STUBS = Path(__file__).resolve().parent.parent / "server" / "stubs"
PROGRAMS = "/course"
STUB_FOLDER = "/stubs"
INPUT = "/in"
WORK = "/scratch"
RUN = "/run"
SMALL = 4 * 1024 * 1024
# A range that systemd hands to services for a while; no person or service owns a number in it.
FIRST_USER, LAST_USER = 61184, 65519
SYSTEM = ("/usr/lib", "/usr/lib64", "/usr/lib32", "/usr/libx32", "/usr/bin", "/usr/share/zoneinfo")
LINKED = ("/bin", "/lib", "/lib64", "/lib32", "/libx32")
SMALL_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")

HELP = (
    "Submissions are programs written by other people, and there is no sandbox here to run them in.\n"
    "Grade on Linux with 'bubblewrap' 0.8 or newer (Debian 12, Ubuntu 24.04: apt install bubblewrap),\n"
    "on Windows in the Windows Subsystem for Linux, on a Mac in a Linux container.\n"
    "If you wrote these submissions yourself, say so with the flag for your own submissions."
)

OWN_WARNING = (
    "Warning: there is no sandbox here, and you said that you wrote these submissions yourself.\n"
    "They run with all your rights: they can read, change and send whatever you can.\n"
    "Stop now if any of them came from somebody else."
)


class SandboxUnavailableError(RuntimeError):
    """There is no working sandbox; the message says what a person can do."""


@dataclass(frozen=True)
class Sandbox:
    """How to start programs apart from the rest of this machine.

    `readable` are further folders that programs may read, at the same place (the course's package,
    say); `hidden` are folders that must not be seen even if they lie in a readable one (the course
    folder with its gradebook).
    """

    limits: Limits = field(default_factory=Limits)
    readable: tuple[Path, ...] = ()
    hidden: tuple[Path, ...] = ()
    separate: bool = True

    def command(self, program: Sequence[str], given: Path | None = None) -> list[str]:
        """The command line that runs `python PROGRAM...` in the sandbox, with the folder `given` to read at `/in`.

        Without a sandbox (`separate` false: one's own submissions) it is the plain command.
        """
        python = [os.path.abspath(sys.executable), "-B", "-X", "utf8"]
        if not self.separate:
            return [*python, *program]
        bwrap = find_bubblewrap()
        arguments = [bwrap, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
        arguments += ["--die-with-parent", "--new-session", "--clearenv", "--hostname", "sandbox"]
        for name, value in environment().items():
            arguments += ["--setenv", name, value]
        root = os.geteuid() == 0
        if root:
            arguments += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        else:
            arguments += ["--unshare-user", "--disable-userns", "--cap-drop", "ALL"]
        arguments += self._files(given)
        arguments += ["--remount-ro", "/", "--chdir", WORK, "--"]
        if root:
            # A number of its own for each sandbox: the limit on processes is counted by user.
            user = str(random.SystemRandom().randint(FIRST_USER, LAST_USER))
            setpriv = _needed("setpriv", "util-linux")
            arguments += [setpriv, f"--reuid={user}", f"--regid={user}", "--clear-groups", "--"]
            arguments += [bwrap, "--unshare-user", "--disable-userns", "--cap-drop", "ALL", "--dev-bind", "/", "/"]
            arguments += ["--chdir", WORK, "--"]
        return [*arguments, *python, *program]

    def limits_inside(self) -> dict[str, int]:
        """The limits that a process of the sandbox sets on itself; none for one's own submissions."""
        if not self.separate:
            return {}
        limits = self.limits.inside()
        # Before Linux 5.14 this limit counted all that its user runs on the machine.
        # There the number of processes is watched from outside alone.
        version = tuple(int(part) for part in re.findall(r"\d+", os.uname().release)[:2])
        if version < (5, 14):
            del limits["processes"]
        return limits

    def _files(self, given: Path | None) -> list[str]:
        writable = {"/dev/shm": self.limits.scratch, "/tmp": self.limits.scratch, WORK: self.limits.scratch, RUN: SMALL}
        made: set[str] = {"/dev", *writable}
        lines = ["--proc", "/proc", "--dev", "/dev"]
        # First, so that a Python that lies in /tmp is not covered by it.
        for place, size in writable.items():
            lines.extend(["--perms", "1777", "--size", str(size), "--tmpfs", place])

        def parents(place: str) -> None:
            for parent in reversed(Path(place).parents):
                if str(parent) not in made and str(parent) != "/":
                    made.add(str(parent))
                    # bubblewrap makes folders that only their owner can enter.
                    lines.extend(["--perms", "0755", "--dir", str(parent)])

        def show(source: str, place: str) -> None:
            parents(place)
            made.add(place)
            lines.extend(["--ro-bind-try", source, place])

        for folder in SYSTEM:
            if os.path.isdir(folder):
                show(folder, folder)
        for link in LINKED:
            if os.path.islink(link):
                lines.extend(["--symlink", os.readlink(link), link])
            elif os.path.isdir(link):
                show(link, link)
        for file in SMALL_FILES:
            if os.path.exists(file):
                show(file, file)
        for folder in _python_folders():
            show(folder, folder)
        for shown in self.readable:
            show(str(shown), str(shown))
        show(str(INSIDE), PROGRAMS)
        show(str(STUBS), STUB_FOLDER)
        if given is not None:
            show(str(given), INPUT)
        for covered in self.hidden:
            if covered.exists() and any(_within(covered, shown) for shown in self._shown()):
                lines.extend(["--size", "4096", "--tmpfs", str(covered), "--remount-ro", str(covered)])
        return [*lines, "--remount-ro", "/dev"]

    def _shown(self) -> list[Path]:
        return [*(Path(folder) for folder in (*SYSTEM, *_python_folders())), *self.readable]


def environment() -> dict[str, str]:
    """The whole environment of a program in the sandbox: nothing of the grader's own."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": WORK,
        "LANG": "C.UTF-8",
        "PYTHONPATH": STUB_FOLDER,
        "PYTHONNOUSERSITE": "1",
        "IPYTHONDIR": "/tmp/ipython",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "MPLBACKEND": "agg",
        "PLOTLY_RENDERER": "plotly_mimetype",
        # One thread for each: the workers share the cores among them, and limits count threads.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "NBGRADER_EXECUTION": "autograde",
    }


def course_package() -> Path:
    """The folder of the course's own package, which cells of a task may import."""
    found = find_spec("commonground")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def find_bubblewrap() -> str:
    """Where bubblewrap is; raises SandboxUnavailableError where it is not."""
    if not sys.platform.startswith("linux"):
        raise SandboxUnavailableError(HELP)
    found = shutil.which("bwrap")
    if found is None:
        raise SandboxUnavailableError(HELP)
    return found


def require_sandbox(sandbox: Sandbox | None = None) -> Sandbox:
    """A sandbox that was tried out just now; raises SandboxUnavailableError when it cannot work here.

    Trying it out costs a few hundredths of a second, and tells a system that has bubblewrap but
    forbids user namespaces from one on which it works.
    """
    sandbox = sandbox or Sandbox(readable=(course_package(),))
    tried = subprocess.run(
        sandbox.command(["-c", "print('ready')"]), env={}, capture_output=True, text=True, timeout=60, check=False
    )
    if tried.stdout.strip() != "ready":
        reason = tried.stderr.strip().splitlines()
        said = f"\nbubblewrap said: {reason[-1]}" if reason else ""
        raise SandboxUnavailableError(f"The sandbox does not start on this machine.{said}\n{HELP}")
    return sandbox


def choose_sandbox(
    own_submissions: bool = False, limits: Limits | None = None, hidden: tuple[Path, ...] = ()
) -> tuple[Sandbox, str]:
    """The sandbox to grade in, and a warning to show ("" if there is nothing to warn of).

    Raises SandboxUnavailableError where there is none, unless the submissions are one's own: then they
    run as any program of one's own does, and the warning says so.
    """
    sandbox = Sandbox(limits or Limits(), (course_package(),), hidden)
    try:
        return require_sandbox(sandbox), ""
    except SandboxUnavailableError:
        if not own_submissions:
            raise
    return replace(sandbox, separate=False), OWN_WARNING


def _needed(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise SandboxUnavailableError(f"The program '{name}' is needed. Debian, Ubuntu: apt install {package}.\n{HELP}")
    return found


@functools.cache
def _python_folders() -> tuple[str, ...]:
    """The folders of this Python: its own, its environment's, and where its program really is."""
    prefixes = [sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent.parent)]
    found: list[str] = []
    for prefix in dict.fromkeys(prefixes):
        if prefix == "/usr":
            continue
        wanted: Iterable[str] = [prefix]
        if prefix == "/usr/local":
            # nbgrader's exchange lies in /usr/local/share by default.
            wanted = ["/usr/local/lib", "/usr/local/bin"]
        found += [folder for folder in wanted if os.path.isdir(folder)]
    if sys.base_prefix == "/usr" and os.path.isdir("/usr/local/lib"):
        found.append("/usr/local/lib")
    return tuple(dict.fromkeys(found))


def _within(inner: Path, outer: Path) -> bool:
    return inner.resolve().is_relative_to(outer.resolve())
