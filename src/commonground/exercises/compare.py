"""Whether two answers say the same thing, and in what they differ.

An answer may be a number, a word, a dict, a list, a set, a NumPy array, or a pandas Series, Index or DataFrame.
Each is flattened to entries (path -> value), so that a dict and a Series with the same entries are equal, and so
that the order of rows, columns and keys does not count.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

Path = tuple[Any, ...]
Entries = dict[Path, Any]


class _CannotSay:
    """The honest null: the data at hand do not hold the answer."""

    def __repr__(self) -> str:
        return "CANNOT_SAY"

    def __str__(self) -> str:
        return "the data cannot say"

    def __copy__(self) -> _CannotSay:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> _CannotSay:
        return self


CANNOT_SAY = _CannotSay()


@dataclass(frozen=True)
class Unreadable:
    """A value of a kind that no task asks for, such as a plot; it equals nothing."""

    kind: str


@dataclass(frozen=True)
class Comparison:
    """How the answers of one task are compared.

    `tolerance` is absolute, in the unit of the answer.
    `keys` names the columns that say which row is which: a DataFrame that carries them as plain columns
    is read as if they were its index.
    `unordered` tells that a list is a set of members, without order.
    """

    tolerance: float = 1e-6
    keys: tuple[str, ...] = ()
    unordered: bool = False

    def entries(self, value: Any) -> Entries:
        """The entries of an answer; a single value has the one path ()."""
        if isinstance(value, pd.DataFrame):
            keys = [key for key in self.keys if key in value.columns]
            if keys:
                value = value.set_index(keys)
            if len(value.columns) == 1:
                value = value.iloc[:, 0]
        if self.unordered and isinstance(
            value, (list, tuple, np.ndarray, pd.Index, pd.Series, set, frozenset)
        ):
            return {(): frozenset(_scalar(item) for item in value)}
        return dict(_flat(value, ()))

    def same(self, a: Entries, b: Entries) -> bool:
        """Whether two answers have the same entries, each as close as the task asks."""
        return a.keys() == b.keys() and all(self.close(a[path], b[path]) for path in b)

    def close(self, a: object, b: object) -> bool:
        """Whether two entries agree: numbers within the tolerance, missing with missing, all else equal."""
        if isinstance(a, float) and isinstance(b, float):
            if math.isnan(a) or math.isnan(b):
                return math.isnan(a) and math.isnan(b)
            return a == b or abs(a - b) <= self.tolerance
        return type(a) is type(b) and not isinstance(a, Unreadable) and a == b

    def fits(self, got: Entries, wrong: Entries, right: Entries) -> bool:
        """Whether an answer follows a wrong way wherever that way departs from the right one.

        Entries in which the wrong way happens to be right are not asked for, so an answer that is wrong in two
        ways at once is still recognized by one of them.
        """
        if wrong.keys() != right.keys():
            return self.same(got, wrong)
        apart = [path for path in right if not self.close(wrong[path], right[path])]
        return bool(apart) and got.keys() == right.keys() and all(self.close(got[p], wrong[p]) for p in apart)


@dataclass(frozen=True)
class Rows(Comparison):
    """Compares tables whose rows may repeat: the second row with the same keys is an entry of its own."""

    def entries(self, value: Any) -> Entries:
        keys = list(self.keys)
        if isinstance(value, pd.DataFrame) and set(keys) < set(value.columns):
            nth = value.groupby(keys, dropna=False).cumcount()
            value = value.assign(nth=nth).set_index([*keys, "nth"])
        return super().entries(value)


def _flat(value: object, path: Path) -> list[tuple[Path, Any]]:
    if isinstance(value, pd.DataFrame):
        return [
            entry
            for position, column in enumerate(value.columns)
            for label, cell in zip(value.index, value.iloc[:, position], strict=True)
            for entry in _flat(cell, (*path, *_key(label), *_key(column)))
        ]
    if isinstance(value, pd.Series):
        return [
            e
            for label, cell in zip(value.index, value, strict=True)
            for e in _flat(cell, (*path, *_key(label)))
        ]
    if isinstance(value, Mapping):
        return [entry for key, cell in value.items() for entry in _flat(cell, (*path, *_key(key)))]
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, (list, tuple, np.ndarray, pd.Index)):
        return [entry for i, cell in enumerate(value) for entry in _flat(cell, (*path, i))]
    return [(path, _scalar(value))]


def _key(label: object) -> Path:
    if isinstance(label, tuple):
        return tuple(part for item in label for part in _key(item))
    if isinstance(label, np.generic):
        label = label.item()
    if isinstance(label, float) and math.isnan(label):
        return ("missing",)
    return (label if isinstance(label, (str, int, float)) else str(label),)


def _scalar(value: object) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is CANNOT_SAY or value is pd.NA or value is pd.NaT:
        return math.nan
    if isinstance(value, Real):
        return float(value)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (set, frozenset)):
        return frozenset(_scalar(item) for item in value)
    if isinstance(value, (pd.Timestamp, pd.Period, pd.Interval)):
        return str(value)
    return Unreadable(type(value).__name__)


def difference(rule: Comparison, got: Entries, right: Entries) -> str:
    """In what two answers differ, in a sentence or two that never give the right values away."""
    if got.keys() != right.keys():
        return _other_entries(got, right)
    wrong = [path for path in right if not rule.close(got[path], right[path])]
    for path in wrong:
        ours, theirs = right[path], got[path]
        if isinstance(theirs, Unreadable):
            return f"I compared {_kind(ours)}{_at(path)}; yours is of the type {theirs.kind}, which I cannot read."
        if type(ours) is not type(theirs):
            return f"I compared {_kind(ours)}{_at(path)}; yours is {_kind(theirs)}."
        if isinstance(ours, float) and math.isnan(ours):
            return f"You give a number{_at(path)}. Look at how many rows it rests on: can this table say it at all?"
        if isinstance(ours, float) and math.isnan(theirs):
            return f"Yours is missing (NaN){_at(path)}. The table does hold what is needed there."
    scale = _scale(rule, [(got[path], right[path]) for path in wrong])
    if scale:
        return scale
    if len(right) == 1:
        return "I compared one value with mine, and they differ by more than rounding."
    agree = len(right) - len(wrong)
    names = "; ".join(_name(path) for path in wrong[:6]) + ("; …" if len(wrong) > 6 else "")
    return f"I compared {len(right)} entries. {agree or 'None'} agree. These differ by more than rounding: {names}."


def _other_entries(got: Entries, right: Entries) -> str:
    if () in right:
        return f"I compared {_kind(right[()])}; you handed in {_count(got)}."
    if () in got:
        return f"I compared {_count(right)}; you handed in {_kind(got[()])}."
    if {path[::-1] for path in got} == set(right):
        return "The entries are there, with rows and columns the other way round. Turn the table (`.T`)."
    if {tuple(str(part) for part in path) for path in got} == {
        tuple(str(part) for part in path) for path in right
    }:
        return "The labels read alike and differ in type, such as the text '1' for the number 1."
    missing = [path for path in right if path not in got]
    extra = [path for path in got if path not in right]
    parts = [f"I compared {_count(right)}."]
    if missing:
        parts.append(
            "I did not find: "
            + "; ".join(map(_name, missing[:6]))
            + ("; …" if len(missing) > 6 else "")
            + "."
        )
    if extra:
        parts.append(
            "I did not expect: " + "; ".join(map(_name, extra[:6])) + ("; …" if len(extra) > 6 else "") + "."
        )
    return " ".join(parts)


def _scale(rule: Comparison, pairs: list[tuple[Any, Any]]) -> str:
    if not pairs or not all(isinstance(g, float) and isinstance(r, float) for g, r in pairs):
        return ""
    near: list[tuple[str, Callable[[float, float], tuple[float, float]]]] = [
        (
            "Yours is 100 times mine. Hand in shares, such as 0.25, and not percent.",
            lambda g, r: (g, 100 * r),
        ),
        (
            "Yours is mine divided by 100. I compared in the unit that the task names.",
            lambda g, r: (100 * g, r),
        ),
        ("Yours is the negative of mine. Look at which group comes first.", lambda g, r: (-g, r)),
        ("Yours is 1 divided by mine. Look at which number goes above the line.", lambda g, r: (g * r, 1.0)),
        (
            "Yours and mine add up to 1. Look at which of the two sides is asked for.",
            lambda g, r: (g + r, 1.0),
        ),
    ]
    for words, form in near:
        if all(math.isclose(*form(g, r), rel_tol=2e-3, abs_tol=rule.tolerance) for g, r in pairs) and any(
            abs(r) > 10 * rule.tolerance for _, r in pairs
        ):
            return words
    return ""


def _kind(value: object) -> str:
    if isinstance(value, float):
        return "a number"
    if isinstance(value, str):
        return "a word"
    if isinstance(value, frozenset):
        return f"a set of {len(value)} members"
    return f"a {value.kind}" if isinstance(value, Unreadable) else f"a {type(value).__name__}"


def _count(entries: Entries) -> str:
    return f"a table or list with {len(entries)} {'entry' if len(entries) == 1 else 'entries'}"


def _name(path: Path) -> str:
    return ", ".join(str(part) for part in path) or "the value"


def _at(path: Path) -> str:
    return f" at {_name(path)}" if path else ""
