"""The learner's rights over the work: one file with all of it, and its deletion.

Neither follows a link out of the folder, and neither touches a file that the course did not make.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from commonground.learner import names
from commonground.learner.documents import RECORD, is_ours, saved_names
from commonground.learner.files import LOCK_NAME, NotSaved, is_leftover, turn, write_bytes
from commonground.learner.work_folder import READ_ME, folder, place

CONFIRMATION = "delete"

_EXPORTS = "export"


@dataclass(frozen=True, slots=True)
class Kept:
    """A path that a deletion leaves alone, with the reason for the learner."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a deletion removes, or has removed, and what it leaves. Paths are absolute."""

    goes: tuple[Path, ...]
    kept: tuple[Kept, ...]


def _is_link(entry: os.DirEntry[str]) -> bool:
    if entry.is_symlink():
        return True
    # A folder joined to another place (Windows) is no symbolic link, and Python 3.11 has no question for it.
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return bool(tag) and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def _walk(top: Path) -> Iterator[tuple[Path, str]]:
    """Everything below `top` as (path, kind): `file`, `folder` (after what it holds), `link` or `other`."""
    if not top.is_dir():
        return
    with os.scandir(top) as entries:
        for entry in sorted(entries, key=lambda found: found.name):
            path = Path(entry.path)
            if _is_link(entry):
                yield path, "link"
            elif entry.is_dir(follow_symlinks=False):
                yield from _walk(path)
                yield path, "folder"
            else:
                yield path, "file" if entry.is_file(follow_symlinks=False) else "other"


def _export_contents(root: Path) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as package:
        for path, kind in _walk(root):
            name = path.relative_to(root).as_posix()
            if kind == "file" and name != LOCK_NAME and not is_leftover(path.name) and not name.startswith(f"{_EXPORTS}/"):
                package.write(path, f"my-work/{name}")
    return held.getvalue()


def export_name() -> str:
    """The name of an export that is made at this moment, with its date and time."""
    return f"common-ground-my-work-{datetime.now():%Y-%m-%d-%H%M%S}.zip"


def export_contents() -> bytes:
    """Everything in the learner's folder as one .zip, without links and earlier exports. Raises NotSaved."""
    root = folder()
    with turn(root):
        try:
            return _export_contents(root)
        except OSError as error:
            raise NotSaved(f"The export was not made: {error.filename or root} could not be read ({error.strerror}).") from error


def export(to: Path | None = None) -> Path:
    """Put everything in the learner's folder into one .zip file and return its path.

    `to` is a folder, or the name of a file that does not exist yet; without it the file goes to
    `my-work/export/`. Earlier exports and links are left out. Raises NotSaved.
    """
    root = folder()
    content = export_contents()
    name = export_name().removesuffix(".zip")
    to_folder = root / _EXPORTS if to is None else to
    if to is not None and to.suffix.lower() == ".zip":
        if to.exists() or to.is_symlink():
            raise NotSaved(f"The export was not made: {to} is there already. Choose another name.")
        target = to
    else:
        number = 1
        target = to_folder / f"{name}.zip"
        while target.exists():
            number += 1
            target = to_folder / f"{name}-{number}.zip"
    write_bytes(target, content)
    return target


def exports() -> tuple[Path, ...]:
    """The exported copies that lie in the learner's folder, oldest first."""
    kept = place() / _EXPORTS
    if kept.is_symlink() or not kept.is_dir():
        return ()
    found = [path for path, kind in _walk(kept) if kind == "file" and names.EXPORT.fullmatch(path.name)]
    return tuple(sorted(found, key=lambda path: path.stat().st_mtime_ns))


def what_goes(with_exports: bool = False) -> Deletion:
    """What `delete_all` would remove and what it would leave, without touching anything."""
    root = place()
    documents = saved_names()
    goes: list[Path] = []
    kept: list[Kept] = []
    for path, kind in _walk(root):
        name = path.relative_to(root).as_posix()
        if kind == "folder":
            continue
        if kind != "file":
            kept.append(Kept(path, "it is a link or a special file; nothing behind it was touched"))
        elif names.EXPORT.fullmatch(path.name) and name == f"{_EXPORTS}/{path.name}":
            if with_exports:
                goes.append(path)
            else:
                kept.append(Kept(path, "it is a copy that you exported"))
        elif _of_the_course(name, path, documents):
            goes.append(path)
        else:
            kept.append(Kept(path, "the course did not make it"))
    return Deletion(tuple(goes), tuple(kept))


def changed_by_hand(path: Path) -> bool:
    """Whether this is a document that was edited after the course saved it."""
    return path.parent.name == "documents" and path.suffix in (".docx", ".html") and not is_ours(path)


def _of_the_course(name: str, path: Path, documents: tuple[str, ...]) -> bool:
    return bool(
        name in (READ_ME, LOCK_NAME)
        or is_leftover(path.name)
        or names.keeps_answers(name)
        or (name == f"documents/{path.name}" and path.name in documents and path.name != RECORD)
    )


def delete_all(confirm: str, with_exports: bool = False) -> Deletion:
    """Delete the learner's work and return what went and what was left, with reasons.

    `confirm` must be the word `delete`, as the learner typed it; otherwise ValueError, and nothing
    is touched. Exported copies stay unless `with_exports` is set. Folders that are empty afterwards
    go as well. A file that the system does not let go is named in what was kept.
    """
    if confirm.strip().strip("\"'").lower() != CONFIRMATION:
        raise ValueError(f"Nothing was deleted. To delete your work, type the word {CONFIRMATION} and press the button again.")
    root = place()
    plan = what_goes(with_exports)
    kept = list(plan.kept)
    gone: list[Path] = []
    lock = root / LOCK_NAME
    if not root.is_dir():
        return plan
    with turn(root):
        for path in plan.goes:
            if path != lock:
                _remove(path, gone, kept)
    # The lock itself goes last, when nobody holds it: Windows does not delete an open file.
    _remove(lock, gone, kept)
    folders = [path for path, kind in _walk(root) if kind == "folder"]
    for empty in [*folders, root]:
        with suppress(OSError):
            empty.rmdir()
    return Deletion(tuple(gone), tuple(kept))


def _remove(path: Path, gone: list[Path], kept: list[Kept]) -> None:
    try:
        path.unlink()
        gone.append(path)
    except FileNotFoundError:
        return
    except OSError as error:
        kept.append(Kept(path, f"the system did not let it go ({error.strerror}); close it in other programs"))
