"""The examiner: runs the tests of a task, as written, on the plain answers of one submission after another.

No line of a submission ever runs here. A request comes as one line of JSON on the standard input:
the task's own cells in order, and for each what the names that it asks for held in the submission.
Each request is served by a fork, so that one leaves nothing behind for the next. A function of the
submission is called by asking the grading process, which asks the submission's sandbox.

Started as `python examiner_main.py SETTINGS`.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import json
import math
import os
import shutil
import signal
import sys
import traceback
import warnings
from pathlib import Path
from typing import IO, Any

HERE = str(Path(__file__).resolve().parent)
sys.path[:] = [HERE, *(part for part in sys.path if part not in ("", HERE))]

from limits_inside import set_limits  # noqa: E402
from plain import NotPlainError, Reader, Writer  # noqa: E402

sys.path.remove(HERE)

LONGEST_TEXT = 500


class UnusableAnswerError(BaseException):
    """An answer that cannot be tested. No `except Exception` of a test passes over it."""

    def __init__(self, reason: str, suspect: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.suspect = suspect


class Line:
    """The line to the grading process: one JSON object a line, each way."""

    def __init__(self, receive: IO[str], send: IO[str]) -> None:
        self._receive = receive
        self._send = send

    def say(self, message: dict[str, Any]) -> None:
        """Send one message."""
        self._send.write(json.dumps(message) + "\n")
        self._send.flush()

    def hear(self) -> dict[str, Any] | None:
        """The next message, or None when there will be no more."""
        line = self._receive.readline()
        return json.loads(line) if line else None


class SubmittedFunction:
    """Stands for a function of the submission: calling it calls the function where it lives."""

    def __init__(self, line: Line, handle: int, name: str, seconds: float) -> None:
        self._line = line
        self._handle = handle
        self._seconds = seconds
        self.__name__ = self.__qualname__ = name
        self.__doc__ = None

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        writer = Writer(_handle_of)
        try:
            request = {
                "call": self._handle,
                "args": [writer.write(part) for part in arguments],
                "kwargs": {name: writer.write(part) for name, part in named.items()},
            }
        except NotPlainError as refusal:
            raise TypeError(f"{self.__name__} can be called with plain values only: {refusal.reason}") from None
        # The submission's time is watched by the grading process; this clock is for the test itself.
        set_clock(0)
        self._line.say(request)
        answer = self._line.hear() or {"gone": "the grading ended"}
        set_clock(self._seconds)
        if "raised" in answer:
            raise _exception(str(answer["raised"]), str(answer.get("text", "")))
        if "value" not in answer:
            reason = answer.get("unreadable") or answer.get("gone") or "it gave no answer"
            raise UnusableAnswerError(f"{self.__name__}(…): {reason}", bool(answer.get("suspect")))
        return read(answer["value"], self._line, self._seconds)

    def __repr__(self) -> str:
        return f"<function {self.__name__} of the submission>"


def set_clock(seconds: float) -> None:
    """End this process after that many seconds, unless the clock is set anew; 0 stops the clock."""
    # Windows has no such clock; the grading process then waits longer, and ends the examiner itself.
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _handle_of(value: Any) -> int:
    if isinstance(value, SubmittedFunction):
        return value._handle
    raise NotPlainError("a function of the test cannot be handed over")


def _exception(name: str, text: str) -> Exception:
    kind = getattr(builtins, name, None)
    if isinstance(kind, type) and issubclass(kind, Exception):
        try:
            return kind(text)
        except TypeError:
            return RuntimeError(text)
    return RuntimeError(f"{name}: {text}")


def read(form: Any, line: Line, seconds: float) -> Any:
    """The value of a plain form; raises UnusableAnswerError."""
    try:
        return Reader(lambda handle, name: SubmittedFunction(line, handle, name, seconds)).read(form)
    except NotPlainError as refusal:
        raise UnusableAnswerError(refusal.reason, refusal.suspect) from None


class _NoNotebook:
    """Stands for `get_ipython()`: a magic line of the task does nothing here."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


def examine(request: dict[str, Any], line: Line) -> None:
    """Run the cells of one request in order and say how each went."""
    seconds = float(request["seconds"])
    space: dict[str, Any] = {"__name__": "__main__", "get_ipython": _NoNotebook, "display": lambda *_, **__: None}
    for cell in request["cells"]:
        set_clock(seconds)
        report: dict[str, Any] = {"cell": cell["place"]}
        try:
            _bind(cell, space, line, seconds)
            if cell.get("skip"):
                continue
            value = _run(cell["source"], f"<cell {cell['place']}>", space)
            number = _number(value) if cell["test"] else None
            report.update(outcome="passed" if number is None else "points", points=number)
        except UnusableAnswerError as unusable:
            report.update(outcome="unusable", text=unusable.reason, suspect=unusable.suspect)
        except BaseException as trouble:
            report.update(outcome="failed", **_described(trouble, f"<cell {cell['place']}>"))
        set_clock(0)
        line.say(report)


def _bind(cell: dict[str, Any], space: dict[str, Any], line: Line, seconds: float) -> None:
    """Give the names their values; one that cannot be read matters only to a cell that relies on it."""
    for name, form in cell["values"].items():
        space.pop(name, None)
        if form is None:
            continue
        try:
            space[name] = read(form, line, seconds)
        except UnusableAnswerError:
            if name in cell["relies"]:
                raise


def _run(source: str, place: str, space: dict[str, Any]) -> Any:
    tree = ast.parse(source, place)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(tree, place, "exec"), space)
        return None
    exec(compile(ast.Module(tree.body[:-1], []), place, "exec"), space)
    return eval(compile(ast.Expression(last.value), place, "eval"), space)


def _number(value: Any) -> float | None:
    """Partial credit as in nbgrader: the value of a test's last line, if that is a number."""
    if value is None or isinstance(value, (bool, str)) or type(value).__name__ in ("bool_", "bool"):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else 0.0


def _described(trouble: BaseException, place: str) -> dict[str, Any]:
    lines = [frame.lineno for frame in traceback.extract_tb(trouble.__traceback__) if frame.filename == place]
    if isinstance(trouble, SyntaxError) and trouble.filename == place:
        lines.append(trouble.lineno)
    return {"name": type(trouble).__name__, "text": str(trouble)[:LONGEST_TEXT], "line": lines[-1] if lines else None}


def serve(line: Line) -> None:
    """Serve requests until the line ends, each in a process of its own.

    Where there is no fork (Windows), one request is served and the process ends; the next gets a new one.
    """
    while (request := line.hear()) is not None:
        if not hasattr(os, "fork"):
            examine(request, line)
            line.say({"end": 0})
            return
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            try:
                examine(request, line)
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        line.say({"end": os.waitstatus_to_exitcode(status)})


def main() -> None:
    """Set the limits, load the modules that the tests use, and serve."""
    settings = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if settings["limits"]:
        set_limits(settings["limits"])
    files = Path(settings["files"])
    for source in files.rglob("*"):
        target = Path(settings["work"]) / source.relative_to(files)
        if source.is_dir():
            target.mkdir(exist_ok=True)
        else:
            shutil.copyfile(source, target)
    os.chdir(settings["work"])
    sys.path.insert(0, "")
    receive = os.fdopen(os.dup(0), "r", encoding="utf-8")
    send = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What tests print is not part of the conversation.
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    warnings.simplefilter("ignore")
    for name in settings["modules"]:
        importlib.import_module(name)
    line = Line(receive, send)
    line.say({"ready": True})
    serve(line)


if __name__ == "__main__":
    main()
