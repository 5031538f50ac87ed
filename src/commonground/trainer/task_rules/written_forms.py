"""Forms and tables that are written as plain text, so that nobody has to mind quotation marks and commas.

A form has a line for each answer, and an answer may run over several lines:

    # Where is it? (a question; such lines are passed over)
    place: Room 2, Hill Street Library

A table has its columns' names in the first line, and upright lines between its cells:

    minutes | who      | what
    10      | learners | Guess, in pairs

Forms may follow one another; a key that comes again begins the next.
"""

from __future__ import annotations

import re

# A short name and a colon: "place:", but not the hour in "at 6:30", an address, or a sentence with a colon in it.
_KEY = re.compile(r"\s*(?:[-*]\s+)?([A-Za-z][\w' /-]{0,39}?)\s*:(?!//)(?!(?<=\d:)\d)(.*)$")
_MOST_WORDS = 5
_RULE = re.compile(r"[\s|:=-]+")


def is_table(text: str) -> bool:
    """Whether a text is a table: its first line that says something has an upright line."""
    lines = _lines(text)
    return bool(lines) and "|" in lines[0]


def forms_in(text: str) -> list[dict[str, str]]:
    """The forms in a text, in order. Lines ahead of the first key belong to none."""
    forms: list[dict[str, str]] = []
    key = ""
    for line in _lines(text):
        found = _KEY.match(line)
        if found and len(found.group(1).split()) <= _MOST_WORDS:
            key = found.group(1).lower()
            if not forms or key in forms[-1]:
                forms.append({})
            forms[-1][key] = found.group(2).strip()
        elif forms:
            forms[-1][key] = f"{forms[-1][key]}\n{line.strip()}".strip()
    return forms


def table_in(text: str) -> list[dict[str, str]]:
    """The rows of a table. A line without an upright line goes on with the last cell above it."""
    lines = _lines(text)
    framed = lines[0].strip().startswith("|")
    names = _cells(lines[0], framed)
    rows: list[dict[str, str]] = []
    for line in lines[1:]:
        if _RULE.fullmatch(line) and "-" in line:
            continue
        if "|" not in line and rows:
            rows[-1][names[-1]] = f"{rows[-1][names[-1]]} {line.strip()}".strip()
            continue
        cells = _cells(line, framed)
        # An upright line within the last cell is a part of what it says.
        cells = [*cells[: len(names) - 1], " | ".join(cells[len(names) - 1 :])]
        rows.append(dict(zip(names, [*cells, *[""] * len(names)], strict=False)))
    return rows


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _cells(line: str, framed: bool) -> list[str]:
    line = line.strip()
    if framed:
        line = line.removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in line.split("|")]
