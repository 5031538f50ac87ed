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
        self.box = widgets.VBox([])
        self.reply = parts.live()
        self.back = parts.button("Back", lambda: self._go(-1))
        self.next = parts.button("Next question", lambda: self._go(1), main=True)
        buttons = widgets.HBox([self.back, self.next])
        buttons.add_class("cg-buttons")
        self.contest_field = widgets.VBox([])
        self.end = parts.live()
        self.widget = widgets.VBox(
            [
                parts.header(questions.title, questions.mark), self.where, self.box, self.reply,
                self.contest_field, buttons, self.end,
            ]
        )
        self.widget.add_class("cg-exercise")
        self.widget.add_class("cg-questions")
        self._refresh()

    def _go(self, steps: int) -> None:
        self.position = max(0, min(len(self.questions.items) - 1, self.position + steps))
        self._refresh()

    def _choose(self, option_id: str) -> None:
        self.questions.choose(self.questions.items[self.position].id, option_id)
        self.changed()
        self._say()

    def _refresh(self) -> None:
        item = self.questions.items[self.position]
        total = len(self.questions.items)
        self.where.value = f'<p class="cg-where">Question {self.position + 1} of {total}</p>'
        choice = parts.Choice(item.prompt, parts.option_pairs(item.options), "This is my answer", self._choose)
        last = self.questions.last(item.id)
        choice.mark(last.id if last else None)
        self.box.children = (choice.widget,)
        self.back.disabled = self.position == 0
        self.next.disabled = self.position == total - 1
        self.contest_field.children = ()
        self._say()

    def _say(self) -> None:
        item = self.questions.items[self.position]
        last = self.questions.last(item.id)
        if last is None:
            self.reply.value = ""
        else:
            sign = "In line with our sources." if last.right else "Look at it this way."
            tone = "" if last.right else " cg-counter"
            self.reply.value = (
                f'<div class="cg-reply{tone}"><p><strong>{sign}</strong></p>{parts.to_html(last.reply)}</div>'
            )
            if item.contest and not self.contest_field.children:
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
