"""The modules as cards, each with its lessons: level, minutes, progress, and where to open it."""

from __future__ import annotations

import html

from commonground.learner import path
from commonground.learner.path import Card, Lesson
from commonground.views import parts

from . import words
from .page import Page, Shown


def _lesson_html(lesson: Lesson, own_level: str) -> str:
    own = '<span class="cg-own">Your level</span>' if lesson.level == own_level else ""
    code = '<p class="cg-lesson-note">You write code here.</p>' if lesson.level == "analyst" else ""
    return (
        f'<li class="cg-lesson{" cg-lesson-own" if own else ""}"><h4>{words.level(lesson)} {own}</h4>'
        f'<p class="cg-lesson-facts">{words.minutes(lesson.minutes)}</p>'
        f"<p>{words.state_html(lesson)}</p>{code}"
        f'<p class="cg-links">{words.links(lesson)}</p></li>'
    )


def _card_html(card: Card, own_level: str) -> str:
    lessons = "".join(_lesson_html(lesson, own_level) for lesson in card.lessons)
    return (
        f'<article class="cg-module"><h3>{html.escape(card.module.title)}</h3>'
        f"<p>{html.escape(card.module.aim)}</p><ul class=\"cg-lessons\">{lessons}</ul></article>"
    )


def show(page: Page) -> Shown:
    """Every module that can be opened."""
    block = parts.block("", "cg-prose", "cg-modules")

    def redraw() -> None:
        own_level = page.choice("level")
        block.value = "".join(_card_html(card, own_level) for card in path.cards(page.known()))

    def text() -> str:
        lines = []
        for card in path.cards(page.known()):
            lines += [f"### {card.module.title}", card.module.aim]
            lines.append(
                "\n".join(
                    f"- [{words.level(lesson)}]({words.first_choice(lesson)}), {words.minutes(lesson.minutes)}. {words.state(lesson)}."
                    for lesson in card.lessons
                )
            )
        return "\n\n".join(lines)

    redraw()
    page.on_change("modules", ("level",), redraw)
    return Shown(block, text)
