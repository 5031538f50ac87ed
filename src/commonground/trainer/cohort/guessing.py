"""Whose hand-in is it? Guessed from the names of folders, zips and files, as people write them.

Only what leads to one trainee is taken: an id, an email address, first and last name, or a name that
nobody else of the cohort has. Two who could be meant are none; then a person says who it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonground.trainer.cohort.people import Trainee

SURE, LIKELY = "sure", "likely"
Words = tuple[str, ...]
# What programs put at the end of a name; a browser adds the number of a copy.
_ENDING = re.compile(r"(\s*\(\d+\)|-copy\d*|\.(zip|ipynb|txt|json))+$", re.IGNORECASE)


@dataclass(frozen=True)
class Guess:
    """Who a name stands for: `trainee` or None, `how` it was known, and all who `could` be meant."""

    trainee: str | None
    how: str = ""
    could: tuple[str, ...] = ()


def words_of(name: str) -> Words:
    """The words of a name, without accents and capitals; `AnaLopez` is two words."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", name))
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(sign))
    return tuple(re.findall(r"[^\W_]+", plain.casefold()))


class Guesser:
    """Guesses among the trainees of a cohort. `not_names` are names, of tasks say, whose words tell nothing."""

    def __init__(self, trainees: Iterable[Trainee], not_names: Iterable[str] = ()) -> None:
        self._people = tuple(trainees)
        self._skip = sorted({words_of(name) for name in not_names}, key=len, reverse=True)

    def guess(self, names: Sequence[str]) -> Guess:
        """Who is meant by all of `names` together: a file's, its folders', the zip's."""
        for how, find in ((SURE, self._surely), (LIKELY, self._likely)):
            found = sorted({person for name in names for person in find(name)})
            if len(found) == 1:
                return Guess(found[0], how, tuple(found))
            if found:
                return Guess(None, "", tuple(found))
        return Guess(None)

    def _clean(self, name: str) -> Words:
        words = words_of(_ENDING.sub("", name))
        for skip in self._skip:
            at = _find(words, skip)
            if at is not None:
                words = (*words[:at], *words[at + len(skip) :])
        return words

    def _surely(self, name: str) -> set[str]:
        words = self._clean(name)
        found = {person.id: max(_evidence(person, name, words), default=0) for person in self._people}
        best = max(found.values(), default=0)
        # Of the ids ana and ana-lopez, the longer one is meant where it stands in full.
        return {person for person, strength in found.items() if strength == best and strength}

    def _likely(self, name: str) -> set[str]:
        words = set(self._clean(name))
        found = set()
        for person in self._people:
            first, last = words_of(person.first_name), words_of(person.last_name)
            initial = bool(first and last) and {first[0][0], *last} <= words
            if initial or (first and set(first) <= words) or (last and set(last) <= words):
                found.add(person.id)
        return found


def _evidence(person: Trainee, name: str, words: Words) -> Iterable[int]:
    """How long the words are by which `person` is surely meant."""
    own = words_of(person.id)
    first, last = words_of(person.first_name), words_of(person.last_name)
    # A number or a letter stands in many a file's name; as an id it counts only by itself.
    telling = len("".join(own)) > 2 and not "".join(own).isdigit()
    if words == own or (telling and (_find(words, own) is not None or "".join(own) in words)):
        yield len("".join(own))
    if person.email and person.email.casefold() in name.casefold():
        yield len(person.email)
    if first and last:
        if _find(words, first) is not None and _find(words, last) is not None:
            yield len("".join((*first, *last)))
        if {"".join((*first, *last)), "".join((*last, *first))} & set(words):
            yield len("".join((*first, *last)))


def _find(words: Words, part: Words) -> int | None:
    """Where `part` stands in `words`, as neighbors."""
    if part:
        for at in range(len(words) - len(part) + 1):
            if words[at : at + len(part)] == part:
                return at
    return None
