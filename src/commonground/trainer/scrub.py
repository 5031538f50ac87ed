"""Makes text and outputs of a submission safe to show, and keeps hidden tests and mark schemes out of sight.

The graded notebook that raters open (in nbgrader's formgrader) and that feedback is made from is
safe by itself: it holds no HTML, no script, no picture from elsewhere, no hidden test and no mark
scheme, whatever converter shows it.
"""

from __future__ import annotations

import re

from commonground.trainer.blueprint import Cell
from commonground.trainer.examiner import Verdict

BEGIN_HIDDEN, END_HIDDEN = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
# A space of no width: the text reads as before, and is no longer the start of a tag or a picture.
BREAK = "\u200b"
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,31};)")
_PICTURE = re.compile(r"!(?=\[)(?!\[[^\[\]\n]{0,200}\]\(attachment:([A-Za-z0-9._-]{1,200})\))")
_NO_WORDS = re.compile(r"[^\w .,:;'()=+-]|https?:|_{2,}")
LONGEST_WORDS = 300
_SCHEME = re.compile(r"(?i)(java|vb|live)(?=\s*script\s*:)|\b(data|file)(?=:\S)")
# Where an address of a link begins, with what may come before it; the address itself is only looked at.
_ADDRESS = re.compile(r"(\]\s*+[(:]\s*+<?\s*+)(?=([^\n]{1,60}))")
_NOT_IN_SCHEME = re.compile(r"[^A-Za-z0-9+.:-]")
_KIND_OF_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
OPENED = ("http", "https", "mailto", "attachment")


def safe_markdown(text: str, attachments: frozenset[str] | set[str] = frozenset()) -> str:
    """Markdown that holds no HTML, no picture but its own attachments, and no address that is a script.

    Tags are not taken out but broken, so that a person reads exactly what was written. This needs no
    understanding of Markdown: after it, no `<` stands before a letter anywhere, in code or outside.
    """
    text = _TAG.sub("<" + BREAK, text)
    text = _ENTITY.sub("&" + BREAK, text)
    text = _PICTURE.sub("!" + BREAK, text)
    text = _SCHEME.sub(lambda found: found.group(0) + BREAK, text)
    text = _ADDRESS.sub(_address, text)
    return re.sub(
        r"!\[([^\[\]\n]{0,200})\]\(attachment:([A-Za-z0-9._-]{1,200})\)",
        lambda found: found.group(0) if found.group(2) in attachments else f"(picture: {found.group(1)})",
        text,
    )


def _address(found: re.Match[str]) -> str:
    """The beginning of a link, broken unless its address leads to a page, a mail, or nowhere else than here.

    Markdown reads `\\:` as a colon and browsers pass over tabs, so all that is no part of a scheme is left out first.
    """
    kind = _KIND_OF_ADDRESS.match(_NOT_IN_SCHEME.sub("", found.group(2)))
    return found.group(1) if kind is None or kind.group(1).lower() in OPENED else found.group(1) + BREAK


def only_words(text: str) -> str:
    """What a submission's process said, as words that hold no link and no markup, for a sentence of ours."""
    return " ".join(_NO_WORDS.sub(" ", text).split())[:LONGEST_WORDS]


def hidden_lines(source: str) -> set[int]:
    """The numbers (from 1) of the lines of hidden tests, the delimiters among them."""
    hidden: set[int] = set()
    inside = False
    for number, line in enumerate(source.splitlines(), 1):
        inside = inside or BEGIN_HIDDEN in line
        if inside:
            hidden.add(number)
        if END_HIDDEN in line:
            inside = False
    return hidden


def told_to_trainee(cell: Cell, verdict: Verdict) -> str:
    """What may be said of a test that did not pass, with nothing of a hidden test in it."""
    if verdict.outcome == "stopped":
        return "A test could not be finished on this answer."
    if verdict.line is None or verdict.line in hidden_lines(cell.source):
        return "A test that is not shown here did not pass."
    line = cell.source.splitlines()[verdict.line - 1].strip() if verdict.line <= len(cell.source.splitlines()) else ""
    told = f"A test did not pass: {line}" if line in cell.shown else "A test did not pass."
    # With hidden tests in the cell, only words that the released test holds are repeated.
    text = verdict.text if not hidden_lines(cell.source) or (verdict.text and verdict.text in cell.shown) else ""
    if verdict.name == "NameError" and not text:
        text = "a name that the test needs was not set"
    return f"{told}\n{text}".strip()
