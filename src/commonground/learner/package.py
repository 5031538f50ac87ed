"""An export read with suspicion: its files by name, and what was refused, with reasons.

An export may have come by mail or from a stick, so its names, sizes and forms are taken for nothing
that they do not prove to be. Nothing is written here.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass

TOP = "my-work/"
MAX_PACKAGE = 50_000_000
MAX_FILES = 2_000
MAX_FILE = 20_000_000
MAX_ALL = 100_000_000
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


class NotTaken(ValueError):
    """A file as a whole is no export that can be taken in; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of an export that was not taken in, with the reason for the learner."""

    name: str
    reason: str


def read(content: bytes) -> tuple[dict[str, bytes], tuple[Refused, ...]]:
    """The files of an export by their path inside my-work, and what was refused.

    At most MAX_PACKAGE bytes, MAX_FILES files, MAX_FILE bytes in a file and MAX_ALL bytes in all,
    counted as they are unpacked. Links, encrypted files, a second file of the same name and
    everything outside `my-work/` are refused. Raises NotTaken for what is no export at all.
    """
    if len(content) > MAX_PACKAGE:
        raise NotTaken(
            f"Nothing was brought in: the file is larger than {MAX_PACKAGE // 1_000_000} MB, "
            f"and an export of the course is smaller. Choose the file that the button Export everything made."
        )
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeError) as error:
        raise NotTaken(
            "Nothing was brought in: the file is damaged, or it is no .zip file. "
            "Make the export again on the other computer, and copy it here once more."
        ) from error
    if len(entries) > MAX_FILES:
        raise NotTaken(
            f"Nothing was brought in: the file holds more than {MAX_FILES} files, and an export of the course "
            f"holds fewer. Choose the file that the button Export everything made."
        )
    if not any(entry.filename.startswith(TOP) for entry in entries):
        raise NotTaken(
            "Nothing was brought in: this .zip file is no export of the course. "
            "Choose the file that the button Export everything made; its name begins with common-ground-my-work."
        )
    return _unpack(package, entries)


def _unpack(
    package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> tuple[dict[str, bytes], tuple[Refused, ...]]:
    files: dict[str, bytes] = {}
    refused: list[Refused] = []
    left = MAX_ALL
    for entry in entries:
        if entry.is_dir():
            continue
        name = entry.filename.removeprefix(TOP)
        found = _content(package, entry, min(MAX_FILE, left))
        if name in files:
            found = "the export holds two files of this name; the first one counts"
        if isinstance(found, bytes):
            files[name] = found
            left -= len(found)
        else:
            refused.append(Refused(entry.filename, found))
    return files, tuple(refused)


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes | str:
    """What the entry holds, or the reason why it is refused."""
    if not entry.filename.startswith(TOP):
        return "it is not part of the exported work"
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        return "it is a link or a special file"
    if entry.flag_bits & _ENCRYPTED:
        return "it is locked with a password. Make the export again without one"
    if entry.compress_type not in _PACKINGS:
        return "it is packed in a way that the course does not use. Make the export again"
    try:
        with package.open(entry) as file:
            found = file.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return "it is damaged. Make the export again on the other computer, if it is still there"
    return found if len(found) <= limit else "it is larger than any file of the course"
