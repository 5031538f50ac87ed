"""What came of grading: scores of cells, and a graded notebook, as data that can be kept and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from commonground.trainer.restore import Note


@dataclass(frozen=True)
class CellScore:
    """The score of one graded cell.

    `score` is None where only a person can give it. `outcome` is `passed`, `partly`, `failed`,
    `unusable`, `stopped`, `not reached`, `blank` or `for a person`. `told` is for the trainee;
    `reasons` are for the grader, who should look when `look` is true.
    """

    grade_id: str
    score: float | None
    points: float
    outcome: str
    told: str = ""
    look: bool = False
    suspected: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class GradedNotebook:
    """One graded notebook: scores, automatic comments by grade id, and the notebook as raters see it (nbformat 4).

    `notes` say what was put right. `trouble` says why the notebook could not be run to its end, if so.
    `seconds` is the time it took, `peak` the memory that its sandbox held at most, in bytes.
    """

    notebook: str
    scores: tuple[CellScore, ...]
    comments: dict[str, str]
    content: dict[str, Any]
    notes: tuple[Note, ...] = ()
    trouble: str = ""
    seconds: float = 0.0
    peak: int = 0

    @property
    def suspected(self) -> tuple[CellScore, ...]:
        """The cells that a person should look at because something was made to deceive."""
        return tuple(score for score in self.scores if score.suspected)

    def as_json(self) -> dict[str, Any]:
        """All of it as JSON data; `from_json` reads it."""
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> GradedNotebook:
        """What `as_json` wrote down."""
        scores = tuple(CellScore(**{**score, "reasons": tuple(score["reasons"])}) for score in data["scores"])
        notes = tuple(Note(**note) for note in data["notes"])
        return GradedNotebook(**{**data, "scores": scores, "notes": notes})
