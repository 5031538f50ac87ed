"""Whom a learner can ask: the organization's contact, and a line of the learner's own."""

from __future__ import annotations

import html

from commonground.content.course import course
from commonground.views import parts

from .page import Page, Shown, section


def _sentence() -> str:
    contact = course().contact
    if not contact.name:
        return contact.note
    return f"{contact.role}: {contact.name}. {contact.reach}".strip()


def show(page: Page) -> Shown:
    """The contact that the organization gave, and a field to write down one's own."""
    block = parts.block(f"<p>{html.escape(_sentence())}</p>", "cg-prose")
    field = parts.text_field(
        "Whom do you ask? Write down a name and a phone number or room.",
        page.choice("helper"),
        lambda text: page.choose("helper", text),
        lines=1,
    )

    def redraw() -> None:
        field.value = page.choice("helper")

    page.on_change("contact", (), redraw)
    return Shown(section(block, field, name="contact"), _sentence)
