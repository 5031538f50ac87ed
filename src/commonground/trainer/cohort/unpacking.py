"""Lays a hand-in out as a folder to look into: a folder as it is, a zip unpacked, zips within it too."""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from commonground.trainer.cohort.items import OTHER_ARCHIVES
from commonground.trainer.cohort.looking import is_junk, is_notebook
from commonground.trainer.cohort.received import COHORT_ROOM
from commonground.trainer.course_folder import TIMESTAMP
from commonground.trainer.intake import IntakeError, Room, files_of, name_in_zip, safe_name, take_zip

MOST_ZIPS = 200


def lay_out(kept: Path, target: Path) -> tuple[dict[str, Path], list[str]]:
    """The files of a hand-in by name, and troubles with zips in it; `target` is a folder for what is unpacked.

    Raises IntakeError when the whole cannot be looked into.
    """
    if kept.is_dir():
        files = files_of(kept, COHORT_ROOM)
    elif zipfile.is_zipfile(kept) or kept.suffix.casefold() == ".zip":
        files = _unpack(kept, target / "0", COHORT_ROOM)
    elif kept.name.casefold().endswith(OTHER_ARCHIVES):
        raise IntakeError(f"{kept.name}: this kind of archive cannot be opened here. Ask for the folder as a .zip.")
    else:
        files = {kept.name: kept}
    found: dict[str, Path] = {}
    troubles: list[str] = []
    zips = 0
    # All of it together may hold no more than one could.
    room = COHORT_ROOM
    for name, place in files.items():
        if is_junk(name):
            continue
        if kept == place or not name.casefold().endswith(".zip"):
            found[name] = place
            continue
        zips += 1
        if zips > MOST_ZIPS:
            raise IntakeError(f"{kept.name}: more than {MOST_ZIPS} zips in one. Unpack it, and name the folder.")
        try:
            inner = _unpack(place, target / str(zips), room)
        except IntakeError as trouble:
            troubles.append(str(trouble))
            continue
        held = sum(inside.stat().st_size for inside in inner.values())
        room = replace(room, files=room.files - len(inner), total=room.total - held)
        stem = name[: -len(".zip")]
        found |= {f"{stem}/{part}": inside for part, inside in inner.items() if not is_junk(part)}
    return found, troubles


def _unpack(archive: Path, target: Path, room: Room) -> dict[str, Path]:
    files = take_zip(archive, target, room)
    with zipfile.ZipFile(archive) as opened, contextlib.suppress(OSError):
        for info in opened.infolist():
            with contextlib.suppress(IntakeError, ValueError, OverflowError):
                place = files.get(safe_name(name_in_zip(info), archive.name, COHORT_ROOM))
                if place is not None:
                    moment = datetime.datetime(*info.date_time).timestamp()
                    os.utime(place, (moment, moment))
    return files


def notebooks_in(files: dict[str, Path]) -> list[str]:
    """The names of the notebooks among files."""
    return [name for name, place in files.items() if is_notebook(name, place)]


def beside(notebook: str, files: dict[str, Path]) -> dict[str, str]:
    """The files that belong to a notebook: those of its folder, but not folders that hold a notebook themselves.

    Returns their names in the hand-in by their names beside the notebook.
    """
    folder = notebook.rpartition("/")[0]
    start = f"{folder}/" if folder else ""
    others = {other.rpartition("/")[0] for other in notebooks_in(files)} - {folder}
    mine: dict[str, str] = {}
    for name in files:
        if not name.startswith(start) or is_notebook(name, files[name]):
            continue
        own = name.rpartition("/")[0]
        if not any(own == other or own.startswith(f"{other}/") for other in others if f"{other}/".startswith(start)):
            mine[name[len(start) :]] = name
    return mine


def copy_hand_in(notebook: str, files: dict[str, Path], task: str, target: Path, mine: Callable[[str], bool]) -> None:
    """Copy a notebook, under its proper name, and what belongs to it into the new folder `target`.

    `mine` says of a file beside it whether it may be taken for the same person's.
    """
    target.mkdir(parents=True)
    shutil.copyfile(files[notebook], target / f"{task}.ipynb")
    for name, source in beside(notebook, files).items():
        # When a hand-in came is for the collection to say; a trainee's own word is not believed.
        if name.casefold() != TIMESTAMP and mine(source):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(files[source], target / name)
