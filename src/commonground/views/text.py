"""Every exercise as text: for print, for a reader without widgets, and for tests.

The text says what the widget says: the setting, every option, and what the learner has chosen so far.
"""

from __future__ import annotations

from collections.abc import Iterable

from commonground.activities import (
    MARKS,
    Activity,
    Decision,
    Document,
    Option,
    Questions,
    Record,
    Reflection,
    Sort,
    Trial,
    Walk,
)
from commonground.activities.outcome import TONE_WORDS, Outcome


def text_form(activity: Activity) -> str:
    """Markdown of an exercise and its present state."""
    lines = [f"### {activity.title}", f"*{MARKS[activity.mark]}*", activity.intro]
    if isinstance(activity, Trial):
        lines += _trial(activity)
    elif isinstance(activity, Sort):
        lines += _sort(activity)
    elif isinstance(activity, Walk):
        lines += _walk(activity)
    elif isinstance(activity, Decision):
        lines += _decision(activity)
    elif isinstance(activity, Record):
        lines += _record(activity)
    elif isinstance(activity, Document):
        lines += _document(activity)
    elif isinstance(activity, Questions):
        lines += _questions(activity)
    elif isinstance(activity, Reflection):
        lines += [activity.prompt, activity.help, f"Your words: {activity.text or '(open)'}"]
    if activity.finished and activity.close:
        lines.append(activity.close)
    return "\n\n".join(line.strip() for line in lines if line.strip())


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {' '.join(item.split())}" for item in items)


def _options(options: Iterable[Option]) -> str:
    return _list(option.text for option in options)


def outcome_text(outcome: Outcome) -> str:
    """An outcome in Markdown: summary, totals, people, and each chart in words."""
    lines = [f"{total.label}: {total.text()}" for total in outcome.totals]
    lines += [f"{p.name} ({TONE_WORDS[p.tone]}): {p.what}" for p in outcome.people]
    return "\n\n".join([outcome.summary, _list(lines), *(chart.description for chart in outcome.charts)])


def _trial(trial: Trial) -> list[str]:
    lines = [f"**{trial.commit_prompt}**", _options(trial.guesses)]
    if trial.guess is None:
        return lines
    lines += [f"Your guess: {trial.guess.text}"]
    for number, run in enumerate(trial.runs, 1):
        words = "; ".join(f"{label}: {value}" for label, value in trial.run_words(run))
        lines += [f"**Run {number}.** {words}", outcome_text(trial.outcome(run))]
    lines += [f"**{trial.explain_prompt}**", _options(trial.reasons)]
    if trial.reason is not None:
        lines += [f"Your reason: {trial.reason.text}", trial.reason.reply]
    return [*lines, trial.undo_prompt]


def _sort(sort: Sort) -> list[str]:
    titles = dict(sort.piles)
    lines = ["Piles: " + "; ".join(titles.values())]
    for number, card in enumerate(sort.cards, 1):
        lines.append(f"**Card {number}.** {card.first.text}")
        pile = sort.placed.get(card.id)
        if pile:
            lines.append(f"You chose: {titles[pile]}. {card.first.replies[pile]}")
        if card.turned and sort.first_round_done:
            lines.append(card.turned.text)
            again = sort.placed_again.get(card.id)
            if again:
                lines.append(f"You chose: {titles[again]}. {card.turned.replies[again]}")
    return lines


def _walk(walk: Walk) -> list[str]:
    lines = []
    for stop in walk.stops:
        lines += [f"**{stop.date}**", stop.event]
        lines.append(_list(f"{title}: {stop.knew[seat]}" for seat, title in walk.seats))
        if stop.options:
            lines += [stop.prompt, _options(stop.options)]
            for seat, title in walk.seats:
                given = walk.answered(seat, stop)
                if given:
                    lines.append(f"From the seat {title}: {given.text}. {given.reply}")
    if walk.finished:
        lines.append(_list(f"{date}: {event}" for date, event in walk.after))
    return lines


def _decision(decision: Decision) -> list[str]:
    lines = [_list(course.text for course in decision.courses)]
    for course_id in decision.tried:
        course = decision.course(course_id)
        follows = [f"{p.name} ({TONE_WORDS[p.tone]}): {p.what}" for p in course.people]
        follows += [f"{t.label}: {t.text()}" for t in course.totals]
        lines += [f"**{course.text}**", _list(follows), course.reply]
    return [*lines, decision.reason_prompt, decision.reason]


def _record(record: Record) -> list[str]:
    names = {person: name for person, name, _ in record.people}
    lines = [_list(f"{f.label}: {f.value}" for f in record.fields), record.guess_prompt, _options(record.guesses)]
    if record.guess is not None:
        lines.append(f"Your first thought: {record.guess.text}. {record.guess.reply}")
    open_ids = set(record.asked) | ({q.id for q in record.sealed} if record.opened else set())
    lines.append(f"You may ask {record.limit} of these questions.")
    lines.append(
        _list(
            f"To {names[q.to]}: {q.text} " + (f"Answer: {q.answer}" if q.id in open_ids else "(sealed)")
            for q in record.questions
        )
    )
    for rewrite in record.rewrites:
        lines += [rewrite.prompt, f"Your words: {record.written.get(rewrite.field) or '(open)'}"]
        if record.opened:
            lines.append(f"One good version: {rewrite.model}")
    return lines


def _document(document: Document) -> list[str]:
    lines = [document.disclaimer]
    for title, rows in document.rows():
        lines += [f"**{title}**", _list(f"{label}: {text or '(left open)'}" for label, text in rows)]
    lines.append(_list([f"Still open: {f.label}" for f in document.gaps()] + [t.message for t in document.failed()]))
    return lines


def _questions(questions: Questions) -> list[str]:
    lines = []
    for number, item in enumerate(questions.items, 1):
        lines += [f"**{number}. {item.prompt}**", _options(item.options)]
        last = questions.last(item.id)
        if last:
            lines += [f"Your answer: {last.text}", last.reply]
    return lines
