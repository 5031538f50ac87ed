"""Crowded one-line texts of YAML files become blocks; nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.content.checks.lines import crowded, mended
from commonground.content.yaml_file import parse_yaml

FILE = Path("story.yml")
LONG = "This sentence is here to make the line long enough to count as crowded, which takes quite a few words. " * 2


def test_a_long_line_becomes_a_block_and_comments_stay() -> None:
    text = f"# a note\nitems:\n  - id: a\n    reply: {LONG}Then one more.\n    right: true  # yes\n"
    assert mended(text, FILE) == (
        "# a note\nitems:\n  - id: a\n    reply: |\n"
        + "".join(f"      {sentence.strip()}.\n" for sentence in LONG.strip().rstrip(".").split(". "))
        + "      Then one more.\n    right: true  # yes\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "reply: Short. Two sentences.\n",
        f"title: {LONG}One.\n",
        f"reply: |\n  text: {LONG}One.\n",
        f"reply: {LONG}One.\n  goes on here. Two.\n",
        f"a: {{reply: '{LONG}One.'}}\n",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert mended(text, FILE) == text


def test_crowded_names_the_sentence() -> None:
    assert crowded("One here.\nTwo there. Three.") == "Two there."
    assert crowded("One here.\nTwo there.") is None
    assert crowded("A sentence over\ntwo lines.\nAnother.") is None


VALUES = st.lists(
    st.sampled_from([LONG + "One.", "Short.", LONG + '"Quoted." More.', LONG + "It's: so. #1 is it.", LONG + "a: b. C."]),
    min_size=1,
    max_size=4,
)


@given(VALUES, st.sampled_from(["{}", "'{}'", '"{}"']))
def test_mending_keeps_every_word_and_is_final(values: list[str], quotes: str) -> None:
    text = "".join(
        f"k{i}: {quotes.format(v.replace(chr(39), chr(39) * 2) if quotes[0] == chr(39) else v)}\n" for i, v in enumerate(values)
    )
    try:
        before = parse_yaml(text, FILE)
    except Exception:
        return
    once = mended(text, FILE)
    after = parse_yaml(once, FILE)
    assert {k: str(v).split() for k, v in after.items()} == {k: str(v).split() for k, v in before.items()}
    assert mended(once, FILE) == once
