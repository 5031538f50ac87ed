"""In a case lesson every number comes from a source, and says which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonground.content.checks.corpus import Corpus, ModuleContent
from commonground.content.checks.prose import Prose, sentences_of
from commonground.content.citations import cited_ids
from commonground.content.finding import Finding

RULE = "numbers"

# Number words up to ten are part of how one tells a story ("two lists"); larger ones are figures.
_NUMBER = re.compile(
    r"\d|\b(eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?)\b",
    re.IGNORECASE,
)
# Numbers that say nothing about the world: list numbers, steps, the lesson's own minutes, grades K-12,
# names of formats.
_STRUCTURE = re.compile(
    r"^\s*\|?\s*\**\d{1,2}[.)]\**(\s|$)"
    r"|\b(steps?|levels?|parts?|stops?|sections?|exercises?|lessons?|modules?|questions?|figures?|tables?|options?|"
    r"runs?|rounds?|cards?|rules?|lines?|boxes?|beats?|tasks?|cells?)\s+\d{1,2}(\s*(,|to|and|or|-|–)\s*\d{1,2})*\b"
    r"|\b\d{1,3}(\s*(to|-|–)\s*\d{1,3})?[\s-]minutes?\b"
    r"|\bK-12\b|\b911\b",
    re.IGNORECASE,
)
# A sentence that says itself that its numbers are not from the world.
_INVENTED = re.compile(r"\b(synthetic|invented|made[- ]up|Alder|Riverbend|pretend)\b", re.IGNORECASE)


def _has_number(sentence: str) -> bool:
    text = re.sub(r"\[[A-Z][^\]]*\]", " ", sentence)
    text = re.sub(r"`[^`]*`|\]\([^)]*\)|https?://\S+", " ", text)
    return bool(_NUMBER.search(_STRUCTURE.sub(" ", text)))


def _exempt(prose: Prose, cited: set[str]) -> bool:
    """Whether the numbers of a text may stand without an id of their own."""
    if prose.mark == "invented" or prose.key in ("title", "example", "label", "name", "audience"):
        return True
    # A date stands over its event, and an option over its reply: the id is there.
    parent = prose.place.rpartition(".")[0]
    return prose.key in ("date", "text") and parent in cited


def _cited_beside(module: ModuleContent) -> set[str]:
    """Places whose event, reply or prompt cites a source."""
    return {
        prose.place.rpartition(".")[0]
        for prose in module.prose()
        if prose.key in ("event", "reply") and cited_ids(prose.text)
    }


def check(corpus: Corpus) -> Iterator[Finding]:
    """Numbers without an id in the same sentence, in modules called NN-case-…."""
    for module in corpus.modules:
        if not module.is_case:
            continue
        beside = _cited_beside(module)
        for prose in module.prose():
            if _exempt(prose, beside):
                continue
            for sentence in sentences_of(prose.text):
                if _has_number(sentence) and not cited_ids(sentence) and not _INVENTED.search(sentence):
                    yield Finding(
                        prose.file,
                        prose.place,
                        RULE,
                        f"A number without a source: {sentence[:90]!r}.",
                        "Add the fact id in the same sentence, mark the text as invented, or leave the number out.",
                    )
