"""Rules of a text for the public: long enough to be read, in plain words, with no word left unexplained."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from commonground.content.checks.reading import SHORTEST, grade, hardest, words_of
from commonground.trainer.task_rules.checking import Check
from commonground.trainer.task_rules.values import key_of, text_of

# A word that few outside an office use, and what to say in its place or beside it.
JARGON: dict[str, str] = {
    "algorithm": "a set of rules that a computer follows",
    "best practices": "what has worked elsewhere",
    "capacity building": "learning that makes both sides able to do it",
    "cohort": "a group followed over time",
    "data governance": "who decides about records",
    "data subject": "the person in the record",
    "de-identified": "with names taken out, though people may still be found",
    "disaggregated": "shown group by group",
    "deliverable": "what you hand over",
    "early warning system": "a list that marks students who may need help",
    "ecosystem": "all who are part of it",
    "equity lens": "the question of who gains and who pays",
    "EWS": "a list that marks students who may need help",
    "FERPA": "the federal law on school records",
    "HIPAA": "the federal law on health records",
    "IEP": "a plan for a student with a disability",
    "interoperability": "systems that can read each other",
    "key performance indicator": "the number that we watch",
    "leverage": "use",
    "linkage": "joining records about one person",
    "longitudinal": "over many years",
    "metadata": "notes about the data",
    "MOU": "a written agreement between offices",
    "multi-stakeholder": "with all who have a part in it",
    "operationalize": "put to work",
    "personally identifiable information": "anything that shows who it is about",
    "PII": "anything that shows who it is about",
    "predictive analytics": "guessing what will happen from old records",
    "proxy": "something counted in place of what we want to know",
    "risk stratification": "sorting people by a guess about what may happen to them",
    "SRO": "a police officer who works in a school",
    "stakeholder": "people who have a part in it",
    "synergy": "what you gain together",
    "utilize": "use",
    "wraparound": "several kinds of help at once",
}
_SHORT = {word: re.compile(rf"\b{re.escape(word)}s?\b", 0 if word.isupper() else re.IGNORECASE) for word in JARGON}
_EXPLAINED = r"\s*[\"'”’]?\s*(\(|,? (that is|which is|which means|meaning|means|is|are|in other words)\b|[:=–—-])"


def plain_words(text: Any, explained: Any = None, limit: float = 8.0) -> list[Check]:
    """Three checks of a text: at least 60 words, reading grade at most `limit`, no unexplained office words.

    `explained` may be a form of word and meaning; a word is explained as well if brackets or "means" follow it.
    """
    text = text if isinstance(text, str) else text_of(text)
    words = text_of(text)
    count = len(words_of(words))
    if count < SHORTEST:
        note = f"The text has {count} words. Write at least {SHORTEST}, so that its reading grade can be told."
        return [Check(False, note), *(Check(False, f"{what}: told once the text is long enough.") for what in ("Reading grade", "Office words"))]
    return [Check(True, f"The text has {count} words."), _grade(text, limit), _jargon(words, explained)]


def _grade(text: str, limit: float) -> Check:
    found = grade(text)
    if found <= limit:
        return Check(True, f"Its reading grade is {max(found, 1):.1f}; {limit:g} is the most.")
    return Check(False, f"Its reading grade is {found:.1f}; {limit:g} is the most. The hardest sentence: {hardest(text)!r}.")


def _jargon(text: str, explained: Any) -> Check:
    known = {key_of(word) for word, meaning in explained.items() if text_of(meaning)} if isinstance(explained, Mapping) else set()
    left = []
    for word, pattern in _SHORT.items():
        if pattern.search(text) and key_of(word) not in known and not re.search(pattern.pattern + _EXPLAINED, text, pattern.flags):
            left.append(f"{word} ({JARGON[word]})")
    if left:
        return Check(False, f"Explain these or say them plainly: {'; '.join(left)}.")
    return Check(True, "No office word is left unexplained.")
