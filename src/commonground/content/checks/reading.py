"""The reading grade of a text.

Flesch-Kincaid grade level: 0.39 x words per sentence + 11.8 x syllables per word - 15.59
(J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of new readability
formulas for Navy enlisted personnel", Research Branch Report 8-75, 1975). Syllables are counted by
rule; textstat, the usual package, downloads a dictionary at its first call. A formula sees only the
length of words and sentences: it is a smoke alarm, not a judge.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from commonground.content.checks.corpus import Corpus
from commonground.content.checks.prose import SHORT_KEYS, plain
from commonground.content.finding import Finding
from commonground.content.sentences import split_sentences

RULE = "reading grade"
LIMITS: dict[str, float] = {"foundations": 8.0, "front page": 8.0, "practitioner": 10.0}
SHORTEST = 60  # words; the formula says little about less

_WORD = re.compile(r"[A-Za-z]+(?:[’'][A-Za-z]+)*|\d[\d,.]*\d|\d")
_VOWELS = re.compile(r"[aeiouy]+")
# Vowels that are written together and spoken apart.
_APART = re.compile(
    r"[^aeiouy](ia|io)(?!u)(?!n$|ns$)|[^aeioutscgx]iou|[^cgst]ious|creat|[^qg]ua(?:[lt]|r[yi])|[rbdv]ien[ct]|[^aeioug]uou|e[ai]ng$|eo(?!ple)|[^aeiou]ying|i[ae]t"
)
# A last e that is not spoken: "made", "rule", "care"; it is spoken in "table" and "be".
_SILENT_E = re.compile(r"[aeiouy][^aeiouy]*e$(?<![^aeiouyl]le)")
_EXCEPTIONS: dict[str, int] = {
    "area": 3, "areas": 3, "being": 2, "business": 2, "child": 1, "client": 2, "create": 2, "created": 3,
    "data": 2, "deputies": 3, "diet": 2, "doing": 2, "every": 2, "everyone": 3, "evening": 2, "family": 3,
    "families": 3, "going": 2, "idea": 3, "ideas": 3, "lion": 2, "people": 2, "quiet": 2, "science": 2,
    "seeing": 2, "social": 2, "special": 2, "something": 2, "sometimes": 2, "someone": 2, "somewhere": 2,
    "therefore": 2, "whole": 1, "video": 3, "agree": 2, "agreed": 2, "agreement": 3, "police": 2,
    "separate": 3, "different": 3, "several": 3, "neighborhood": 3, "racial": 2, "official": 3, "officials": 3,
    "homework": 2, "homeroom": 2, "statement": 2, "careful": 2, "useful": 2, "hopeful": 2, "movement": 2,
    "placement": 2, "enforcement": 3, "safety": 2, "safely": 2, "lonely": 2, "named": 1, "makeup": 2,
}  # fmt: skip


def syllables(word: str) -> int:
    """How many syllables an English word has, by rule; at least 1. A figure counts as one."""
    word = re.sub(r"[’']s?$|[’']", "", word.lower())
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    if not word or not word[0].isalpha():
        return 1
    stem = word
    if stem.endswith("e") and _SILENT_E.search(stem):
        stem = stem[:-1]
    elif stem.endswith("ed") and not re.search(r"([td]|[^aeiouyl]l)ed$", stem):
        stem = stem[:-2]
    elif stem.endswith("es") and not re.search(r"(s|x|z|ch|sh|c|g|[^aeiouyl]l)es$", stem):
        stem = stem[:-2] + "s"
    stem = re.sub(r"e(ly|ful|less|ment|ness)(?=$|s$)", r"\1", stem)
    count = len(_VOWELS.findall(stem)) + len(_APART.findall(stem))
    if re.search(r"[^aeiouy]sm$|[^aeiouy]sms$|thm$", stem):
        count += 1
    return max(1, count)


def words_of(text: str) -> list[str]:
    """The words of a running text."""
    return _WORD.findall(text)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a running text, one or more sentences a line; 0.0 without words."""
    sentences = [s for line in text.split("\n") for s in split_sentences(line) if words_of(s)]
    words = [word for sentence in sentences for word in words_of(sentence)]
    if not words:
        return 0.0
    per_sentence = len(words) / len(sentences)
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def check(corpus: Corpus) -> Iterator[Finding]:
    """Each text that is read in one go stays within the grade of its level."""
    units: dict[tuple[Path, str], list[str]] = defaultdict(list)
    limits: dict[tuple[Path, str], float] = {}
    for prose in corpus.prose():
        allowed = [LIMITS[level] for level in prose.levels if level in LIMITS]
        if not allowed or prose.key in SHORT_KEYS:
            continue
        key = (prose.file, prose.unit)
        limits[key] = min([limits.get(key, 99.0), *allowed])
        units[key].append(plain(prose.text))
    for key, texts in units.items():
        text = "\n".join(texts)
        if len(words_of(text)) < SHORTEST:
            continue
        found = grade(text)
        if found > limits[key]:
            file, unit = key
            yield Finding(
                file,
                unit,
                RULE,
                f"Grade {found:.1f} is above {limits[key]:.0f}.",
                f"Shorten sentences and words; the hardest: {hardest(text)!r}.",
            )


def hardest(text: str) -> str:
    """The sentence with the highest grade, cut to a length that fits a line."""
    sentences = [s for line in text.split("\n") for s in split_sentences(line) if len(words_of(s)) > 5]
    return max(sentences, key=grade, default="")[:100]
