"""Texts as an HTML table that a screen reader can walk: a caption, and cells that name rows and columns."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence


def table_html(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    named_rows: bool = True,
    css: str = "",
) -> str:
    """A table that scrolls in itself on a narrow page. All texts are escaped.

    `header` may be empty (no header row), and so may one of its texts (a corner without a name).
    With `named_rows` the first cell of each row is its name. `css` is a class beside `cg-table`.
    """
    corner = [f'<th scope="col">{html.escape(text)}</th>' if text else "<td></td>" for text in header]
    head = f"<thead><tr>{''.join(corner)}</tr></thead>" if corner else ""
    body = "".join(f"<tr>{_cells(row, named_rows)}</tr>" for row in rows)
    return (
        f'<div class="{f"cg-table {css}".strip()}"><table><caption>{html.escape(caption)}</caption>'
        f"{head}<tbody>{body}</tbody></table></div>"
    )


def _cells(row: Sequence[str], named: bool) -> str:
    first = f'<th scope="row">{html.escape(row[0])}</th>' if named else f"<td>{html.escape(row[0])}</td>"
    return first + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[1:])
