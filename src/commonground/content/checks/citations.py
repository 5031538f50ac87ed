"""Every id that a lesson cites leads to a fact or a statement of the CDT documents."""

from __future__ import annotations

from collections.abc import Iterator

from commonground.content.checks.corpus import Corpus
from commonground.content.citations import cited_ids
from commonground.content.finding import Finding

RULE = "citations"


def _library(corpus: Corpus) -> Iterator[Finding]:
    """The sources file holds together: named sources exist, and nothing unsure is in it."""
    if corpus.library is None:
        return
    file = corpus.folder / "sources.yml"
    used: set[str] = set()
    for fact in corpus.library.facts.values():
        place = f"facts[{fact.id}]"
        used |= set(fact.sources)
        for name in fact.sources:
            if name not in corpus.library.sources:
                yield Finding(file, place, RULE, f"The source {name} is not listed.", "Add it under `sources:`.")
        if not fact.sources:
            yield Finding(file, place, RULE, "The fact has no source.", "Name one, or take the fact out.")
        if fact.confidence not in ("A", "B"):
            yield Finding(
                file,
                place,
                RULE,
                f"The confidence is {fact.confidence!r}.",
                "Only facts of confidence A or B may be taught; take it out.",
            )
        for name in cited_ids(fact.says):
            if name not in corpus.library.facts:
                yield Finding(file, place, RULE, f"{name} is not a fact of this file.", "Correct the id.")
    documents = {entry.document for entry in corpus.register.values()}
    for name in sorted(documents - set(corpus.library.sources)):
        yield Finding(corpus.folder / "register.yml", "", RULE, f"The document {name} is not a source.", "Add it.")
    for name in corpus.library.sources:
        if name not in used | documents:
            yield Finding(file, f"sources[{name}]", RULE, "No fact uses this source.", "Take it out.")


def check(corpus: Corpus) -> Iterator[Finding]:
    """Cited ids resolve, and module.yml lists them."""
    yield from _library(corpus)
    facts = corpus.library.facts if corpus.library else {}
    known = set(facts) | set(corpus.register)
    for module in corpus.modules:
        listed: set[str] = set()
        if module.module is not None:
            listed = set(module.module.facts) | set(module.module.register)
            for name in module.module.facts:
                if name not in known:
                    yield Finding(
                        module.file("module.yml"),
                        "facts",
                        RULE,
                        f"{name} is not in modules/sources.yml.",
                        "Cite a fact that is there.",
                    )
        for prose in module.prose():
            for name in dict.fromkeys(cited_ids(prose.text)):
                if name not in known:
                    yield Finding(
                        prose.file,
                        prose.place,
                        RULE,
                        f"[{name}] leads nowhere.",
                        "Cite an id of modules/sources.yml or modules/register.yml.",
                    )
                elif module.module is not None and name not in listed:
                    yield Finding(
                        prose.file,
                        prose.place,
                        RULE,
                        f"[{name}] is cited, but not listed in module.yml.",
                        "Add it to `facts` there.",
                    )
    for prose in corpus.home:
        for name in cited_ids(prose.text):
            if name not in known:
                yield Finding(prose.file, prose.place, RULE, f"[{name}] leads nowhere.", "Correct the id.")
