"""Ids are unique where they are looked up, and name what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commonground.content.checks.corpus import Corpus, ModuleContent
from commonground.content.finding import Finding

RULE = "ids"


def _lists_with_ids(value: Any, place: str) -> Iterator[tuple[str, list[str]]]:
    """Every list of things with ids, with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lists_with_ids(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        ids = [str(entry["id"]) for entry in value if isinstance(entry, dict) and "id" in entry]
        if ids:
            yield place, ids
        for number, inner in enumerate(value):
            yield from _lists_with_ids(inner, f"{place}[{number}]")


def _twice(value: Any, file: Path) -> Iterator[Finding]:
    for place, ids in _lists_with_ids(value, ""):
        for name, count in Counter(ids).items():
            if count > 1:
                yield Finding(file, place, RULE, f"The id {name!r} stands {count} times.", "Give each its own id.")


def _across(module: ModuleContent) -> Iterator[Finding]:
    """Exercises and reflections keep their answers side by side, so they share no id."""
    for name in sorted(set(module.exercises) & set(module.reflections)):
        yield Finding(
            module.file("story.yml"),
            f"reflections.{name}",
            RULE,
            f"An exercise and a reflection are both called {name!r}.",
            "Give one of them another id.",
        )


def check(corpus: Corpus) -> Iterator[Finding]:
    """No id stands twice in one list; the folder, module.yml and course.yml agree on a module's id."""
    for name, value in (("course", corpus.course_raw), ("sources", corpus.library_raw), ("register", corpus.register_raw)):
        yield from _twice(value, corpus.folder / f"{name}.yml")
    listed = {entry.id: entry for entry in corpus.course.modules} if corpus.course else {}
    if corpus.course:
        for role in corpus.course.roles:
            for step in role.path:
                if step.module not in listed:
                    yield Finding(
                        corpus.folder / "course.yml",
                        f"roles[{role.id}].path",
                        RULE,
                        f"There is no module {step.module!r} in this file.",
                        "Check the spelling against `modules:`.",
                    )
    for module in corpus.modules:
        for name, value in module.raw.items():
            yield from _twice(value, module.file(name))
        yield from _across(module)
        if module.module is not None:
            file = module.file("module.yml")
            if module.module.id != module.id:
                yield Finding(file, "id", RULE, f"The id differs from the folder {module.id!r}.", "Make them the same.")
            entry = listed.get(module.id)
            if listed and entry is None:
                yield Finding(file, "id", RULE, "The module is not in modules/course.yml.", "Add it there.")
            elif entry is not None and entry.title != module.module.title:
                yield Finding(
                    file,
                    "title",
                    RULE,
                    f"The title differs from the one in course.yml, {entry.title!r}.",
                    "Make them the same.",
                )
