"""One sentence per line: no word lost, the page unchanged, a second call without effect."""

from __future__ import annotations

import re

import mistune
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonground.content.sentences import ends_sentence, one_sentence_per_line, split_sentences

PIECES = st.sampled_from(
    [
        "One. ", "Two! ", "why? ", "Mr. Lee ", "U.S. law ", "No. ", "No. 5 ", "[PASCO-35] ", "`a. B` ", "\n", "\n\n",
        "- ", "1. ", "2) ", "> ", "# ", "| a | b |\n|---|---|\n", "```\n", "~~~ ", "<br>", "<div>", "  \n", "\\\n", "    ",
        "**Bold. More.** ", '"Why?" she ', "(See this.) ", "[a link. Yes](b.html) ", "$x. Y$ ", "$$\n", "---\n", "===\n",
        "e.g. ", "then: ", "\t", "* ", "… ", "\r", "\x0b", "\u2028", "[x]: y\n", '"', "“Go. ", "”",
    ]
)
MARKDOWN = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=60))


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Mr. Lee works at night. He sleeps by day.", ["Mr. Lee works at night.", "He sleeps by day."]),
        ("The U.S. Department of Education. Yes.", ["The U.S. Department of Education.", "Yes."]),
        ("It began in 2011 [PASCO-01]. Then more.", ["It began in 2011 [PASCO-01].", "Then more."]),
        ("It began. [PASCO-01, PASCO-02] Then more.", ["It began. [PASCO-01, PASCO-02]", "Then more."]),
        ("No. That is a full answer.", ["No.", "That is a full answer."]),
        ("See No. 5 for it.", ["See No. 5 for it."]),
        ("Call `here.go(). Now` first. Then rest.", ["Call `here.go(). Now` first.", "Then rest."]),
        ('"Why?" she asks. He waits.', ['"Why?" she asks.', "He waits."]),
        ('The sign said "Stop. Wait here." He did. She too.', ['The sign said "Stop. Wait here."', "He did.", "She too."]),
        ("3.5 days. Then 18 million.", ["3.5 days.", "Then 18 million."]),
        ("J. Smith wrote it. All read it.", ["J. Smith wrote it.", "All read it."]),
        ("From J. P. Kincaid, p. 12. Read it.", ["From J. P. Kincaid, p. 12.", "Read it."]),
        ("**One.** Two.", ["**One.**", "Two."]),
        ("", []),
    ],
)
def test_sentences_are_found(line: str, sentences: list[str]) -> None:
    assert split_sentences(line) == sentences


def test_a_broken_sentence_is_joined_and_two_on_a_line_are_parted() -> None:
    text = "A sentence that is\nbroken. Another one.\n\n- An item. It goes on\n  here.\n"
    assert one_sentence_per_line(text) == (
        "A sentence that is broken.\nAnother one.\n\n- An item.\n  It goes on here.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "# A title. With two\n",
        "```\nx = 1. Y\n```",
        "| a. B | c |\n|---|---|\n| d. E | f |",
        "> A quotation. In two.",
        "<div>A. B</div>",
        "$$\na. B\n$$",
        "    code. Here",
    ],
)
def test_other_blocks_stay_as_they_are(text: str) -> None:
    assert one_sentence_per_line(text) == text


@given(MARKDOWN)
@example("a.\n2. b")
@example("a. - b")
@example("One. 2021. Three")
def test_no_word_is_lost_and_a_second_call_changes_nothing(text: str) -> None:
    once = one_sentence_per_line(text)
    assert once.split() == text.split()
    assert one_sentence_per_line(once) == once


WORDS = st.lists(
    st.sampled_from(["One.", "two", "Three?", "four,", "[PASCO-35]", "`a. B`", "**Six.**", "Mr.", "Lee", "seven:"]),
    min_size=1,
    max_size=12,
)


@given(st.lists(st.tuples(st.sampled_from(["", "- ", "1. ", "# "]), WORDS), min_size=1, max_size=4))
def test_the_page_looks_the_same(blocks: list[tuple[str, list[str]]]) -> None:
    text = "\n\n".join(marker + " ".join(words) for marker, words in blocks)

    def page(markdown: str) -> str:
        return re.sub(r"\s+", " ", str(mistune.html(markdown)))

    assert page(one_sentence_per_line(text)) == page(text)


@pytest.mark.parametrize(
    ("line", "ends"),
    [("Yes.", True), ("Yes. [PASCO-35]", True), ("so:", True), ("and then", False), ("with Mr.", False), ("`x`", False)],
)
def test_the_end_of_a_sentence(line: str, ends: bool) -> None:
    assert ends_sentence(line) is ends
