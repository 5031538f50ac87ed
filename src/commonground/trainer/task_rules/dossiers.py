"""Rules of rating sample dossiers: all scores are there, near the key, and the empty one is last.

Within one point of the key on 80 percent of the scores: the course's own bar for a rater.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from commonground.trainer.task_rules.checking import Check
from commonground.trainer.task_rules.values import key_of, number_of, part_of, rows_of

NEAR = 1.0
SHARE = 0.8


def full_scores(scores: Any, dossiers: Sequence[str], criteria: Sequence[str]) -> Check:
    """Whether each dossier has a whole number from 0 to 3 on each criterion."""
    for dossier in dossiers:
        for criterion in criteria:
            found = _score(scores, dossier, criterion)
            if found is None or found not in (0, 1, 2, 3):
                return Check(False, f"{dossier}, {criterion}: write 0, 1, 2 or 3.")
    return Check(True, f"All {len(dossiers) * len(criteria)} scores are there.")


def agreement(scores: Any, key: Mapping[str, Mapping[str, int]]) -> float:
    """The share of the key's scores (0 to 1) that were met within one point; a missing score is not met."""
    near = total = 0
    for dossier, right in key.items():
        for criterion, score in right.items():
            found = _score(scores, dossier, criterion)
            near += found is not None and 0 <= found <= 3 and abs(found - score) <= NEAR
            total += 1
    return near / total if total else 0.0


def ranked_last(ranking: Any, dossier: str, of: int = 3) -> bool:
    """Whether a ranking, best first, names `of` different dossiers and this one last."""
    names = [key_of(name) for name in _in_order(ranking)]
    if len(names) != of:
        return False
    return len(set(names)) == of and all(names) and names[-1] == key_of(dossier)


def _score(scores: Any, dossier: str, criterion: str) -> float | None:
    """A score from a dict of dicts, or from a table with a row for each `criterion` and a column for each dossier."""
    if isinstance(scores, Mapping):
        return number_of(part_of(part_of(scores, dossier), criterion))
    for row in rows_of(scores):
        if key_of(part_of(row, "criterion") or "") == key_of(criterion):
            return number_of(part_of(row, dossier))
    return None


def _in_order(ranking: Any) -> list[Any]:
    if isinstance(ranking, str):
        # "1. maple", "best: maple" and "maple, slate" are all ways to write an order.
        parts = (re.sub(r"^\s*([\w ]*:|\d+[.)])", "", part) for part in re.split(r"[,;>\n]", ranking) if not part.startswith("#"))
        return [part for part in parts if part.strip()]
    return list(ranking) if isinstance(ranking, (list, tuple)) else []
