"""The top of the front page: where to go on, in one line and one link."""

from __future__ import annotations

import html

from commonground.content.course import course
from commonground.learner import path
from commonground.learner.path import Lesson, RolePath
from commonground.lesson import stylesheet
from commonground.views import parts

from . import words
from .page import Page, Shown, section


def _way(page: Page) -> RolePath | None:
    role = page.choice("role")
    known = {entry.id for entry in course().roles}
    return path.role_path(role, page.known()) if role in known else None


def _next(page: Page) -> tuple[str, Lesson | None]:
    """One sentence, and the lesson that it speaks of."""
    lessons = [lesson for card in path.cards(page.known()) for lesson in card.lessons]
    way = _way(page)
    begun = [lesson for lesson in lessons if lesson.state == "started"]
    done = sum(lesson.state == "done" for lesson in lessons)
    if begun:
        latest = max(begun, key=lambda lesson: (lesson.started_on is not None, lesson.started_on or 0))
        return "Welcome back. You can go on where you stopped.", latest
    if way is not None and way.next_stop is not None:
        hello = f"Welcome back. You have finished {words.count(done, 'lesson')}." if done else "Your path is ready."
        return f"{hello} This comes next.", way.next_stop.lesson
    if done:
        return f"Welcome back. You have finished {words.count(done, 'lesson')}. Choose any lesson below.", None
    first = next(iter(lessons), None)
    return "First time here? Find your level and your path below, or begin right away with the first lesson.", first


def show(page: Page) -> Shown:
    """Where this learner can go on."""
    style = parts.block(f"<style>{stylesheet()}</style>", "cg-style")
    block = parts.block("", "cg-prose")

    def redraw() -> None:
        sentence, lesson = _next(page)
        target = ""
        if lesson is not None:
            address = words.first_choice(lesson)
            target = (
                f'<p><a class="cg-go" href="{html.escape(address)}"><strong>{html.escape(lesson.module_title)}</strong> '
                f'<span class="cg-go-level">{words.level(lesson)}, {words.minutes(lesson.minutes)}</span></a></p>'
            )
        block.value = f'<div class="cg-welcome"><p>{html.escape(sentence)}</p>{target}</div>'

    def text() -> str:
        sentence, lesson = _next(page)
        return sentence if lesson is None else f"{sentence}\n\n[{words.title(lesson)}]({words.first_choice(lesson)})"

    redraw()
    page.on_change("welcome", ("role",), redraw)
    return Shown(parts.column(style, page.notice, section(block, name="welcome")), text)
