"""The view of a record: the bare row, a few questions, the fields written anew, the sealed answers at the end."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial

import ipywidgets as widgets

from commonground.activities.record import Ask, Record
from commonground.charts.table import table_html

from . import parts
from .parts import NothingToPrepare


class RecordView(NothingToPrepare):
    """Draws a Record. `changed` is called after each question and as the fields are written."""

    def __init__(self, record: Record, changed: Callable[[], None]) -> None:
        self.record = record
        self.changed = changed
        rows = [(f.label, f.value) for f in record.fields]
        bare = widgets.HTML(table_html("The record, as the next reader sees it", (), rows, css="cg-record"))
        self.guess = parts.Choice(
            record.guess_prompt, parts.option_pairs(record.guesses), "Keep my first thought", self._think
        )
        self.reply = parts.live()
        self.left = parts.live()
        self.answers = widgets.HTML()
        self.answers.add_class("cg-prose")
        self.buttons = {q.id: parts.button(q.text, partial(self._ask, q.id)) for q in record.questions}
        people = [
            widgets.VBox(
                [
                    parts.prose(f"**{name}**, {who}"),
                    *(self.buttons[q.id] for q in record.questions if q.to == person),
                ]
            )
            for person, name, who in record.people
        ]
        for box in people:
            box.add_class("cg-ask")
        self.ask_step = widgets.VBox(
            [parts.step(2, f"Ask up to {record.limit} questions"), self.left, *people, self.answers]
        )
        labels = {f.id: f.label for f in record.fields}
        self.fields = {
            r.field: parts.text_field(
                f"{labels[r.field]}: {r.prompt}", record.written.get(r.field, ""),
                partial(self._write, r.field), lines=3,
            )
            for r in record.rewrites
        }
        self.open = parts.button("Open the sealed answers", self._open, main=True)
        self.hint = parts.live()
        self.write_step = widgets.VBox(
            [
                parts.step(3, "Write the fields so that the next reader cannot misread them"),
                *self.fields.values(), self.open, self.hint,
            ]
        )
        self.sealed = parts.live()
        self.again = parts.button("Ask again, with other questions", self._again)
        self.end_step = widgets.VBox([parts.step(4, "What you did not ask"), self.sealed, self.again])
        self.widget = widgets.VBox(
            [
                parts.header(record.title, record.mark), parts.prose(record.intro), bare,
                parts.step(1, "Your first thought"), self.guess.widget, self.reply,
                self.ask_step, self.write_step, self.end_step,
            ]
        )
        self.widget.add_class("cg-exercise")
        self._refresh()

    def _think(self, option_id: str) -> None:
        self.record.think(option_id)
        self.changed()
        self._refresh()

    def _ask(self, question_id: str) -> None:
        if question_id in self.record.asked or self.record.left <= 0:
            return
        question = self.record.ask(question_id)
        self.changed()
        self._refresh()
        self.left.value = (
            f"<p>{html.escape(self._name(question.to))} answers: {html.escape(parts.plain(question.answer))}</p>"
            + self._left_html()
        )

    def _write(self, field: str, text: str) -> None:
        self.record.write(field, text)
        self.changed()

    def _open(self) -> None:
        if not self.record.ready_to_open:
            self.hint.value = parts.problem("Write each field first. Then the sealed answers open.")
            return
        self.record.open_sealed()
        self.hint.value = ""
        self.changed()
        self._refresh()

    def _again(self) -> None:
        self.record.start_again()
        self.changed()
        self._refresh()

    def _name(self, person: str) -> str:
        return next(name for id, name, _ in self.record.people if id == person)

    def _left_html(self) -> str:
        left = self.record.left
        return f"<p>{left} question{'s' if left != 1 else ''} left.</p>"

    def _answers_html(self, questions: tuple[Ask, ...]) -> str:
        return "".join(
            f"<dt>{html.escape(self._name(q.to))}: {html.escape(q.text)}</dt><dd>{parts.to_html(q.answer)}</dd>"
            for q in questions
        )

    def _refresh(self) -> None:
        record = self.record
        guessed = record.guess is not None
        for box in (self.ask_step, self.write_step):
            parts.show(box, guessed)
        parts.show(self.end_step, record.opened)
        if record.guess is not None:
            self.guess.mark(record.guess.id)
            self.guess.lock()
            self.reply.value = f'<div class="cg-reply">{parts.to_html(record.guess.reply)}</div>'
        asked = tuple(q for id in record.asked for q in record.questions if q.id == id)
        heading = "<h5>What you heard</h5>" if asked else ""
        self.answers.value = f'{heading}<dl class="cg-answers">{self._answers_html(asked)}</dl>'
        self.left.value = self._left_html()
        for question_id, made in self.buttons.items():
            made.disabled = question_id in record.asked or record.left <= 0
        if record.opened:
            models = "".join(
                f"<h5>{html.escape(next(f.label for f in record.fields if f.id == r.field))}</h5>"
                f"<p><em>Yours:</em> {html.escape(record.written.get(r.field, ''))}</p>"
                f"<p><em>One good version:</em></p>{parts.to_html(r.model)}"
                for r in record.rewrites
            )
            self.sealed.value = (
                f'<dl class="cg-answers">{self._answers_html(record.sealed)}</dl>'
                f"<h4>Your words beside ours</h4>{models}{parts.to_html(record.close)}"
            )
