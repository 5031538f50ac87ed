"""A typing error changes a name, and only a little."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from commonground.county.names import FIRST_NAMES, LAST_NAMES, SCRIPT_NAMES, mistype

words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz- ", min_size=3, max_size=20).filter(
    lambda t: t == t.strip()
)


@given(words, st.integers(0, 3), st.integers(0, 999), st.integers(0, 999))
def test_one_typing_error(word: str, kind: int, place: int, letter: int) -> None:
    typed = str(mistype(np.array([word]), np.array([kind]), np.array([place]), np.array([letter]))[0])
    assert typed != word
    assert typed[0] == word[0]
    assert len(typed) - len(word) == (0, -1, 1, 0)[kind]


def test_no_names_no_errors() -> None:
    nothing = np.array([], dtype=int)
    assert len(mistype(np.array([], dtype="U32"), nothing, nothing, nothing)) == 0


def test_names_are_distinct_and_plain() -> None:
    for bank in (FIRST_NAMES, LAST_NAMES, SCRIPT_NAMES[:, 0]):
        assert len(set(bank.tolist())) == len(bank)
        assert all(name.isalpha() and name.isascii() and 3 <= len(name) <= 14 for name in bank.tolist())
    assert all(len(set(spellings)) == 3 for spellings in SCRIPT_NAMES.tolist())
