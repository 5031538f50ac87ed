"""start.py: what it says when something is wrong, and what it installs when.

Its Python, venv and pip are played by a small program (`FakePython`), so nothing is downloaded.
"""

from __future__ import annotations

import ast
import errno
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = (ROOT / "start.py").read_text(encoding="utf-8")

FAKE = """#!{python} -IS
import os, pathlib, shutil, sys
here = pathlib.Path({root!r})
words = sys.argv[1:]
with open(here / "calls", "a") as calls:
    calls.write(" ".join(words) + "\\n")
mode = (here / "mode").read_text() if (here / "mode").exists() else ""
if words[:2] == ["-m", "venv"]:
    (pathlib.Path(words[2]) / "bin").mkdir()
    shutil.copy(__file__, pathlib.Path(words[2]) / "bin" / "python")
elif words[0] == "-c" and "version_info" in words[1]:
    sys.exit(1) if mode == "taken-away" else print(3, 12)
elif "-r" in words:
    lock = pathlib.Path(words[words.index("-r") + 1])
    for name in lock.read_text().split():
        print("Collecting", name, "(from -r lock)", flush=True)
        if mode == "no-network":
            sys.exit("ERROR: NewConnectionError: getaddrinfo failed")
    print("Installing collected packages: all of them", flush=True)
    if mode == "killed":
        os.kill(os.getpid(), 9)
    if mode == "full":
        sys.exit("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device")
"""


class FakePython:
    """A copy of the course's set-up files, and a Python that writes down how it was called."""

    def __init__(self, start: ModuleType, root: Path) -> None:
        self.start, self.root = start, root
        root.mkdir()
        (root / "requirements.lock").write_text("one==1\ntwo==2\n")
        (root / "requirements-test.lock").write_text("one==1\ntwo==2\nthree==3\n")
        (root / "pyproject.toml").write_text("[project]\n")
        self.program = root.parent / "python"
        self.program.write_text(FAKE.format(python=sys.executable, root=str(root)))
        self.program.chmod(0o755)

    def mode(self, text: str) -> None:
        (self.root / "mode").write_text(text)

    def calls(self) -> list[str]:
        """The calls since the last question, without those that only ask for a version."""
        file = self.root / "calls"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return [line for line in lines if "version_info" not in line]

    def setup(self) -> Any:
        return self.start.Setup(self.root, out=io.StringIO(), python=str(self.program))

    def ensure(self, level: str = "course") -> tuple[str, str]:
        """Run a setup; what it installed, in short, and what it said."""
        setup = self.setup()
        try:
            setup.ensure(level)
        finally:
            calls = self.calls()
            self.last = " ".join(
                "venv" if "-m venv" in call
                else "test" if "requirements-test.lock" in call
                else "course" if "requirements.lock" in call
                else "package" if "--editable" in call
                else "look"
                for call in calls
            )  # fmt: skip
        return self.last, setup.out.getvalue()


@pytest.fixture
def fake(start: ModuleType, tmp_path: Path) -> FakePython:
    if os.name == "nt":
        pytest.skip("the fake Python is a script with a first line that Windows does not read")
    return FakePython(start, tmp_path / "course")


# ---- an old or a strange Python -------------------------------------------------------------------


def test_start_can_be_read_by_old_pythons() -> None:
    tree = ast.parse(SOURCE, feature_version=(3, 6))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert "__future__" not in {node.module for node in imports}
    notes = [n.annotation for n in ast.walk(tree) if isinstance(n, ast.arg | ast.AnnAssign) and n.annotation]
    notes += [n.returns for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.returns]
    for part in (part for note in notes for part in ast.walk(note)):
        assert not isinstance(part, ast.BinOp), "a union by | in an annotation"
        if isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name):
            assert part.value.id not in {"list", "dict", "set", "tuple", "type"}


def old_pythons() -> Iterator[str]:
    for minor in (6, 7, 8, 9, 10, 14, 15):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            yield found


@pytest.mark.parametrize("python", list(old_pythons()))
def test_a_real_python_of_another_version_gives_one_sentence(python: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "start.py", tmp_path)
    done = subprocess.run([python, "start.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip().startswith("The course needs Python 3.11, 3.12 or 3.13")
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 9), (3, 13, 1)])
def test_a_fitting_python_passes(start: ModuleType, version: tuple[int, int, int]) -> None:
    start.check_python(version)


@pytest.mark.parametrize(
    ("version", "bits", "others", "said"),
    [
        ((3, 6, 1), 64, (), "this is Python 3.6: install Python 3.12"),
        ((3, 10, 13), 64, ("python3.13",), "this is Python 3.10: run this instead: python3.13 start.py"),
        ((3, 14, 0), 64, (), "this is Python 3.14: install Python 3.12"),
        ((4, 0, 0), 64, (), "this is Python 4.0"),
        ((3, 12, 0), 32, (), "32-bit"),
    ],
)
def test_another_python_is_told_what_to_do(
    start: ModuleType, version: tuple[int, int, int], bits: int, others: tuple[str, ...], said: str
) -> None:
    with pytest.raises(start.Problem, match=said):
        start.check_python(version, bits, others)


def test_main_says_it_and_ends_with_1(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(start, "fitting_pythons", lambda: [])
    assert start.main([]) == 1
    assert "this is Python 3.9" in capsys.readouterr().err


# ---- installing ----------------------------------------------------------------------------------------


def test_the_first_start_installs_everything_and_the_second_nothing(fake: FakePython) -> None:
    did, said = fake.ensure()
    assert did == "venv course package look"
    assert "Step 1 of 3" in said
    assert "2 packages" in said
    assert "100 %" in said
    assert fake.ensure() == ("", "")


def test_a_changed_lock_is_installed_without_a_new_folder(fake: FakePython) -> None:
    fake.ensure()
    (fake.root / "requirements.lock").write_text("one==1\ntwo==2.1\n")
    assert fake.ensure()[0] == "course package look"
    assert fake.ensure()[0] == ""


def test_a_changed_pyproject_or_a_moved_folder_installs_the_package_alone(fake: FakePython) -> None:
    fake.ensure()
    (fake.root / "pyproject.toml").write_text("[project]\nversion = '2'\n")
    assert fake.ensure()[0] == "package look"
    stamp = fake.setup().stamp
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "folder": "/elsewhere"}))
    assert fake.ensure()[0] == "package look"


def test_test_tools_are_added_in_place_and_stay(fake: FakePython) -> None:
    fake.ensure()
    assert fake.ensure("test")[0] == "test package look"
    assert fake.ensure("course")[0] == ""
    (fake.root / "requirements-test.lock").write_text("one==1\n")
    assert fake.ensure("course")[0] == "test package look"


def test_an_interrupted_install_is_noticed_and_repaired(fake: FakePython) -> None:
    fake.mode("killed")
    with pytest.raises(fake.start.Problem):
        fake.ensure()
    assert not fake.setup().stamp.exists()
    fake.mode("")
    did, said = fake.ensure()
    assert did == "venv course package look"
    assert "interrupted" in said
    assert fake.ensure()[0] == ""


def test_an_update_that_is_killed_is_repaired_from_the_ground(fake: FakePython) -> None:
    fake.ensure()
    (fake.root / "requirements.lock").write_text("one==1.1\n")
    fake.mode("killed")
    with pytest.raises(fake.start.Problem):
        fake.ensure()
    fake.mode("")
    assert fake.ensure()[0] == "venv course package look"


def test_an_update_without_a_network_leaves_the_older_setup_whole(fake: FakePython) -> None:
    fake.ensure()
    before = fake.setup().stamped()
    (fake.root / "requirements.lock").write_text("one==1.1\n")
    fake.mode("no-network")
    with pytest.raises(fake.start.Problem, match="internet could not be reached"):
        fake.ensure()
    assert fake.setup().stamped() == before
    assert not fake.setup().unfinished.exists()
    fake.mode("")
    assert fake.ensure()[0] == "course package look"


def test_ctrl_c_ends_pip_and_leaves_the_mark(fake: FakePython, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(fake.start.Progress, "show", interrupt)
        with pytest.raises(KeyboardInterrupt):
            fake.ensure()
    assert fake.setup().unfinished.exists()
    assert fake.ensure()[0] == "venv course package look"


def test_a_python_that_was_taken_away_is_replaced(fake: FakePython) -> None:
    fake.ensure()
    fake.setup().python.unlink()
    assert fake.ensure()[0] == "venv course package look"


def test_a_folder_made_by_hand_is_kept_and_completed(fake: FakePython) -> None:
    fake.setup().venv.mkdir()
    subprocess.run([fake.program, "-m", "venv", str(fake.setup().venv)], check=True)
    fake.calls()
    assert fake.ensure()[0] == "course package look"


def test_a_second_window_is_asked_to_wait(fake: FakePython) -> None:
    with fake.setup()._alone(), pytest.raises(fake.start.Problem, match="another window"):
        fake.ensure()


# ---- trouble -----------------------------------------------------------------------------------------------


def test_a_disk_that_fills_up(fake: FakePython) -> None:
    fake.mode("full")
    with pytest.raises(fake.start.Problem, match="The disk is full: free about 2 GB"):
        fake.ensure()


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_disk_that_fills_up_under_our_own_mark(fake: FakePython, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.ensure()
    (fake.root / "requirements.lock").write_text("one==1\nfour==4\n")

    def full(_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fake.start.Setup, "_mark_unfinished", full)
    with pytest.raises(fake.start.Problem, match="The disk is full"):
        fake.ensure()
    assert fake.last == "course"


def test_a_disk_that_is_full_before(fake: FakePython, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake.start.shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000_000))
    with pytest.raises(fake.start.Problem, match="The disk is full"):
        fake.ensure()
    assert fake.last == ""


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write anywhere"
)
def test_a_folder_that_may_not_be_written(fake: FakePython) -> None:
    fake.root.chmod(0o555)
    try:
        with pytest.raises(fake.start.Problem, match="may not be written"):
            fake.ensure()
    finally:
        fake.root.chmod(0o755)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "may not be written"),
        (errno.EROFS, "may not be written"),
        (errno.ENOSPC, "disk is full"),
        (errno.ENAMETOOLONG, "path of this folder is too long"),
        (errno.EIO, "stopped with the message"),
    ],
)
def test_an_error_of_the_system(
    fake: FakePython, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuse(**options: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fake.start.tempfile, "TemporaryFile", refuse)
    with pytest.raises(fake.start.Problem, match=said):
        fake.ensure()


@pytest.mark.parametrize("part", ["venv", "ensurepip"])
def test_a_python_without_venv(fake: FakePython, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        fake.start.importlib.util,
        "find_spec",
        lambda name, *more: None if name == part else real(name, *more),
    )
    with pytest.raises(fake.start.Problem, match=f"'{part}' is not installed.*apt install python3-venv"):
        fake.ensure()


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("WARNING: Retrying after connection broken by 'NewConnectionError: [Errno -3] Temporary failure in name "
         "resolution'\nERROR: Could not find a version that satisfies x\nERROR: No matching distribution found for x",
         "internet could not be reached"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("OSError: [WinError 112] There is not enough space on the disk", "disk is full"),
        ("ERROR: [Errno 13] Permission denied: 'x'\nCheck the permissions.", "may not be written"),
        ("PermissionError: [WinError 5] Access is denied: 'x.dll'", "another program holds a file"),
        ("OSError: [Errno 36] File name too long", "path of this folder is too long"),
        ("HINT: ... does not have Windows Long Path support enabled.", "path of this folder is too long"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that was tested"),
        ("SSLError(SSLCertVerificationError('[SSL: CERTIFICATE_VERIFY_FAILED] self-signed'))", "certificates"),
        ("ProxyError('Cannot connect to proxy.', ...)", "proxy"),
        ("ERROR: No matching distribution found for numpy==2", "no ready-made package for this computer"),
        ("something else\nERROR: a surprise\n", 'the message "ERROR: a surprise"'),
        ("", "no message"),
    ],
)  # fmt: skip
def test_what_pip_prints_becomes_one_sentence(start: ModuleType, printed: str, said: str) -> None:
    sentence = start.explain(printed, Path("/course"))
    assert said in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "again" in sentence


# ---- progress ------------------------------------------------------------------------------------------------


def test_pip_lines_are_counted_once_each(start: ModuleType) -> None:
    count = start.PipCount(3)
    for line in (
        "Collecting one==1 (from -r x)", "  Downloading one-1.whl (2 MB)", "Requirement already satisfied: two==2 in x",
        "Ignoring three: markers 'sys_platform == \"win32\"' don't match your environment", "Collecting one==1",
    ):  # fmt: skip
        count.read(line)
    assert (count.done, count.installing) == (3, False)
    count.read("Installing collected packages: one")
    assert count.installing


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_moves_in_a_terminal_and_is_plain_elsewhere(start: ModuleType) -> None:
    times = iter([0.0, *[65.0] * 100])
    for out in (Terminal(), io.StringIO()):
        times = iter([0.0, *[65.0] * 100])
        progress = start.Progress(out, clock=lambda times=times: next(times))
        for percent in range(0, 30):
            progress.show("fetching", percent)
        progress.say("done")
        lines = out.getvalue().splitlines()
        if out.isatty():
            assert out.getvalue().count("\r") > 29
        else:
            assert lines == [
                "    0 %  fetching  (1:05)", "   10 %  fetching  (1:05)", "   20 %  fetching  (1:05)", "done",
            ]  # fmt: skip


# ---- the commands ----------------------------------------------------------------------------------------------


@pytest.fixture
def handed(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What start.py would install and run."""
    seen: list[Any] = []
    monkeypatch.setattr(start.Setup, "ensure", lambda self, level: seen.append(level))
    monkeypatch.setattr(start, "hand_over", lambda command, root, environment: seen.append(command[1:]))
    return seen


@pytest.mark.parametrize(
    ("words", "level", "command"),
    [
        ([], "course", ["-m", "commonground", "open"]),
        (["lab", "--port", "9000"], "course", ["-m", "commonground", "open", "--lab", "--port", "9000"]),
        (["--no-browser"], "course", ["-m", "commonground", "open", "--no-browser"]),
        (["test"], "test", ["-m", "pytest", "-n", "2", "--dist", "loadfile"]),
        (["test", "-x", "--help"], "test", ["-m", "pytest", "-n", "2", "--dist", "loadfile", "-x", "--help"]),
        (["test", "-n0", "tests"], "test", ["-m", "pytest", "-n0", "tests"]),
        (["test", "--numprocesses=3"], "test", ["-m", "pytest", "--numprocesses=3"]),
        (["test", "-n", "4"], "test", ["-m", "pytest", "-n", "4"]),
        (["test", "--pdb"], "test", ["-m", "pytest", "--pdb"]),
        (["test", "-no-such"], "test", ["-m", "pytest", "-n", "2", "--dist", "loadfile", "-no-such"]),
    ],
)
def test_the_commands(
    start: ModuleType, handed: list[Any], words: list[str], level: str, command: list[str]
) -> None:
    start.main(words)
    assert handed == [level, command]


def test_help_and_a_wrong_word(
    start: ModuleType, handed: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    for words, status, said in (["--help"], 0, "--no-browser"), (["tset"], 2, "invalid choice"):
        with pytest.raises(SystemExit) as ended:
            start.main(words)
        assert ended.value.code == status
        captured = capsys.readouterr()
        assert said in captured.out + captured.err
    assert handed == []


def test_the_status_of_what_is_run_is_passed_on(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import start, os, pathlib;"
        "start.hand_over([sys.executable, '-c', 'raise SystemExit(7)'], pathlib.Path(sys.argv[1]), dict(os.environ))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(ROOT)], cwd=tmp_path).returncode == 7


def test_settings_for_another_python_are_left_out(start: ModuleType) -> None:
    given = {"PYTHONHOME": "x", "PYTHONPATH": "y", "PIP_TARGET": "z", "PIP_INDEX_URL": "kept", "PATH": "p"}
    cleaned = start.clean_environment(given, ROOT)
    assert cleaned["PIP_INDEX_URL"] == "kept"
    assert not {"PYTHONHOME", "PIP_TARGET"} & cleaned.keys()
    assert (Path(cleaned["PYTHONPATH"]) / "rfc3987_syntax.py").is_file()
