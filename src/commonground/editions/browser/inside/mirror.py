"""The learner's folder, which lies in the page's memory, kept in a store that outlives the page.

After each change of the folder the differences go into the store in one step, one step after the
other, and the last state wins. Several pages may be open: each step says what it takes to stand in
the store, and where another page was faster the two are made into one before the next try.
"""

from __future__ import annotations

import asyncio
import json
import os
import stat
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from commonground.editions.browser.inside.store import Change, Store, Stored
from commonground.learner.files import LOCK_NAME, NotSaved, as_text, is_leftover, now, write_bytes
from commonground.learner.merging import three_way
from commonground.learner.second_copy import SecondCopy
from commonground.learner.work_folder import READ_ME

# The course writes these itself wherever they are missing, or they are copies of the rest.
_NOT_KEPT = {LOCK_NAME, READ_ME}
_EXPORTS = "export"
_OPEN_SECONDS = 8.0


class Mirror:
    """Keeps the folder `root` in `store`; what goes wrong is told to `word`.

    Nothing here raises because of the store: the lesson goes on, and the next change tries again.
    """

    def __init__(self, root: Path, store: Store, word: SecondCopy) -> None:
        self.root = root
        self.store = store
        self.word = word
        self._known: dict[str, Stored] = {}
        self._read: dict[str, tuple[tuple[int, ...], bytes]] = {}
        self._overtaken: set[str] = set()
        self._opened = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    async def load(self, seconds: float = _OPEN_SECONDS) -> None:
        """Put every stored file into the folder, and follow the folder from here on.

        Waits at most `seconds` for the store. A stored part that can be no file is left where it is,
        and told.
        """
        self._loop = asyncio.get_running_loop()
        try:
            self.store.listen(self._heard)
            files = await asyncio.wait_for(self.store.get(), seconds)
        except Exception as error:
            self.word.tell(_cannot_open(error))
        else:
            self._opened = True
            left_out = [name for name, stored in files.items() if not self._place(name, stored)]
            if left_out:
                self.word.notice = _left_out(left_out)
        self.word.follow(self.changed)

    def changed(self) -> None:
        """The folder may differ from the store: see to it as soon as the page is idle."""
        if self._loop is not None and (self._task is None or self._task.done()):
            self._task = self._loop.create_task(self._bring_together())

    async def settled(self) -> None:
        """Wait until the store holds what the folder holds, or until a save failed."""
        while self._task is not None and not self._task.done():
            await self._task

    def _heard(self, names: tuple[str, ...]) -> None:
        self._overtaken.update(names)
        self.changed()

    async def _bring_together(self) -> None:
        try:
            while True:
                await self._catch_up()
                changes = self._differences()
                if not changes:
                    break
                if self._known and not self._files():
                    await self.store.clear()
                    self._known.clear()
                elif conflicts := await self.store.apply(changes):
                    self._overtaken.update(conflicts)
                else:
                    self._note(changes)
            self._opened = True
            self.word.tell("")
        except Exception as error:
            # Whatever a browser's store comes up with: the learner is told, and goes on.
            self.word.tell(_cannot_save(error) if self._opened else _cannot_open(error))

    def _note(self, changes: list[Change]) -> None:
        for change in changes:
            if change.content is None:
                self._known.pop(change.name, None)
            else:
                self._known[change.name] = Stored(change.content, change.stamp)

    async def _catch_up(self) -> None:
        """Take into the folder what other pages saved."""
        while self._overtaken:
            names = frozenset(self._overtaken)
            found = await self.store.get(names)
            self._overtaken -= names
            for name in names:
                self._meet(name, found.get(name))

    def _meet(self, name: str, theirs: Stored | None) -> None:
        base = self._known.get(name)
        ours = self._files().get(name)
        if theirs is None:
            self._known.pop(name, None)
        if ours == (base.content if base else None):
            if theirs is None:
                self._remove(name)
            else:
                self._place(name, theirs)
            return
        if theirs is not None:
            self._known[name] = theirs
        merged = _joined(base, ours, theirs)
        if merged is not None and merged != ours:
            write_bytes(self.root / name, merged)

    def _place(self, name: str, stored: Stored) -> bool:
        """Write a stored file into the folder; False where it cannot be a file of it."""
        if not _usable(name):
            return False
        try:
            write_bytes(self.root / name, stored.content)
        except NotSaved:
            return False
        self._known[name] = stored
        return True

    def _remove(self, name: str) -> None:
        if _usable(name):
            with suppress(OSError):
                (self.root / name).unlink(missing_ok=True)

    def _files(self) -> dict[str, bytes]:
        """The files of the folder that are kept, by their path in it."""
        # This runs after each change, and Python in a page is slow: names are plain texts, and a file
        # is read again only when it is another one. The course replaces files, it never writes into them.
        root = str(self.root)
        found: dict[str, tuple[tuple[int, ...], bytes]] = {}
        for folder, folders, files in os.walk(root):
            if folder == root:
                folders[:] = [name for name in folders if name != _EXPORTS]
            inside = folder[len(root) + 1 :].replace(os.sep, "/")
            for file in files:
                name = f"{inside}/{file}" if inside else file
                path = os.path.join(folder, file)
                if name in _NOT_KEPT or is_leftover(file):
                    continue
                facts = os.stat(path, follow_symlinks=False)
                if not stat.S_ISREG(facts.st_mode):
                    continue
                signature = (facts.st_ino, facts.st_size, facts.st_mtime_ns)
                read = self._read.get(name)
                if read is None or read[0] != signature:
                    with open(path, "rb") as opened:
                        read = (signature, opened.read())
                found[name] = read
        self._read = found
        return {name: content for name, (_, content) in found.items()}

    def _differences(self) -> list[Change]:
        files = self._files()
        stamp = f"{now()} {uuid.uuid4().hex}"
        changes = []
        for name, content in files.items():
            known = self._known.get(name)
            if known is None or known.content != content:
                changes.append(Change(name, content, stamp, known.stamp if known else None))
        gone = [Change(name, None, stamp, known.stamp) for name, known in self._known.items() if name not in files]
        return changes + gone


def _usable(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(
        name
        and len(name) <= 300
        and path.as_posix() == name
        and not path.is_absolute()
        and ".." not in path.parts
        and not set(name) & {"\\", "\0", ":"}
        and name not in _NOT_KEPT
        and path.parts[0] != _EXPORTS
    )


def _mapping(content: bytes | None) -> Mapping[str, Any] | None:
    """A JSON file as a mapping, an empty one where there is no file; None for anything else."""
    if content is None:
        return {}
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _joined(base: Stored | None, ours: bytes | None, theirs: Stored | None) -> bytes | None:
    """What two pages made of a file: joined key by key where it is one of keys, else ours."""
    here, there = _mapping(ours), _mapping(theirs.content if theirs else None)
    if here is None or there is None or (ours is None and theirs is None):
        return ours
    was = _mapping(base.content if base else None)
    return as_text(three_way(was or {}, here, there))


def _reason(error: Exception) -> str:
    """What a browser said: the name of its error is what a help desk can look up."""
    if isinstance(error, TimeoutError):
        return "it did not answer"
    text = " ".join(str(error).split())[:200].rstrip(".")
    return text or type(error).__name__


def _cannot_open(error: Exception) -> str:
    return (
        f"This browser does not let the course keep your work ({_reason(error)}). "
        f"You can do the lesson, but what you write is lost when you close or reload this page. "
        f"If this is a private window, open the course in an ordinary one."
    )


def _cannot_save(error: Exception) -> str:
    reason = _reason(error)
    if "quota" in reason.lower():
        reason = "the space that it gives to this site is full"
    return (
        f"Your last steps are not kept in this browser: {reason}. What was kept before is unharmed. "
        f"You can go on, and each further step tries again. Do not close this page before this note is gone, "
        f"or copy what you wrote to another place."
    )


def _left_out(names: list[str]) -> str:
    shown = ", ".join(repr(name[:60]) for name in names[:3])
    return (
        f"A part of your earlier work that this browser kept could not be used and is left out: {shown}. "
        f"It stays in the browser, unchanged, until you delete your work."
    )
