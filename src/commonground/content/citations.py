"""Citations in a text: ids in square brackets, such as `[PASCO-35]` or `[RISK-biased-data, CRDC-14]`."""

from __future__ import annotations

import re

# The word before the first hyphen is in capitals: `PASCO-35`, `C2C-01`, `RISK-biased-data`.
_ID = r"[A-Z][A-Z0-9]+-[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
_EACH = re.compile(_ID)
# A pair of brackets with an address behind it is a link, not a citation.
CITATION = re.compile(rf"\[({_ID}(?:\s*[,;]\s*{_ID})*)\](?![(\[])")


def cited_ids(text: str) -> tuple[str, ...]:
    """Ids cited in a text, in order, each as often as it is cited. Links are no citations."""
    return tuple(name for match in CITATION.finditer(text) for name in _EACH.findall(match.group(1)))


def without_citations(text: str) -> str:
    """The text without its citations."""
    return CITATION.sub("", text)
