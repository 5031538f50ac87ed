"""What a lesson's notebook calls: `start`, `exercise`, `questions`, `reflection`, `finish`.

    from commonground import lesson

    here = lesson.start("04-bias-in-shared-data/1-foundations")
    here.exercise("two-schools")

Each call shows one part of the lesson and keeps what the learner does in `my-work/`.
"""

from __future__ import annotations

import asyncio
import html
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import ipywidgets as widgets
from IPython.display import display

from commonground import content, learner
from commonground.activities import MARKS, Activity, Document, Questions, Reflection, build
from commonground.content.sources import Source, sources
from commonground.views import View, parts, view
from commonground.views.document import DocumentView
from commonground.views.text import text_form

# Time for the page to show the last part, and for a quick reader's first press, before the kernel is
# busy again.
IDLE_SECONDS = 2.0


@cache
def stylesheet() -> str:
    """The course's one style sheet. JupyterLab shows no template of ours, so a lesson brings it along."""
    return (Path(__file__).parent / "views" / "course.css").read_text(encoding="utf-8")


class Exhibit:
    """A part of a lesson as the notebook shows it: a widget, and the same as text where there is none."""

    def __init__(self, widget: widgets.Widget, activity: Activity | None = None, text: str = "") -> None:
        self.widget = widget
        self.activity = activity
        self._text = text

    def text(self) -> str:
        """The text form, in Markdown, with what has been done so far."""
        return text_form(self.activity) if self.activity else self._text

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = dict(self.widget._repr_mimebundle_(**options))
        text = self.text()
        bundle["text/plain"] = text
        bundle["text/markdown"] = text
        return bundle


class Unreachable:
    """Stands for answers and progress where the learner's folder cannot be reached.

    The lesson can be done all the same; each save says why nothing is kept.
    """

    def __init__(self, reason: str) -> None:
        self.notice = reason

    def get(self, key: str, default: Any = None) -> Any:
        """Nothing was kept."""
        return default

    def put(self, *_: Any) -> None:
        """Raises NotSaved with the reason."""
        raise learner.NotSaved(self.notice)

    mark_started = mark_exercise = mark_done = put


class Lesson:
    """One lesson, as opened by a learner."""

    def __init__(self, lesson_id: str) -> None:
        module_id, _, notebook = lesson_id.partition("/")
        self.id = lesson_id
        self.module = content.module(module_id)
        self.level = next(
            (level for level in self.module.levels if level.notebook == f"{notebook}.ipynb"), None
        ) or self.module.level(notebook)
        self.story = content.story(module_id)
        self.answers: Any
        self.progress: Any
        try:
            self.answers, self.progress = learner.answers(lesson_id), learner.progress()
        except learner.NotSaved as error:
            self.answers = self.progress = Unreachable(str(error))
        parts.begin()
        self._notice = parts.live()
        self._not_saved = False
        self._elsewhere: dict[str, Any] = {}
        self._views: list[View] = []
        learner.second_copy.on_problem(self._not_kept)
        self._keep(self.progress.mark_started, lesson_id)

    def __repr__(self) -> str:
        return f"Lesson {self.id}"

    def _keep(self, save: Any, *values: Any) -> bool:
        """Save, and say whether it is kept; where the disk does not take it, the page says so and the learner goes on."""
        try:
            save(*values)
        except learner.NotSaved as error:
            self._not_saved = True
            self._tell(str(error))
            return False
        if self._not_saved:
            self._not_saved = False
            self._notice.value = "<p>Your work is being saved again.</p>"
        return True

    def _not_kept(self, problem: str) -> None:
        """What was saved is kept no longer than this page, or is kept again."""
        if problem:
            self._tell(problem)
        else:
            self._notice.value = "<p>Your work is being saved again.</p>"

    def _tell(self, message: str) -> None:
        self._notice.value = f'<p class="cg-notice" role="alert">{html.escape(message)}</p>'

    def opening(self) -> Exhibit:
        """Who the lesson is for, how long it takes, what it is good for, and what happened before."""
        level = self.level
        goals = "".join(f"<li>{html.escape(o.text)}</li>" for o in level.objectives)
        facts = (
            f'<p class="cg-for"><strong>{level.id.title()}</strong>, about {level.minutes} minutes. '
            f"{html.escape(level.audience)}</p>"
            f"<p>After this lesson you can:</p><ul>{goals}</ul>"
        )
        catch_up = (
            f'<details class="cg-catch-up"><summary>New here? Catch up in three minutes</summary>'
            f"{parts.to_html(self.module.catch_up)}</details>"
        )
        kept = learner.second_copy
        notices = [n for n in (kept.problem, kept.notice, self.answers.notice, self.progress.notice) if n]
        if notices:
            self._tell(" ".join(notices))
        style = parts.block(f"<style>{stylesheet()}</style>", "cg-style")
        opening = parts.block(f'<div class="cg-opening">{facts}{catch_up}</div>', "cg-prose")
        text = "\n\n".join(
            [
                f"**{level.id.title()}**, about {level.minutes} minutes. {level.audience}",
                "\n".join(f"- {o.text}" for o in level.objectives),
                self.module.catch_up,
            ]
        )
        return Exhibit(parts.column(style, opening, self._notice), text=text)

    def _show(self, activity: Activity, key: str) -> Exhibit:
        parts.begin()
        kept = self.answers.get(key)
        if isinstance(kept, dict):
            activity.restore(kept)
        if isinstance(activity, Document):
            activity.prefill(self._written_elsewhere)

        def changed() -> None:
            if self._keep(self.answers.put, key, activity.state()):
                self._keep(self.progress.mark_exercise, self.id, key, activity.finished)
            self._carry_over(activity)

        drawn = view(activity, changed, self._save_document)
        self._views.append(drawn)
        return Exhibit(drawn.widget, activity)

    def _carry_over(self, source: Activity) -> None:
        """Documents further down quote what has just been written."""
        for drawn in self._views:
            if isinstance(drawn, DocumentView) and drawn.document is not source:
                drawn.document.prefill(self._written_elsewhere)
                drawn.follow()

    def exercise(self, exercise_id: str) -> Exhibit:
        """Show an exercise of story.yml. Raises KeyError where there is none of this name."""
        return self._show(build(exercise_id, self.story.exercise(exercise_id).data), exercise_id)

    def questions(self) -> Exhibit:
        """Show the knowledge checks of this level."""
        return self._show(Questions(content.questions(self.module.id, self.level.id)), "questions")

    def reflection(self, reflection_id: str) -> Exhibit:
        """Show a question from the learner's own work. Raises KeyError where there is none of this name."""
        found = self.story.reflection(reflection_id)
        spec = {"prompt": found.prompt, "help": found.help}
        return self._show(Reflection(reflection_id, spec), f"reflection.{reflection_id}")

    def _written_elsewhere(self, source: str) -> str:
        """What the learner wrote in another part: `reflection.own-list`, `interview.incidents`, `what-to-send.reason`."""
        for lesson_id in [self.id, *(f"{self.module.id}/{Path(lv.notebook).stem}" for lv in self.module.levels)]:
            answers = self.answers if lesson_id == self.id else self._other_answers(lesson_id)
            whole = answers.get(source)
            if isinstance(whole, dict) and whole.get("text"):
                return str(whole["text"])
            key, _, field = source.partition(".")
            state = answers.get(key)
            if isinstance(state, dict):
                for place in (state, state.get("written"), state.get("values")):
                    if isinstance(place, dict) and isinstance(place.get(field), str) and place[field]:
                        return str(place[field])
        return ""

    def _other_answers(self, lesson_id: str) -> Any:
        """What was written in another lesson of the module, read once: it does not change while this one is open."""
        if lesson_id not in self._elsewhere:
            try:
                self._elsewhere[lesson_id] = learner.answers(lesson_id)
            except learner.NotSaved as error:
                self._elsewhere[lesson_id] = Unreachable(str(error))
        return self._elsewhere[lesson_id]

    def _save_document(self, document: Document) -> list[Path]:
        from commonground.learner import documents

        sections = tuple(documents.PaperSection(title, rows) for title, rows in document.rows())
        paper = documents.Paper(
            title=document.title, filename=document.filename, intro=parts.plain(document.intro), sections=sections,
            disclaimer=document.disclaimer, mark=MARKS[document.mark], made_on=date.today(),
        )
        return documents.save(paper)

    def finish(self) -> Exhibit:
        """What to take home, the key points, the sources, and the button that marks the lesson as done."""
        parts.begin()
        level = self.level
        take_home = "".join(f"<li>{html.escape(line)}</li>" for line in level.take_home)
        points = "".join(f"<li>{html.escape(line)}</li>" for line in level.key_points)
        done = parts.live()

        def mark_done() -> None:
            if self._keep(self.progress.mark_done, self.id):
                done.value = "<p>Marked as done. Your front page knows it. Thank you for your time.</p>"
            else:
                done.value = "<p>This could not be saved. The note at the top of the lesson says why.</p>"

        body = parts.block(
            f"<h3>Take home</h3><ul>{take_home}</ul><h3>Key points</h3><ul>{points}</ul>"
            + sources_html(self.module.facts, self.module.register),
            "cg-prose",
        )
        box = parts.column(
            body, parts.button("Mark this lesson as done", mark_done, main=True), done, css="cg-exercise"
        )
        text = "\n".join([*(f"- {t}" for t in level.take_home), *(f"- {p}" for p in level.key_points)])
        self._prepare_when_idle()
        return Exhibit(box, text=text)

    def _prepare_when_idle(self) -> None:
        """The page stands: make ready what exercises need later, so that the first press does not wait."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # not in a kernel
            return
        for drawn in self._views:
            loop.call_later(IDLE_SECONDS, _prepare, drawn)


def _prepare(drawn: View) -> None:
    parts.begin()
    drawn.prepare()


def sources_html(fact_ids: tuple[str, ...], register_ids: tuple[str, ...]) -> str:
    """The facts of a module with their sources, and what it takes from the two CDT documents.

    Each entry has an anchor, to which the citations in the text lead.
    """
    known, works, register = content.facts(), sources(), content.register()
    rows = []
    for fact in (known[id] for id in fact_ids if id in known):
        cited = "; ".join(_cited_html(works[id]) for id in fact.sources)
        rows.append(
            f'<li id="fact-{fact.id}"><strong>{fact.id}</strong> ({fact.confidence}) '
            f"{html.escape(fact.says)}<br><small>{cited}</small></li>"
        )
    for entry in (register[id] for id in register_ids if id in register):
        document = works[entry.document]
        rows.append(
            f'<li id="fact-{entry.id}"><strong>{entry.id}</strong> {html.escape(entry.says)}'
            f"<br><small>{html.escape(document.title)}, {html.escape(document.publisher)}</small></li>"
        )
    if not rows:
        return ""
    return (
        '<details class="cg-sources"><summary>Sources of this module</summary>'
        "<p>A: read in a primary or reputable source. B: read in a secondary one.</p>"
        f"<ul>{''.join(rows)}</ul></details>"
    )


def _cited_html(work: Source) -> str:
    title = html.escape(work.title)
    if work.address.startswith("http"):
        title = f'<a href="{html.escape(work.address)}" rel="noopener">{title}</a>'
    return f"{title}, {html.escape(work.publisher)}, {html.escape(work.date)}"


def start(lesson_id: str) -> Lesson:
    """Open a lesson such as `04-bias-in-shared-data/1-foundations`, where it was left, and show its opening.

    Raises ContentError or KeyError where there is no such lesson.
    """
    here = Lesson(lesson_id)
    display(here.opening())  # type: ignore[no-untyped-call]
    return here
