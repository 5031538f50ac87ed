"""One sentence per line in the YAML files, as in the notebooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from commonground.content.checks.corpus import Corpus
from commonground.content.checks.prose import SHORT_KEYS
from commonground.content.errors import ContentError
from commonground.content.finding import Finding
from commonground.content.sentences import one_sentence_per_line, split_sentences
from commonground.content.yaml_file import parse_yaml

RULE = "sentences"
ONE_LINE = 200  # characters; so much may stand on one line, whatever the number of its sentences

_ENTRY = re.compile(r"(?P<before>\s*(?:- )*)(?P<key>[A-Za-z_][\w-]*):\s+(?P<value>[^\s|>{\[&*!].*)$")


def crowded(text: str) -> str | None:
    """The first sentence of a text that shares its line with another, or None where each has its own.

    A short text on a single line may hold several.
    """
    text = text.strip()
    if "\n" not in text and len(text) <= ONE_LINE:
        return None
    written = text.split("\n")
    for line in one_sentence_per_line(text).split("\n"):
        # A sentence that runs over two lines is no crowd.
        if line not in written and any(line.strip() in other and other.strip() != line.strip() for other in written):
            return line.strip()
    return None


def check(corpus: Corpus) -> Iterator[Finding]:
    """Texts of several sentences are blocks with one sentence on each line. Notebooks: see form.py."""
    for prose in corpus.prose():
        if prose.key == "cell" or prose.key in SHORT_KEYS:
            continue
        sentence = crowded(prose.text)
        if sentence is not None:
            yield Finding(
                prose.file,
                prose.place,
                RULE,
                f"Several sentences stand on one line: {sentence[:50]!r}.",
                "Write a block (key: |) with one sentence per line, or run `commonground check --fix`.",
            )


def _as_block(line: str) -> list[str] | None:
    """A line `key: One. Two.` as a block with one sentence per line; None where it needs none."""
    match = _ENTRY.match(line)
    if match is None or match["key"] in SHORT_KEYS:
        return None
    try:
        value = yaml.safe_load(match["value"])
    except yaml.YAMLError:
        return None
    if not isinstance(value, str) or crowded(value) is None:
        return None
    indent = " " * (len(match["before"]) + 2)
    return [f"{match['before']}{match['key']}: |", *(f"{indent}{s}" for s in split_sentences(value.strip()))]


def _words(value: Any) -> Any:
    """A YAML value with the white space in its texts made even, to compare two of them."""
    if isinstance(value, dict):
        return {key: _words(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_words(inner) for inner in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def mended(text: str, file: Path) -> str:
    """A YAML text with crowded one-line texts written as blocks; comments and all else stay.

    Where the result would not say the same, the text comes back as it was. Raises ContentError where
    the text is not YAML.
    """
    before = parse_yaml(text, file)
    lines = text.split("\n")
    out: list[str] = []
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        following = next((other for other in lines[number + 1 :] if other.strip()), "")
        match = _ENTRY.match(line)
        # A value that goes on over the next line is left to its author.
        alone = match is not None and len(following) - len(following.lstrip()) <= len(match["before"])
        block = _as_block(line) if alone and not _inside_block(lines, number, indent) else None
        out.extend(block or [line])
    result = "\n".join(out)
    try:
        same = _words(parse_yaml(result, file)) == _words(before)
    except ContentError:
        same = False
    return result if same else text


def _inside_block(lines: list[str], number: int, indent: int) -> bool:
    """Whether a line belongs to a `|` or `>` block that began above it."""
    for above in reversed(lines[:number]):
        if above.strip() and len(above) - len(above.lstrip()) < indent:
            return bool(re.search(r":\s+[|>][-+]?\s*$", above))
    return False
