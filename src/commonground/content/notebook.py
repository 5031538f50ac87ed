"""Notebooks as plain JSON: reading, writing, and what a cell holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from commonground.content.errors import ContentError

Cell = dict[str, Any]
Notebook = dict[str, Any]


def source_of(cell: Cell) -> str:
    """The text of a cell; a notebook may keep it whole or as a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def tags_of(cell: Cell) -> list[str]:
    """The tags of a cell."""
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return [str(tag) for tag in tags] if isinstance(tags, list) else []


def cell_name(cell: Cell, number: int) -> str:
    """How a person finds a cell: its id, or its place counted from 1."""
    return str(cell.get("id") or f"cell {number + 1}")


def parse_notebook(text: str, file: Path) -> Notebook:
    """The notebook in a text; raises ContentError where it is none."""
    try:
        notebook = json.loads(text)
    except ValueError as error:
        raise ContentError(file, "", f"This is not a notebook: {error}.", "Restore the file, or save it again.") from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ContentError(file, "", "This is not a notebook: it has no cells.", "Save it again from JupyterLab.")
    return notebook


def read_notebook(file: Path) -> Notebook:
    """The notebook in a file; raises ContentError where it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(file, "", "This notebook could not be read.", "Check that it is there.") from error
    return parse_notebook(text, file)


def write_text(notebook: Notebook) -> str:
    """The text of a notebook as nbformat writes it: indent 1, sorted keys, sources as lists of lines."""
    cells = [{**cell, "source": source_of(cell).splitlines(keepends=True)} for cell in notebook["cells"]]
    return (
        json.dumps(
            {**notebook, "cells": cells}, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": ")
        )
        + "\n"
    )
