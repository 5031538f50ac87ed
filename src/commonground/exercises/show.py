"""The HTML of outcomes, hints and prompts.

The words carry the meaning: each panel begins with its heading in text, and the colored edge only repeats it.
Text and background are left to the page, so that contrast is that of the page in light and dark themes.
"""

from __future__ import annotations

import html
import re

EDGES = {
    "right": "#2e7d32",
    "mistaken": "#9a5b00",
    "not_yet": "#9a5b00",
    "error": "#b3261e",
    "not_attempted": "#5f6368",
    "note": "#1f5fbf",
}


def panel(heading: str, message: str, kind: str) -> str:
    """A headed block; `message` is Markdown of the small kind that `to_html` reads."""
    edge = EDGES[kind]
    return (
        f'<div class="cg-exercise cg-{kind}" role="group" aria-label="{html.escape(heading, quote=True)}" '
        f'style="border-inline-start:5px solid {edge};padding:.4em .9em;margin:.3em 0;max-width:46em">'
        f'<p style="margin:.2em 0"><strong>{html.escape(heading)}</strong></p>{to_html(message)}</div>'
    )


def to_html(text: str) -> str:
    """Paragraphs, lists that start with "- ", fenced code, `code` and **bold**; all else is escaped."""
    blocks: list[str] = []
    for i, part in enumerate(re.split(r"^```\w*\n(.*?)^```$", text.strip(), flags=re.M | re.S)):
        if i % 2:
            code = html.escape(part.rstrip())
            blocks.append(f'<pre style="white-space:pre-wrap" tabindex="0"><code>{code}</code></pre>')
        else:
            blocks.extend(_block(piece) for piece in re.split(r"\n\s*\n", part) if piece.strip())
    return "".join(blocks)


def _block(piece: str) -> str:
    lines = piece.strip().split("\n")
    plain = [line for line in lines if not line.startswith("- ")]
    items = [line[2:] for line in lines if line.startswith("- ")]
    out = f'<p style="margin:.4em 0">{_inline(" ".join(plain))}</p>' if plain else ""
    if items:
        out += "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
    return out


def _inline(text: str) -> str:
    escaped = html.escape(text, quote=False)
    escaped = re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped)
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", escaped)
