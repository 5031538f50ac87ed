"""Work from another computer, taken in from an export: `take_in`.

What is here is never lost, and taking in the same export twice is the same as once:

- answers, progress and choices are joined key by key, by the rules of `answer_book.take_in`,
  `progress_book.take_in` and `profile_card.take_in`; what gives way is kept beside its file as
  `<name>.imported-1.json`, `-2` and so on;
- documents, and lesson copies that the learner changed, are put where there is none of their name.
  Where there is a different one, it stays and theirs is kept beside it as `<name>.imported-1.docx`.
  A lesson copy that nobody changed gives way to a changed one, and is not taken in itself;
- files that were set aside before come along under a free number.

Only files that the course itself writes are taken in; the rest is refused with the reason.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonground.learner import (
    answer_book,
    documents,
    names,
    notebooks,
    package,
    profile_card,
    progress_book,
)
from commonground.learner.files import NotSaved, turn, write_bytes
from commonground.learner.package import NotTaken, Refused
from commonground.learner.work_folder import READ_ME, folder

__all__ = ["NotTaken", "Refused", "TakenIn", "take_in"]

_ASIDE = re.compile(r"\.(damaged|imported)-[0-9]+$")
_DAMAGED = "it is damaged, or it was changed by hand into something that the course cannot read"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of an export. Names are paths inside my-work, those of `beside` as they lie here.

    `taken`: put here whole, there was none. `joined`: made one with what was here. `beside`: kept
    under a name of its own, because what was here stands or gave way. `same`: was here already.
    """

    taken: tuple[str, ...]
    joined: tuple[str, ...]
    beside: tuple[str, ...]
    same: tuple[str, ...]
    refused: tuple[Refused, ...]


@dataclass(slots=True)
class _Arrival:
    """An import under way."""

    root: Path
    files: dict[str, bytes]
    taken: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)

    def take(self, name: str, content: bytes) -> str:
        """Take in one file; returns the reason where it is refused."""
        if not (names.keeps_answers(name) or names.DOCUMENT.fullmatch(name)):
            return "the course did not make it. Copy it over yourself if you need it"
        path = self.root / name
        if _through_link(self.root, path):
            return "on this computer a link stands in its place, and the course follows none"
        if found := names.ANSWERS.fullmatch(name):
            lesson_id = found["lesson"]
            return self._join(
                name, content, answer_book.shape, lambda theirs: answer_book.take_in(lesson_id, theirs, self.beside)
            )
        if name == "progress.json":
            return self._join(name, content, progress_book.shape, progress_book.take_in)
        if name == "profile.json":
            return self._join(
                name, content, lambda value: True, lambda theirs: profile_card.take_in(theirs, self.beside)
            )
        if names.ANSWERS_ASIDE.fullmatch(name) or names.TOP_ASIDE.fullmatch(name):
            self._set_aside_before(path, content)
            return ""
        if names.DOCUMENT.fullmatch(name):
            self._document(path, content)
            return ""
        return self._copy(path, content)

    def beside(self, path: Path, content: bytes) -> Path:
        """Keep `content` next to `path` under the first free number; where it is kept already, that one counts."""
        return self._numbered(path, "imported", content)

    def _numbered(self, path: Path, mark: str, content: bytes) -> Path:
        stem = _ASIDE.sub("", path.stem)
        number = 1
        while True:
            candidate = path.with_name(f"{stem}.{mark}-{number}{path.suffix}")
            if candidate.is_symlink() or candidate.exists():
                if not candidate.is_symlink() and candidate.is_file() and candidate.read_bytes() == content:
                    return candidate
                number += 1
                continue
            write_bytes(candidate, content)
            self.aside.append(candidate.relative_to(self.root).as_posix())
            return candidate

    def _join(
        self,
        name: str,
        content: bytes,
        shape: Callable[[dict[str, Any]], bool],
        join: Callable[[dict[str, Any]], bool],
    ) -> str:
        theirs = _mapping(content)
        if theirs is None or not shape(theirs):
            return _DAMAGED
        was_here = (self.root / name).exists()
        try:
            changed = join(theirs)
        except (ValueError, RecursionError):
            return _DAMAGED
        (self.same if not changed else self.joined if was_here else self.taken).append(name)
        return ""

    def _set_aside_before(self, path: Path, content: bytes) -> None:
        found = _ASIDE.search(path.stem)
        mark = found[1] if found else "imported"
        with turn(folder()):
            self._numbered_or_same(path, mark, content)

    def _document(self, path: Path, content: bytes) -> None:
        known = _print(content) in _prints(self.files, "documents").get(path.name, ())
        with turn(folder()):
            kept = self._whole(path, content)
        documents.note_taken_in(kept.name, content, known)

    def _copy(self, path: Path, content: bytes) -> str:
        notebook = _mapping(content)
        if notebook is None or not isinstance(notebook.get("cells"), list):
            return _DAMAGED
        name = path.relative_to(self.root).as_posix()
        if _prints(self.files, "notebooks").get(name.removeprefix("notebooks/")) == _print(content):
            self.same.append(name)
            return ""
        unchanged_here = names.COPY.fullmatch(name) and notebooks.is_unchanged(path.parent.name, path.name)
        with turn(folder()):
            if unchanged_here and path.read_bytes() != content:
                write_bytes(path, content)
                self.taken.append(name)
            else:
                self._whole(path, content)
        return ""

    def _whole(self, path: Path, content: bytes) -> Path:
        """Put `content` at `path` where nothing is, beside it where something else is; returns where it lies."""
        if not _ASIDE.search(path.stem):
            name = path.relative_to(self.root).as_posix()
            if not path.exists():
                write_bytes(path, content)
                self.taken.append(name)
                return path
            if path.read_bytes() == content:
                self.same.append(name)
                return path
        return self._numbered_or_same(path, "imported", content)

    def _numbered_or_same(self, path: Path, mark: str, content: bytes) -> Path:
        before = len(self.aside)
        kept = self._numbered(path, mark, content)
        if len(self.aside) == before:
            self.same.append(kept.relative_to(self.root).as_posix())
        return kept


def _through_link(root: Path, path: Path) -> bool:
    """Whether `path` or a folder between it and `root` is a link, or a folder joined to another place (Windows)."""
    is_junction: Callable[[Path], bool] = getattr(os.path, "isjunction", lambda _: False)
    between = [path, *path.parents][: len(path.relative_to(root).parts)]
    return any(part.is_symlink() or is_junction(part) for part in between)


def _mapping(content: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _prints(files: dict[str, bytes], kind: str) -> dict[str, Any]:
    """The fingerprints that came along: what the course wrote there itself."""
    return _mapping(files.get(f"{kind}/.saved.json", b"{}")) or {}


def _print(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def take_in(content: bytes) -> TakenIn:
    """Take an export (a .zip as `learner.export` makes it) into the learner's folder, by the rules above.

    A part that is damaged, too large, a link, or not the course's is refused by name, and the rest is
    taken in. Raises NotTaken, and changes nothing, for a file that is no export; NotSaved where the
    folder cannot be made.
    """
    files, refused_before = package.read(content)
    refused = list(refused_before)
    arrival = _Arrival(folder(), files)
    for name, held in files.items():
        if name == READ_ME or names.RECORD.fullmatch(name):
            continue
        try:
            reason = arrival.take(name, held)
        except (NotSaved, OSError) as error:
            reason = f"it could not be saved here. {error}"
        if reason:
            refused.append(Refused(package.TOP + name, reason))
    return TakenIn(
        tuple(arrival.taken), tuple(arrival.joined), tuple(arrival.aside), tuple(arrival.same), tuple(refused)
    )
