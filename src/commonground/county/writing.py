"""Writing a county as plain CSV files, the same bytes on every platform."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from commonground.county.dials import Dials
from commonground.county.package import descriptor_text
from commonground.county.rows import Column, Columns
from commonground.county.schema import BY_NAME, TABLES, Field, Table
from commonground.county.simulation import Progress, blocks
from commonground.county.streams import BLOCK


def csv_lines(table: Table, columns: Columns) -> str:
    """The rows of one table as CSV text: comma between, line feed after each row, no quotes needed."""
    texts = [_texts(field, columns[field.name]) for field in table.fields]
    return "".join(f"{line}\n" for line in map(",".join, zip(*texts, strict=True)))


def header(table: Table) -> str:
    """The first line of a table's file."""
    return ",".join(field.name for field in table.fields) + "\n"


def write_tables(
    folder: Path, dials: Dials, students: int, seed: int, progress: Progress | None = None
) -> dict[str, int]:
    """Make a county and write its files into `folder`, block by block; returns rows by table.

    The files are one CSV for each table, the answer key in a folder of its own, and `datapackage.json`.
    Memory stays the same for any number of students. Files of the same names are replaced.

    Raises:
        OSError: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answer-key").mkdir(exist_ok=True)
    files = {table.name: (folder / table.path).open("w", encoding="utf-8", newline="\n") for table in TABLES}
    rows = dict.fromkeys(files, 0)
    try:
        for name, file in files.items():
            file.write(header(BY_NAME[name]))
        made = 0
        for block in blocks(dials, students, seed):
            for name, columns in block.items():
                files[name].write(csv_lines(BY_NAME[name], columns))
                rows[name] += len(next(iter(columns.values())))
            if progress is not None:
                progress(min(BLOCK, students - made))
            made += BLOCK
    finally:
        for file in files.values():
            file.close()
    with (folder / "datapackage.json").open("w", encoding="utf-8", newline="\n") as file:
        file.write(descriptor_text(dials, students, seed, rows))
    return rows


def readme_text(students: int, seed: int) -> str:
    """The README of a folder of tables."""
    return (
        "# A synthetic county\n\n"
        "Synthetic data: nobody in these tables is real, and no place, school or office is.\n"
        f"Made by `commonground county` with {students:,} students and the seed {seed}.\n"
        "The dials stand in `datapackage.json` under `synthetic`, and every column is described there.\n"
        "What really happened stands in the folder `answer-key`.\n"
    )


def _texts(field: Field, values: Column) -> list[str]:
    """The cells of one column; an empty text stands for "not written down"."""
    if field.kind == "label":
        return np.array([*field.labels, ""], dtype=object)[values].tolist()  # type: ignore[no-any-return]
    if field.kind == "date":
        texts = np.datetime_as_string(values.astype("M8[D]"))
        return np.where(np.isnat(values), "", texts).tolist()  # type: ignore[no-any-return]
    if field.kind == "boolean":
        return np.where(values.astype(bool), "true", "false").tolist()  # type: ignore[no-any-return]
    if field.kind == "integer":
        return values.astype(np.str_).tolist()  # type: ignore[no-any-return]
    return values.tolist()  # type: ignore[no-any-return]
