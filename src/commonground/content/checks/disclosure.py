"""The course says once, openly, who wrote the guides that it is built on; and calls its data synthetic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonground.content.checks.corpus import Corpus
from commonground.content.checks.prose import walk_texts
from commonground.content.finding import Finding


def check_disclosure(corpus: Corpus) -> Iterator[Finding]:
    """course.yml says that CDT is an advocacy group, in `disclosure` and nowhere else."""
    if corpus.course is None:
        return
    file = corpus.folder / "course.yml"
    if not (re.search(r"\bCDT\b", corpus.course.disclosure) and "advocacy" in corpus.course.disclosure):
        yield Finding(
            file, "disclosure", "disclosure", "It does not say that CDT is an advocacy group.", "Say so, in one sentence."
        )
    for place, _, text, _ in walk_texts(corpus.course_raw):
        if place != "disclosure" and "CDT" in text and "advocacy" in text:
            yield Finding(file, place, "disclosure", "The disclosure stands a second time.", "Say it once.")


def check_synthetic(corpus: Corpus) -> Iterator[Finding]:
    """Each analyst lesson calls its data synthetic."""
    for module in corpus.modules:
        for lesson in module.lessons:
            if lesson.level != "analyst":
                continue
            texts = [p.text for p in module.prose() if p.file == lesson.file]
            if not any("synthetic" in text.lower() for text in texts):
                yield Finding(
                    lesson.file,
                    "",
                    "synthetic",
                    "The lesson does not call its data synthetic.",
                    "Say it where the data are first shown.",
                )
