"""Who guesses by the length of an answer gains nothing in T6, as the course's own bank gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import mean

import pytest

from commonground.trainer.knowledge_test.bank import Choice, read_bank
from commonground.trainer.knowledge_test.draw import COUNT, draw

SEEDS = range(20)
MOST = 0.4 * COUNT


@pytest.fixture(scope="module")
def points_by() -> Callable[[Callable[[Iterable[int]], int]], float]:
    bank = read_bank()
    forms = [draw(bank, seed, "A") for seed in SEEDS]

    def guessed(choices: tuple[Choice, ...], extreme: Callable[[Iterable[int]], int]) -> float:
        wanted = extreme(len(choice.text) for choice in choices)
        return mean(float(choice.right) for choice in choices if len(choice.text) == wanted)

    return lambda extreme: mean(sum(guessed(asked.choices, extreme) for asked in form) for form in forms)


@pytest.mark.parametrize("extreme", [max, min], ids=["longest", "shortest"])
def test_no_length_is_a_good_guess(
    points_by: Callable[[Callable[[Iterable[int]], int]], float], extreme: Callable[[Iterable[int]], int]
) -> None:
    assert points_by(extreme) <= MOST
