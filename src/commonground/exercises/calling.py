"""Calling a learner's function without harm, and saying in plain words what stopped it."""

from __future__ import annotations

import contextlib
import copy
import dis
import io
import linecache
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np
import pandas as pd

_IDLE = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE", "LOAD_COMMON_CONSTANT", "CACHE"}


@dataclass(frozen=True)
class Returned:
    """The learner's function came back with a value."""

    value: object


@dataclass(frozen=True)
class Stopped:
    """The learner's function raised; `line` counts from the top of its cell or file (0: not in their code)."""

    error: BaseException
    line: int
    text: str
    blanks: bool

    @property
    def on_a_blank(self) -> bool:
        """Whether what stopped it is a `...` still to be filled in, or a deliberate NotImplementedError."""
        return (
            self.blanks
            or isinstance(self.error, NotImplementedError)
            or "ellipsis" in str(self.error).lower()
        )


def own_copy(value: Any) -> Any:
    """A copy that shares nothing with the original that the learner could change."""
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return value.copy(deep=True)
    return copy.deepcopy(value)


def call(function: Callable[..., object], arguments: tuple[object, ...], quiet: bool) -> Returned | Stopped:
    """Call with copies of the arguments; `quiet` swallows what the function prints."""
    copies = tuple(own_copy(argument) for argument in arguments)
    sink = contextlib.redirect_stdout(io.StringIO()) if quiet else contextlib.nullcontext()
    try:
        with sink:
            return Returned(function(*copies))
    except (Exception, SystemExit) as error:
        line, text = _where(function, error)
        return Stopped(error, line, text, has_blanks(function))


def _where(function: Callable[..., object], error: BaseException) -> tuple[int, str]:
    """The last line of the learner's own file or cell that was running."""
    code = getattr(function, "__code__", None)
    home = code.co_filename if code else None
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == home]
    if not frames:
        return 0, ""
    last = frames[-1]
    return last.lineno or 0, linecache.getline(last.filename, last.lineno or 0).strip()


def is_blank(answer: object) -> bool:
    """Nothing handed in yet: None, `...`, or a function whose body does nothing."""
    if answer is None or answer is Ellipsis:
        return True
    code = getattr(answer, "__code__", None)
    return code is not None and _does_nothing(code)


def has_blanks(function: object) -> bool:
    """Whether a `...` is used in the function's code. A bare line of `...` leaves no trace there."""
    code = getattr(function, "__code__", None)
    return code is not None and Ellipsis in code.co_consts


def _does_nothing(code: CodeType) -> bool:
    steps = list(dis.get_instructions(code))
    constants = [step.argval for step in steps if "CONST" in step.opname]
    return all(step.opname in _IDLE for step in steps) and all(c is None or c is Ellipsis for c in constants)


def holds_blank(value: object) -> bool:
    """Whether an answer still holds a `...` in one of its places."""
    if value is Ellipsis:
        return True
    if isinstance(value, Mapping):
        return any(holds_blank(item) for item in value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(holds_blank(item) for item in value)
    if isinstance(value, pd.DataFrame):
        return any(
            holds_blank(list(value[column])) for column in value.columns if value[column].dtype == object
        )
    if isinstance(value, (pd.Series, np.ndarray)) and value.dtype == object:
        return any(item is Ellipsis for item in value)
    return False


def in_plain_words(stopped: Stopped) -> str:
    """What happened, where, and what to look at; for a person who does not read tracebacks."""
    error = stopped.error
    where = (
        f"It stopped on line {stopped.line}: `{stopped.text}`.\n\n" if stopped.line and stopped.text else ""
    )
    return where + _explain(error)


def _explain(error: BaseException) -> str:
    detail = str(error).split("\n", 1)[0][:200]
    if isinstance(error, KeyError):
        return (
            f"There is no column, row or key named {detail}. Compare its spelling with the table's own names."
        )
    if isinstance(error, IndexError):
        return "It asked for a position past the end of a list or table. A group may be empty."
    if isinstance(error, NameError):
        return f"A name is not known: {detail}. It may be misspelled, or the cell that makes it has not been run."
    if isinstance(error, AttributeError):
        return f"That object has no such part: {detail}. Look at what kind of object it is with `type(...)`."
    if isinstance(error, ZeroDivisionError):
        return "It divided by zero. A group may be empty: what can be said of a rate that rests on nobody?"
    if isinstance(error, RecursionError):
        return "The function called itself again and again without an end."
    if isinstance(error, TypeError) and "argument" in detail:
        return f"The function does not take the inputs that the task names: {detail}."
    if isinstance(error, TypeError):
        return f"Two things of kinds that do not go together: {detail}."
    if isinstance(error, ValueError) and "truth value" in detail:
        return "A whole column stood where one yes or no is needed. Use `&`, `|` and `~` with brackets."
    if isinstance(error, SystemExit):
        return "The function asked Python to quit. Hand back a result with `return` instead."
    return f"Python said {type(error).__name__}: {detail or 'nothing more'}."
