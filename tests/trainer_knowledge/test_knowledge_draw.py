"""The draw of T6: fair, parallel, and always the same for the same bank, seed and form."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from commonground.trainer.knowledge_test.bank import (
    LEVELS,
    NOT_IN_SOURCE,
    NOT_IN_SOURCE_TEXT,
    BankItem,
    Choice,
    KnowledgeTestError,
)
from commonground.trainer.knowledge_test.draw import COUNT, OPEN, draw


def bank_item(module: int, level: str, number: int, is_open: bool, size: int, right: int) -> BankItem:
    """An item of `size` choices, the last of them "our sources do not say"."""
    choices = [Choice(f"o{place}", f"Option {place}", not is_open and place < right) for place in range(size - 1)]
    choices.append(Choice(NOT_IN_SOURCE, NOT_IN_SOURCE_TEXT, is_open))
    return BankItem(f"{module:02d}-m", f"Module {module}", level, f"q{number}", "Which?", "ours", tuple(choices))


@st.composite
def banks(draw_from: st.DrawFn, least: int = COUNT, most: int = 120) -> list[BankItem]:
    total = draw_from(st.integers(least, most))
    open_ones = draw_from(st.integers(OPEN, max(OPEN, total // 3)))
    modules = draw_from(st.integers(1, 8))
    chance = draw_from(st.randoms(use_true_random=False))
    return [
        bank_item(
            chance.randrange(modules), chance.choice(LEVELS), number, number < open_ones, chance.choice((4, 5)), chance.choice((1, 1, 1, 2))
        )
        for number in range(total)
    ]


# A failing bank is large, and to look for a smaller one takes minutes.
QUICKLY = settings(deadline=None, max_examples=40, derandomize=True, phases=(Phase.explicit, Phase.reuse, Phase.generate))
SEEDS = st.integers(0, 10**6)
FORMS = st.sampled_from("ABCXYZ")


@given(banks(), SEEDS, FORMS)
@QUICKLY
def test_thirty_different_questions_each_with_one_way_to_say_that_it_is_open(bank: list[BankItem], seed: int, form: str) -> None:
    asked = draw(bank, seed, form)
    assert [question.number for question in asked] == list(range(1, COUNT + 1))
    assert len({question.item.name for question in asked}) == COUNT
    for question in asked:
        assert Counter(choice.id for choice in question.choices) == Counter(choice.id for choice in question.item.choices)
        assert [choice.id for choice in question.choices].count(NOT_IN_SOURCE) == 1
        assert question.key
        assert question.item.open == (question.choices["abcdefgh".index(question.key[0])].id == NOT_IN_SOURCE)


@given(banks(), SEEDS, FORMS)
@QUICKLY
def test_the_draw_depends_on_bank_seed_and_form_alone(bank: list[BankItem], seed: int, form: str) -> None:
    assert draw(bank, seed, form) == draw(list(reversed(bank)), seed, form)


@given(banks(), SEEDS)
@QUICKLY
def test_forms_are_parallel_and_share_as_few_questions_as_can_be(bank: list[BankItem], seed: int) -> None:
    first, second = draw(bank, seed, "A"), draw(bank, seed, "B")
    open_ones = sum(item.open for item in bank)
    asked_open = sum(question.item.open for question in first)
    assert asked_open == sum(question.item.open for question in second)
    shared = {question.item.name for question in first} & {question.item.name for question in second}
    least = max(0, 2 * asked_open - open_ones) + max(0, 2 * (COUNT - asked_open) - (len(bank) - open_ones))
    assert len(shared) == least
    for part, most in (("level", 2), ("module", 4)):
        for is_open in (True, False):
            counts = [Counter(getattr(q.item, part) for q in form if q.item.open == is_open) for form in (first, second)]
            assert all(abs(counts[0][name] - counts[1][name]) <= most for name in counts[0] | counts[1])


@given(banks(least=60), SEEDS, FORMS)
@QUICKLY
def test_each_module_has_its_share(bank: list[BankItem], seed: int, form: str) -> None:
    asked = draw(bank, seed, form)
    for is_open in (True, False):
        pool = [item for item in bank if item.open == is_open]
        drawn = [question.item for question in asked if question.item.open == is_open]
        for module, size in Counter(item.module for item in pool).items():
            share = size * len(drawn) / len(pool)
            assert abs(sum(item.module == module for item in drawn) - share) < 3


@given(banks(), SEEDS, FORMS)
@QUICKLY
def test_no_letter_is_a_good_guess(bank: list[BankItem], seed: int, form: str) -> None:
    asked = draw(bank, seed, form)
    for size in (4, 5):
        alike = [question for question in asked if len(question.choices) == size and len(question.key) == 1]
        several = sum(len(question.choices) == size and len(question.key) > 1 for question in asked)
        found = Counter(question.key[0] for question in alike)
        counts = [found[letter] for letter in "abcde"[:size]]
        assert max(counts) - min(counts) <= 1 + several


def test_seeds_and_forms_differ() -> None:
    bank = [bank_item(number % 5, LEVELS[number % 2], number, number < 15, 4, 1) for number in range(75)]
    assert {question.item.name for question in draw(bank, 1, "A")}.isdisjoint(question.item.name for question in draw(bank, 1, "B"))
    assert draw(bank, 1, "A") != draw(bank, 2, "A")
    assert sum(question.item.open for question in draw(bank, 1, "A")) == OPEN


def test_a_bank_that_is_too_small_and_a_form_that_there_is_not_are_refused() -> None:
    bank = [bank_item(0, LEVELS[0], number, number < 10, 4, 1) for number in range(COUNT - 1)]
    with pytest.raises(KnowledgeTestError, match=r"has 29 questions .* needs 30"):
        draw(bank, 1, "A")
    for form in ("", "a", "AB", "1"):
        with pytest.raises(KnowledgeTestError, match="one letter from A to Z"):
            draw(bank, 1, form)
