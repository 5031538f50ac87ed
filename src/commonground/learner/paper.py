"""What a take-home document says, apart from the kinds of file in which it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

LEFT_OPEN = "(left open)"

# Names that Windows keeps for devices, whatever the ending.
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
_FILENAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")

# Characters that a word processor's file cannot hold: control characters, halves of character
# pairs, and the two code points that are no characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A part of a document: `rows` are pairs of a label and the text under it (empty: left open)."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A take-home document. All texts are plain, with line ends between paragraphs.

    `filename` has no ending: small letters, digits and hyphens, at most 60. `disclaimer` and `mark`
    (the sentence that says whose form this is) may be empty. `language` is an IETF tag.
    """

    title: str
    filename: str
    intro: str
    sections: tuple[PaperSection, ...]
    disclaimer: str
    mark: str
    made_on: date
    language: str = "en-US"

    def __post_init__(self) -> None:
        if not _FILENAME.fullmatch(self.filename) or self.filename in _RESERVED:
            raise ValueError(
                f"{self.filename!r} cannot be the name of a document. Use small letters, digits and hyphens, "
                f"at most 60, for example context-note."
            )


def paragraphs(text: str) -> list[str]:
    """The lines of `text` that say something, each safe to write into a file.

    Line ends of every system part the lines; characters that no document can hold are left out.
    """
    lines = _LINE_END.sub("\n", text).split("\n")
    return [clean for line in lines if (clean := _UNWRITABLE.sub("", line).rstrip()).strip()]


def one_line(text: str) -> str:
    """`text` as a heading: its lines joined by spaces."""
    return " ".join(line.strip() for line in paragraphs(text))
