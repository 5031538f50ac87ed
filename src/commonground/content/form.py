"""The canonical form of a lesson's notebook: one rule per class, each with one job.

A rule looks at a notebook, says what is not in form, and mends what can be mended without a choice.
Mending never drops a word of a cell's source.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from commonground.content.finding import Finding
from commonground.content.notebook import Cell, Notebook, cell_name, source_of, tags_of, write_text
from commonground.content.sentences import one_sentence_per_line

SHOWN = "shown-result"
METADATA: dict[str, Any] = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

_READABLE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# What JupyterLab gives a new cell: eight hexadecimal digits, or a UUID.
_MADE_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?|[0-9a-f]{32}")
_CALL = re.compile(r"\b(exercise|reflection|questions|finish|start|get)\(\s*(?:[\"']([^\"']*)[\"'])?")
_LONGEST_ID = 64  # nbformat 4.5


class Rule(Protocol):
    """One rule of the form."""

    name: str

    def look(self, notebook: Notebook) -> Iterator[tuple[str, str, str]]:
        """Each fault: the place, what is wrong, and what to do."""
        ...

    def mend(self, notebook: Notebook) -> None:
        """Mend the notebook in place, as far as no choice is needed."""
        ...


def is_readable_id(name: str) -> bool:
    """Whether a cell id is short readable words joined by hyphens."""
    return bool(_READABLE_ID.fullmatch(name)) and not _MADE_ID.fullmatch(name) and len(name) <= _LONGEST_ID


def proposed_id(cell: Cell) -> str:
    """A readable id for a cell, from what it says."""
    text = source_of(cell)
    call = _CALL.search(text) if cell.get("cell_type") == "code" else None
    words = " ".join(part for part in (call.group(1), call.group(2)) if part) if call else text
    slug = "-".join(re.findall(r"[a-z0-9]+", words.lower())[:5]).strip("-")[:40].strip("-")
    kind = str(cell.get("cell_type", "cell"))
    if not slug or not slug[0].isalpha():
        slug = f"{kind}-{slug}".strip("-")
    return slug if is_readable_id(slug) else f"{kind}-{slug}"


class Version:
    """nbformat 4.5, the first with cell ids."""

    name = "version"

    def look(self, notebook: Notebook) -> Iterator[tuple[str, str, str]]:
        if (notebook.get("nbformat"), notebook.get("nbformat_minor")) != (4, 5):
            yield "", "The notebook is not in format 4.5.", "Run `commonground notebooks --fix`."

    def mend(self, notebook: Notebook) -> None:
        notebook["nbformat"], notebook["nbformat_minor"] = 4, 5


class Metadata:
    """The notebook's metadata say the kernel and nothing of the author's machine."""

    name = "metadata"

    def look(self, notebook: Notebook) -> Iterator[tuple[str, str, str]]:
        if notebook.get("metadata") != METADATA:
            yield "", "The metadata differ from the allow-list.", "Run `commonground notebooks --fix`."
        for number, cell in enumerate(notebook["cells"]):
            if cell.get("metadata") != self._kept(cell):
                yield cell_name(cell, number), "Only tags are kept as metadata.", "Run `commonground notebooks --fix`."

    def mend(self, notebook: Notebook) -> None:
        notebook["metadata"] = copy.deepcopy(METADATA)
        for cell in notebook["cells"]:
            cell["metadata"] = self._kept(cell)

    @staticmethod
    def _kept(cell: Cell) -> dict[str, Any]:
        tags = list(dict.fromkeys(tags_of(cell)))
        return {"tags": tags} if tags else {}


class CellIds:
    """Each cell has a readable id of its own, so that others can point at it."""

    name = "cell-ids"

    def look(self, notebook: Notebook) -> Iterator[tuple[str, str, str]]:
        seen: set[str] = set()
        for number, cell in enumerate(notebook["cells"]):
            name = str(cell.get("id") or "")
            if not is_readable_id(name):
                yield (
                    cell_name(cell, number),
                    "The cell id is not a few readable words joined by hyphens.",
                    f"Call it, for example, {proposed_id(cell)!r}, or run `commonground notebooks --fix`.",
                )
            elif name in seen:
                yield name, "Two cells have this id.", "Give one of them another id."
            seen.add(name)

    def mend(self, notebook: Notebook) -> None:
        taken = {str(cell.get("id")) for cell in notebook["cells"] if is_readable_id(str(cell.get("id") or ""))}
        seen: set[str] = set()
        for cell in notebook["cells"]:
            name = str(cell.get("id") or "")
            if is_readable_id(name) and name not in seen:
                seen.add(name)
                continue
            wish = proposed_id(cell) if not is_readable_id(name) else name
            count = 1
            name = wish
            while name in taken or name in seen:
                count += 1
                name = f"{wish[: _LONGEST_ID - 4]}-{count}"
            cell["id"] = name
            seen.add(name)


class Outputs:
    """Results are kept only where the lesson shows them, and then as short text."""

    name = "outputs"

    def look(self, notebook: Notebook) -> Iterator[tuple[str, str, str]]:
        for number, cell in enumerate(notebook["cells"]):
            if cell.get("cell_type") == "code" and self._kept(cell) != (
                cell.get("outputs"),
                cell.get("execution_count"),
            ):
                yield (
                    cell_name(cell, number),
                    f"Results are kept only in cells tagged {SHOWN}, as text.",
                    "Run `commonground notebooks --fix`.",
                )

    def mend(self, notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            if cell.get("cell_type") == "code":
                cell["outputs"], cell["execution_count"] = self._kept(cell)

    def _kept(self, cell: Cell) -> tuple[list[dict[str, Any]], int | None]:
        if SHOWN not in tags_of(cell):
            return [], None
        outputs = [output for output in map(self._plain, cell.get("outputs") or []) if output]
        return outputs, cell.get("execution_count")

    @staticmethod
    def _plain(output: dict[str, Any]) -> dict[str, Any] | None:
        """The output with nothing but text in it; None where there is no text."""
        kind = output.get("output_type")
        if kind == "stream":
            return output
        if kind == "error":
            return {**output, "traceback": []}
        text = (output.get("data") or {}).get("text/plain")
        return {**output, "data": {"text/plain": text}, "metadata": {}} if text else None


class Sentences:
    """Markdown cells have one sentence per line."""

    name = "sentences"

    def look(self, notebook: Notebook) -> Iterator[tuple[str, str, str]]:
        for number, cell in enumerate(notebook["cells"]):
            if cell.get("cell_type") == "markdown":
                text = source_of(cell)
                for line, mended in zip(text.split("\n"), one_sentence_per_line(text).split("\n"), strict=False):
                    if line != mended:
                        yield (
                            cell_name(cell, number),
                            f"Each sentence stands on a line of its own: {line.strip()[:60]!r}.",
                            "Run `commonground notebooks --fix`.",
                        )
                        break

    def mend(self, notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            if cell.get("cell_type") == "markdown":
                cell["source"] = one_sentence_per_line(source_of(cell))


class CellKeys:
    """A cell holds what its kind needs, and no empty lines at its ends."""

    name = "cells"
    _KEYS = frozenset({"cell_type", "id", "metadata", "source", "attachments"})

    def look(self, notebook: Notebook) -> Iterator[tuple[str, str, str]]:
        for number, cell in enumerate(notebook["cells"]):
            name = cell_name(cell, number)
            if set(cell) - self._allowed(cell):
                yield name, "The cell has keys that no notebook needs.", "Run `commonground notebooks --fix`."
            if source_of(cell) != self._trimmed(source_of(cell)):
                yield name, "The cell begins or ends with empty lines.", "Run `commonground notebooks --fix`."

    def mend(self, notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            for key in set(cell) - self._allowed(cell):
                del cell[key]
            cell["source"] = self._trimmed(source_of(cell))

    def _allowed(self, cell: Cell) -> frozenset[str]:
        return self._KEYS | {"outputs", "execution_count"} if cell.get("cell_type") == "code" else self._KEYS

    @staticmethod
    def _trimmed(text: str) -> str:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        while lines and not lines[0].strip():
            del lines[0]
        while lines and not lines[-1].strip():
            del lines[-1]
        return "\n".join(lines)


# In the order in which they mend.
RULES: tuple[Rule, ...] = (Version(), Metadata(), CellKeys(), Outputs(), Sentences(), CellIds())


def mended(notebook: Notebook) -> Notebook:
    """The notebook in canonical form; the one given stays as it is."""
    result = copy.deepcopy(notebook)
    for rule in RULES:
        rule.mend(result)
    return result


def faults(notebook: Notebook, text: str, file: Path) -> list[Finding]:
    """What is not in form, rule by rule; `text` is the file as it stands."""
    found = [
        Finding(file, place, f"form: {rule.name}", message, advice)
        for rule in RULES
        for place, message, advice in rule.look(notebook)
    ]
    if not found and text != write_text(mended(notebook)):
        advice = "Run `commonground notebooks --fix`."
        found.append(
            Finding(file, "", "form: written", "Line ends, indent or order of keys differ from the form.", advice)
        )
    return found
