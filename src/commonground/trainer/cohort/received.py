"""Every hand-in as it came, with its hash and a receipt: `received/<number>-<name>/`.

What came is first copied and entered, then sorted. So a run that is stopped between the two loses
nothing, and what could not be sorted is there to be sorted once a person said what it is.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from commonground.trainer.cohort.people import suggested_id
from commonground.trainer.intake import Room, take_file, take_folder
from commonground.trainer.safely import write_safely

RECEIPT, KEPT = "receipt.yml", "as-it-came"
# A zip with the work of a whole cohort is larger than one person's.
COHORT_ROOM = Room(files=5000, total=400 * 1024 * 1024)
# What became of a hand-in: it counts; another one counts; the same as what counts; kept until a
# person decides, because the earlier one was graded; not asked of this trainee; not usable.
COUNTS, EARLIER, SAME, WAITS, NOT_ASKED, REFUSED = "counts", "another one counts", "the same again", "waits", "not asked", "refused"


@dataclass(frozen=True)
class HandIn:
    """One notebook of what came: `notebook` is its name in it, `changed` when it was last changed, as the sender says.

    `days_late` is 0 if it was in time, or if there is no due date. `words` are for the trainer.
    """

    trainee: str | None
    task: str | None
    notebook: str
    state: str
    days_late: int = 0
    changed: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What came, as one file or folder. `received` is when it came, `files` its content with hashes (SHA-256).

    `sha256` is the hash of the file, or of the list of files of a folder. `is_sorted` is false until all
    of it was looked at; `open` says that a person has to say whose it is.
    """

    number: int
    came_as: str
    received: datetime.datetime
    sha256: str
    files: Mapping[str, str]
    trainee: str | None = None
    is_sorted: bool = False
    open: bool = False
    hand_ins: tuple[HandIn, ...] = ()
    troubles: tuple[str, ...] = ()
    folder: Path = field(default=Path(), compare=False)

    @property
    def kept(self) -> Path:
        """What came, as it came."""
        return self.folder / KEPT / Path(self.came_as).name

    @property
    def name(self) -> str:
        """The last part of the name under which it came."""
        return Path(self.came_as).name


class Received:
    """The folder `received/` of a cohort."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def all(self) -> list[Receipt]:
        """All receipts, by number; those of a damaged file are left out."""
        found = [_read(place) for place in sorted(self._root.glob(f"*/{RECEIPT}"))]
        return sorted((receipt for receipt in found if receipt is not None), key=lambda receipt: receipt.number)

    def take(self, source: Path, came_as: str, received: datetime.datetime, trainee: str | None = None) -> tuple[Receipt, bool]:
        """Keep a copy of a file or folder; returns its receipt, and whether it is the first time that it came.

        Raises IntakeError for links and for what is too large; then nothing is kept.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        fresh = self._root / ".new"
        shutil.rmtree(fresh, ignore_errors=True)
        copy = fresh / KEPT / source.name
        copy.parent.mkdir(parents=True)
        try:
            if source.is_dir() and not source.is_symlink():
                names = take_folder(source, copy, COHORT_ROOM)
                files = {name: _hash(place) for name, place in names.items()}
                for name, place in names.items():
                    _keep_time(source / name, place)
                digest = hashlib.sha256("".join(f"{name}\0{hash_}\n" for name, hash_ in files.items()).encode()).hexdigest()
            else:
                take_file(source, copy, COHORT_ROOM)
                _keep_time(source, copy)
                digest = _hash(copy)
                files = {source.name: digest}
            for receipt in self.all():
                if (receipt.sha256, receipt.name) == (digest, source.name) and receipt.kept.exists():
                    return receipt, False
            number = 1 + max((int(place.name[:4]) for place in self._root.glob("[0-9][0-9][0-9][0-9]*-*")), default=0)
            target = self._root / f"{number:04}-{suggested_id(Path(source.name).stem)}"
            receipt = Receipt(number, came_as, received, digest, files, trainee, folder=target)
            _write(fresh / RECEIPT, receipt)
            os.replace(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return receipt, True

    def update(self, receipt: Receipt, **changes: Any) -> Receipt:
        """Write a receipt with changes."""
        changed = replace(receipt, **changes)
        _write(changed.folder / RECEIPT, changed)
        return changed


def _hash(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep_time(source: Path, copy: Path) -> None:
    moment = source.lstat().st_mtime
    os.utime(copy, (moment, moment))


def _write(place: Path, receipt: Receipt) -> None:
    data = asdict(receipt)
    del data["folder"]
    data["received"] = receipt.received.isoformat()
    data["hand_ins"] = [{**asdict(one), "words": list(one.words)} for one in receipt.hand_ins]
    data["troubles"] = list(receipt.troubles)
    data["files"] = dict(receipt.files)
    write_safely(place, yaml.safe_dump(data, sort_keys=False, allow_unicode=True))


def _read(place: Path) -> Receipt | None:
    try:
        data = yaml.safe_load(place.read_text(encoding="utf-8"))
        data["received"] = datetime.datetime.fromisoformat(data["received"])
        data["hand_ins"] = tuple(HandIn(**{**one, "words": tuple(one["words"])}) for one in data["hand_ins"])
        data["troubles"] = tuple(data["troubles"])
        return Receipt(**data, folder=place.parent) if re.match(r"\d{4}", place.parent.name) else None
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError):
        return None
