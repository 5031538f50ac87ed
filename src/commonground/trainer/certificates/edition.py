"""Which edition of the course a certificate is about, and whether its sources have changed since."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from commonground import content


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the course. `name` is the course's version; `sources` a SHA-256, in hexadecimal,
    over what the course says of the world: each fact's id, words, works and confidence, and each
    statement of the two CDT documents. Changed layout or spelling of a lesson leaves it as it is."""

    name: str
    sources: str


def current_edition() -> Edition:
    """The edition of the course on this machine; raises ContentError where no course is found."""
    facts = [
        [fact.id, fact.says, sorted(fact.sources), fact.confidence] for fact in content.facts().values()
    ]
    statements = [[entry.id, entry.says] for entry in content.register().values()]
    words = json.dumps([sorted(facts), sorted(statements)], ensure_ascii=False, separators=(",", ":"))
    try:
        name = version("commonground")
    except PackageNotFoundError:
        name = "unnamed"
    return Edition(name, hashlib.sha256(words.encode("utf-8")).hexdigest())
