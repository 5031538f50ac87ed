"""Lessons in words and links: states, minutes, levels and addresses, the same on every part of the page."""

from __future__ import annotations

import html
from datetime import date

from commonground.editions.edition import edition
from commonground.learner.path import Lesson

LEVEL_NAMES = {"foundations": "Foundations", "practitioner": "Practitioner", "analyst": "Analyst"}

# A sign beside each word, so that neither color nor shape alone carries the state.
STATE_SIGNS = {"not-started": "○", "started": "◐", "done": "✓"}


def day(value: date | None) -> str:
    """A day as people say it, `Nov 2`, with the year when it is another one than this."""
    if value is None:
        return ""
    year = "" if value.year == date.today().year else f", {value.year}"
    return f"{value:%b} {value.day}{year}"


def state(lesson: Lesson) -> str:
    """The state of a lesson in words."""
    if lesson.state == "done":
        return f"Done on {day(lesson.done_on)}" if lesson.done_on else "Done"
    if lesson.state == "started":
        return f"Started on {day(lesson.started_on)}" if lesson.started_on else "Started"
    return "Not started"


def minutes(count: int) -> str:
    """Minutes as people say them: `45 minutes`, `1 hour`, `2 hours 10 minutes`."""
    hours, rest = divmod(count, 60)
    words = []
    if hours:
        words.append(f"{hours} hour{'s' if hours > 1 else ''}")
    if rest or not hours:
        words.append(f"{rest} minute{'s' if rest != 1 else ''}")
    return " ".join(words)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 lesson`, `3 lessons`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def level(lesson: Lesson) -> str:
    """The name of the lesson's level."""
    return LEVEL_NAMES[lesson.level]


def title(lesson: Lesson) -> str:
    """A lesson's name in full, as a link says it out of context."""
    return f"{lesson.module_title}, {level(lesson).lower()}"


def no_code(lesson: Lesson) -> str:
    """The address of the lesson as a page without code."""
    return edition().lesson_page(lesson.module_id, lesson.notebook)


def in_lab(lesson: Lesson) -> str:
    """The address that opens the lesson in JupyterLab; empty in an edition without it."""
    return edition().lab(lesson.module_id, lesson.notebook)


def first_choice(lesson: Lesson) -> str:
    """The address that a lesson opens at: analysts write code, so theirs is JupyterLab where there is one."""
    return (in_lab(lesson) if lesson.level == "analyst" else "") or no_code(lesson)


def link(address: str, text: str, about: str, css: str) -> str:
    """A link whose name says where it leads also when it is read alone: `Open` and, unseen, the lesson."""
    return (
        f'<a class="{css}" href="{html.escape(address)}">{html.escape(text)}'
        f'<span class="cg-unseen"> {html.escape(about)}</span></a>'
    )


def links(lesson: Lesson) -> str:
    """The links of a lesson: the no-code page and JupyterLab, or JupyterLab alone where code is written.

    An edition without JupyterLab has the page alone.
    """
    lab = in_lab(lesson)
    if lab and lesson.level == "analyst":
        return link(lab, "Open in JupyterLab", title(lesson), "cg-link cg-link-main")
    verb = {"not-started": "Open", "started": "Continue", "done": "Open again"}[lesson.state]
    page = link(no_code(lesson), verb, title(lesson), "cg-link cg-link-main")
    return page + (link(lab, "Open in JupyterLab", title(lesson), "cg-link cg-link-quiet") if lab else "")


def state_html(lesson: Lesson) -> str:
    """The state with its sign."""
    return (
        f'<span class="cg-state cg-state-{lesson.state}"><span class="cg-sign" aria-hidden="true">'
        f"{STATE_SIGNS[lesson.state]}</span> {html.escape(state(lesson))}</span>"
    )
