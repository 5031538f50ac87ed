"""Every picture says in words what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonground.content.checks.corpus import Corpus
from commonground.content.finding import Finding

RULE = "alt text"

_MARKDOWN = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_HTML = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


def missing(text: str) -> Iterator[str]:
    """The pictures of a Markdown text without words of their own, as they are written."""
    for match in _MARKDOWN.finditer(text):
        alt, address = match.group(1).strip(), match.group(2)
        if not alt or alt == address or re.fullmatch(r"(image|picture|photo|figure)\s*\d*|\S+\.(png|jpe?g|svg|gif)", alt, re.I):
            yield match.group()
    for tag in _HTML.findall(text):
        alt_match = _ALT.search(tag)
        if alt_match is None or not (alt_match.group(2) or alt_match.group(3) or "").strip():
            yield tag


def check(corpus: Corpus) -> Iterator[Finding]:
    """Pictures in lessons, stories and questions."""
    for prose in corpus.prose():
        for picture in missing(prose.text):
            yield Finding(
                prose.file,
                prose.place,
                RULE,
                f"The picture has no text of its own: {picture[:60]}.",
                "Say in one sentence what it shows.",
            )
