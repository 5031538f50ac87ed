"""What the learner's files are kept in, and its form in a browser: IndexedDB.

The database is `commonground`, its store `files`; every page of the site shares it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored file. `stamp` is another one for each save, so that a page sees that it was overtaken."""

    content: bytes
    stamp: str


@dataclass(frozen=True, slots=True)
class Change:
    """Put `content` under `name` (a path inside my-work), or remove it where `content` is None.

    `expects` is the stamp that must stand there before, None where there must be nothing.
    """

    name: str
    content: bytes | None
    stamp: str
    expects: str | None


class Store(Protocol):
    """A place for files that several pages share. Every method may raise any exception: then nothing was done."""

    async def get(self, names: Iterable[str] | None = None) -> dict[str, Stored]:
        """All files by name, or those of `names` that are there."""

    async def apply(self, changes: Sequence[Change]) -> tuple[str, ...]:
        """Make all changes in one step and tell other pages; or none, and return the names that were overtaken."""

    async def clear(self) -> None:
        """Remove everything, and tell other pages."""

    def listen(self, heard: Callable[[tuple[str, ...]], None]) -> None:
        """Call `heard` with the names that another page changed, each time it did."""


class Database:
    """The store in this browser. Usable in pyodide alone; nothing is opened before the first call."""

    def __init__(self) -> None:
        from pyodide.code import run_js

        self._js: Any = run_js((Path(__file__).parent / "keep.js").read_text(encoding="utf-8"))

    async def get(self, names: Iterable[str] | None = None) -> dict[str, Stored]:
        """As Store says."""
        wanted = None if names is None else _to_js(list(names))
        return {row.name: Stored(row.content.to_bytes(), row.stamp) for row in await self._js.get(wanted)}

    async def apply(self, changes: Sequence[Change]) -> tuple[str, ...]:
        """As Store says."""
        rows = [
            {"name": change.name, "content": change.content, "stamp": change.stamp, "expects": change.expects}
            for change in changes
        ]
        return tuple(await self._js.apply(_to_js(rows)))

    async def clear(self) -> None:
        """As Store says."""
        await self._js.clear()

    def listen(self, heard: Callable[[tuple[str, ...]], None]) -> None:
        """As Store says."""
        from pyodide.ffi import create_proxy

        self._js.listen(create_proxy(lambda names: heard(tuple(names))))


def _to_js(value: Any) -> Any:
    from js import Object
    from pyodide.ffi import jsnull, to_js

    # Python's None would arrive as undefined, which is not what the script compares with.
    return to_js(_with_null(value, jsnull), dict_converter=Object.fromEntries)


def _with_null(value: Any, null: Any) -> Any:
    if isinstance(value, list):
        return [_with_null(item, null) for item in value]
    if isinstance(value, dict):
        return {key: null if item is None else item for key, item in value.items()}
    return value
