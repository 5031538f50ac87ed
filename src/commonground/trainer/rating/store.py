"""The store of ratings: one table a rater, `ratings/<rater>.csv`.

A first score is never overwritten once another rater has rated the same work: a later one stands
beside it, in `changed`, with the reason and with whom it was talked over. So agreement can be
measured on what raters thought before they talked, and a reader can see what the talk changed.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.rating.pass_rule import HIGHEST
from commonground.trainer.rating.spreadsheet import Row, TableError, parse_table, table_text
from commonground.trainer.safely import write_safely

COLUMNS = ("trainee", "criterion", "score", "note", "role", "when", "changed", "why", "talked_with", "version")
THIRD = "third"
EARLIER = "earlier"
# A trainee's id and a criterion's id.
Key = tuple[str, str]


class RatingError(CohortError):
    """Ratings that cannot be taken or read; the text says what to do."""


@dataclass(frozen=True)
class Rating:
    """One rater's rating of one criterion of one trainee.

    `score` is the first, 0 to 3; `changed` the one after a talk, if it was changed, with the reason
    `why` and the other raters' ids in `talked_with`. `note` is for the trainee. `third` marks a third
    rater. `when` is the time of the latest of these (UTC, without a zone, as nbgrader keeps times).
    `version` tells which text of the trainee was rated; empty if that is not known.
    """

    trainee: str
    criterion: str
    score: int
    note: str = ""
    third: bool = False
    when: datetime.datetime | None = None
    changed: int | None = None
    why: str = ""
    talked_with: tuple[str, ...] = ()
    version: str = ""

    @property
    def key(self) -> Key:
        """Trainee and criterion."""
        return (self.trainee, self.criterion)

    @property
    def stands(self) -> int:
        """The score that counts."""
        return self.score if self.changed is None else self.changed


def parse_score(text: str) -> int | None:
    """A score as people type it: `2`, `2.0` or `2,0`; None if the cell is empty. Raises ValueError."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    try:
        number = float(plain)
    except ValueError:
        raise ValueError(f"'{text.strip()}' is no score") from None
    if not number.is_integer() or not 0 <= number <= HIGHEST:
        raise ValueError(f"{text.strip()} is not one of the scores 0, 1, 2, 3")
    return int(number)


class RatingStore:
    """The ratings of a cohort, in the folder `ratings`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, rater: str) -> Path:
        """The file of that rater."""
        return self._folder / f"{rater}.csv"

    def read(self, rater: str) -> dict[Key, Rating]:
        """The ratings of one rater, by trainee and criterion; none if nothing was rated.

        A file that cannot be read is set aside under another name, and RatingError says so.
        """
        place = self.place(rater)
        try:
            raw = place.read_bytes()
        except FileNotFoundError:
            return {}
        try:
            rows = parse_table(raw, COLUMNS[:3], str(place))
            ratings = [_rating(row) for row in rows]
        except (TableError, ValueError) as trouble:
            aside = set_aside(place)
            raise RatingError(
                f"{place} is damaged: {trouble}\nIt was set aside as {aside.name}; nothing of it was lost. "
                f"Mend it and give it its old name again, or collect the ratings of {rater} once more."
            ) from trouble
        return {rating.key: rating for rating in ratings}

    def read_all(self, raters: Iterable[str]) -> dict[str, dict[Key, Rating]]:
        """The ratings of these raters, by rater."""
        return {rater: self.read(rater) for rater in raters}

    def write(self, rater: str, ratings: Mapping[Key, Rating]) -> None:
        """Keep these ratings as all that this rater gave."""
        rows = [_row(rating) for _, rating in sorted(ratings.items())]
        write_safely(self.place(rater), table_text(COLUMNS, rows))

    def keep_earlier(self, rater: str, ratings: Iterable[Rating]) -> None:
        """Add ratings of work that was handed in anew since to `ratings/earlier/`, where nothing is ever taken out."""
        place = self._folder / EARLIER / f"{rater}.csv"
        before = [row.cells for row in parse_table(place.read_bytes(), COLUMNS[:3], str(place))] if place.exists() else []
        rows = [*before, *(row for row in map(_row, ratings) if row not in before)]
        if len(rows) > len(before):
            write_safely(place, table_text(COLUMNS, rows))


def _rating(row: Row) -> Rating:
    score = parse_score(row.get("score"))
    if score is None:
        raise ValueError(f"row {row.number}: there is no score")
    return Rating(
        trainee=row.get("trainee"),
        criterion=row.get("criterion"),
        score=score,
        note=row.get("note"),
        third=row.get("role") == THIRD,
        when=datetime.datetime.fromisoformat(row.get("when")) if row.get("when") else None,
        changed=parse_score(row.get("changed")),
        why=row.get("why"),
        talked_with=tuple(row.get("talked_with").split()),
        version=row.get("version"),
    )


def _row(rating: Rating) -> dict[str, str]:
    return {
        "trainee": rating.trainee,
        "criterion": rating.criterion,
        "score": str(rating.score),
        "note": rating.note,
        "role": THIRD if rating.third else "",
        "when": rating.when.isoformat(" ", "seconds") if rating.when else "",
        "changed": "" if rating.changed is None else str(rating.changed),
        "why": rating.why,
        "talked_with": " ".join(rating.talked_with),
        "version": rating.version,
    }


def set_aside(place: Path) -> Path:
    """Rename a damaged file, so that nothing of it is lost and nothing trips over it; returns its other place."""
    number = 1
    while (aside := place.with_name(f"{place.stem}.damaged-{number}{place.suffix}")).exists():
        number += 1
    os.replace(place, aside)
    return aside
