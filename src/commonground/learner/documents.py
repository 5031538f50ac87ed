"""Take-home documents in `my-work/documents/`, saved without losing a word of the learner's.

The course replaces only a file that it wrote itself and that nobody has changed since; it knows
them by the fingerprints in `.saved.json`. The version before is kept as `<name>.previous.docx`.
A file that the learner has edited, or put there, is never touched: the document then gets the
next free name, `<name>-2.docx`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from commonground.learner.docx_file import docx
from commonground.learner.files import JsonFile, NotSaved, sweep, turn, write_bytes
from commonground.learner.html_file import html
from commonground.learner.paper import Paper, PaperSection
from commonground.learner.work_folder import folder, place

__all__ = ["Paper", "PaperSection", "documents_folder", "is_ours", "note_taken_in", "save", "saved_names"]

RECORD = ".saved.json"
_KEPT_FINGERPRINTS = 4
_NAMES_TRIED = 1000


def documents_folder() -> Path:
    """Where the documents lie; it may not exist yet."""
    return place() / "documents"


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _shape(value: dict[str, Any]) -> bool:
    return all(isinstance(prints, list) for prints in value.values())


def _record() -> JsonFile:
    root = place()
    return JsonFile(root / "documents" / RECORD, root, folder, _shape)


def saved_names() -> tuple[str, ...]:
    """The names of the files that the course has ever written into the folder."""
    return tuple(_record().read())


def is_ours(path: Path, record: dict[str, Any] | None = None) -> bool:
    """Whether the file is as the course wrote it; a link or an edited file is not."""
    record = _record().read() if record is None else record
    try:
        return not path.is_symlink() and _fingerprint(path.read_bytes()) in record.get(path.name, [])
    except OSError:
        return False


def _free(path: Path, record: dict[str, Any]) -> bool:
    return is_ours(path, record) or not (path.exists() or path.is_symlink())


def _choose(stem: str, record: dict[str, Any]) -> str:
    """The first of stem, stem-2, stem-3, ... under which nothing of the learner's lies."""
    here = documents_folder()
    for number in range(1, _NAMES_TRIED):
        name = stem if number == 1 else f"{stem}-{number}"
        if all(_free(here / f"{name}{ending}", record) for ending in (".docx", ".html")):
            return name
    raise NotSaved(
        f"The document was not saved: {here} already holds {_NAMES_TRIED} files named {stem}. "
        f"Move some of them elsewhere, then save again."
    )


def _note(prints: dict[str, Any], name: str, content: bytes) -> None:
    kept = [old for old in prints.get(name, []) if old != _fingerprint(content)]
    prints[name] = [*kept, _fingerprint(content)][-_KEPT_FINGERPRINTS:]


def note_taken_in(name: str, content: bytes, ours: bool) -> None:
    """Remember a document that came from another computer.

    `ours` says that the course wrote this content there and nobody changed it since. Otherwise the
    file counts as changed by hand, so it is never overwritten. Raises NotSaved.
    """

    def edit(record: dict[str, Any]) -> bool:
        before = list(record.get(name, ("none",)))
        record.setdefault(name, [])
        if ours:
            _note(record, name, content)
        return before != list(record[name])

    _record().change(edit)


def save(paper: Paper) -> list[Path]:
    """Write `paper` as .docx and .html; returns the two files, the .docx first.

    Saving an unchanged paper again changes nothing. Raises NotSaved when the disk does not take it
    or a file is held open by a word processor; nothing is lost then.
    """
    contents = {".docx": docx(paper), ".html": html(paper)}
    name = ""
    copies: dict[Path, bytes] = {}

    def plan(record: dict[str, Any]) -> bool:
        nonlocal name
        name = _choose(paper.filename, record)
        for ending, content in contents.items():
            path = documents_folder() / f"{name}{ending}"
            if path.exists() and (before := path.read_bytes()) != content:
                previous = _previous(path, record)
                copies[previous] = before
                _note(record, previous.name, before)
            _note(record, path.name, content)
        return True

    # The fingerprints are kept before the files are written: a process that dies in between
    # leaves files that are still known as the course's own.
    _record().change(plan)
    paths = []
    with turn(folder()):
        sweep(documents_folder())
        for previous, before in copies.items():
            write_bytes(previous, before)
        for ending, content in contents.items():
            path = documents_folder() / f"{name}{ending}"
            if not path.exists() or path.read_bytes() != content:
                write_bytes(path, content)
            paths.append(path)
    return paths


def _previous(path: Path, record: dict[str, Any]) -> Path:
    """Where the version before is kept: not over a copy that the learner has changed."""
    number = 1
    while True:
        mark = "previous" if number == 1 else f"previous-{number}"
        candidate = path.with_name(f"{path.stem}.{mark}{path.suffix}")
        if _free(candidate, record):
            return candidate
        number += 1
