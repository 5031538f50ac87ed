"""Reading a county from its CSV files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pandas as pd

from commonground.content.errors import ContentError
from commonground.content.places import course_root
from commonground.county.schema import ANSWER_KEY, RECORDS, Table
from commonground.county.simulation import Tables


def shipped_folder() -> Path:
    """The folder of the shipped county, `datasets/alder-county`: in the course, or around this package.

    Raises:
        FileNotFoundError: it is in neither place.
    """
    places = [*Path(__file__).resolve().parents]
    with suppress(ContentError):
        places.insert(0, course_root())
    for parent in places:
        folder = parent / "datasets" / "alder-county"
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        "The folder datasets/alder-county was not found. Start from the course's folder, or make the tables "
        "with: commonground county --out FOLDER, and name that folder."
    )


def load(folder: Path | str | None = None) -> Tables:
    """The synthetic county's tables, as the agencies recorded them.

    Args:
        folder: a folder that `commonground county` made; the shipped county where left out.

    Returns:
        Data frames as attributes: ids and texts as `str`, labels as ordered-by-list categories, dates as
        `datetime64[s]`, counts as `int64`, yes and no as `bool`. An empty cell is missing (NA or NaT).

    Raises:
        FileNotFoundError: a table is not in the folder.
    """
    return _load(RECORDS, folder)


def load_answer_key(folder: Path | str | None = None) -> Tables:
    """The truth behind the synthetic county, kept apart so that nobody reads it by accident."""
    return _load(ANSWER_KEY, folder)


def _load(tables: tuple[Table, ...], folder: Path | str | None) -> Tables:
    root = shipped_folder() if folder is None else Path(folder)
    return Tables(**{table.name: read_table(table, root) for table in tables})


def read_table(table: Table, folder: Path) -> pd.DataFrame:
    """One table from its CSV file, with its types. Raises FileNotFoundError where the file is missing."""
    path = folder / table.path
    if not path.is_file():
        raise FileNotFoundError(
            f"The table {table.path} is not in that folder. Make it with: commonground county --out FOLDER"
        )
    kinds = {"id": "str", "text": "str", "integer": "int64", "boolean": "bool", "date": "str"}
    types = {
        field.name: pd.CategoricalDtype(list(field.labels)) if field.kind == "label" else kinds[field.kind]
        for field in table.fields
    }
    frame = pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""], encoding="utf-8")
    for field in table.fields:
        if field.kind == "date":
            frame[field.name] = pd.to_datetime(frame[field.name], format="%Y-%m-%d").astype("datetime64[s]")
    return frame
