"""The view of the knowledge checks: one question at a time, each reply its own, resumed where they were left."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from commonground.activities.questions import Questions

from . import parts
from .parts import NothingToPrepare


class QuestionsView(NothingToPrepare):
    """Draws Questions. `changed` is called after each answer."""

    def __init__(self, questions: Questions, changed: Callable[[], None]) -> None:
        self.questions = questions
        self.changed = changed
        self.position = questions.first_open
        self.where = parts.live()
        self.choice = parts.Choice("", [], "This is my answer", self._choose)
        self.back = parts.button("Back", lambda: self._go(-1))
        self.next = parts.button("Next question", lambda: self._go(1), main=True)
        self.contest_field = parts.column()
        self.end = parts.live()
        self.widget = parts.column(
            parts.header(questions.title, questions.mark), self.where, self.choice.widget, self.contest_field,
            parts.row_of_buttons(self.back, self.next), self.end,
            css="cg-exercise cg-questions",
        )
        self._refresh()

    def _go(self, steps: int) -> None:
        self.position = max(0, min(len(self.questions.items) - 1, self.position + steps))
        self._refresh()

    def _choose(self, option_id: str) -> None:
        self.questions.choose(self.questions.items[self.position].id, option_id)
        self._say()
        self.changed()

    def _refresh(self) -> None:
        item = self.questions.items[self.position]
        total = len(self.questions.items)
        self.where.value = f'<p class="cg-where">Question {self.position + 1} of {total}</p>'
        last = self.questions.last(item.id)
        self.choice.ask(
            item.prompt, parts.option_pairs(item.options), last.id if last else None, self._reply_html()
        )
        self.back.disabled = self.position == 0
        self.next.disabled = self.position == total - 1
        self.contest_field.children = ()
        self._say()

    def _reply_html(self) -> str:
        last = self.questions.last(self.questions.items[self.position].id)
        if last is None:
            return ""
        sign = "In line with our sources." if last.right else "Look at it this way."
        tone = "" if last.right else " cg-counter"
        return f'<div class="cg-reply{tone}"><p><strong>{sign}</strong></p>{parts.to_html(last.reply)}</div>'

    def _say(self) -> None:
        item = self.questions.items[self.position]
        self.choice.reply.value = self._reply_html()
        if item.contest and self.questions.last(item.id) and not self.contest_field.children:
            self.contest_field.children = (self._contest(item.id),)
        self.end.value = "<p>All questions are answered. You can change any answer.</p>" if self.questions.finished else ""

    def _contest(self, item_id: str) -> widgets.Widget:
        def write(text: str) -> None:
            self.questions.contest(item_id, text)
            self.changed()

        kept = self.questions.contested.get(item_id, "")
        return parts.text_field(
            "Do you see it differently? Say why. It stays in your folder; you can bring it to your trainer.",
            kept, write, lines=2,
        )
