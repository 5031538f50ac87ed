"""`received/names.csv`: whose a hand-in is, where its name does not tell. A person fills it in once."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.people import Trainee
from commonground.trainer.cohort.roster import read_table
from commonground.trainer.safely import write_safely

COLUMNS = ("name", "trainee")
NOBODY = "-"


def as_key(name: str) -> str:
    """A name as it is compared: without regard to capitals, backslashes, or how accents are written."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).strip().strip("/").casefold()


def read_names(places: Iterable[Path], trainees: Iterable[Trainee]) -> dict[str, str]:
    """Trainees' ids (or `-` for nobody) by the key of a name, from all these files; raises CohortError for an unknown id."""
    ids = {trainee.id.casefold(): trainee.id for trainee in trainees}
    names: dict[str, str] = {}
    for place in places:
        for row in read_table(place, COLUMNS):
            person = row["trainee"]
            if person and person != NOBODY and person.casefold() not in ids:
                raise CohortError(
                    f"{place.name}, line {row['line']}: '{person}' is not the id of a trainee. Write an id from roster.csv, or {NOBODY} for nobody's."
                )
            if person and row["name"]:
                names[as_key(row["name"])] = ids.get(person.casefold(), NOBODY)
    return names


def add_names(place: Path, new: dict[str, str]) -> None:
    """Add names to the list, with the trainee or an empty field to be filled in; names that are there stay as they are."""
    rows = [(row["name"], row["trainee"]) for row in read_table(place, COLUMNS)] if place.is_file() else []
    filled = {as_key(name): at for at, (name, _) in enumerate(rows)}
    for name, person in new.items():
        at = filled.get(as_key(name))
        if at is None:
            rows.append((name, person))
        elif person and not rows[at][1]:
            rows[at] = (rows[at][0], person)
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerows([COLUMNS, *rows])
    place.parent.mkdir(parents=True, exist_ok=True)
    write_safely(place, text.getvalue())
