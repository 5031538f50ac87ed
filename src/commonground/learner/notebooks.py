"""The learner's own copies of the lessons, for JupyterLab: what is typed into a lesson stays in `my-work/`.

A copy that the learner has not changed follows the course; one that they have changed is theirs and
is never overwritten. The course knows its own copies by the fingerprints in `notebooks/.saved.json`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from commonground.content.places import module_folder
from commonground.learner.files import JsonFile, write_bytes
from commonground.learner.work_folder import folder

COPIES = "notebooks"
RECORD = ".saved.json"


def _shape(value: dict[str, Any]) -> bool:
    return all(isinstance(print_, str) for print_ in value.values())


def is_unchanged(module_id: str, notebook: str) -> bool:
    """Whether there is a copy of this lesson that is as the course wrote it. Raises NotSaved."""
    root = folder()
    target = root / COPIES / module_id / notebook
    kept = _record(root).read().get(f"{module_id}/{notebook}")
    return target.is_file() and _fingerprint(target.read_bytes()) == kept


def _record(root: Path) -> JsonFile:
    return JsonFile(root / COPIES / RECORD, root, folder, _shape)


def own_copy(module_id: str, notebook: str) -> Path:
    """The learner's copy of a lesson, e.g. ("04-bias-in-shared-data", "3-analyst.ipynb"); made if it is not there.

    Raises ContentError for a module that does not exist, FileNotFoundError for a lesson that does
    not exist, NotSaved where the disk does not take the copy.
    """
    content = (module_folder(module_id) / notebook).read_bytes()
    root = folder()
    target = root / COPIES / module_id / notebook
    name = f"{module_id}/{notebook}"
    record = _record(root)
    if target.exists() and _fingerprint(target.read_bytes()) != record.read().get(name):
        return target
    write_bytes(target, content)

    def note(prints: dict[str, Any]) -> bool:
        changed = prints.get(name) != _fingerprint(content)
        prints[name] = _fingerprint(content)
        return changed

    record.change(note)
    return target


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
