"""Sorts what came: whose it is, which task, whether it counts. Each hand-in by itself, so that none stops another."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from commonground.trainer.batch import timestamp_of
from commonground.trainer.cohort.cohort import Cohort
from commonground.trainer.cohort.guessing import LIKELY, Guess, Guesser, words_of
from commonground.trainer.cohort.looking import Look, known_tasks, look_at
from commonground.trainer.cohort.name_list import NOBODY, Key, as_key
from commonground.trainer.cohort.people import ROUTES, Trainee
from commonground.trainer.cohort.received import (
    COUNTS,
    EARLIER,
    NOT_ASKED,
    REFUSED,
    SAME,
    WAITS,
    HandIn,
    Receipt,
    Received,
)
from commonground.trainer.cohort.unpacking import copy_hand_in, lay_out, notebooks_in
from commonground.trainer.course_folder import TIMESTAMP
from commonground.trainer.intake import IntakeError, files_of

SCRATCH = ".sorting"
IS_IN = " is in"
MOST_NAMED = 4


@dataclass(frozen=True)
class Sorted:
    """What came of sorting one receipt.

    `lines` are for the trainer, `asks` names whose owner a person must tell, `answers` ids that a person told
    just now, by name.
    """

    receipt: Receipt
    lines: tuple[str, ...]
    asks: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_person(self) -> bool:
        """Whether something of it is not settled."""
        return bool(self.asks or self.receipt.troubles) or any(
            hand_in.state in (REFUSED, WAITS, NOT_ASKED) for hand_in in self.receipt.hand_ins
        )


@dataclass(frozen=True)
class _Notebook:
    name: str
    look: Look
    changed: str
    guess: Guess


class Sorter:
    """Sorts receipts of a cohort.

    `names` are what `read_names` read. With `replace_graded`, a newer hand-in
    takes the place of one that was graded. `ask` asks a person for the id of a trainee, given a name
    and those who could be meant; it returns an id, or "" if the person does not know either.
    """

    def __init__(
        self,
        cohort: Cohort,
        received: Received,
        names: Mapping[Key, str],
        replace_graded: bool = False,
        ask: Callable[[str, Sequence[str]], str] | None = None,
    ) -> None:
        self._cohort = cohort
        self._received = received
        self._names = dict(names)
        self._replace = replace_graded
        self._ask = ask
        self._known = known_tasks(cohort)
        self._tasks = cohort.tasks()
        self._guesser = guesser(cohort)
        self._people = {trainee.id: trainee for trainee in cohort.trainees()}

    def sort(self, receipt: Receipt) -> Sorted:
        """Sort what came with one receipt, and enter into it what became of it."""
        scratch = self._cohort.received / SCRATCH
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        try:
            return self._sort(receipt, scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _sort(self, receipt: Receipt, scratch: Path) -> Sorted:
        try:
            files, troubles = lay_out(receipt.kept, scratch / "unpacked")
        except IntakeError as trouble:
            return self._refused(receipt, [str(trouble)])
        notebooks = notebooks_in(files)
        if not notebooks:
            return self._refused(receipt, [*troubles, _no_notebook(receipt, files)])
        seen = [self._look(receipt, name, files[name]) for name in notebooks]
        asks, answers = self._ask_whose(receipt, seen)
        seen = [replace(one, guess=self._whose(receipt, one.name)) for one in seen]
        hand_ins: list[HandIn] = []
        lines = list(troubles)
        for one in _newest_last(seen):
            if one.guess.trainee == NOBODY:
                continue
            if one.guess.trainee is None:
                hand_ins.append(HandIn(None, one.look.task, one.name, REFUSED, 0, one.changed, (_unknown(one.guess),)))
                continue
            later = [other for other in seen if _key(other) == _key(one) and other is not one and not other.look.trouble]
            together = {other.guess.trainee for other in seen if _folder(other.name) == _folder(one.name)}
            alone = len(together) == 1
            hand_in = self._decide(receipt, one, files, scratch, _after(one, later), alone)
            hand_ins.append(hand_in)
        lines += _lines(receipt, hand_ins)
        changed = self._received.update(
            receipt, is_sorted=True, open=bool(asks), hand_ins=tuple(hand_ins), troubles=tuple(troubles)
        )
        return Sorted(changed, tuple(lines), tuple(asks), answers)

    def _refused(self, receipt: Receipt, troubles: list[str]) -> Sorted:
        changed = self._received.update(receipt, is_sorted=True, open=False, troubles=tuple(troubles))
        return Sorted(changed, tuple(troubles))

    def _look(self, receipt: Receipt, name: str, place: Path) -> _Notebook:
        return _Notebook(name, look_at(place, _names(receipt, name), self._known), _changed(place), self._whose(receipt, name))

    def _whose(self, receipt: Receipt, name: str) -> Guess:
        if receipt.trainee is not None:
            return Guess(receipt.trainee)
        names = _names(receipt, name)
        # What was said of a file counts more than what was said of the folder or zip that it is in.
        for end in range(len(names), 0, -1):
            for start in range(end):
                key = as_key("/".join(names[start:end]))
                told = self._names.get((receipt.number, key)) or self._names.get((None, key))
                if told:
                    return Guess(told)
        return self._guesser.guess(names)

    def _ask_whose(self, receipt: Receipt, seen: list[_Notebook]) -> tuple[list[str], dict[str, str]]:
        """The names whose owner nobody knows, and those of whom a person, being asked, told it."""
        unknown = [one for one in seen if one.guess.trainee is None]
        tasks = [one.look.task for one in unknown]
        # One person's work, it seems: then one answer is enough.
        together = len(unknown) == len(seen) and len(set(tasks)) == len(tasks)
        could = {receipt.name if together else _ask_name(receipt, one.name): one.guess.could for one in unknown}
        answers = {name: self._ask(name, people) for name, people in could.items()} if self._ask else {}
        answers = {name: person for name, person in answers.items() if person}
        self._names |= {(receipt.number, as_key(name)): person for name, person in answers.items()}
        return [name for name in could if name not in answers], answers

    def _decide(
        self, receipt: Receipt, one: _Notebook, files: dict[str, Path], scratch: Path, later: _Notebook | None, alone: bool
    ) -> HandIn:
        assert one.guess.trainee is not None
        person = self._people[one.guess.trainee]
        task = one.look.task
        late = self._days_late(receipt, task)
        made = HandIn(person.id, task, one.name, REFUSED, late, one.changed)
        who = f"{task or 'a file'} of {person.name} ({person.id})"
        if one.look.trouble or task is None:
            return replace(made, words=(f"{who} was not taken: {one.look.trouble}",))
        if task not in self._cohort.tasks_of(person.route):
            words = (
                f"{who} is kept and does not count",
                f"The {person.route} route does not ask for it. If {person.name} changed routes, correct roster.csv and collect again.",
            )
            return replace(made, state=NOT_ASKED, words=words)
        if later is not None:
            return replace(
                made, state=EARLIER, words=(f"{who} is kept and does not count", f"'{later.name}' is the same task, changed later ({later.changed}).")
            )
        folder = scratch / f"{person.id}-{task}"
        try:
            # Where several people's notebooks lie side by side, nobody gets another one's files.
            copy_hand_in(one.name, files, task, folder, lambda name: alone or self._guesser.guess([name]).trainee == person.id)
            files_of(folder)
        except (IntakeError, OSError) as trouble:
            shutil.rmtree(folder, ignore_errors=True)
            return replace(made, words=(f"{who} was not taken: {trouble}",))
        state, said = self._place(receipt, made, person, task, folder)
        notes = [] if state != COUNTS else _notes(one, task, person, late)
        return replace(made, state=state, words=(f"{who} {said}", *notes))

    def _place(self, receipt: Receipt, made: HandIn, person: Trainee, task: str, folder: Path) -> tuple[str, str]:
        """Put a hand-in where it counts, if it does; returns its state, and the state in words."""
        target = self._cohort.submitted / person.id / task
        if target.is_dir():
            if _content(target) == _content(folder):
                own = self._counting(person.id, task)
                return (COUNTS, IS_IN.strip()) if own is None or own[0].number == receipt.number else (SAME, "came again, unchanged")
            theirs = self._counting(person.id, task) or self._found_there(person.id, task, target)
            before = f"hand-in number {theirs[0].number}"
            if (receipt.received, made.changed, receipt.number) < (theirs[0].received, theirs[1].changed, theirs[0].number):
                return EARLIER, f"is kept and does not count: a later one came, {before}"
            if self._graded(person.id, task) and not self._replace:
                return WAITS, (
                    f"came again after {before} was graded, and that one still counts. "
                    "To let the newer ones count and be graded: commonground trainer collect --replace-graded"
                )
            self._no_longer(theirs[0], theirs[1])
            said = f"is in, and counts instead of {before}, which is kept"
        else:
            said = IS_IN.strip()
        moment = receipt.received.astimezone(datetime.UTC)
        (folder / TIMESTAMP).write_text(f"{moment:%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")
        _put(folder, target)
        return COUNTS, said

    def _counting(self, person: str, task: str) -> tuple[Receipt, HandIn] | None:
        for receipt in reversed(self._received.all()):
            for hand_in in receipt.hand_ins:
                if (hand_in.trainee, hand_in.task, hand_in.state) == (person, task, COUNTS):
                    return receipt, hand_in
        return None

    def _found_there(self, person: str, task: str, target: Path) -> tuple[Receipt, HandIn]:
        """Keep a hand-in that lies in `submitted/` and did not come through here, as if it had."""
        stamp = timestamp_of(target)
        moment = stamp.replace(tzinfo=datetime.UTC) if stamp else datetime.datetime.fromtimestamp(target.stat().st_mtime, datetime.UTC)
        receipt, _ = self._received.take(target, f"submitted/{person}/{task}", moment, person)
        hand_in = HandIn(person, task, f"{task}.ipynb", COUNTS, self._days_late(receipt, task), words=("was in submitted/",))
        return self._received.update(receipt, is_sorted=True, hand_ins=(hand_in,)), hand_in

    def _no_longer(self, receipt: Receipt, hand_in: HandIn) -> None:
        others = tuple(replace(one, state=EARLIER) if one == hand_in else one for one in receipt.hand_ins)
        self._received.update(receipt, hand_ins=others)

    def _graded(self, person: str, task: str) -> bool:
        entry = self._cohort.journal(task).read(person)
        return bool(entry and not entry.trouble) or (self._cohort.autograded / person / task).is_dir()

    def _days_late(self, receipt: Receipt, task: str | None) -> int:
        due = self._cohort.settings.due.get(task or "")
        return 0 if due is None else max(0, (receipt.received.astimezone().date() - due).days)


def guesser(cohort: Cohort) -> Guesser:
    """Guesses among the cohort's trainees, without being led astray by the names of tasks and of the cohort."""
    people = cohort.trainees()
    in_names = {word for person in people for word in words_of(f"{person.id} {person.name} {person.email}")}
    own = [] if in_names & set(words_of(cohort.id)) else [cohort.id]
    return Guesser(people, [*cohort.tasks(), *(f"{cohort.id}-{route}" for route in ROUTES), *own])


def _changed(place: Path) -> str:
    """When a file was last changed, as its sender says; "" for a time that no calendar has."""
    try:
        return datetime.datetime.fromtimestamp(place.stat().st_mtime).isoformat(sep=" ", timespec="seconds")
    except (OverflowError, ValueError, OSError):
        return ""


def _names(receipt: Receipt, name: str) -> list[str]:
    inner = [] if receipt.kept.is_file() and name == receipt.name else name.split("/")
    return [*receipt.came_as.split("/"), *inner]


def _where(receipt: Receipt, name: str) -> str:
    return receipt.came_as if name == receipt.name else f"{receipt.came_as}, {name}"


def _ask_name(receipt: Receipt, name: str) -> str:
    if name == receipt.name and receipt.kept.is_file():
        return receipt.name
    return f"{receipt.name}/{_folder(name) or name}"


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _key(one: _Notebook) -> tuple[str | None, str | None]:
    return one.guess.trainee, one.look.task


def _newest_last(seen: list[_Notebook]) -> list[_Notebook]:
    return sorted(seen, key=lambda one: (one.changed, one.name))


def _after(one: _Notebook, others: list[_Notebook]) -> _Notebook | None:
    later = [other for other in others if (other.changed, other.name) > (one.changed, one.name)]
    return max(later, key=lambda other: (other.changed, other.name)) if later else None


def _lines(receipt: Receipt, hand_ins: Sequence[HandIn]) -> list[str]:
    """What became of hand-ins, in one line for those of which the same is to be said."""
    lines: list[str] = []
    told: dict[tuple[str | None, tuple[str, ...]], list[HandIn]] = {}
    for one in hand_ins:
        if one.state == COUNTS and one.words[0].endswith(IS_IN):
            told.setdefault((one.trainee, one.words[1:]), []).append(one)
        else:
            lines.append(f"{_where(receipt, one.notebook)}: {'. '.join(one.words)}")
    for (_, notes), alike in told.items():
        if len(alike) == 1:
            lines.append(f"{_where(receipt, alike[0].notebook)}: {'. '.join(alike[0].words)}")
            continue
        tasks = ", ".join(sorted(one.task or "" for one in alike))
        who = alike[0].words[0].removeprefix(alike[0].task or "").removesuffix(IS_IN)
        lines.append(f"{receipt.came_as}: {'. '.join((f'{tasks}{who} are in', *notes))}")
    return lines


def _unknown(guess: Guess) -> str:
    who = f"This could be {' or '.join(guess.could)}" if guess.could else "Nothing in its name says whose this is"
    return f"{who}. Write the trainee's id beside its name in received/names.csv, and start 'commonground trainer collect' again."


def _no_notebook(receipt: Receipt, files: dict[str, Path]) -> str:
    names = list(files)
    if not names:
        return f"{receipt.came_as}: there is nothing in it. Ask for it again."
    shown = ", ".join(names[:MOST_NAMED]) + (" and more" if len(names) > MOST_NAMED else "")
    what = "this is not a notebook" if names == [receipt.name] else f"there is no notebook in it, only {shown}"
    return f"{receipt.came_as}: {what}. Ask for the file that ends in .ipynb, from the folder that trainees got."


def _notes(one: _Notebook, task: str, person: Trainee, late: int) -> list[str]:
    notes = []
    if late:
        notes.append(f"It is {late} day{'s' if late > 1 else ''} late")
    name = one.name.rpartition("/")[2]
    if name != f"{task}.ipynb":
        notes.append(f"It was called '{name}', and by its cells it is {task}")
    if one.guess.how == LIKELY:
        notes.append(f"Please check that it is {person.name}'s: only a part of the name told so")
    notes += [note[0].upper() + note[1:] for note in one.look.notes]
    return notes


def _content(folder: Path) -> dict[str, bytes]:
    return {name: place.read_bytes() for name, place in files_of(folder).items() if name != TIMESTAMP}


def _put(folder: Path, target: Path) -> None:
    """Put the folder in the place of `target`, which is kept elsewhere."""
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        os.replace(target, old)
    os.replace(folder, target)
    shutil.rmtree(old, ignore_errors=True)
