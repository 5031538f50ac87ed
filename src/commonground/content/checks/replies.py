"""Every option answers with consequence and reason, in words of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from commonground.content.checks.corpus import Corpus
from commonground.content.checks.prose import plain
from commonground.content.finding import Finding

RULE = "replies"

# A reply never opens with a red cross; "Right:" may open one that goes on to say why.
_CROSS = re.compile(r"(that is |that's |no, )?(wrong|incorrect|false)\s*[.!:,]", re.IGNORECASE)
_FEWEST_WORDS = 5
# "Do not share", "not yet" and "ask them first" have equal standing in every decision.
_HOLDING_BACK = re.compile(r"\b(do not|don't|not yet|not now|ask|wait|nothing|stop|hold|no|none|pause|refuse)\b", re.I)


def _options(value: Any, place: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every list of options that have replies, with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _options(inner, f"{place}.{key}" if place else str(key))
        for key in ("replies", "turn_replies"):
            replies = value.get(key)
            if isinstance(replies, dict):
                yield f"{place}.{key}", [{"id": name, "reply": text} for name, text in replies.items()]
    elif isinstance(value, list):
        rows = [entry for entry in value if isinstance(entry, dict)]
        if rows and any("reply" in row for row in rows):
            yield place, rows
        for number, inner in enumerate(value):
            named = inner.get("id") if isinstance(inner, dict) else None
            yield from _options(inner, f"{place}[{named or number}]")


def check(corpus: Corpus) -> Iterator[Finding]:
    """Replies are there, differ, and are never a bare verdict; every decision can hold back."""
    for module in corpus.modules:
        for name in ("story.yml", "questions.yml"):
            file = module.file(name)
            for place, rows in _options(module.raw.get(name), ""):
                seen: dict[str, str] = {}
                for row in rows:
                    where = f"{place}[{row.get('id')}]"
                    reply = plain(str(row.get("reply") or ""))
                    if not reply:
                        yield Finding(file, where, RULE, "The option has no reply.", "Say what would follow, and why.")
                        continue
                    if _CROSS.match(reply) or len(reply.split()) < _FEWEST_WORDS:
                        yield Finding(
                            file,
                            where,
                            RULE,
                            f"The reply is a bare verdict: {reply[:50]!r}.",
                            "Say what would follow first, then why, and name the idea.",
                        )
                    same = " ".join(reply.lower().split())
                    if same in seen:
                        yield Finding(
                            file, where, RULE, f"The reply is the same as that of {seen[same]!r}.", "Write its own."
                        )
                    seen[same] = str(row.get("id"))
        for exercise, data in module.exercises.items():
            if data.get("kind") == "decision":
                options = [row for row in data.get("options") or () if isinstance(row, dict)]
                if not any(_HOLDING_BACK.search(f"{row.get('id')} {row.get('text')}".replace("-", " ")) for row in options):
                    yield Finding(
                        module.file("story.yml"),
                        f"exercises.{exercise}.options",
                        RULE,
                        "No option holds back.",
                        "Offer 'do not share', 'not yet' or 'ask them first'.",
                    )
