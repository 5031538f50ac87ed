"""`modules/sources.yml` and `modules/register.yml`: what the course may say, and who said it.

A fact is a statement about the real world from a named source. A register entry is a statement of
one of the two CDT documents on which the course is built. Lessons cite both by id: `[PASCO-35]`,
`[RISK-biased-data]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from commonground.content.node import Node
from commonground.content.places import modules_folder
from commonground.content.yaml_file import stamp


@dataclass(frozen=True, slots=True)
class Source:
    """A published work. `read` says how much of it was read, and whether it was a copy."""

    id: str
    title: str
    publisher: str
    date: str
    address: str
    read: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement about the real world. Confidence A: from a primary or reputable source; B: from a
    secondary, partisan or aggregated one. `kind` is `source`, or `derived` where we did the sum."""

    id: str
    says: str
    sources: tuple[str, ...]
    confidence: str
    kind: str


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A teachable statement of one of the two CDT documents, in the course's own words."""

    id: str
    module: str
    title: str
    says: str
    document: str


@dataclass(frozen=True, slots=True)
class Library:
    """All sources and facts of the course, by id."""

    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]


_Entry = TypeVar("_Entry", Source, Fact, RegisterEntry)


def _by_id(entries: Iterable[tuple[Node, _Entry]]) -> Mapping[str, _Entry]:
    found: dict[str, _Entry] = {}
    for node, entry in entries:
        if entry.id in found:
            raise node.error(f"The id {entry.id} stands twice.", "Give one of the two another id.")
        found[entry.id] = entry
    return MappingProxyType(found)


def _source(node: Node) -> Source:
    return Source(
        id=node.text("id"),
        title=node.text("title"),
        publisher=node.text("publisher"),
        date=node.text("date"),
        address=node.text("address", ""),
        read=node.text("read"),
    )


def _fact(node: Node) -> Fact:
    return Fact(
        id=node.text("id"),
        says=node.text("says"),
        sources=node.texts("sources"),
        confidence=node.text("confidence"),
        kind=node.text("kind"),
    )


def read_sources(file: Path) -> Library:
    """The sources and facts of a sources.yml; raises ContentError where it cannot be used."""
    top = Node.of_file(file)
    return Library(
        sources=_by_id((node, _source(node)) for node in top.nodes("sources")),
        facts=_by_id((node, _fact(node)) for node in top.nodes("facts")),
    )


def read_register(file: Path) -> Mapping[str, RegisterEntry]:
    """The entries of a register.yml by id; raises ContentError where it cannot be used."""
    return _by_id(
        (
            node,
            RegisterEntry(
                id=node.text("id"),
                module=node.text("module"),
                title=node.text("title"),
                says=node.text("says"),
                document=node.text("document"),
            ),
        )
        for node in Node.of_file(file).nodes("entries")
    )


@lru_cache(maxsize=8)
def _library(file: Path, _stamp: tuple[int, int]) -> Library:
    return read_sources(file)


@lru_cache(maxsize=8)
def _register(file: Path, _stamp: tuple[int, int]) -> Mapping[str, RegisterEntry]:
    return read_register(file)


def library() -> Library:
    """All sources and facts of the course; raises ContentError."""
    file = modules_folder() / "sources.yml"
    return _library(file, stamp(file))


def facts() -> Mapping[str, Fact]:
    """All facts of the course by id."""
    return library().facts


def sources() -> Mapping[str, Source]:
    """All sources of the course by id."""
    return library().sources


def register() -> Mapping[str, RegisterEntry]:
    """All register entries of the course by id; raises ContentError."""
    file = modules_folder() / "register.yml"
    return _register(file, stamp(file))


def sources_of(ids: Iterable[str]) -> tuple[Source, ...]:
    """The works behind facts and register entries, each once, in the order of the ids.

    Raises KeyError where an id is neither a fact nor a register entry of the course.
    """
    shelf = library()
    found: dict[str, Source] = {}
    for name in ids:
        fact = shelf.facts.get(name)
        if fact is not None:
            names = fact.sources
        elif name in register():
            names = (register()[name].document,)
        else:
            raise KeyError(f"{name} is neither in modules/sources.yml nor in modules/register.yml")
        for source_id in names:
            found.setdefault(source_id, shelf.sources[source_id])
    return tuple(found.values())
