"""A page that opens in any browser, runs nothing and fetches nothing."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import mistune

from commonground.trainer.feedback import POLICY, STYLE
from commonground.trainer.safely import write_safely


def page(title: str, body: str) -> str:
    """A whole page with that title as its heading; `body` is HTML."""
    return (
        "<!DOCTYPE html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{html.escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> str:
    """A table whose first column names its rows; all texts are escaped."""
    top = "".join(f"<th scope='col'>{html.escape(word)}</th>" for word in head)
    lines = [
        f"<tr><th scope='row'>{html.escape(row[0])}</th>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row[1:])}</tr>"
        for row in rows
    ]
    said = f"<caption>{html.escape(caption)}</caption>\n" if caption else ""
    return f"<table>\n{said}<thead><tr>{top}</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>\n</table>\n"


def words(markdown: str) -> str:
    """Markdown as HTML; HTML within it is shown as it is written."""
    return cast(str, mistune.create_markdown(escape=True, plugins=["table"])(markdown))


def save(place: Path, text: str) -> None:
    """Write a page whole or not at all."""
    write_safely(place, text)
