"""US spelling, and words that put the problem where it is. docs/language.md explains the lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonground.content.checks.corpus import Corpus
from commonground.content.checks.prose import plain, unquoted
from commonground.content.finding import Finding

# British spelling -> US spelling. A stem ends with "-" and takes any ending.
SPELLING: dict[str, str] = {
    "organis-": "organiz-", "recognis-": "recogniz-", "summaris-": "summariz-", "minimis-": "minimiz-",
    "criticis-": "criticiz-", "prioritis-": "prioritiz-", "emphasis-e": "emphasize", "emphasised": "emphasized",
    "analys-e": "analyze", "analysed": "analyzed", "analysing": "analyzing", "standardis-": "standardiz-",
    "anonymis-": "anonymiz-", "stigmatis-": "stigmatiz-", "victimis-": "victimiz-", "realis-e": "realize",
    "realised": "realized", "apologis-": "apologiz-", "generalis-": "generaliz-", "personalis-": "personaliz-",
    "programme-": "program", "behaviour-": "behavior-", "colour-": "color-", "favour-": "favor-",
    "honour-": "honor-", "labour-": "labor-", "neighbour-": "neighbor-", "rumour-": "rumor-",
    "centre": "center", "centres": "centers", "defence": "defense", "offence-": "offense-", "licence-": "license-",
    "practise": "practice", "practised": "practiced", "practising": "practicing",
    "enrolment-": "enrollment-", "fulfil": "fulfill", "skilful": "skillful", "judgement-": "judgment-",
    "cancelled": "canceled", "labelled": "labeled", "labelling": "labeling", "modelled": "modeled",
    "modelling": "modeling", "travelled": "traveled", "travelling": "traveling", "counsellor-": "counselor-",
    "grey": "gray", "cheque-": "check-", "ageing": "aging", "catalogue-": "catalog-", "paediatric-": "pediatric-",
    "whilst": "while", "amongst": "among", "towards": "toward", "afterwards": "afterward", "learnt": "learned",
    "pupil": "student", "pupils": "students", "fortnight": "two weeks", "postcode-": "postal code",
}  # fmt: skip

# Pattern -> a wording that names the mechanism, or the person first.
BETTER: dict[str, str] = {
    r"at[- ]risk (children|kids|youths?|students?|teens?|families|people)": "students who were given the label 'at risk'",
    r"(foster|homeless) (kids?|child|children|students?|youths?|teens?)": "a child in foster care; a student without a fixed home",
    r"homeless (people|families|family)": "people without a fixed home",
    r"the (homeless|poor|disabled|mentally ill)": "people without a home; people with low income; people with a disability",
    r"(wheelchair[- ]bound|confined to a wheelchair)": "uses a wheelchair",
    r"(suffers?|suffering) from": "has",
    r"special[- ]needs (kids?|child|children|students?)": "students with disabilities",
    r"(troubled|problem|bad|difficult|delinquent) (kids?|child|children|teens?|students?|youths?)": "say what happened, and who wrote it down",
    r"juvenile delinquents?": "young people who were referred to juvenile court",
    r"(high[- ]crime|bad|rough|dangerous) (areas?|neighborhoods?|schools?)": "a place where more is recorded; say who records it",
    r"broken (homes?|famil(y|ies))": "name who is at home",
    r"(school )?drop[- ]?outs": "students who left school",
    r"illegal (aliens?|immigrants?)|illegals": "people without papers",
    r"minorities": "name the groups",
    r"hard[- ]to[- ]reach": "people whom we have not reached yet",
    r"(uncooperative|non[- ]compliant) (parents?|families|caregivers?)": "families who said no, or who were not asked",
    r"(vulnerable|marginalized) (populations?|groups?|communities)": "name the people, and what is done to them",
    r"(blind to|turn(s|ed)? a blind eye|fall(s|en)? on deaf ears|tone[- ]deaf)": "does not see; is not heard",
    r"(crazy|insane|lame)": "say what you mean",
    r"non[- ]English[- ]speak(ers?|ing)": "people who speak other languages",
    r"normal (kids?|children|students?|families)": "other students; most families",
    r"inner[- ]city": "name the place",
}

_SPELLING = [
    (re.compile(rf"\b{re.escape(word.replace('-', ''))}{r'[a-z]*' if word.endswith('-') else ''}\b", re.I), better.rstrip("-"))
    for word, better in SPELLING.items()
]
_BETTER = [(re.compile(rf"\b({pattern})\b", re.I), better) for pattern, better in BETTER.items()]


def british(text: str) -> Iterator[tuple[str, str]]:
    """British spellings in a text, each with the US one; words in quotation marks are left alone."""
    words = unquoted(text)
    for pattern, better in _SPELLING:
        match = pattern.search(words)
        if match:
            yield match.group(), better


def better_wordings(text: str) -> Iterator[tuple[str, str]]:
    """Wordings that make people the problem, each with a better one; quotations are left alone."""
    words = unquoted(text)
    for pattern, better in _BETTER:
        match = pattern.search(words)
        if match:
            yield match.group(), better


def check_spelling(corpus: Corpus) -> Iterator[Finding]:
    """US spelling in all that learners read, and in the facts."""
    for prose in corpus.prose():
        for word, better in british(plain(prose.text)):
            yield Finding(prose.file, prose.place, "spelling", f"{word!r} is British spelling.", f"Write {better!r}.")
    if corpus.library is not None:
        for fact in corpus.library.facts.values():
            for word, better in british(fact.says):
                file = corpus.folder / "sources.yml"
                yield Finding(file, f"facts[{fact.id}]", "spelling", f"{word!r} is British spelling.", f"Write {better!r}.")


def check_wording(corpus: Corpus) -> Iterator[Finding]:
    """Person first, mechanism first, in all that learners read."""
    for prose in corpus.prose():
        for words, better in better_wordings(plain(prose.text)):
            yield Finding(
                prose.file,
                prose.place,
                "wording",
                f"{words!r} makes people the problem.",
                f"Better: {better}. See docs/language.md.",
            )
