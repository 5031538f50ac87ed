"""The report as a page to read: it runs nothing, fetches nothing, and prints."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from commonground.trainer.reporting.tables import Table

_TEMPLATE = Path(__file__).with_name("report.html.j2")


@dataclass(frozen=True)
class Section:
    """A part of the page: a heading, paragraphs, a table (may be without rows), and what is said if it has none."""

    heading: str
    paragraphs: Sequence[str]
    table: Table | None = None
    empty: str = ""


def report_page(title: str, subtitle: str, warning: str, made_on: datetime.date, sections: Sequence[Section]) -> str:
    """The page in HTML; `warning` says to whom it may be given."""
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return template.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(
        title=title, subtitle=subtitle, warning=warning, made_on=f"{made_on:%B} {made_on.day}, {made_on.year}", sections=sections
    )
