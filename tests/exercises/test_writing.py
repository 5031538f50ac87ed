"""What is looked for in a learner's own sentences is found there, whole words as whole words, capitals or not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.exercises.writing import LIMITS, NUMBER, QUESTION, any_word, lacks, says, uses

TEXTS = st.text(st.sampled_from("nNoOtT 'ae?!1\n"), max_size=12)


@pytest.mark.parametrize("text", ["No, thanks.", "There is\nno end.", "no", "(NO)", "no-one"])
def test_a_whole_word_is_found(text: str) -> None:
    assert says(any_word("no"), text)


@pytest.mark.parametrize("text", ["A note.", "piano", "Nothing", "", "n o"])
def test_a_part_of_a_word_is_not_the_word(text: str) -> None:
    assert not says(any_word("no"), text)


@pytest.mark.parametrize("text", ["It stays.", "They stay.", "Do not share it.", "It is beyond us."])
def test_words_phrases_and_patterns_stand_side_by_side(text: str) -> None:
    assert says(any_word("stays?", "do not share", "beyond"), text)


@given(TEXTS)
def test_any_word_is_one_of_them(text: str) -> None:
    words = ("no", "not", "ton")
    assert says(any_word(*words), text) == any(says(any_word(word), text) for word in words)


@given(TEXTS, st.sampled_from([NUMBER, QUESTION, any_word(*LIMITS), "to"]))
def test_a_part_either_lacks_a_pattern_or_uses_it(text: str, pattern: str) -> None:
    parts = {"asked": text, "other": "No 1?"}
    lacking, using = lacks("a", "asked", pattern), uses("b", "asked", pattern)
    assert (lacking.id, using.id) == ("a", "b")
    assert lacking.found(parts) is not using.found(parts)
    assert using.found(parts) is says(pattern, text)


@given(TEXTS)
def test_capitals_do_not_count(text: str) -> None:
    for pattern in (any_word("not", "ten"), "o"):
        assert says(pattern, text.upper()) == says(pattern, text.lower()) == says(pattern, text)


def test_only_the_part_that_is_named_is_looked_at() -> None:
    flaw = lacks("no-number", "shows", NUMBER)
    assert flaw.found({"shows": "Quite a few.", "cannot": "12"})
    assert not flaw.found({"shows": "12 of 40.", "cannot": "Quite a few."})


@pytest.mark.parametrize("limit", [*LIMITS, "Cannot", "NEVER"])
def test_each_word_of_a_limit_is_enough(limit: str) -> None:
    assert not lacks("no-limit", "cannot", any_word(*LIMITS)).found({"cannot": f"It {limit} tells why."})


@pytest.mark.parametrize("text", ["It tells all.", "A notice went out.", "Nowhere near."])
def test_a_text_without_a_limit_is_seen(text: str) -> None:
    assert lacks("no-limit", "cannot", any_word(*LIMITS)).found({"cannot": text})


def test_a_pattern_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(re.error):
        says("(", "a text")
