"""An exercise on paper: everything that is asked, all options to tick, all cards, and lines to write on.

This is what a lesson prints in the place of its widgets, which show one step at a time. What follows
from a choice stays on the page, as it does for a learner who has not chosen: paper holds no reply.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from pathlib import Path

from commonground.activities import (
    MARKS,
    Activity,
    Decision,
    Document,
    Questions,
    Record,
    Reflection,
    Sort,
    Trial,
    Walk,
)
from commonground.activities.document import DocField
from commonground.activities.sort import Side
from commonground.activities.trial import Dial
from commonground.charts.table import table_html
from commonground.views import parts

# Lines for an answer in a sentence or two, by hand.
ANSWER_LINES = 3
LINE = '<div class="paper-line"></div>'


def paper(activity: Activity) -> str:
    """HTML of an exercise that nobody has begun, to stand in a `page-paper` element (see `paper.css`).

    Raises TypeError for a kind of exercise that has no paper form.
    """
    heading = f"<h3>{html.escape(activity.title)}</h3>" if activity.title else ""
    mark = f'<p class="paper-mark">{html.escape(MARKS[activity.mark])}</p>'
    return f'<div class="paper">{heading}{mark}{parts.to_html(activity.intro)}{_body(activity)}</div>'


def style_sheet() -> str:
    """The style of paper forms, and what print changes around them."""
    return (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")


def _body(activity: Activity) -> str:
    if isinstance(activity, Trial):
        return _trial(activity)
    if isinstance(activity, Sort):
        return _sort(activity)
    if isinstance(activity, Walk):
        return _walk(activity)
    if isinstance(activity, Decision):
        return _ask("What do you decide?", [course.text for course in activity.courses]) + _write(activity.reason_prompt)
    if isinstance(activity, Record):
        return _record(activity)
    if isinstance(activity, Document):
        return _document(activity)
    if isinstance(activity, Questions):
        return "".join(
            _ask(f"{number}. {item.prompt}", [option.text for option in item.options])
            for number, item in enumerate(activity.items, 1)
        )
    if isinstance(activity, Reflection):
        return _write(activity.prompt, ANSWER_LINES + 1, activity.help)
    raise TypeError(f"There is no paper form for {type(activity).__name__}. Add one to {__name__}.")


def _prompt(text: str) -> str:
    return f'<p class="paper-prompt">{html.escape(parts.plain(text))}</p>' if text else ""


def _boxes(options: Iterable[str], *, side_by_side: bool = False) -> str:
    css = "paper-options paper-row" if side_by_side else "paper-options"
    return f'<ul class="{css}">{"".join(f"<li>{html.escape(parts.plain(text))}</li>" for text in options)}</ul>'


def _ask(prompt: str, options: Iterable[str]) -> str:
    return f'<div class="paper-part">{_prompt(prompt)}{_boxes(options)}</div>'


def _write(prompt: str, lines: int = ANSWER_LINES, help: str = "") -> str:
    below = f'<div class="paper-help">{parts.to_html(help)}</div>' if help else ""
    return f'<div class="paper-part">{_prompt(prompt)}{below}{LINE * max(1, lines)}</div>'


def _table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return table_html(caption, header, rows, css="paper-part")


def _sentence(label: str) -> str:
    return label if label.endswith((".", "?", "!")) else f"{label}."


def _trial(trial: Trial) -> str:
    rows = []
    for control in trial.controls:
        values = (
            f"{control.words(control.low)} to {control.words(control.high)}"
            if isinstance(control, Dial)
            else "; ".join(text for _, text in control.choices)
        )
        rows.append((control.label, values, control.words(control.value), "", ""))
    header = ("What you can set", "To what", "Start", "Your first run", "Your second run")
    helps = "".join(
        f'<div class="paper-help">{parts.to_html(f"**{_sentence(control.label)}** {control.help}")}</div>'
        for control in trial.controls
        if control.help
    )
    return (
        _ask(trial.commit_prompt, (option.text for option in trial.guesses))
        + _table("Two runs, set on the page of the lesson", header, rows) + helps
        + parts.to_html(trial.see) + _write("What happened, and to whom?")
        + _ask(trial.explain_prompt, (option.text for option in trial.reasons))
        + parts.to_html(trial.undo_prompt) + _write("What changed between the two runs?")
    )


def _card(title: str, side: Side, piles: Sequence[str]) -> str:
    text = parts.to_html(f"**{title}** {side.text}")
    return f'<div class="paper-part paper-card">{text}{_boxes(piles, side_by_side=True)}</div>'


def _sort(sort: Sort) -> str:
    piles = [title for _, title in sort.piles]
    cards = "".join(_card(f"Card {number}.", card.first, piles) for number, card in enumerate(sort.cards, 1))
    turned = "".join(
        _card(f"Card {number}, changed.", card.turned, piles)
        for number, card in enumerate(sort.cards, 1)
        if card.turned is not None
    )
    again = f"<h4>One line changed. Sort these again.</h4>{turned}" if turned else ""
    return f"<p>Where does each card go?</p>{cards}{again}"


def _walk(walk: Walk) -> str:
    drawn = [_ask("From which seat do you walk?", (title for _, title in walk.seats))]
    for stop in walk.stops:
        knew = _table("What each seat knew", (), [(title, parts.plain(stop.knew[seat])) for seat, title in walk.seats])
        drawn.append(f"<h4>{html.escape(stop.date)}</h4>{parts.to_html(stop.event)}{knew}")
        if stop.options:
            drawn.append(_ask(stop.prompt, (option.text for option in stop.options)))
    return "".join(drawn)


def _record(record: Record) -> str:
    labels = {field.id: field.label for field in record.fields}
    fields = [(field.label, field.value) for field in record.fields]
    people = "".join(
        _ask(f"{name}, {who}", (question.text for question in record.questions if question.to == person))
        for person, name, who in record.people
    )
    return (
        _table("The record, as the next reader sees it", (), fields)
        + _ask(record.guess_prompt, (option.text for option in record.guesses))
        + f"<h4>Ask up to {record.limit} of these questions</h4>{people}"
        + "".join(_write(f"{labels[rewrite.field]}: {rewrite.prompt}") for rewrite in record.rewrites)
    )


def _document(document: Document) -> str:
    drawn = [f'<p class="paper-help">{html.escape(document.disclaimer)}</p>' if document.disclaimer else ""]
    for section in document.sections:
        drawn.append(f"<h4>{html.escape(section.title)}</h4>")
        drawn += [_field(field) for field in section.fields]
    return "".join(drawn)


def _field(field: DocField) -> str:
    label = f"{field.label} (needed)" if field.required else field.label
    if field.choices:
        return _ask(label, field.choices)
    return _write(label, field.lines, " ".join(filter(None, (field.help, field.example and f"For example: {field.example}"))))
