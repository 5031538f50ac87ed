"""Rules of rating sample dossiers: all scores are there, near the key, and the empty one is last.

Within one point of the key on 80 percent of the scores: the course's own bar for a rater.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonground.trainer.task_rules.checking import Check
from commonground.trainer.task_rules.values import key_of, number_of, part_of

NEAR = 1.0
SHARE = 0.8


def full_scores(scores: Any, dossiers: Sequence[str], criteria: Sequence[str]) -> Check:
    """Whether each dossier has a whole number from 0 to 3 on each criterion."""
    for dossier in dossiers:
        for criterion in criteria:
            found = number_of(part_of(part_of(scores, dossier), criterion))
            if found is None or found not in (0, 1, 2, 3):
                return Check(False, f"{dossier}, {criterion}: write 0, 1, 2 or 3.")
    return Check(True, f"All {len(dossiers) * len(criteria)} scores are there.")


def agreement(scores: Any, key: Mapping[str, Mapping[str, int]]) -> float:
    """The share of the key's scores (0 to 1) that were met within one point; a missing score is not met."""
    near = total = 0
    for dossier, right in key.items():
        for criterion, score in right.items():
            found = number_of(part_of(part_of(scores, dossier), criterion))
            near += found is not None and 0 <= found <= 3 and abs(found - score) <= NEAR
            total += 1
    return near / total if total else 0.0


def ranked_last(ranking: Any, dossier: str, of: int = 3) -> bool:
    """Whether a ranking, best first, names `of` different dossiers and this one last."""
    if not isinstance(ranking, (list, tuple)) or len(ranking) != of:
        return False
    names = [key_of(name) for name in ranking]
    return len(set(names)) == of and all(names) and names[-1] == key_of(dossier)
