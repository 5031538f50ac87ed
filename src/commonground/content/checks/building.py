"""Every exercise can be built from its description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commonground.content.checks.corpus import Corpus
from commonground.content.finding import Finding

RULE = "exercises"


def _sources_of_fields(data: dict[str, Any]) -> Iterator[str]:
    for section in data.get("sections") or ():
        for entry in section.get("fields") or ():
            if entry.get("from"):
                yield str(entry["from"])


def check(corpus: Corpus) -> Iterator[Finding]:
    """The exercise's own rules accept its description; documents quote what there is to quote."""
    from commonground.activities import build

    for module in corpus.modules:
        file = module.file("story.yml")
        # What a learner writes in a checked task is kept under the last part of the task's id.
        tasks = {task.rpartition("/")[2] for lesson in module.lessons for task in lesson.tasks}
        for name, data in module.exercises.items():
            place = f"exercises.{name}"
            try:
                build(name, data)
            except Exception as error:  # whatever stops a learner's page must be told here
                yield Finding(
                    file,
                    place,
                    RULE,
                    f"The exercise cannot be shown: {type(error).__name__}: {error}",
                    "Compare with docs/authoring.md.",
                )
            if data.get("kind") != "document":
                continue
            for source in _sources_of_fields(data):
                first, _, second = source.partition(".")
                there = second in module.reflections if first == "reflection" else first in tasks.union(module.exercises)
                if not there:
                    yield Finding(
                        file, place, RULE, f"A field starts from {source!r}, which is not there.", "Correct the name."
                    )
        for name, data in module.reflections.items():
            for document in data.get("used_in") or ():
                if module.exercises.get(document, {}).get("kind") != "document":
                    yield Finding(
                        file,
                        f"reflections.{name}.used_in",
                        RULE,
                        f"There is no document {document!r} in this file.",
                        "Correct the name.",
                    )
