"""The placement on the front page: three small tasks, a proposal, and the learner's own choice of level."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as widgets

from commonground import learner
from commonground.activities import MARKS
from commonground.charts.table import table_html
from commonground.learner.placement import Placement, Table, Task, placement, result
from commonground.views import parts

from .page import HOME, Page, Shown, section


def _table_html(table: Table) -> str:
    # The first cell names its row only where no two rows have the same.
    named = len({row[0] for row in table.rows}) == len(table.rows)
    return table_html(table.caption, table.columns, table.rows, named_rows=named)


class TaskView:
    """One task: its questions, one button, and under it the reply to each choice."""

    def __init__(self, number: int, of: int, task: Task, chosen: dict[str, str], answered: Callable[[], None]) -> None:
        self.task = task
        self.chosen = chosen
        self._answered = answered
        self._radios = {}
        children: list[widgets.Widget] = [
            parts.step(number, f"{task.title} (task {number} of {of})"),
            parts.prose(task.intro),
        ]
        if task.table:
            children.append(parts.block(_table_html(task.table)))
        if task.code:
            children.append(parts.block(f'<pre class="cg-code"><code>{html.escape(task.code)}</code></pre>'))
        for part in task.parts:
            radios = parts.radio_buttons(part.prompt, parts.option_pairs(part.options), None)
            self._radios[part.key] = radios
            children.append(radios)
        self.reply = parts.live()
        self.button = parts.button("This is my answer", self._press, main=True)
        self.widget = parts.column(*children, self.button, self.reply, css="cg-task")

    def draw(self) -> None:
        """Show what was chosen earlier, with its replies."""
        for part in self.task.parts:
            option = part.option(self.chosen.get(part.key))
            self._radios[part.key].value = option.id if option else None
        self._say()

    @property
    def complete(self) -> bool:
        """Whether every question of the task has an answer."""
        return all(part.option(self.chosen.get(part.key)) for part in self.task.parts)

    def _press(self) -> None:
        if any(radios.value is None for radios in self._radios.values()):
            several = len(self._radios) > 1
            self.reply.value = parts.problem(f"Choose one answer {'in each list' if several else 'from the list'} first.")
            return
        self.chosen.update({key: radios.value for key, radios in self._radios.items()})
        self._say()
        self._answered()

    def _say(self) -> None:
        replies = []
        for part in self.task.parts:
            option = part.option(self.chosen.get(part.key))
            if option is not None:
                tone = "" if option.right else " cg-counter"
                lead = f"<p><strong>{html.escape(option.text)}.</strong></p>" if len(self.task.parts) > 1 else ""
                replies.append(f'<div class="cg-reply{tone}">{lead}{parts.to_html(option.reply)}</div>')
        self.reply.value = "".join(replies)


class PlacementView:
    """All tasks, each shown when the one before is answered; then the choice of a level."""

    def __init__(self, page: Page, words: Placement) -> None:
        self.page = page
        self.words = words
        self.chosen: dict[str, str] = {}
        self.tasks = [
            TaskView(number, len(words.tasks), task, self.chosen, self._answered)
            for number, task in enumerate(words.tasks, 1)
        ]
        self.proposal = parts.live()
        options = [(level.id, f"{level.title}: {level.line}") for level in words.levels]
        self.level = parts.radio_buttons("Your level. You may choose any of the three.", options, None)
        self.keep = parts.button("Use this level", self._keep, main=True)
        self.said = parts.live()
        self.choose = parts.column(self.level, self.keep, self.said)
        self.kept = parts.block("", "cg-prose")
        self.again = parts.button("Do the tasks or change the level", self._toggle_all)
        self.skip = parts.button("Skip the tasks and choose a level", self._show_levels)
        self.body = parts.column(
            parts.prose(words.intro), *(task.widget for task in self.tasks), self.skip, self.proposal, self.choose
        )
        self.widget = section(
            parts.header(words.title, words.mark), self.kept, self.again, self.body, name="placement"
        )
        self.draw()
        page.on_change("placement", (), self.draw)

    def _load(self) -> dict[str, str]:
        try:
            answers = learner.answers(HOME)
        except learner.NotSaved as error:
            self.page.tell(str(error))
            return {}
        self.page.tell(answers.notice)
        kept = answers.get("placement", {})
        return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}

    def draw(self) -> None:
        """Show what is kept: with a level, one line; without one, the tasks."""
        self.chosen.clear()
        self.chosen.update(self._load())
        for task in self.tasks:
            task.draw()
        self.said.value = ""
        kept = self.words.level(self.page.choice("level"))
        self.kept.value = (
            f"<p>Your level is <strong>{html.escape(kept.title)}</strong>. {html.escape(kept.line)}</p>" if kept else ""
        )
        parts.show(self.again, kept is not None)
        parts.show(self.body, kept is None)
        self._reveal()
        parts.show(self.choose, self._proposed() is not None)
        self.level.value = kept.id if kept else self._proposed()

    def _proposed(self) -> str | None:
        return result(self.words, dict(self.chosen)).level

    def _reveal(self) -> None:
        before = True
        for task in self.tasks:
            parts.show(task.widget, before)
            before = before and task.complete
        proposed = self.words.level(self._proposed() or "")
        parts.show(self.skip, proposed is None)
        self.proposal.value = f'<div class="cg-proposal">{parts.to_html(proposed.advice)}</div>' if proposed else ""

    def _answered(self) -> None:
        try:
            learner.answers(HOME).put("placement", dict(self.chosen))
        except learner.NotSaved as error:
            self.page.tell(str(error))
        self._reveal()
        if self._proposed() is not None:
            parts.show(self.choose, True)
            self.level.value = self._proposed()

    def _show_levels(self) -> None:
        parts.show(self.choose, True)

    def _toggle_all(self) -> None:
        hidden = self.body.layout.display == "none"
        parts.show(self.body, hidden)
        parts.show(self.choose, hidden)

    def _keep(self) -> None:
        kept = self.words.level(self.level.value or "")
        if kept is None:
            self.said.value = parts.problem("Choose one of the three levels first.")
            return
        self.page.choose("level", kept.id)
        self.said.value = f"<p>Your level is <strong>{html.escape(kept.title)}</strong>. The lessons below show it.</p>"

    def text(self) -> str:
        """The tasks, options and levels as Markdown."""
        lines = [f"### {self.words.title}", f"*{MARKS[self.words.mark]}*", self.words.intro]
        for number, task in enumerate(self.words.tasks, 1):
            lines.append(f"**{number}. {task.title}** {task.intro}")
            if task.table:
                lines += [f"*{task.table.caption}*", "\n".join(" | ".join(row) for row in (task.table.columns, *task.table.rows))]
            if task.code:
                lines.append(f"`{task.code}`")
            for part in task.parts:
                lines += [part.prompt, "\n".join(f"- {option.text}" for option in part.options)]
        lines.append("\n".join(f"- **{level.title}**: {level.line}" for level in self.words.levels))
        return "\n\n".join(lines)


def show(page: Page) -> Shown:
    """The placement, where the learner left it."""
    view = PlacementView(page, placement())
    return Shown(view.widget, view.text)
