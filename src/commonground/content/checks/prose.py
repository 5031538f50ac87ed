"""The words of the course that a learner reads, each with its place, its level and its mark of origin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonground.content.citations import without_citations
from commonground.content.sentences import one_sentence_per_line, split_sentences

# Keys whose values are names, numbers or settings, not words to read.
_NOT_PROSE = frozenset(
    {
        "id", "kind", "model", "mark", "filename", "value", "unit", "from", "field", "to", "level", "notebook",
        "register", "facts", "taught", "practised", "fits", "turn_fits", "needs", "used_in", "min", "max", "step",
        "lines", "asks", "tone", "required", "right", "contest", "settings", "residents", "seed",
    }
)  # fmt: skip
# Keys whose values are names of things, too short to be a sentence.
SHORT_KEYS = frozenset({"title", "label", "name", "date", "who"})

_CODE_BLOCK = re.compile(r"^(\s*)(`{3,}|~{3,}).*?^\1\2\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKER = re.compile(r"^\s*(>\s?|[-*+]\s|\d+[.)]\s)+")
_QUOTED = re.compile(r"\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”|(?<!\w)'[^'\n]{1,300}'(?!\w)|‘[^’\n]{1,300}’")


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as it stands in a file.

    `unit` names what is read in one go (a lesson's text, an exercise, the questions of a level);
    `levels` are the levels whose learners meet it; `mark` is the mark of origin that covers it, ""
    where there is none; `key` is the last name in `place`.
    """

    file: Path
    place: str
    text: str
    unit: str
    levels: frozenset[str]
    mark: str = ""
    key: str = ""


def walk_texts(value: Any, place: str = "", mark: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Every text in a YAML value: its place, its key, the text, and the mark that covers it."""
    if isinstance(value, dict):
        mark = str(value.get("mark", mark))
        for key, inner in value.items():
            if key in _NOT_PROSE:
                continue
            yield from walk_texts(inner, f"{place}.{key}" if place else str(key), mark)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            named = inner.get("id") if isinstance(inner, dict) else None
            yield from walk_texts(inner, f"{place}[{named or number}]", mark)
    elif isinstance(value, str) and value.strip():
        key = re.sub(r"\[[^\]]*\]$", "", place).rpartition(".")[2]
        yield place, key, value, mark


def plain(text: str) -> str:
    """Markdown as running text: without code, addresses, tables, citations and signs."""
    text = _CODE_BLOCK.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = re.sub(r"<[^>\n]+>", " ", text)
    text = re.sub(r"`[^`\n]*`|\$[^$\n]+\$|https?://\S+", " ", text)
    text = without_citations(text)
    lines = [line for line in text.split("\n") if not re.match(r"\s*(\||#{1,6}\s|[-=|: ]{3,}$)", line)]
    lines = [_MARKER.sub("", line) for line in lines]
    return re.sub(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}", "", "\n".join(lines)).strip()


def unquoted(text: str) -> str:
    """The text without what stands in quotation marks: words of others stay as they are."""
    return _QUOTED.sub(" ", text)


def sentences_of(text: str) -> list[str]:
    """The sentences of a Markdown text, with their citations.

    A row of a table counts as one sentence; code and headings are left out.
    """
    text = _CODE_BLOCK.sub("", text)
    found: list[str] = []
    for line in one_sentence_per_line(text).split("\n"):
        if re.match(r"\s*\|", line):
            found.append(line.strip())
        elif not re.match(r"\s*#{1,6}\s", line):
            found.extend(split_sentences(_MARKER.sub("", line)))
    return found
