"""The view of a record: the bare row, a few questions, the fields written anew, the sealed answers at the end."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import cached_property, partial

from commonground.activities.record import Ask, Record
from commonground.charts.table import table_html

from . import parts


class RecordView:
    """Draws a Record. `changed` is called after each question and as the fields are written."""

    def __init__(self, record: Record, changed: Callable[[], None]) -> None:
        self.record = record
        self.changed = changed
        rows = [(f.label, f.value) for f in record.fields]
        bare = table_html("The record, as the next reader sees it", (), rows, css="cg-record")
        self.guess = parts.Choice(
            record.guess_prompt, parts.option_pairs(record.guesses), "Keep my first thought", self._think
        )
        self.widget = parts.column(
            parts.opening(record, bare, parts.step_html(1, "Your first thought")), self.guess.widget,
            css="cg-exercise",
        )
        self._refresh()

    @cached_property
    def rest(self) -> RecordSteps:
        """The steps after the first thought, hidden when they are made."""
        made = RecordSteps(self.record, self._ask, self._write, self._open, self._again)
        parts.append(self.widget, made.ask_step, made.write_step, made.end_step)
        return made

    def prepare(self) -> None:
        """Make the other steps, still hidden, while the learner thinks."""
        _ = self.rest

    def _think(self, option_id: str) -> None:
        self.record.think(option_id)
        self._refresh()
        self.changed()

    def _ask(self, question_id: str) -> None:
        if question_id in self.record.asked or self.record.left <= 0:
            return
        question = self.record.ask(question_id)
        self._refresh(heard=question)
        self.changed()

    def _write(self, field: str, text: str) -> None:
        self.record.write(field, text)
        self.changed()

    def _open(self) -> None:
        if not self.record.ready_to_open:
            self.rest.hint.value = parts.problem("Write each field first. Then the sealed answers open.")
            return
        self.record.open_sealed()
        self.rest.hint.value = ""
        self._refresh()
        self.changed()

    def _again(self) -> None:
        self.record.start_again()
        self._refresh()
        self.changed()

    def _refresh(self, heard: Ask | None = None) -> None:
        guess = self.record.guess
        if guess is None:
            return
        self.guess.mark(guess.id)
        self.guess.lock()
        self.guess.reply.value = f'<div class="cg-reply">{parts.to_html(guess.reply)}</div>'
        self.rest.draw(heard)


class RecordSteps:
    """The questions to people, the fields written anew, and the answers that stayed sealed."""

    def __init__(
        self,
        record: Record,
        ask: Callable[[str], None],
        write: Callable[[str, str], None],
        open_sealed: Callable[[], None],
        start_again: Callable[[], None],
    ) -> None:
        self.record = record
        self.left = parts.live()
        self.answers = parts.block("", "cg-prose")
        self.buttons = {q.id: parts.button(q.text, partial(ask, q.id)) for q in record.questions}
        people = [
            parts.column(
                parts.prose(f"**{name}**, {who}"),
                *(self.buttons[q.id] for q in record.questions if q.to == person),
                css="cg-ask",
            )
            for person, name, who in record.people
        ]
        self.ask_step = parts.column(
            parts.step(2, f"Ask up to {record.limit} questions"), self.left, *people, self.answers, hidden=True
        )
        labels = {f.id: f.label for f in record.fields}
        fields = [
            parts.text_field(
                f"{labels[r.field]}: {r.prompt}", record.written.get(r.field, ""), partial(write, r.field), lines=3
            )
            for r in record.rewrites
        ]
        self.hint = parts.live()
        self.write_step = parts.column(
            parts.step(3, "Write the fields so that the next reader cannot misread them"), *fields,
            parts.button("Open the sealed answers", open_sealed, main=True), self.hint,
            hidden=True,
        )
        self.sealed = parts.live()
        self.end_step = parts.column(
            parts.step(4, "What you did not ask"), self.sealed,
            parts.button("Ask again, with other questions", start_again),
            hidden=True,
        )

    def draw(self, heard: Ask | None) -> None:
        """Show how far the learner is; `heard` is the answer that has just been given, to be read out."""
        record = self.record
        parts.show(self.ask_step, True)
        parts.show(self.write_step, True)
        parts.show(self.end_step, record.opened)
        asked = tuple(q for id in record.asked for q in record.questions if q.id == id)
        heading = "<h5>What you heard</h5>" if asked else ""
        self.answers.value = f'{heading}<dl class="cg-answers">{self._answers_html(asked)}</dl>'
        left = f"<p>{record.left} question{'s' if record.left != 1 else ''} left.</p>"
        if heard is not None:
            left = f"<p>{html.escape(self._name(heard))} answers: {html.escape(parts.plain(heard.answer))}</p>{left}"
        self.left.value = left
        for question_id, made in self.buttons.items():
            made.disabled = question_id in record.asked or record.left <= 0
        if record.opened:
            labels = {f.id: f.label for f in record.fields}
            models = "".join(
                f"<h5>{html.escape(labels[r.field])}</h5>"
                f"<p><em>Yours:</em> {html.escape(record.written.get(r.field, ''))}</p>"
                f"<p><em>One good version:</em></p>{parts.to_html(r.model)}"
                for r in record.rewrites
            )
            self.sealed.value = (
                f'<dl class="cg-answers">{self._answers_html(record.sealed)}</dl>'
                f"<h4>Your words beside ours</h4>{models}{parts.to_html(record.close)}"
            )

    def _name(self, question: Ask) -> str:
        return next(name for id, name, _ in self.record.people if id == question.to)

    def _answers_html(self, questions: tuple[Ask, ...]) -> str:
        return "".join(
            f"<dt>{html.escape(self._name(q))}: {html.escape(q.text)}</dt><dd>{parts.to_html(q.answer)}</dd>"
            for q in questions
        )
