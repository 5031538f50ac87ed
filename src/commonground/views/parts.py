"""The few widgets that every view is made of: prose, a choice, a text field, a button, people and totals."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

import ipywidgets as widgets

from commonground.activities import MARKS, Activity, Option
from commonground.activities.outcome import TONE_WORDS, Person, Total
from commonground.charts.table import table_html

TONE_SIGNS = {"harm": "▼", "help": "▲", "same": "●"}


@cache
def _markdown() -> Any:
    import mistune

    return mistune.create_markdown(escape=True)


@lru_cache(maxsize=1024)
def to_html(text: str) -> str:
    """Markdown to HTML; raw HTML in the text is escaped."""
    return str(_markdown()(text))


def plain(text: str) -> str:
    """Markdown to one line of plain text, for labels that cannot hold markup."""
    return " ".join(text.replace("**", "").replace("`", "").split())


# Each widget would bring a layout and a style of its own, which the page is sent one by one, though
# they are all alike: so the widgets of one part share these. To hide a widget is to give it the other layout.
_shared: dict[Any, Any] = {}


def begin() -> None:
    """Let the widgets of the part that is made next share among themselves only; to be called in each cell.

    A page that starts to listen while the cells run is told of earlier parts a moment later than of
    the present one, which must not need anything of theirs.
    """
    _shared.clear()


def _layout(hidden: bool) -> widgets.Layout:
    if hidden not in _shared:
        _shared[hidden] = widgets.Layout(display="none") if hidden else widgets.Layout()
    return _shared[hidden]


def _style(kind: Any) -> dict[str, Any]:
    """The trait `style` of a kind of widgets that has one."""
    if kind not in _shared:
        trait = kind.class_traits().get("style")
        if trait is not None and trait.klass not in _shared:
            _shared[trait.klass] = trait.klass()
        _shared[kind] = {} if trait is None else {"style": _shared[trait.klass]}
    made: dict[str, Any] = _shared[kind]
    return made


def make(kind: Any, *classes: str, hidden: bool = False, **traits: Any) -> Any:
    """A widget of this kind with its CSS classes, which shares its layout and style with others of its part.

    Classes are given here and not added afterwards: each that is added is a message to the page.
    """
    return kind(layout=_layout(hidden), _dom_classes=classes, **_style(kind), **traits)


def show(widget: widgets.Widget, visible: bool) -> None:
    """Show or hide a widget (hidden ones are out of the reach of keyboard and screen reader)."""
    if visible == (widget.layout.display == "none"):
        widget.layout = _layout(not visible)


def block(text: str, *classes: str, hidden: bool = False) -> widgets.HTML:
    """A block of HTML."""
    return make(widgets.HTML, *classes, hidden=hidden, value=text)


def prose(text: str, *classes: str) -> widgets.HTML:
    """A block of Markdown."""
    return block(to_html(text) if text else "", "cg-prose", *classes)


def live() -> widgets.HTML:
    """A block whose changes are read out: the page copies its text into a live region.

    It must stand on the page, empty, before it has its first words.
    """
    return block("", "cg-live", "cg-prose")


def column(*children: widgets.Widget, css: str = "", hidden: bool = False) -> widgets.VBox:
    """Widgets below each other; `css` is one class or several."""
    return make(widgets.VBox, *css.split(), hidden=hidden, children=children)


def row_of_buttons(*children: widgets.Button) -> widgets.HBox:
    """Buttons beside each other, which wrap on a narrow page."""
    return make(widgets.HBox, "cg-buttons", children=children)


def append(box: widgets.Box, *children: widgets.Widget) -> None:
    """Put widgets at the end of a box. What stands before them is left as it is, also in the page."""
    box.children = (*box.children, *children)


def problem(text: str) -> str:
    """Words on what is missing or wrong; the page ties them to the fields beside them."""
    return f'<p class="cg-problem">{html.escape(text)}</p>'


def _header_html(title: str, mark: str, level: int) -> str:
    return (
        f"<h{level}>{html.escape(title)}</h{level}>"
        f'<p class="cg-mark cg-mark-{mark}">{html.escape(MARKS[mark])}</p>'
    )


def _step_html(number: int, title: str) -> str:
    return f'<h4><span class="cg-step-number">{number}</span> {html.escape(title)}</h4>'


def header(title: str, mark: str, level: int = 3) -> widgets.HTML:
    """The heading of an exercise, with its mark of origin."""
    return block(_header_html(title, mark, level), "cg-header")


def step(number: int, title: str) -> widgets.HTML:
    """The heading of one step of an exercise."""
    return block(_step_html(number, title), "cg-step")


def opening(activity: Activity, *more: str) -> widgets.HTML:
    """The top of an exercise in one block: heading, mark of origin, introduction, and `more` HTML."""
    intro = [prose_html(activity.intro)] if activity.intro else []
    return block("".join([_part(_header_html(activity.title, activity.mark, 3), "cg-header"), *intro, *more]))


def prose_html(text: str, *classes: str) -> str:
    """Markdown as a part of a block that holds several."""
    return _part(to_html(text), "cg-prose", *classes)


def step_html(number: int, title: str) -> str:
    """The heading of a step as a part of a block that holds several."""
    return _part(_step_html(number, title), "cg-step")


def _part(content: str, *classes: str) -> str:
    return f'<div class="{" ".join(("cg-part", *classes))}">{content}</div>'


def button(text: str, on_click: Callable[[], None], *, main: bool = False) -> widgets.Button:
    """A button; `main` marks the one that leads on."""
    made = make(widgets.Button, "cg-main" if main else "cg-quiet", description=text)
    made.on_click(lambda _: on_click())
    return made


def toggle(text: str, on_change: Callable[[bool], None]) -> widgets.ToggleButton:
    """A button that stays pressed until it is pressed again."""
    made = make(widgets.ToggleButton, "cg-quiet", description=text, value=False)
    made.observe(lambda change: on_change(change["new"]), names="value")
    return made


def radio_buttons(label: str, options: Iterable[tuple[str, str]], value: str | None, *classes: str) -> widgets.RadioButtons:
    """Radio buttons below their label; `options` are pairs of id and text."""
    return make(
        widgets.RadioButtons, "cg-radios", *classes,
        options=[(text, id) for id, text in options], value=value, description=label,
    )


class NothingToPrepare:
    """A view that is complete as soon as it is made."""

    widget: widgets.Widget

    def prepare(self) -> None:
        """Nothing is left to make ready."""


class Choice:
    """Radio buttons under their prompt, a button, and the reply: nothing is chosen until the button is pressed.

    So arrow keys can read the options without choosing one (WCAG 2.1, 3.2.2). `reply` is read out.
    """

    def __init__(
        self, prompt: str, options: Sequence[tuple[str, str]], action: str, on_choose: Callable[[str], None]
    ) -> None:
        self.radios = radio_buttons(plain(prompt), [(id, plain(text)) for id, text in options], None)
        self.reply = live()
        self.button = button(action, self._press, main=True)
        self._on_choose = on_choose
        self.widget = column(self.radios, self.button, self.reply, css="cg-choice")

    def _press(self) -> None:
        if self.radios.value is None:
            self.reply.value = problem("Choose one first.")
            return
        with self.reply.hold_sync():  # words on an earlier press go, unless there are others in their place
            self.reply.value = ""
            self._on_choose(self.radios.value)

    def ask(self, prompt: str, options: Sequence[tuple[str, str]], chosen: str | None, reply: str) -> None:
        """Put another question in the place of this one, with an earlier choice and its reply."""
        with self.radios.hold_sync():
            self.radios.options = [(plain(text), id) for id, text in options]
            self.radios.description = plain(prompt)
            self.radios.value = chosen
        self.reply.value = reply

    def mark(self, option_id: str | None) -> None:
        """Show an earlier choice."""
        self.radios.value = option_id

    def lock(self) -> None:
        """Keep the choice as it stands."""
        self.radios.disabled = True
        show(self.button, False)


def option_pairs(options: Iterable[Option]) -> list[tuple[str, str]]:
    """Options as (id, text) pairs."""
    return [(option.id, option.text) for option in options]


def text_field(
    label: str, value: str, on_change: Callable[[str], None], *, lines: int = 2, hint: str = ""
) -> widgets.Textarea | widgets.Text:
    """A text field with its label above it; what is typed is handed on as it is typed."""
    kind = widgets.Text if lines <= 1 else widgets.Textarea
    options: dict[str, Any] = {} if lines <= 1 else {"rows": lines}
    field = make(
        kind, "cg-field",
        value=value, description=plain(label), placeholder=plain(hint), continuous_update=True, **options,
    )
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
