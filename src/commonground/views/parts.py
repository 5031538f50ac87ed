"""The few widgets that every view is made of: prose, a choice, a text field, a button, people and totals."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import ipywidgets as widgets

from commonground.activities import MARKS, Option
from commonground.activities.outcome import TONE_WORDS, Person, Total
from commonground.charts.table import table_html

TONE_SIGNS = {"harm": "▼", "help": "▲", "same": "●"}


@cache
def _markdown() -> Any:
    import mistune

    return mistune.create_markdown(escape=True)


def to_html(text: str) -> str:
    """Markdown to HTML; raw HTML in the text is escaped."""
    return str(_markdown()(text))


def plain(text: str) -> str:
    """Markdown to one line of plain text, for labels that cannot hold markup."""
    return " ".join(text.replace("**", "").replace("`", "").split())


def prose(text: str, *classes: str) -> widgets.HTML:
    """A block of Markdown."""
    block = widgets.HTML(to_html(text) if text else "")
    for name in ("cg-prose", *classes):
        block.add_class(name)
    return block


def live() -> widgets.HTML:
    """A block whose changes are read out: the page copies its text into a live region."""
    block = widgets.HTML()
    block.add_class("cg-live")
    block.add_class("cg-prose")
    return block


def problem(text: str) -> str:
    """Words on what is missing or wrong; the page ties them to the fields beside them."""
    return f'<p class="cg-problem">{html.escape(text)}</p>'


def header(title: str, mark: str, level: int = 3) -> widgets.HTML:
    """The heading of an exercise, with its mark of origin."""
    block = widgets.HTML(
        f"<h{level}>{html.escape(title)}</h{level}>"
        f'<p class="cg-mark cg-mark-{mark}">{html.escape(MARKS[mark])}</p>'
    )
    block.add_class("cg-header")
    return block


def step(number: int, title: str) -> widgets.HTML:
    """The heading of one step of an exercise."""
    block = widgets.HTML(f'<h4><span class="cg-step-number">{number}</span> {html.escape(title)}</h4>')
    block.add_class("cg-step")
    return block


def button(text: str, on_click: Callable[[], None], *, main: bool = False) -> widgets.Button:
    """A button; `main` marks the one that leads on."""
    made = widgets.Button(description=text)
    made.add_class("cg-main" if main else "cg-quiet")
    made.on_click(lambda _: on_click())
    return made


def show(widget: widgets.Widget, visible: bool) -> None:
    """Show or hide a widget (hidden ones are out of the reach of keyboard and screen reader)."""
    widget.layout.display = "" if visible else "none"


class NothingToPrepare:
    """A view that is complete as soon as it is made."""

    widget: widgets.Widget

    def prepare(self) -> None:
        """Nothing is left to make ready."""


class Choice:
    """Radio buttons under their prompt, and a button: nothing is chosen until the button is pressed.

    So arrow keys can read the options without choosing one (WCAG 2.1, 3.2.2).
    """

    def __init__(
        self, prompt: str, options: Sequence[tuple[str, str]], action: str, on_choose: Callable[[str], None]
    ) -> None:
        self.radios = widgets.RadioButtons(
            options=[(plain(text), id) for id, text in options], value=None, description=plain(prompt)
        )
        self.radios.add_class("cg-radios")
        self.hint = live()
        self.button = button(action, self._press, main=True)
        self._on_choose = on_choose
        self.widget = widgets.VBox([self.radios, self.button, self.hint])
        self.widget.add_class("cg-choice")

    def _press(self) -> None:
        if self.radios.value is None:
            self.hint.value = problem("Choose one first.")
            return
        self.hint.value = ""
        self._on_choose(self.radios.value)

    def mark(self, option_id: str | None) -> None:
        """Show an earlier choice."""
        self.radios.value = option_id

    def lock(self, locked: bool = True) -> None:
        """Keep the choice as it stands."""
        self.radios.disabled = locked
        show(self.button, not locked)


def option_pairs(options: Iterable[Option]) -> list[tuple[str, str]]:
    """Options as (id, text) pairs."""
    return [(option.id, option.text) for option in options]


def text_field(
    label: str, value: str, on_change: Callable[[str], None], *, lines: int = 2, hint: str = ""
) -> widgets.Textarea | widgets.Text:
    """A text field with its label above it; what is typed is handed on as it is typed."""
    kind = widgets.Text if lines <= 1 else widgets.Textarea
    options: dict[str, Any] = {} if lines <= 1 else {"rows": lines}
    field = kind(value=value, description=plain(label), placeholder=plain(hint), continuous_update=True, **options)
    field.add_class("cg-field")
    field.observe(lambda change: on_change(change["new"]), names="value")
    return field


def people_html(people: Iterable[Person]) -> str:
    """Named people and what happened to them; the sign beside each has a word of its own."""
    rows = "".join(
        f'<li class="cg-person cg-{p.tone}"><span class="cg-sign" aria-hidden="true">{TONE_SIGNS[p.tone]}</span>'
        f"<span><strong>{html.escape(p.name)}</strong> "
        f'<span class="cg-tone">({TONE_WORDS[p.tone]})</span> {html.escape(p.what)}</span></li>'
        for p in people
    )
    return f'<ul class="cg-people">{rows}</ul>' if rows else ""


def totals_html(totals: Iterable[Total]) -> str:
    """Totals as a list of terms and numbers."""
    rows = "".join(
        f"<div><dt>{html.escape(t.label)}</dt><dd>{html.escape(t.text())}"
        + (f' <span class="cg-note">{html.escape(t.note)}</span>' if t.note else "")
        + "</dd></div>"
        for t in totals
    )
    return f'<dl class="cg-totals">{rows}</dl>' if rows else ""


def side_by_side_html(
    caption: str,
    names: tuple[str, str],
    totals: tuple[Sequence[Total], Sequence[Total]],
    people: tuple[Sequence[Person], Sequence[Person]],
    rows: Sequence[tuple[str, str, str]] = (),
) -> str:
    """Two runs or choices beside each other: `rows` (what, first, second), the totals by label, the people."""
    first, second = ({total.label: total.text() for total in side} for side in totals)
    compared = [(label, first.get(label, ""), second.get(label, "")) for label in dict.fromkeys([*first, *second])]
    table = table_html(caption, ("", *names), [*rows, *compared]) if rows or compared else ""
    sides = "".join(
        f"<div><h5>{html.escape(name)}</h5>{people_html(side)}</div>"
        for name, side in zip(names, people, strict=True)
    )
    return f'{table}<div class="cg-side">{sides}</div>'
