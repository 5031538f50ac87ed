"""The reading grade: syllables of known words, the formula, and what is left out of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.content.checks.prose import plain
from commonground.content.checks.reading import grade, syllables, words_of

KNOWN = {
    1: """cat school names named lists moved asked helped walked months strength through court worked called least change
       place face times teams days tried years where there shared signs rules moves strange these be the see free""",
    2: """table little people sharing parent wanted needed added sentence places changes houses record records data police
       children teacher student being going quiet again other often before county welfare number people's listen fewer
       reasons handled settled circle careful useful agree respond hopeful statement seven even open lesson many""",
    3: """agency family deputies families several example decision different important idea area violence separate
       together evidence remember company another animal radio serious previous period agreement enforcement officer
       delivered referral actual beginning""",
    4: "information January February American experience education situation original superior material military",
    5: "opportunity university representative communication",
    6: "responsibility",
}


@pytest.mark.parametrize("count", KNOWN)
def test_syllables_of_known_words(count: int) -> None:
    assert {word: syllables(word) for word in KNOWN[count].split()} == dict.fromkeys(KNOWN[count].split(), count)


def test_the_formula() -> None:
    # 2 sentences, 10 words, 10 syllables: 0.39 * 5 + 11.8 * 1 - 15.59
    assert grade("The cat sat on the mat. The dog slept well.") == pytest.approx(0.39 * 5 + 11.8 - 15.59)
    assert grade("") == 0.0


def test_long_words_and_long_sentences_raise_the_grade() -> None:
    easy = "The school wrote it down. The office read it. No one asked."
    hard = "The administration's documentation, having been communicated to an adjacent organization, was misinterpreted."
    assert grade(easy) < 3
    assert grade(hard) > 12


def test_citations_code_addresses_headings_and_tables_do_not_count() -> None:
    text = (
        "# A heading\n\nA short line [PASCO-35].\nSee `here.exercise()` and [this page](https://example.org/a).\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n- **Bold** item."
    )
    assert words_of(plain(text)) == ["A", "short", "line", "See", "and", "this", "page", "Bold", "item"]


@given(st.text(max_size=30))
def test_every_word_has_a_syllable(word: str) -> None:
    assert syllables(word) >= 1
