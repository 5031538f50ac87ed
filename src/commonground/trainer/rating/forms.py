"""Rating in a spreadsheet: the form that a rater fills in, and what is read from it.

A form has a row for each trainee and criterion, with the question, the four anchors, and two cells to
fill in: the score and a note for the trainee. Nothing of a form is taken unless all of it can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from commonground.trainer.rating.pass_rule import HIGHEST
from commonground.trainer.rating.recording import Entered
from commonground.trainer.rating.spreadsheet import Row, read_table, write_table
from commonground.trainer.rating.store import Key, Rating, RatingError, parse_score

ANCHORS = tuple(f"what earns {score}" for score in range(HIGHEST + 1))
COLUMNS = ("trainee", "name", "task", "read", "criterion", "question", *ANCHORS, "look for", "score", "note for the trainee", "version")
NEEDED = ("trainee", "criterion", "score")
NOTE = "note for the trainee"
MOST_SAID = 20


@dataclass(frozen=True)
class Question:
    """One criterion as a form asks it.

    `anchors` say what earns 0, 1, 2 and 3; `task` is where to look, and `looks_for` says for what.
    """

    criterion: str
    title: str
    task: str
    question: str
    anchors: Sequence[str]
    looks_for: Sequence[str] = ()


def write_form(
    place: Path,
    questions: Mapping[str, Sequence[Question]],
    names: Mapping[str, str],
    ratings: Mapping[Key, Rating],
    versions: Mapping[Key, str],
    pages: Mapping[Key, str],
) -> int:
    """Write a form with a row for each trainee's questions; returns how many rows.

    All trainees stand together under one question, as raters are asked to take them. `questions` are by
    trainee's id, `names` the trainees' names (empty for a blind form), `pages` the files to read. Scores
    that the rater gave before are filled in. `versions` tell one hand-in of the same work from another.
    """
    rows: list[dict[str, object]] = []
    order = list(dict.fromkeys(question.criterion for asked in questions.values() for question in asked))
    pairs = [(trainee, question) for trainee, asked in questions.items() for question in asked]
    for trainee, question in sorted(pairs, key=lambda pair: order.index(pair[1].criterion)):
        key = (trainee, question.criterion)
        before = ratings.get(key)
        rows.append({
            "trainee": trainee,
            "name": names.get(trainee, ""),
            "task": question.task,
            "read": pages.get(key, ""),
            "criterion": question.criterion,
            "question": question.question,
            **dict(zip(ANCHORS, question.anchors, strict=True)),
            "look for": " / ".join(question.looks_for),
            "score": before.stands if before else None,
            NOTE: before.note if before else "",
            "version": versions.get(key, ""),
        })
    write_table(place, COLUMNS if names else [name for name in COLUMNS if name != "name"], rows)
    return len(rows)


def read_form(place: Path, asked: Mapping[str, Sequence[str]], versions: Mapping[Key, str]) -> list[Entered]:
    """What a rater entered. `asked` are the ids of the criteria by trainee's id.

    A row about work that was handed in anew since, by its version, cannot be taken. Raises TableError if it is no table, and RatingError, naming every row that cannot be taken.
    """
    troubles: list[str] = []
    entered: dict[Key, Entered] = {}
    for row in read_table(place, NEEDED):
        try:
            one = _entered(row, asked)
            if one.score is not None and row.get("version") not in ("", versions.get((one.trainee, one.criterion), "")):
                raise ValueError(f"{one.trainee} handed in this work anew since the form was written; write a form again")
            before = entered.get((one.trainee, one.criterion), one)
            if before.score != one.score:
                raise ValueError(f"{one.criterion} of {one.trainee} is there twice, with other scores; keep one of the rows")
        except ValueError as trouble:
            troubles.append(f"row {row.number}: {trouble}")
        else:
            entered[one.trainee, one.criterion] = one
    if troubles:
        more = [f"… and {len(troubles) - MOST_SAID} more"] if len(troubles) > MOST_SAID else []
        raise RatingError(
            "\n".join([f"{place}: nothing was taken from this form, because of", *troubles[:MOST_SAID], *more, "Mend these rows and read it again."])
        )
    return list(entered.values())


def _entered(row: Row, asked: Mapping[str, Sequence[str]]) -> Entered:
    trainee, criterion = row.get("trainee"), row.get("criterion").lower()
    if trainee not in asked:
        raise ValueError(f"there is no trainee '{trainee}' in this cohort; ids are as in roster.csv")
    if criterion not in asked[trainee]:
        raise ValueError(f"'{criterion}' is not rated for {trainee}; it can be {', '.join(asked[trainee])}")
    return Entered(trainee, criterion, parse_score(row.get("score")), row.get(NOTE) or row.get("note"))
