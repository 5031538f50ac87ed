"""Where a lesson speaks of law, it says that it gives no advice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonground.content.checks.corpus import Corpus
from commonground.content.finding import Finding

RULE = "not legal advice"
SENTENCE = "Illustrative, not legal advice"

_LAW = re.compile(r"\b(FERPA|HIPAA|PPRA|COPPA|IDEA|statutes?|legal|legally|lawful|unlawful|U\.S\.C|C\.?F\.?R)\b")


def check(corpus: Corpus) -> Iterator[Finding]:
    """Law words in a lesson, its exercises or its questions, without the sentence in that lesson."""
    for module in corpus.modules:
        for lesson in module.lessons:
            texts = [prose for prose in module.prose() if lesson.level in prose.levels]
            if any(SENTENCE in prose.text for prose in texts):
                continue
            for prose in texts:
                match = _LAW.search(prose.text)
                if match:
                    yield Finding(
                        lesson.file,
                        "",
                        RULE,
                        f"The lesson speaks of law ({match.group()!r} in {prose.file.name}, {prose.place}).",
                        f"Say in it: {SENTENCE}.",
                    )
                    break
