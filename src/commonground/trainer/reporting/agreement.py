"""How far two raters agree on a criterion, on the scores that they gave before they talked.

Percent exact and within one point, Cohen's kappa (Cohen 1960) and quadratic-weighted kappa (Cohen 1968)
as scikit-learn computes them. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonground.trainer.rating.pass_rule import HIGHEST

# Below this many trainees the page says how little a kappa rests on. Our construction.
FEW = 30
LABELS = list(range(HIGHEST + 1))


@dataclass(frozen=True)
class Agreement:
    """Agreement on one criterion over `n` trainees whom two raters rated.

    `exact` and `within_one` are shares from 0 to 1. The kappas run from -1 to 1 (0 is what chance would
    give); None where they are not defined. `note` says what to make of it.
    """

    criterion: str
    n: int
    exact: float | None
    within_one: float | None
    kappa: float | None
    weighted: float | None
    note: str


def agreement(criterion: str, pairs: Sequence[tuple[int, int]]) -> Agreement:
    """The agreement of these pairs of first scores (0 to 3), one pair a trainee."""
    n = len(pairs)
    if n == 0:
        return Agreement(criterion, 0, None, None, None, None, "Nobody was rated by two people yet.")
    exact = sum(one == other for one, other in pairs) / n
    within = sum(abs(one - other) <= 1 for one, other in pairs) / n
    if len({score for pair in pairs for score in pair}) == 1:
        return Agreement(
            criterion, n, exact, within, None, None, "Kappa is not defined: all scores are equal, so agreement by chance cannot be told from it."
        )
    # scikit-learn takes a second to import, and few commands need it.
    from sklearn.metrics import cohen_kappa_score

    ones, others = zip(*pairs, strict=True)
    kappa = float(cohen_kappa_score(ones, others, labels=LABELS))
    weighted = float(cohen_kappa_score(ones, others, labels=LABELS, weights="quadratic"))
    note = f"Only {n}: one more trainee could change kappa a lot. Look at the scores themselves." if n < FEW else ""
    return Agreement(criterion, n, exact, within, kappa, weighted, note)
