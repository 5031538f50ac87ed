"""Answers as plain data: written down in the submission's process, built anew in the examiner's.

What crosses the border is JSON and nothing else. A list is a JSON list, text and small numbers are
themselves, every other value is an object with its kind under "t". Only exact, well-known types are
written down; an object of a class of the submission's own (one that is "equal to everything", say)
is refused with a reason, because what it would do in a test cannot be known from outside.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import math
import re
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any

MOST_PARTS = 500_000
DEEPEST = 40
# Python's own sign of a class that a `class` statement made.
MADE_AT_RUN_TIME = 1 << 9
BIGGEST_DIRECT_INT = 2**53
MOST_DIGITS = 4000

_DICTS = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)
_VIEWS: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()))
_FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    type(len),
)
_DTYPE = re.compile(
    r"(bool|boolean|u?int(8|16|32|64)|U?Int(8|16|32|64)|float(16|32|64)|Float(32|64)|object|str|string|category"
    r"|<U\d{1,6}|datetime64\[[A-Za-z]{1,2}(, [A-Za-z0-9_/+:-]{1,40})?\]|timedelta64\[[A-Za-z]{1,2}\])"
)


class NotPlainError(Exception):
    """A value that cannot be written down or read back as plain data.

    `suspect` says that its class was made to behave like something that it is not.
    """

    def __init__(self, reason: str, suspect: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.suspect = suspect


def whole_text(text: str) -> str:
    """The text with a question mark for each lone half of a character pair, which cannot be handed over."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Writer:
    """Writes one value down; `keep` takes a function and returns the number under which it can be called."""

    def __init__(self, keep: Callable[[Any], int] | None = None) -> None:
        self._keep = keep
        self._parts = 0

    def write(self, value: Any, depth: int = 0) -> Any:
        """The JSON form of `value`; raises NotPlainError with the reason in plain words."""
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise NotPlainError("it has too many parts")
        if depth > DEEPEST:
            raise NotPlainError("it is nested too deeply, or contains itself")
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            return whole_text(value)
        if kind is int:
            return self._integer(value)
        if kind is float:
            return value if math.isfinite(value) else {"t": "float", "v": repr(value)}
        if kind is list:
            return [self.write(part, depth + 1) for part in value]
        if kind in (tuple, set, frozenset):
            return {"t": kind.__name__, "v": [self.write(part, depth + 1) for part in value]}
        if kind in _DICTS:
            pairs = [[self.write(k, depth + 1), self.write(v, depth + 1)] for k, v in value.items()]
            return {"t": "dict", "v": pairs}
        if kind in _VIEWS:
            return [self.write(part, depth + 1) for part in value]
        simple = self._simple(value, kind)
        if simple is not None:
            return simple
        if kind.__mro__[1:] == (tuple, object) and isinstance(getattr(kind, "_fields", None), tuple):
            if any(isinstance(part, _FUNCTIONS) for part in value):
                raise NotPlainError("it is a record that holds functions of its own", True)
            fields = [str(field) for field in kind._fields]
            return {"t": "named", "n": kind.__name__, "f": fields, "v": [self.write(p, depth + 1) for p in value]}
        table = self._table(value, kind, depth)
        if table is not None:
            return table
        if self._keep is not None and (isinstance(value, _FUNCTIONS) or kind.__name__ == "partial"):
            return {"t": "function", "h": self._keep(value), "n": str(getattr(value, "__name__", "function"))}
        raise self._refusal(value, kind)

    @staticmethod
    def _integer(value: int) -> Any:
        if abs(value) < BIGGEST_DIRECT_INT:
            return value
        if value.bit_length() > MOST_DIGITS * 3:
            raise NotPlainError("it is a number with thousands of digits")
        return {"t": "int", "v": str(value)}

    @staticmethod
    def _simple(value: Any, kind: type) -> Any:
        if kind is range:
            return {"t": "range", "v": [value.start, value.stop, value.step]}
        if kind is complex:
            return {"t": "complex", "v": [repr(value.real), repr(value.imag)]}
        if kind in (bytes, bytearray):
            return {"t": "bytes", "v": bytes(value).hex()}
        if kind in (decimal.Decimal, fractions.Fraction):
            return {"t": kind.__name__, "v": str(value)}
        if kind in (datetime.date, datetime.datetime, datetime.time):
            return {"t": kind.__name__, "v": value.isoformat()}
        if kind is datetime.timedelta:
            return {"t": "timedelta", "v": [value.days, value.seconds, value.microseconds]}
        return None

    def _table(self, value: Any, kind: type, depth: int) -> Any:
        numpy = sys.modules.get("numpy")
        if numpy is not None:
            if isinstance(value, numpy.generic) and kind.__module__ == "numpy":
                if kind in (numpy.datetime64, numpy.timedelta64):
                    return {"t": "numpy", "d": str(value.dtype), "v": str(value.astype("int64"))}
                return self.write(value.item(), depth + 1)
            if kind is numpy.ndarray:
                flat = [self.write(part, depth + 1) for part in value.ravel().tolist()]
                return {"t": "array", "d": str(value.dtype), "s": list(value.shape), "v": flat}
        pandas = sys.modules.get("pandas")
        if pandas is None:
            return None
        if value is pandas.NaT or value is pandas.NA:
            return {"t": "NaT" if value is pandas.NaT else "NA"}
        if kind is pandas.Timestamp:
            return {"t": "Timestamp", "v": value.isoformat()}
        if kind is pandas.Timedelta:
            return {"t": "Timedelta", "v": str(value.value)}
        if kind is pandas.DataFrame:
            columns = [self._column(value.iloc[:, place], depth) for place in range(value.shape[1])]
            return {
                "t": "frame",
                "c": self._labels(value.columns, depth),
                "i": self._labels(value.index, depth),
                "v": columns,
            }
        if kind is pandas.Series:
            return {
                "t": "series",
                "n": self.write(value.name, depth + 1),
                "i": self._labels(value.index, depth),
                "v": self._column(value, depth),
            }
        if isinstance(value, pandas.Index) and kind.__module__.startswith("pandas."):
            return {"t": "index", "v": self._labels(value, depth)}
        return None

    def _column(self, column: Any, depth: int) -> dict[str, Any]:
        return {"d": str(column.dtype), "v": [self.write(part, depth + 2) for part in column.tolist()]}

    def _labels(self, index: Any, depth: int) -> dict[str, Any]:
        names = [self.write(name, depth + 2) for name in index.names]
        several = hasattr(index, "levels")
        # A plain count of rows is the usual case, and the largest: it is said in one word.
        if type(index).__name__ == "RangeIndex":
            return {"r": [index.start, index.stop, index.step], "n": names}
        return {"v": [self.write(part, depth + 2) for part in index.tolist()], "n": names, "m": several}

    @staticmethod
    def _refusal(value: Any, kind: type) -> NotPlainError:
        name = f"{kind.__module__}.{kind.__qualname__}"
        # A class that was made while the program ran, and is of no module.
        own = bool(kind.__flags__ & MADE_AT_RUN_TIME) and kind.__module__ in ("__main__", "builtins")
        lies = {"__eq__", "__ne__", "__lt__", "__gt__", "__le__", "__ge__", "__bool__", "__getattr__", "__class__"}
        lies |= {"__contains__", "__len__", "__iter__", "__getitem__", "__hash__", "__getattribute__", "__instancecheck__"}
        made = lies.intersection(vars(kind)) if own else set()
        if own and "__dataclass_fields__" in vars(kind):
            made -= {"__eq__", "__hash__"}
        if own and (made or (issubclass(kind, (int, float, str, list, tuple, dict, set)))):
            return NotPlainError(
                f"it is an object of a class of its own ({kind.__qualname__}) that can answer a test as it likes", True
            )
        return NotPlainError(f"it is a {name}, and only plain values (numbers, text, lists, tables) can be tested")


class Reader:
    """Builds values from their JSON form; `function` makes a callable from a number and a name."""

    def __init__(self, function: Callable[[int, str], Any] | None = None) -> None:
        self._function = function

    def read(self, form: Any) -> Any:
        """The value; raises NotPlainError when the form is not one that `Writer` makes."""
        try:
            return self._read(form)
        except NotPlainError:
            raise
        except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, AttributeError) as trouble:
            raise NotPlainError(f"what was handed over could not be read ({type(trouble).__name__})", True) from None

    def _read(self, form: Any) -> Any:
        if form is None or type(form) in (bool, int, float, str):
            return form
        if type(form) is list:
            return [self._read(part) for part in form]
        if type(form) is not dict:
            raise NotPlainError("what was handed over could not be read", True)
        kind = form.get("t")
        if not isinstance(kind, str):
            raise NotPlainError("what was handed over could not be read", True)
        makers: Mapping[str, Callable[[dict[str, Any]], Any]] = {
            "int": lambda f: int(f["v"]),
            "float": lambda f: float(f["v"]),
            "tuple": lambda f: tuple(self._read(p) for p in f["v"]),
            "set": lambda f: {self._read(p) for p in f["v"]},
            "frozenset": lambda f: frozenset(self._read(p) for p in f["v"]),
            "dict": lambda f: {self._read(k): self._read(v) for k, v in f["v"]},
            "range": lambda f: range(*(int(p) for p in f["v"])),
            "complex": lambda f: complex(float(f["v"][0]), float(f["v"][1])),
            "bytes": lambda f: bytes.fromhex(f["v"]),
            "Decimal": lambda f: decimal.Decimal(f["v"]),
            "Fraction": lambda f: fractions.Fraction(f["v"]),
            "date": lambda f: datetime.date.fromisoformat(f["v"]),
            "datetime": lambda f: datetime.datetime.fromisoformat(f["v"]),
            "time": lambda f: datetime.time.fromisoformat(f["v"]),
            "timedelta": lambda f: datetime.timedelta(*(int(p) for p in f["v"])),
            "named": self._named,
            "function": self._callable,
        }
        maker = makers.get(kind)
        return maker(form) if maker is not None else self._table(kind, form)

    def _named(self, form: dict[str, Any]) -> Any:
        fields = [str(field) for field in form["f"]]
        made = collections.namedtuple(str(form["n"]), fields)  # type: ignore[misc]
        parts = [self._read(part) for part in form["v"]]
        # A test that asks such a record for `lower` or `startswith` would ask the submission.
        if any(callable(part) for part in parts):
            raise NotPlainError("it is a record that holds functions of its own", True)
        return made(*parts)

    def _callable(self, form: dict[str, Any]) -> Any:
        if self._function is None or type(form["h"]) is not int:
            raise NotPlainError("a function cannot stand here")
        return self._function(form["h"], str(form["n"])[:100])

    def _table(self, kind: str, form: dict[str, Any]) -> Any:
        import numpy

        if kind == "numpy":
            return numpy.array([int(form["v"])], dtype="int64").astype(_dtype(form["d"]))[0]
        if kind == "array":
            parts = [self._read(part) for part in form["v"]]
            shape = [int(size) for size in form["s"]]
            if math.prod(shape) != len(parts):
                raise NotPlainError("an array does not have the size that it claims", True)
            if _dtype(form["d"]) == "object":
                made = numpy.empty(len(parts), dtype=object)
                made[:] = parts
                return made.reshape(shape)
            return numpy.array(parts, dtype=_dtype(form["d"])).reshape(shape)
        import pandas

        if kind in ("NaT", "NA"):
            return pandas.NaT if kind == "NaT" else pandas.NA
        if kind == "Timestamp":
            return pandas.Timestamp(str(form["v"]))
        if kind == "Timedelta":
            return pandas.Timedelta(int(form["v"]))
        if kind == "series":
            return self._series(form["v"], self._index(form["i"]), self._read(form["n"]))
        if kind == "index":
            return self._index(form["v"])
        if kind == "frame":
            index = self._index(form["i"])
            frame = pandas.DataFrame(
                {place: self._series(column, index, None) for place, column in enumerate(form["v"])}, index=index
            )
            frame.columns = self._index(form["c"])
            return frame
        raise NotPlainError("what was handed over could not be read", True)

    def _series(self, column: dict[str, Any], index: Any, name: Any) -> Any:
        import pandas

        parts = [self._read(part) for part in column["v"]]
        try:
            return pandas.Series(parts, index=index, dtype=_dtype(column["d"]), name=name)
        except (TypeError, ValueError, NotPlainError):
            return pandas.Series(parts, index=index, name=name)

    def _index(self, form: dict[str, Any]) -> Any:
        import pandas

        names = [self._read(name) for name in form["n"]]
        if "r" in form:
            start, stop, step = (int(part) for part in form["r"])
            return pandas.RangeIndex(start, stop, step, name=names[0])
        parts = [self._read(part) for part in form["v"]]
        if form.get("m"):
            return pandas.MultiIndex.from_tuples(parts, names=names)
        return pandas.Index(parts, name=names[0])


def _dtype(text: Any) -> str:
    if not isinstance(text, str) or not _DTYPE.fullmatch(text):
        raise NotPlainError(f"a column has a type that cannot be tested ({str(text)[:40]})")
    return text
