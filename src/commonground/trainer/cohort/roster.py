"""Reads and writes the list of trainees: a CSV file, as spreadsheet programs save it.

Excel writes semicolons where the decimal sign is a comma, a byte order mark, UTF-16 for "Unicode
text", or the letters of an old Windows; all of them are read. What is written is UTF-8 with commas.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.people import ROUTES, Trainee, trouble_with_id
from commonground.trainer.safely import write_safely

COLUMNS = ("id", "first_name", "last_name", "email", "route")
NEEDED = ("id", "first_name", "last_name", "route")
LARGEST = 5 * 1024 * 1024


def read_table(place: Path, needed: Iterable[str]) -> list[dict[str, str]]:
    """The rows of a CSV file as dictionaries by column name (lower case, `_` for spaces), with `line` added.

    Blank rows are left out. Raises CohortError when the file cannot be read or lacks a column of `needed`.
    """
    text = _text(place)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise CohortError(f"{place.name}: this file is empty. It needs a first line with the names of its columns.")
    sign = max((",", ";", "\t"), key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error as trouble:
        raise CohortError(f"{place.name}: this is not a CSV file ({trouble}). Save it again as 'CSV UTF-8'.") from None
    start = next(number for number, row in enumerate(rows) if any(part.strip() for part in row))
    names = [re.sub(r"[\s-]+", "_", part.strip().casefold()) for part in rows[start]]
    missing = [name for name in needed if name not in names]
    if missing:
        raise CohortError(
            f"{place.name}: the column{'s' if len(missing) > 1 else ''} {', '.join(missing)} "
            f"{'are' if len(missing) > 1 else 'is'} missing. Its first line has: {', '.join(filter(None, names))}. "
            f"It needs: {', '.join(needed)}."
        )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise CohortError(f"{place.name}: two columns are called {twice[0]}. Leave out or rename one of them.")
    found = []
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if any(part.strip() for part in row):
            cells = [part.strip() for part in row] + [""] * (len(names) - len(row))
            found.append({**dict(zip(names, cells, strict=False)), "line": str(number)})
    return found


def _text(place: Path) -> str:
    try:
        if place.stat().st_size > LARGEST:
            raise CohortError(f"{place.name}: this file is too large for a list of people. Is it the right one?")
        raw = place.read_bytes()
    except OSError as trouble:
        raise CohortError(f"{place}: this file cannot be read ({trouble.strerror}). Check its name.") from None
    if raw[:4] == b"PK\x03\x04":
        raise CohortError(f"{place.name}: this is a workbook, not a CSV file. In the spreadsheet choose 'Save as', then 'CSV UTF-8'.")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def read_roster(place: Path) -> tuple[Trainee, ...]:
    """The trainees in the CSV file at `place`, in its order; raises CohortError that names the line and the remedy."""
    rows = read_table(place, NEEDED)
    if not rows:
        raise CohortError(f"{place.name}: there is nobody in this list. Add one line for each trainee.")
    people: list[Trainee] = []
    lines: dict[str, str] = {}
    for row in rows:
        where = f"{place.name}, line {row['line']}"
        trouble = trouble_with_id(row["id"])
        if trouble:
            raise CohortError(f"{where}: {trouble}")
        # Windows and macOS take Ana and ana for one folder.
        if row["id"].casefold() in lines:
            raise CohortError(f"{where}: the id '{row['id']}' is taken by line {lines[row['id'].casefold()]}. Give each trainee another id.")
        lines[row["id"].casefold()] = row["line"]
        people.append(_trainee(row, where))
    return tuple(people)


def _trainee(row: Mapping[str, str], where: str) -> Trainee:
    route = row["route"].casefold()
    if route not in ROUTES:
        said = f"'{row['route']}' is no route" if route else "the route is missing"
        raise CohortError(f"{where}: {said}. Write community (no code) or analyst.")
    email = row.get("email", "")
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise CohortError(f"{where}: '{email[:60]}' is not an email address. Correct it, or leave it empty.")
    return Trainee(row["id"], row["first_name"], row["last_name"], email, route)


def read_extras(place: Path) -> dict[str, dict[str, str]]:
    """The columns of a roster that are an organization's own, such as `group`, by trainee's id; raises CohortError."""
    rows = read_table(place, NEEDED)
    return {row["id"]: {name: text for name, text in row.items() if name and name not in (*COLUMNS, "line")} for row in rows}


def write_roster(place: Path, trainees: Iterable[Trainee], extras: Mapping[str, Mapping[str, str]] | None = None) -> None:
    """Write the list of trainees as a CSV file that `read_roster` reads; `extras` are further columns by trainee's id."""
    extras = extras or {}
    more = list(dict.fromkeys(name for columns in extras.values() for name in columns))
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*COLUMNS, *more])
    for person in trainees:
        own = extras.get(person.id, {})
        table.writerow([*(getattr(person, name) for name in COLUMNS), *(own.get(name, "") for name in more)])
    write_safely(place, text.getvalue())
