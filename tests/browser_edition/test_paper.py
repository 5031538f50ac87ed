"""An exercise on paper: all that is asked, and nothing of what follows."""

from __future__ import annotations

import html
import re

import pytest

from commonground import lesson
from commonground.activities import Activity, Decision, Document, Questions, Record, Sort, Trial, Walk
from commonground.editions.browser import paper
from commonground.views.parts import plain

pytestmark = pytest.mark.usefixtures("kit_course")


def every_activity() -> list[Activity]:
    here = lesson.start("10-kit/1-foundations")
    shown = [here.exercise(name) for name in here.story.exercises]
    shown += [here.questions(), here.reflection("own-list")]
    return [exhibit.activity for exhibit in shown if exhibit.activity is not None]


def asked(activity: Activity) -> list[str]:
    """What a learner must be able to read and choose without the page."""
    if isinstance(activity, Trial):
        controls = [control.label for control in activity.controls]
        options = [*activity.guesses, *activity.reasons]
        return [activity.commit_prompt, activity.explain_prompt, *controls, *(option.text for option in options)]
    if isinstance(activity, Sort):
        sides = [side for card in activity.cards for side in (card.first, card.turned) if side]
        return [*(title for _, title in activity.piles), *(side.text for side in sides)]
    if isinstance(activity, Walk):
        seats = [title for _, title in activity.seats]
        return [*seats, *(option.text for stop in activity.stops for option in stop.options)]
    if isinstance(activity, Decision):
        return [activity.reason_prompt, *(course.text for course in activity.courses)]
    if isinstance(activity, Record):
        return [activity.guess_prompt, *(question.text for question in activity.questions)]
    if isinstance(activity, Document):
        return [field.label for field in activity.all_fields]
    if isinstance(activity, Questions):
        return [option.text for item in activity.items for option in item.options]
    return [str(getattr(activity, "prompt", ""))]


def replies(activity: Activity) -> list[str]:
    """What stays on the page until the learner has chosen."""
    if isinstance(activity, Trial):
        return [option.reply for option in (*activity.guesses, *activity.reasons)]
    if isinstance(activity, Sort):
        return [reply for card in activity.cards for reply in card.first.replies.values()]
    if isinstance(activity, Decision):
        return [course.reply for course in activity.courses]
    if isinstance(activity, Record):
        return [question.answer for question in activity.questions]
    if isinstance(activity, Questions):
        return [option.reply for item in activity.items for option in item.options]
    return []


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_paper_holds_all_that_is_asked_and_no_reply() -> None:
    kinds = set()
    for activity in every_activity():
        kinds.add(type(activity))
        page = words(paper.paper(activity))
        for text in asked(activity):
            assert plain(text) in page
        for text in replies(activity):
            assert not text or plain(text) not in page
    assert len(kinds) == 8


def test_paper_has_no_control_and_no_id() -> None:
    for activity in every_activity():
        page = paper.paper(activity)
        assert not re.search(r"<(button|input|select|textarea|a)\b", page)
        assert not re.search(r"\s(id|tabindex)=", page)
        assert page.startswith('<div class="paper">')


def test_a_field_has_as_many_lines_as_its_widget() -> None:
    for activity in every_activity():
        if isinstance(activity, Document):
            written = [field for field in activity.all_fields if not field.choices]
            assert paper.paper(activity).count("paper-line") == sum(max(1, field.lines) for field in written)


def test_a_kind_without_a_paper_form_is_named() -> None:
    class Song(Activity):
        def state(self) -> dict[str, object]:
            return {}

        def restore(self, state: object) -> None: ...

        finished = False

    with pytest.raises(TypeError, match="no paper form for Song"):
        paper.paper(Song("song", {}))


def test_paper_is_seen_in_print_and_without_scripts() -> None:
    screen, _, printed = paper.style_sheet().partition("@media print, (scripting: none)")
    assert ".page-paper { display: none; }" in screen
    assert ".page-paper { display: block; }" in printed
