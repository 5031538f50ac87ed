"""Whose a hand-in is, where its name does not tell: a list that a person fills in.

`received/names.csv` is written by the program, with the number of each receipt: two people may send
a zip of the same name. A list of the trainer's own has names alone.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.people import Trainee
from commonground.trainer.cohort.roster import read_table
from commonground.trainer.rating.spreadsheet import guarded, unguarded
from commonground.trainer.safely import write_safely

NEEDED = ("name", "trainee")
COLUMNS = ("number", *NEEDED)
NOBODY = "-"
# The number of a receipt, or None for any, and a name as `as_key` gives it.
Key = tuple[int | None, str]


def as_key(name: str) -> str:
    """A name as it is compared: without regard to capitals, backslashes, or how accents are written."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).strip().strip("/").casefold()


def read_names(places: Iterable[Path], trainees: Iterable[Trainee]) -> dict[Key, str]:
    """Trainees' ids (or `-` for nobody's) by receipt and name, from all these files; raises CohortError for an unknown id."""
    ids = {trainee.id.casefold(): trainee.id for trainee in trainees}
    names: dict[Key, str] = {}
    for place in places:
        for row in read_table(place, NEEDED):
            person, number = row["trainee"], row.get("number", "")
            if person and person != NOBODY and person.casefold() not in ids:
                raise CohortError(
                    f"{place.name}, line {row['line']}: '{person}' is not the id of a trainee. Write an id from roster.csv, or {NOBODY} for nobody's."
                )
            if person and row["name"]:
                names[int(number) if number.isdecimal() else None, as_key(unguarded(row["name"]))] = ids.get(person.casefold(), NOBODY)
    return names


def add_names(place: Path, new: Mapping[tuple[int, str], str]) -> None:
    """Add names by receipt to the list, with the trainee or an empty field to be filled in; filled fields stay as they are."""
    rows = {}
    for row in read_table(place, NEEDED) if place.is_file() else []:
        name = unguarded(row["name"])
        rows[row.get("number", ""), as_key(name)] = (row.get("number", ""), name, row["trainee"])
    for (number, name), person in new.items():
        old = rows.get((str(number), as_key(name)))
        if old is None or not old[2]:
            rows[str(number), as_key(name)] = (str(number), name if old is None else old[1], person)
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    # A file may be called like a formula.
    table.writerows([COLUMNS, *(map(guarded, row) for row in rows.values())])
    place.parent.mkdir(parents=True, exist_ok=True)
    write_safely(place, text.getvalue())
