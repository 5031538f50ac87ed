#!/usr/bin/env python3
"""Common Ground in one command: `python3 start.py` sets the course up and opens it.

    python3 start.py                 open the course in your browser
    python3 start.py lab             open it in JupyterLab, where notebooks are edited
    python3 start.py site            build the browser edition and show it on this computer
    python3 start.py test [...]      run the course's own tests; the rest goes to pytest
    python3 start.py --help          all options

The first start makes the folder .venv beside this file and installs into it, at the versions and
with the hashes that requirements.lock names, what the course needs. Later starts take seconds.

This file needs nothing but Python's standard library. It must be readable for every Python 3 from
3.6, so that an old one can say in one sentence what is wrong: no newer syntax here.
"""

# ruff: noqa: UP006, UP035, UP045
# The rules switched off ask for ways to write types that an old Python cannot read.

import argparse
import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, NoReturn, Optional, Sequence, Set, TextIO, Tuple

ROOT = Path(__file__).resolve().parent
OLDEST, NEWEST = (3, 11), (3, 13)
LOCKS = {"course": "requirements.lock", "test": "requirements-test.lock"}
# The folder of the quick stand-in for a slow import; see the file in it.
STUBS = Path("src", "commonground", "server", "stubs")
NEEDED_BYTES = 1500 * 1000 * 1000
# Windows allows 260 characters for a path; the longest one inside .venv has about 170.
LONGEST_WINDOWS_PATH = 80


class Problem(Exception):
    """Something that the person at the keyboard can mend; the text is one sentence that says how."""


# ---- is this Python good enough -------------------------------------------------------------------


def check_python(version: Sequence[int], bits: int = 64, others: Sequence[str] = ()) -> None:
    """Raise Problem unless this Python can run the course; `others` are fitting Pythons found on the machine."""
    found = f"{version[0]}.{version[1]}"
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        if bits < 64:
            raise Problem(
                "This is a 32-bit Python, and the course needs a 64-bit one: "
                "install it from https://www.python.org/downloads/ and run start.py with it."
            )
        return
    if others:
        how = f"run this instead: {others[0]} start.py"
    else:
        how = "install Python 3.12 from https://www.python.org/downloads/ and run start.py with it."
    raise Problem(f"The course needs Python 3.11, 3.12 or 3.13, and this is Python {found}: {how}")


def fitting_pythons() -> List[str]:
    """Commands on this machine that start a Python of a fitting version, newest first."""
    fitting = []
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        command = f"python3.{minor}"
        if shutil.which(command) and _answers([command], (3, minor)):
            fitting.append(command)
        elif os.name == "nt" and shutil.which("py") and _answers(["py", f"-3.{minor}"], (3, minor)):
            fitting.append(f"py -3.{minor}")
    return fitting


def _answers(command: List[str], version: Tuple[int, int]) -> bool:
    question = f"import sys; sys.exit(sys.version_info[:2] != {version!r})"
    try:
        return (
            subprocess.call([*command, "-c", question], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            == 0
        )
    except OSError:
        return False


# ---- progress ---------------------------------------------------------------------------------------


class Progress:
    """One line that moves in a terminal; a plain line for each tenth elsewhere."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.out = out
        self.moving = bool(getattr(out, "isatty", lambda: False)())
        self.clock = clock
        self.began = clock()
        self.said = -1
        self.width = 0

    def elapsed(self) -> str:
        """Time since the beginning, as minutes:seconds."""
        seconds = int(self.clock() - self.began)
        return f"{seconds // 60}:{seconds % 60:02d}"

    def show(self, text: str, percent: int) -> None:
        """Say how far it is."""
        line = f"  {percent:3d} %  {text}  ({self.elapsed()})"
        if self.moving:
            self.out.write("\r" + line.ljust(self.width))
            self.width = len(line)
            self.out.flush()
        elif percent // 10 > self.said:
            self.said = percent // 10
            self.say(line)

    def say(self, text: str) -> None:
        """Write a line of its own."""
        if self.width:
            self.out.write("\r" + " " * self.width + "\r")
            self.width = 0
        self.out.write(text + "\n")
        self.out.flush()


# ---- what pip says ------------------------------------------------------------------------------------

# What pip and the system print for each kind of trouble, in small letters. The first kind that fits is
# the one told: a full disk or a bad path also ends in lines that look like a missing package.
_SIGNS = {
    "room": "no space left on device|[errno 28]|disk quota exceeded|[winerror 112]|not enough space on the disk",
    "length": "file name too long|[errno 36]|[winerror 206]|long path support",
    "damage": "do not match the hashes",
    "right": "permission denied|[errno 13]|access is denied|[winerror 5]|[winerror 32]|read-only file system|[errno 30]",
    "certificate": "certificate_verify_failed|certificate verify failed",
    "network": "newconnectionerror|connecttimeouterror|readtimeouterror|proxyerror|connection broken by|name resolution"
    "|getaddrinfo failed|nodename nor servname|network is unreachable|connection refused|connection aborted"
    "|connection reset|read timed out|could not connect",
    "package": "no matching distribution found|could not find a version|subprocess-exited-with-error|failed building wheel",
}


def sentence_for(kind: str, folder: Path) -> str:
    """What to do about one kind of trouble."""
    again = "then run start.py again."
    short = "C:\\commonground" if os.name == "nt" else "~/commonground"
    return {
        "room": f"The disk is full: free about 2 GB on the disk of {folder}, {again}",
        "length": f"The path of this folder is too long: move the course to a shorter one, such as {short}, {again}",
        "damage": "A package arrived that is not the one that was tested: run start.py again, and if it happens "
        "again, stop there and tell the people who gave you the course.",
        "right": f"The folder {folder} may not be written, or another program holds a file in it: close other windows "
        f"of the course, or move it to a folder of your own such as Documents, {again}",
        "certificate": "Your network replaces certificates and Python does not trust them: ask your IT department "
        f"how Python's pip is to reach the internet here, {again}",
        "network": "The internet could not be reached: check the connection, or ask your IT department for the "
        f"proxy that pip must use, {again}",
        "package": "There is no ready-made package for this computer: get a 64-bit Python 3.12 from "
        f"https://www.python.org/downloads/, {again}",
    }[kind]


def explain(output: str, folder: Path, log: Optional[Path] = None) -> str:
    """One sentence for a failed step, from what it printed: what is wrong and what to do."""
    text = output.lower()
    for kind, signs in _SIGNS.items():
        if any(sign in text for sign in signs.split("|")):
            return sentence_for(kind, folder)
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["no message"]
    last = next((line for line in reversed(lines) if "error" in line.lower()), lines[-1])
    where = "" if log is None else f" (all of it is in {log})"
    return (
        f'The setup stopped with the message "{last}": run start.py again, and if it stops again, '
        f"send the message to the people who gave you the course{where}."
    )


def os_problem(error: OSError, folder: Path) -> Problem:
    """The Problem behind an error of the operating system."""
    kinds = {errno.ENOSPC: "room", errno.ENAMETOOLONG: "length", errno.EROFS: "right", errno.EACCES: "right"}
    kinds[getattr(errno, "EDQUOT", errno.ENOSPC)] = "room"
    kind = "right" if isinstance(error, PermissionError) else kinds.get(error.errno or 0)
    return Problem(sentence_for(kind, folder) if kind else explain(str(error), folder))


class PipCount:
    """Counts from pip's lines how many of the packages have been fetched."""

    LINE = re.compile(r"\s*(?:Collecting|Requirement already satisfied:|Ignoring)\s+([A-Za-z0-9._-]+)")

    def __init__(self, total: int) -> None:
        self.total = total
        self.names: Dict[str, None] = {}
        self.installing = False

    def read(self, line: str) -> None:
        """Take one line of pip's output."""
        found = self.LINE.match(line)
        if found:
            self.names[found.group(1).lower()] = None
        if line.startswith("Installing collected packages"):
            self.installing = True

    @property
    def done(self) -> int:
        """Packages seen so far, at most the total."""
        return min(len(self.names), self.total)


def packages_in(lock: Path) -> int:
    """How many packages a lock names."""
    return sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if re.match(r"[A-Za-z0-9]", line))


# ---- the setup ------------------------------------------------------------------------------------------


def clean_environment(environ: Dict[str, str], root: Path) -> Dict[str, str]:
    """The environment of what we start: settings for another Python or another pip target are left out."""
    unwanted = ["PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"]
    unwanted += [
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_ROOT",
        "PIP_CONSTRAINT",
        "PIP_REQUIRE_HASHES",
        "PIP_NO_DEPS",
    ]
    kept = {name: value for name, value in environ.items() if name not in unwanted}
    kept.update(PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONNOUSERSITE="1")
    kept["PYTHONPATH"] = str(root / STUBS)
    return kept


def _hash(*files: Path) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


class Setup:
    """The folder .venv of one copy of the course, and what has been installed into it."""

    def __init__(self, root: Path = ROOT, out: Optional[TextIO] = None, python: Optional[str] = None) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.stamp = self.venv / "commonground.json"
        self.unfinished = self.venv / "commonground.unfinished"
        self.log = self.venv / "commonground-setup.log"
        self.out = out if out is not None else sys.stdout
        self.base_python = python or getattr(sys, "_base_executable", None) or sys.executable
        self.environment = clean_environment(dict(os.environ), root)

    @property
    def python(self) -> Path:
        """The Python inside .venv."""
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def wanted(self, level: str) -> Dict[str, str]:
        """What the stamp says of a finished setup."""
        return {
            "level": level,
            "lock": _hash(self.root / LOCKS[level]),
            "package": _hash(self.root / "pyproject.toml"),
            "folder": str(self.root),
        }

    def stamped(self) -> Dict[str, str]:
        """What the stamp says; empty where the setup was never finished."""
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def works(self) -> bool:
        """Whether the Python in .venv starts, fits and has pip (a system update can take it away)."""
        question = (
            "import sys, importlib.util; importlib.util.find_spec('pip').name; print(*sys.version_info[:2])"
        )
        try:
            answer = subprocess.check_output(
                [str(self.python), "-c", question],
                env=self.environment, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            return OLDEST <= tuple(map(int, answer.split())) <= NEWEST
        except (OSError, ValueError, subprocess.CalledProcessError):
            return False

    def level_for(self, level: str) -> str:
        """The level to have: a folder that once had the test tools keeps them."""
        return "test" if "test" in (level, self.stamped().get("level")) else "course"

    def ready(self, level: str) -> bool:
        """Whether nothing needs to be installed."""
        return (
            not self.unfinished.exists()
            and self.stamped() == self.wanted(self.level_for(level))
            and self.works()
        )

    def ensure(self, level: str) -> None:
        """Install what is missing; raise Problem where that cannot be done."""
        if self.ready(level):
            return
        try:
            with self._alone():
                if not self.ready(level):
                    self._install(self.level_for(level))
        except OSError as error:
            raise os_problem(error, self.root) from error

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Let no second start.py install into the same folder; the system frees the lock if we are killed."""
        name = f"commonground-{hashlib.sha256(str(self.root).encode()).hexdigest()[:16]}.lock"
        with open(os.path.join(tempfile.gettempdir(), name), "a+") as file:
            if not _lock(file):
                raise Problem("The course is being set up in another window: wait until it has opened there.")
            yield

    def _install(self, level: str) -> None:
        began = self.stamped()
        fresh = self.unfinished.exists() or not self.works()
        self._check_place(fresh)
        progress = Progress(self.out)
        if self.unfinished.exists():
            progress.say("The last setup was interrupted, so it starts afresh.")
        if fresh:
            progress.say("Setting up the course. This happens once and takes a few minutes.")
            progress.say("Step 1 of 3: a folder of its own for what the course needs (.venv)")
            self._make_venv()
        else:
            progress.say("The course has changed since the last start, so its folder is brought up to date.")
        wanted = self.wanted(level)
        if fresh or (began.get("level"), began.get("lock")) != (level, wanted["lock"]):
            self._install_lock(self.root / LOCKS[level], progress)
        progress.say("Step 3 of 3: the course itself")
        self._mark_unfinished()
        self._pip(["--no-build-isolation", "--no-deps", "--editable", str(self.root)], lambda line: None)
        self._run([str(self.python), "-c", "import commonground, jupyter_server, voila"], lambda line: None)
        temporary = self.stamp.with_suffix(".new")
        temporary.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
        os.replace(str(temporary), str(self.stamp))
        self.unfinished.unlink()
        progress.say(f"Ready after {progress.elapsed()}.")

    def _check_place(self, fresh: bool) -> None:
        if os.name == "nt" and len(str(self.root)) > LONGEST_WINDOWS_PATH:
            raise Problem(sentence_for("length", self.root))
        with tempfile.TemporaryFile(dir=str(self.root)):
            pass
        if fresh and shutil.disk_usage(str(self.root)).free < NEEDED_BYTES:
            raise Problem(sentence_for("room", self.root))

    def _make_venv(self) -> None:
        missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
        if missing:
            raise Problem(
                f"This Python cannot make a folder of its own, because its part '{missing[0]}' is not installed: "
                "on Debian or Ubuntu run 'sudo apt install python3-venv', then run start.py again."
            )
        if self.venv.exists():
            shutil.rmtree(str(self.venv))
        self.venv.mkdir()
        self._mark_unfinished()
        self._run([self.base_python, "-m", "venv", str(self.venv)], lambda line: None)

    def _mark_unfinished(self) -> None:
        """From here on .venv is not whole: an interruption is noticed by the next start."""
        with contextlib.suppress(FileNotFoundError):
            self.stamp.unlink()
        self.unfinished.write_text("A setup is under way, or was interrupted.\n", encoding="utf-8")

    def _install_lock(self, lock: Path, progress: Progress) -> None:
        count = PipCount(packages_in(lock))
        progress.say(f"Step 2 of 3: {count.total} packages")
        before = self._installed()

        def read(line: str) -> None:
            count.read(line)
            # Until here pip has only fetched: without a network an older setup stays whole.
            if count.installing and not self.unfinished.exists():
                self._mark_unfinished()

        def show() -> None:
            if count.installing:
                arrived = len(self._installed() - before)
                share = min(1.0, arrived / max(1, count.total - len(before)))
                progress.show(f"installing, {arrived} done", 60 + int(39 * share))
            else:
                progress.show(
                    f"fetching {count.done} of {count.total}",
                    int(60 * count.done / max(1, count.total)),
                )

        self._pip(["--require-hashes", "--no-deps", "--progress-bar", "off", "-r", str(lock)], read, show)
        progress.show("all packages installed", 100)
        if progress.moving:
            progress.out.write("\n")
            progress.width = 0

    def _installed(self) -> Set[str]:
        """Packages that have arrived in .venv: pip itself says nothing while it installs."""
        pattern = (
            "Lib/site-packages/*.dist-info" if os.name == "nt" else "lib/python3*/site-packages/*.dist-info"
        )
        return {path.name for path in self.venv.glob(pattern)}

    def _pip(
        self, arguments: List[str], read: Callable[[str], None], tick: Callable[[], None] = lambda: None
    ) -> None:
        self._run([str(self.python), "-m", "pip", "install", *arguments], read, tick)

    def _run(
        self, command: List[str], read: Callable[[str], None], tick: Callable[[], None] = lambda: None
    ) -> None:
        """Run a step; its lines go to `read`, and `tick` is called a few times a second."""
        lines: List[str] = []
        trouble: List[OSError] = []
        process = subprocess.Popen(
            command, cwd=str(self.root), env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        )  # fmt: skip

        def listen() -> None:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    lines.append(line)
                    read(line)
            except OSError as error:  # such as a full disk; with nobody listening the step would wait for ever
                trouble.append(error)

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        try:
            while listener.is_alive():
                listener.join(0.25)
                tick()
            if trouble:
                raise trouble[0]
            code = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        if code:
            output = "".join(lines)
            log: Optional[Path] = None
            with contextlib.suppress(OSError):
                self.log.write_text(output, encoding="utf-8")
                log = self.log
            raise Problem(explain(output, self.root, log))


def _lock(file: Any) -> bool:
    """Try to take the system's lock on an open file."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# ---- the commands ------------------------------------------------------------------------------------------


def hand_over(command: List[str], root: Path, environment: Dict[str, str]) -> NoReturn:
    """Become `command`, or on Windows, which has no such thing, run it and end with its status."""
    os.chdir(str(root))
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, environment)
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:
            continue  # Ctrl+C goes to the course as well, which ends in its own time


def pytest_arguments(given: Sequence[str]) -> List[str]:
    """The arguments for pytest: two workers, a file to a worker, unless the caller chose otherwise."""
    own = ("-n", "--numprocesses", "--dist", "--pdb", "--trace", "no:xdist", "-pno:xdist")
    if any(
        word == name or word.startswith(name + "=") or re.match(r"-n\w+$", word)
        for word in given
        for name in own
    ):
        return list(given)
    return ["-n", "2", "--dist", "loadfile", *given]


def build_parser() -> argparse.ArgumentParser:
    """The options of start.py."""
    parser = argparse.ArgumentParser(
        prog="start.py",
        description="Common Ground: sets the course up, then opens it in your browser.",
        epilog="The course runs on this computer alone. It needs the internet once, at the first start.",
    )
    parser.add_argument(
        "command", nargs="?", choices=("open", "lab", "site", "test"), default="open",
        help="open: the course as pages, with no code (default); lab: the same in JupyterLab; "
        "site: the edition for a web server, built and shown here; "
        "test: the course's own tests (whatever follows goes to pytest)",
    )  # fmt: skip
    parser.add_argument("--no-browser", action="store_true", help="start, but do not open a browser")
    parser.add_argument(
        "--port", type=int, help="first port to try; the next free one is taken (default: 8888)"
    )
    return parser


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Do what the command line says; the return value is the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        version = sys.version_info[:2]
        fits = OLDEST <= version <= NEWEST
        check_python(version, 64 if sys.maxsize > 2**32 else 32, () if fits else fitting_pythons())
        setup = Setup()
        if words[:1] == ["test"]:
            setup.ensure("test")
            command = [str(setup.python), "-m", "pytest", *pytest_arguments(words[1:])]
        else:
            args = build_parser().parse_args(words)
            setup.ensure("course")
            command = [str(setup.python), "-m", "commonground"]
            command += ["site", "--serve"] if args.command == "site" else ["open"]
            command += ["--lab"] if args.command == "lab" else []
            command += ["--no-browser"] if args.no_browser else []
            command += ["--port", str(args.port)] if args.port is not None else []
            print("Building the browser edition ..." if args.command == "site" else "Starting the course ...")
        hand_over(command, ROOT, setup.environment)
    except Problem as problem:
        sys.stdout.flush()
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run start.py again to go on.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
