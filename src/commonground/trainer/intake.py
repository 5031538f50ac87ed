"""Takes in what people handed in: folders and zips, of which nothing is believed.

Links are refused, because what they lead to may be the collector's own. A zip may not climb out of
its folder, unpack to more than it should, or hold anything but plain files. Every refusal names the
file and says what to do; nothing is left half unpacked.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from commonground.trainer.limits import MIB

CHUNK = 1 << 16
LINK_MODE = 0o120000
WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in range(10))}


# What every program that reads zips can read, and unpacks in steps of a size that is known beforehand.
READ_HERE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LONGEST_NAME_BYTES = 255


class IntakeError(ValueError):
    """A hand-in that is not taken in; the message names the file and the remedy.

    The names in it are a stranger's: signs that would change a terminal are taken out.
    """

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))


def printable(text: str) -> str:
    """The text with a question mark for each sign that is not seen: those that steer a terminal, or turn its direction."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in text)


@dataclass(frozen=True)
class Room:
    """What one hand-in may hold. Sizes are bytes; `ratio` is how many times larger a file may get when unpacked."""

    files: int = 500
    file: int = 50 * MIB
    total: int = 100 * MIB
    ratio: int = 200
    depth: int = 10
    name: int = 200


def files_of(folder: Path, room: Room | None = None) -> dict[str, Path]:
    """The plain files of a handed-in folder, by their name in it (with `/`); raises IntakeError.

    A link anywhere, a device, a pipe, too many or too large files refuse the whole hand-in. Follows
    no link, the folder itself included.
    """
    room = room or Room()
    if folder.is_symlink():
        raise IntakeError(f"{folder.name}: this is a link to another folder. Ask for the folder itself.")
    found: dict[str, Path] = {}
    total = 0
    for place in _walk(folder, folder, room):
        name = place.relative_to(folder).as_posix()
        size = place.lstat().st_size
        if size > room.file:
            raise IntakeError(f"{name}: {size // MIB} MB is too large (at most {room.file // MIB}). Ask for a smaller file.")
        total += size
        found[name] = place
        if len(found) > room.files:
            raise IntakeError(f"{folder.name}: more than {room.files} files. Ask for the notebook and its own files only.")
        if total > room.total:
            raise IntakeError(f"{folder.name}: more than {room.total // MIB} MB together. Ask for a smaller hand-in.")
    return dict(sorted(found.items()))


def _walk(folder: Path, top: Path, room: Room) -> Iterator[Path]:
    if len(folder.relative_to(top).parts) > room.depth:
        raise IntakeError(f"{top.name}: folders within folders, more than {room.depth} deep. Ask for a flat folder.")
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            name = Path(entry.path).relative_to(top).as_posix()
            if entry.is_symlink():
                raise IntakeError(f"{name}: this is a link, not a file. Ask for the file itself; nothing was taken over.")
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), top, room)
            elif not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                raise IntakeError(f"{name}: this is not a plain file. Ask for the notebook and its own files only.")
            else:
                yield Path(entry.path)


def take_folder(folder: Path, target: Path, room: Room | None = None) -> dict[str, Path]:
    """Copy a handed-in folder to `target` (which must not exist); returns the copies by name; raises IntakeError."""
    files = files_of(folder, room)
    with _whole(target) as fresh:
        for name, source in files.items():
            copy = fresh / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            _copy_plain(source, copy, folder)
    return {name: target / name for name in files}


def take_file(source: Path, target: Path, room: Room | None = None) -> None:
    """Copy one handed-in file to `target` (which must not exist); raises IntakeError."""
    room = room or Room()
    if source.is_symlink():
        raise IntakeError(f"{source.name}: this is a link, not a file. Ask for the file itself; nothing was taken over.")
    if source.is_file() and source.stat().st_size > room.total:
        raise IntakeError(f"{source.name}: {source.stat().st_size // MIB} MB is too large (at most {room.total // MIB}). Ask for a smaller file.")
    _copy_plain(source, target, source.parent)


def _copy_plain(source: Path, copy: Path, top: Path) -> None:
    """Copy a file in `top`; it, or a folder above it, may have become a link since it was looked at: then it is refused."""
    try:
        number = _opened(source, top)
    except OSError as trouble:
        raise IntakeError(f"{source.name}: cannot be read ({trouble.strerror}). Ask for it again.") from None
    with os.fdopen(number, "rb") as reading, copy.open("xb") as writing:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise IntakeError(f"{source.name}: this is not a plain file. Ask for the notebook and its own files only.")
        shutil.copyfileobj(reading, writing)


def _opened(source: Path, top: Path) -> int:
    """The number of the open file; raises OSError if a link would have to be followed within `top`."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if os.open not in os.supports_dir_fd:
        return os.open(source, flags)
    folder = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
    try:
        *folders, name = source.relative_to(top).parts
        for part in folders:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(name, flags, dir_fd=folder)
    finally:
        os.close(folder)


def take_zip(archive: Path, target: Path, room: Room | None = None) -> dict[str, Path]:
    """Unpack a zip into `target` (which must not exist); returns the files by name; raises IntakeError.

    Sizes are counted while unpacking, not taken from what the zip claims.
    """
    room = room or Room()
    if archive.is_symlink():
        raise IntakeError(f"{archive.name}: this is a link, not a file. Ask for the file itself.")
    try:
        with zipfile.ZipFile(archive) as opened:
            members = _members(archive, opened, room)
            with _whole(target) as fresh:
                _unpack(archive, opened, members, fresh, room)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError) as trouble:
        raise IntakeError(
            f"{archive.name}: this zip is damaged or cut short ({type(trouble).__name__}). Ask for it again."
        ) from None
    except OSError as trouble:
        # A zip that points to before its own beginning.
        if trouble.errno != errno.EINVAL:
            raise
        raise IntakeError(f"{archive.name}: this zip is damaged. Ask for it again.") from None
    except RuntimeError:
        raise IntakeError(f"{archive.name}: this zip is locked with a password. Ask for it without one.") from None
    return {name: target / name for name in members}


def _members(archive: Path, opened: zipfile.ZipFile, room: Room) -> dict[str, zipfile.ZipInfo]:
    members: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    infos = opened.infolist()
    if len(infos) > room.files * 2:
        raise IntakeError(f"{archive.name}: {len(infos)} entries. Ask for the notebook and its own files only.")
    for info in infos:
        given = name_in_zip(info)
        # Some programs on Windows write a folder as `name\\`.
        if given.endswith(("/", "\\")) or given.startswith(("__MACOSX/", "__MACOSX\\")):
            continue
        name = safe_name(given, archive.name, room)
        if (info.external_attr >> 16) & 0o170000 == LINK_MODE:
            raise IntakeError(f"{archive.name}: '{name}' is a link, not a file. Ask for the file itself.")
        if info.compress_type not in READ_HERE:
            raise IntakeError(f"{archive.name}: this zip is packed in an unusual way. Ask for one that the computer's own program makes.")
        if name.casefold() in seen:
            raise IntakeError(f"{archive.name}: two files are called '{name}'. Ask which one counts.")
        seen.add(name.casefold())
        members[name] = info
    within = {parent.as_posix().casefold() for name in members for parent in PurePosixPath(name).parents}
    for name in members:
        if name.casefold() in within:
            raise IntakeError(f"{archive.name}: '{name}' is both a file and a folder. Ask how this zip was made.")
    if len(members) > room.files:
        raise IntakeError(f"{archive.name}: more than {room.files} files. Ask for the notebook and its own files only.")
    if not members:
        raise IntakeError(f"{archive.name}: this zip is empty. Ask for it again.")
    return members


def name_in_zip(info: zipfile.ZipInfo) -> str:
    """The name of a zip's member; macOS writes UTF-8 without saying so, which would be read as old Windows letters."""
    if not info.flag_bits & 0x800:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            return info.filename
    return info.filename


def safe_name(given: str, where: str, room: Room | None = None) -> str:
    """A file's name within a hand-in, or IntakeError if it leads out of it or could do harm as a name."""
    room = room or Room()
    name = unicodedata.normalize("NFC", given.replace("\\", "/"))
    path = PurePosixPath(name)
    climbs = path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":")
    if climbs or not path.parts:
        raise IntakeError(f"{where}: '{given[:80]}' leads out of its folder. Nothing was unpacked; ask how this zip was made.")
    if len(path.parts) > room.depth or any(_too_long(part, room) for part in path.parts):
        raise IntakeError(f"{where}: '{given[:80]}…' is too long a name. Ask for a flat folder with short names.")
    for part in path.parts:
        odd = any(unicodedata.category(sign).startswith("C") or sign in '<>:"|?*' for sign in part)
        if odd or part.split(".")[0].casefold() in WINDOWS_DEVICES or part.startswith(".."):
            raise IntakeError(f"{where}: '{given[:80]!r}' cannot be used as a name. Ask for the file under a plain name.")
    return path.as_posix()


def _too_long(part: str, room: Room) -> bool:
    return len(part) > room.name or len(part.encode("utf-8", "replace")) > LONGEST_NAME_BYTES


def _unpack(archive: Path, opened: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], fresh: Path, room: Room) -> None:
    total = 0
    for name, info in members.items():
        copy = fresh / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with opened.open(info) as reading, copy.open("xb") as writing:
            while chunk := reading.read(CHUNK):
                size += len(chunk)
                total += len(chunk)
                swollen = size > MIB and size > room.ratio * max(info.compress_size, 1)
                if size > room.file or total > room.total or swollen:
                    raise IntakeError(f"{archive.name}: '{name}' unpacks to far more than it should. Ask for the files themselves.")
                writing.write(chunk)


class _whole:
    """A folder that is there only if all went well."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._fresh = target.with_name(f".{target.name}.new")

    def __enter__(self) -> Path:
        if self._target.exists():
            raise IntakeError(f"{self._target.name}: there is a hand-in of this name already. Nothing was overwritten.")
        shutil.rmtree(self._fresh, ignore_errors=True)
        self._fresh.mkdir(parents=True)
        return self._fresh

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            os.replace(self._fresh, self._target)
        else:
            shutil.rmtree(self._fresh, ignore_errors=True)
