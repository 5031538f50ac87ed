"""Reading a notebook that somebody handed in: only what is a cell's text is taken from it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonground.trainer.limits import MIB
from commonground.trainer.nodes import as_version_4
from commonground.trainer.outputs import PICTURES, safe_picture

LARGEST_NOTEBOOK = 25 * MIB
MOST_CELLS = 2000
LONGEST_CELL = 200_000
LARGEST_PICTURE = 5 * MIB
CELL_TYPES = ("code", "markdown", "raw")


class UnreadableSubmissionError(ValueError):
    """A notebook that cannot be graded; the message names the file and says what to do."""


@dataclass(frozen=True)
class SubmittedCell:
    """A cell as handed in. Of its metadata only nbgrader's words are kept, and only to compare them."""

    cell_type: str
    source: str
    cell_id: str = ""
    grade_id: str | None = None
    nbgrader: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)


def read_submission(path: Path) -> tuple[SubmittedCell, ...]:
    """The cells of the notebook at `path`; raises UnreadableSubmissionError."""
    if path.is_symlink() or not path.is_file():
        raise UnreadableSubmissionError(f"{path.name}: this is not a file. Ask for the notebook itself.")
    size = path.stat().st_size
    if size > LARGEST_NOTEBOOK:
        raise UnreadableSubmissionError(
            f"{path.name}: the file is {size // MIB} MB large, more than {LARGEST_NOTEBOOK // MIB}. "
            "Ask for it again with its outputs cleared and its pictures made smaller."
        )
    if size == 0:
        raise UnreadableSubmissionError(f"{path.name}: the file is empty. Ask for it again.")
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as trouble:
        raise UnreadableSubmissionError(
            f"{path.name}: this is not a whole notebook (perhaps cut short on the way, or another kind of file). "
            f"Ask for it again. [{type(trouble).__name__}]"
        ) from None
    try:
        cells = _cells(content)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise UnreadableSubmissionError(f"{path.name}: this file has not the form of a notebook. Ask for it again.") from None
    if len(cells) > MOST_CELLS:
        raise UnreadableSubmissionError(f"{path.name}: it has {len(cells)} cells, more than {MOST_CELLS}. Look at it by hand.")
    return cells


def _cells(content: Any) -> tuple[SubmittedCell, ...]:
    if not isinstance(content, dict):
        raise TypeError
    if "worksheets" in content:
        content = as_version_4(content)
    cells = content["cells"]
    if not isinstance(cells, list):
        raise TypeError
    return tuple(_cell(cell) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") in CELL_TYPES)


def _cell(cell: dict[str, Any]) -> SubmittedCell:
    source = cell.get("source", "")
    text = "".join(part for part in source if isinstance(part, str)) if isinstance(source, list) else source
    if not isinstance(text, str):
        text = ""
    # A lone half of a character pair cannot be written to a file.
    text = text.encode("utf-8", "replace").decode("utf-8")[:LONGEST_CELL]
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    about = metadata.get("nbgrader")
    about = dict(about) if isinstance(about, dict) else {}
    grade_id = about.get("grade_id")
    cell_id = cell.get("id")
    tags = metadata.get("tags")
    return SubmittedCell(
        cell_type=str(cell["cell_type"]),
        source=text,
        cell_id=cell_id if isinstance(cell_id, str) else "",
        grade_id=grade_id if isinstance(grade_id, str) else None,
        nbgrader=about,
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        attachments=_attachments(cell.get("attachments")),
    )


def _attachments(given: Any) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = {}
    for name, bundle in given.items() if isinstance(given, dict) else ():
        if not isinstance(bundle, dict) or not all(sign.isalnum() or sign in "._-" for sign in str(name)):
            continue
        for kind, start in PICTURES.items():
            picture = safe_picture(bundle.get(kind), start, LARGEST_PICTURE)
            if picture:
                kept[str(name)] = {kind: picture}
    return kept
