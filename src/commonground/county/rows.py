"""Rows of the tables of one block, on their way to a file or a data frame."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from commonground.county.places import Ints, Texts
from commonground.county.schema import BY_NAME

Column = npt.NDArray[Any]
Columns = dict[str, Column]

_SHORT = 99_999_989  # the largest prime of eight digits: ids of people
_LONG = 9_999_999_967  # the largest prime of ten digits: ids of events
SECOND = 49_000_000  # added to a person's number for a second id at the same agency


def person_numbers(seed: int, agency: str, number: Ints) -> Ints:
    """The numbers an agency gives to people, unique for up to SECOND people.

    Step and start are the agency's own, so the numbers of two agencies cannot be told from one another.
    """
    return _scattered(f"{seed} {agency}", number, _SHORT)


def event_numbers(seed: int, table: str, number: Ints) -> Ints:
    """The numbers of the events of a table, unique for event numbers below ten thousand million."""
    return _scattered(f"{seed} {table}", number, _LONG)


def _scattered(name: str, number: Ints, prime: int) -> Ints:
    start = zlib.crc32(f"{name} start".encode())
    step = 10_000_019 + zlib.crc32(f"{name} step".encode()) % 80_000_000
    return (number * step + start) % prime


def as_ids(prefix: str, numbers: Ints, width: int) -> Texts:
    """Numbers as ids such as `R00012345`; a negative number becomes an empty text."""
    if not len(numbers):
        return np.array([], dtype=np.str_)
    text = np.strings.add(prefix, np.strings.zfill(np.maximum(numbers, 0).astype(f"U{width}"), width))
    return np.where(numbers < 0, "", text)


class Block:
    """The tables of one block of students.

    Rows about people beyond `students` are dropped, so that a county of any size is the beginning of every
    larger one with the same seed.
    """

    def __init__(self, students: int) -> None:
        self.students = students
        self.tables: dict[str, Columns] = {}

    def add(self, table: str, number: Ints, order: Ints, columns: Mapping[str, Column]) -> None:
        """Add a table. `number` is the true person's number of each row, `order` what rows are sorted by.

        Raises:
            ValueError: the columns are not those of the table's description.
        """
        wanted = [field.name for field in BY_NAME[table].fields]
        if list(columns) != wanted:
            raise ValueError(f"The table {table} has the columns {wanted}, not {list(columns)}.")
        kept = np.flatnonzero(number < self.students)
        kept = kept[np.argsort(order[kept], kind="stable")]
        rows = {name: values[kept] for name, values in columns.items()}
        if table in self.tables:
            rows = {name: np.concatenate([self.tables[table][name], values]) for name, values in rows.items()}
        self.tables[table] = rows

    def add_ids(self, agency: int, prefix: str, number: Ints, ids: Ints, second: bool) -> None:
        """Add to the answer key who stands behind an agency's ids; `agency` is a position in schema.AGENCIES."""
        columns: Columns = {
            "agency": np.full(len(ids), agency),
            "agency_id": as_ids(prefix, ids, 8),
            "person_id": as_ids("P", number, 8),
            "second_id": np.full(len(ids), second),
        }
        self.add("agency_ids", number, ids, columns)
