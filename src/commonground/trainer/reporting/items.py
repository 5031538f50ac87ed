"""How the questions of T6 did: share correct, and whether those who know more in general get it right more often.

Discrimination is the corrected point-biserial correlation: of the question with the number of right
answers to all others. Intervals are 95%: Wilson's (1927) for a share, Fisher's z for a correlation.
Bands of share correct and of discrimination are those of [ITEM-01] and [ITEM-02]. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

EASY, HARD = 0.8, 0.2
POOR = 0.2
# Below this many trainees: with caution [ITEM-03].
CAUTION = 100
Z = 1.96
Interval = tuple[float, float]


@dataclass(frozen=True)
class ItemResult:
    """One question over `n` trainees: share correct, discrimination (None if not defined), intervals, and words."""

    number: int
    id: str
    module: str
    n: int
    share: float
    share_interval: Interval
    discrimination: float | None
    discrimination_interval: Interval | None
    words: str


def point_biserial(right: Sequence[bool], rest: Sequence[float]) -> float | None:
    """The correlation of a question (right or not) with the points of all others; None if one of them is constant."""
    n = len(right)
    if n < 2:
        return None
    mean_right, mean_rest = sum(right) / n, sum(rest) / n
    across = sum((one - mean_right) * (other - mean_rest) for one, other in zip(right, rest, strict=True))
    spread_right = sum((one - mean_right) ** 2 for one in right)
    spread_rest = sum((other - mean_rest) ** 2 for other in rest)
    if spread_right == 0 or spread_rest == 0:
        return None
    return across / math.sqrt(spread_right * spread_rest)


def share_interval(right: int, n: int) -> Interval:
    """Wilson's 95% interval for a share of `right` in `n` (at least 1)."""
    share = right / n
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def correlation_interval(r: float, n: int) -> Interval | None:
    """Fisher's 95% interval for a correlation over `n`; None where it is not defined."""
    if n <= 3 or abs(r) >= 1:
        return None
    middle, half = math.atanh(r), Z / math.sqrt(n - 3)
    return math.tanh(middle - half), math.tanh(middle + half)


def item_results(questions: Sequence[tuple[int, str, str]], answers: Sequence[Sequence[bool]]) -> list[ItemResult]:
    """The results of each question.

    `questions` give number, id and module; `answers` hold, for each trainee, whether each question was
    answered rightly, in the same order. Empty when nobody answered.
    """
    n = len(answers)
    if n == 0:
        return []
    results = []
    for place, (number, name, module) in enumerate(questions):
        right = [trainee[place] for trainee in answers]
        rest = [float(sum(trainee) - trainee[place]) for trainee in answers]
        share, r = sum(right) / n, point_biserial(right, rest)
        results.append(
            ItemResult(
                number, name, module, n, share, share_interval(sum(right), n), r,
                None if r is None else correlation_interval(r, n), _words(share, r, n),
            )
        )  # fmt: skip
    return results


def _words(share: float, r: float | None, n: int) -> str:
    said = []
    if share > EASY:
        said.append("very easy")
    elif share < HARD:
        said.append("very hard")
    if r is None:
        said.append("all alike, so nothing can be said of discrimination")
    elif r < 0:
        said.append("those who know more got it wrong more often: look at the key first")
    elif r < POOR:
        said.append("hardly tells trainees apart")
    if not said:
        return "nothing stands out"
    return "; ".join(said) + ("; look at it, do not drop it" if n < CAUTION else "; revise it")
