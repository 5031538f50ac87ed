"""Tables that people open in a spreadsheet program: read as such programs save them, written so that they run nothing.

A cell that begins with `=`, `+`, `-` or `@`, narrow or wide, would be taken for a formula. It is written with an
apostrophe before it, which spreadsheet programs do not show, and read without it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.safely import write_safely

# The wide signs begin a formula in East Asian editions.
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
LARGEST = 10_000_000


class TableError(CohortError):
    """The file is no table that can be read; the text says what to do."""


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet program shows it (the header is row 1), and its cells by column, stripped."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """The cell of that column; empty if there is none."""
        return self.cells.get(column, "")


def guarded(value: object) -> object:
    """The value as it can be written into a table: text that would be a formula gets an apostrophe."""
    if isinstance(value, str) and value.lstrip("'").startswith(STARTS):
        return f"'{value}"
    return value


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(STARTS) else text


def table_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """The table as comma-separated text, with a header; None becomes an empty cell, other columns are left out."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow([guarded(name) for name in columns])
    for row in rows:
        writer.writerow(["" if row.get(name) is None else guarded(row[name]) for name in columns])
    return page.getvalue()


def write_table(place: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write the table to `place`, whole or not at all, with the mark by which Excel knows UTF-8."""
    write_safely(place, "\ufeff" + table_text(columns, rows))


def read_table(place: Path, needed: Sequence[str]) -> list[Row]:
    """The rows of a table that has at least the columns `needed`. Column names are read in lower case.

    Commas, semicolons and tabs part cells; UTF-8, UTF-16 with a mark, and Windows-1252 are read. Empty
    rows are passed over. Raises TableError.
    """
    try:
        raw = place.read_bytes()
    except OSError as trouble:
        raise TableError(f"{place}: this file cannot be opened ({trouble.strerror}). Check its name and place.") from trouble
    return parse_table(raw, needed, str(place))


def parse_table(raw: bytes, needed: Sequence[str], name: str) -> list[Row]:
    """As `read_table`, from the content of a file that is called `name` in messages."""
    text = _decoded(raw, name)
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    mark = max(",;\t", key=first.count)
    if "".join(lines[:1]).lower().startswith("sep="):
        mark = lines[0][4:5] or mark
        text = text.split("\n", 1)[1] if "\n" in text else ""
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as trouble:
        raise TableError(f"{name}: this is no complete table ({trouble}). Save it again as CSV.") from trouble
    start = next((place for place, cells in enumerate(table) if any(cell.strip() for cell in cells)), None)
    if start is None:
        raise TableError(f"{name}: this file is empty. Write the form again, or take your last copy.")
    header = [unguarded(cell.strip()).lower() for cell in table[start]]
    missing = [column for column in needed if column not in header]
    if missing:
        raise TableError(
            f"{name}: the first row must name the columns; {', '.join(missing)} cannot be found. "
            "Keep the form's first row as it came, and save the sheet as CSV."
        )
    doubled = sorted({column for column in needed if header.count(column) > 1})
    if doubled:
        raise TableError(f"{name}: the column {', '.join(doubled)} is there twice. Keep one of them.")
    rows = []
    for number, cells in enumerate(table[start + 1 :], start + 2):
        if any(cell.strip() for cell in cells):
            filled = dict(zip(header, (unguarded(cell.strip()) for cell in cells), strict=False))
            rows.append(Row(number, filled))
    return rows


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > LARGEST:
        raise TableError(f"{name}: this file is too large for a form. Check that it is the right one.")
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableError(f"{name}: this is a workbook. Open it in the spreadsheet program and save it as CSV.")
    try:
        text = raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\0" in text:
        raise TableError(f"{name}: this file is damaged (it holds bytes that are no text). Take your last copy.")
    return text
