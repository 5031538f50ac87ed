"""One readable JSON file of the learner's work, saved so that a killed kernel loses nothing.

A save writes a temporary file beside the real one, flushes it to the disk and then swaps the two in
one step, so a reader sees the file before the save or after it and never half of it. Two pages that
save at once take turns by a lock of the operating system, which the system gives back when a
process dies, and each save reads the file again first, so neither loses the other's keys.
"""

from __future__ import annotations

import errno
import json
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from commonground.learner.second_copy import second_copy

fcntl: ModuleType | None
msvcrt: ModuleType | None
try:
    import fcntl
except ImportError:
    fcntl = None
if not hasattr(fcntl, "flock"):
    fcntl = None  # the kernel in a browser page offers an empty module of this name
try:
    import msvcrt
except ImportError:
    msvcrt = None

LOCK_NAME = ".lock"
TEMPORARY = ".saving"

_LOCK_SECONDS = 8.0
_POLL_SECONDS = 0.01
_REPLACE_TRIES = 12
_WINDOWS = os.name == "nt"


class NotSaved(OSError):
    """A save did not happen; the text says, in words for the page, why and what to do."""


class NotJson(ValueError):
    """The value cannot be kept in a readable file (JSON); the text names what can."""


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "the disk is full. Free some space, then do the last step again"
    if isinstance(error, PermissionError):
        return (
            "the file or its folder is locked or may not be written. "
            "Close it in other programs, then do the last step again"
        )
    if error.errno == errno.EROFS:
        return "the disk is read-only. Move the course to a folder that you may write"
    return f"the system said: {error.strerror or error}. Do the last step again"


def _not_saved(path: Path, error: OSError) -> NotSaved:
    return NotSaved(f"This was not saved in {path}: {_reason(error)}. What was saved before is unharmed.")


def _try_lock(handle: int) -> bool:
    """Whether this process holds the lock; True as well where the system knows no locks.

    A browser's Python has neither module, and no second process that could interfere; some network
    disks refuse locks, and there the re-reading before each save is what protects the other page.
    """
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt is not None:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


def _unlock(handle: int) -> None:
    with suppress(OSError):
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_UN)
        elif msvcrt is not None:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)


@contextmanager
def turn(folder: Path, seconds: float = _LOCK_SECONDS) -> Iterator[None]:
    """Hold the one lock of `folder` (which must exist) for the length of a save; its end is told to `second_copy`.

    Raises NotSaved when another page keeps the lock for longer than `seconds`.
    """
    path = folder / LOCK_NAME
    end = time.monotonic() + seconds
    while (handle := _locked(folder, path)) is None:
        if time.monotonic() > end:
            raise NotSaved(
                f"This was not saved in {folder}: another page of the course has been saving for "
                f"{seconds:.0f} seconds. Close that page, then do the last step again."
            )
        time.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        _unlock(handle)
        os.close(handle)
        second_copy.changed()


def _locked(folder: Path, path: Path) -> int | None:
    """An open, locked handle on the lock file, or None where somebody else holds it."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _not_saved(folder, error) from error
    if _try_lock(handle):
        # A deletion of the whole folder takes the lock file with it; a lock on a file that is no
        # longer there would keep nobody out.
        with suppress(OSError):
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle
        _unlock(handle)
    os.close(handle)
    return None


def replace(source: Path, target: Path) -> None:
    """`os.replace`, tried again for about a third of a second.

    On Windows a virus scanner or a reader may hold the target for a moment, and the swap then
    fails with PermissionError although nothing is wrong.
    """
    for attempt in range(_REPLACE_TRIES):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if not _WINDOWS or attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(0.005 * (attempt + 1))


def write_bytes(path: Path, content: bytes) -> None:
    """Put `content` in `path` in one step: the old file or the new one stands there, never a part.

    Raises NotSaved, and leaves the old file as it was, when the disk or its rules do not allow it.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}{TEMPORARY}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _not_saved(path, error) from error
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Write the swap itself to the disk; Windows and some disks do not offer it, nor need it."""
    if _WINDOWS:
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def is_leftover(name: str) -> bool:
    """Whether a file of this name (without its folder) is the half-written one of a save that was killed."""
    return name.startswith(".") and name.endswith(TEMPORARY)


def sweep(folder: Path) -> None:
    """Remove half-written files in `folder`; call it with the lock held, when no save is under way."""
    with suppress(OSError):
        for path in list(folder.iterdir()):
            if is_leftover(path.name) and not path.is_symlink():
                with suppress(OSError):
                    path.unlink()


def now() -> str:
    """This moment as the files keep it: local time with its offset, to the second (ISO 8601)."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def as_text(value: Any) -> bytes:
    """`value` as an indented UTF-8 JSON file.

    Raises NotJson for a value that would not come back as it went in.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise NotJson(
            f"Only text, whole and decimal numbers, true, false, nothing, lists and mappings can be kept: {error}"
        ) from error
    try:
        return (text + "\n").encode("utf-8")
    except UnicodeEncodeError:
        # Half of a character pair (a broken paste) has no UTF-8 form; escapes keep it readable.
        return (json.dumps(value, indent=2, allow_nan=False) + "\n").encode("ascii")


class JsonFile:
    """A JSON file holding one mapping, read and changed in whole steps.

    `path`: the file, below `root`: the learner's folder, whose lock is taken for each change.
    `prepare` makes that folder; it is called before a change. `shape` says whether what was read is
    of the form that this file has.
    """

    def __init__(
        self, path: Path, root: Path, prepare: Callable[[], object], shape: Callable[[dict[str, Any]], bool]
    ) -> None:
        self.path = path
        self.root = root
        self._prepare = prepare
        self._shape = shape
        self.notice = ""

    def read(self) -> dict[str, Any]:
        """What the file holds; an empty mapping where there is none.

        A damaged file is set aside under a name of its own and `notice` then says so.
        Raises NotSaved when the file cannot be read at all (a disk or a permission).
        """
        value = self._load()
        if value is not None:
            return value
        with turn(self.root):
            return self._load_or_set_aside()

    def change(self, edit: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read the file again, let `edit` change the mapping, and save it if `edit` returns True.

        Returns the mapping as it then stands in the file. Raises NotSaved or NotJson; the file is
        then as it was.
        """
        self._prepare()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _not_saved(self.path, error) from error
        with turn(self.root):
            sweep(self.path.parent)
            value = self._load_or_set_aside()
            if edit(value):
                write_bytes(self.path, as_text(value))
        return value

    def _load(self) -> dict[str, Any] | None:
        """The mapping, an empty one where there is no file, or None where the file is damaged."""
        try:
            raw = self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise NotSaved(f"{self.path} could not be read: {_reason(error)}.") from error
        try:
            value = json.loads(raw.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) and self._shape(value) else None

    def _load_or_set_aside(self) -> dict[str, Any]:
        value = self._load()
        if value is not None:
            return value
        number = 1
        while (aside := self.path.with_name(f"{self.path.stem}.damaged-{number}.json")).exists():
            number += 1
        try:
            replace(self.path, aside)
        except OSError as error:
            raise _not_saved(self.path, error) from error
        self.notice = (
            f"A file with your earlier work could not be read, so this page starts without it. "
            f"The file is kept, unchanged, as {aside.relative_to(self.root).as_posix()} in your my-work folder, "
            f"which Export everything on the front page copies into one file. "
            f"Show it to your trainer, or open it in a text editor to copy out what you wrote."
        )
        return {}
