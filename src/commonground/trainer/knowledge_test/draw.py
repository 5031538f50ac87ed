"""Draws the thirty questions of a form from the bank: the same bank, seed and form always give the same test.

Forms are parallel by construction, which says nothing on how hard they turn out to be: every form has
the same number of questions whose answer is "our sources do not say", and about the same number from
each module and level. Each of the two pools is laid out on a circle, modules and levels spread evenly
along it, and the forms take one stretch after the other. So a form shares no question with the next
one as long as the pool lasts, and then as few as can be. Of several such layouts the one is taken
whose first forms are most alike in modules and levels.

The bank grows with the course, and another bank gives another draw: a cohort's form is written once
and kept.
"""

from __future__ import annotations

import hashlib
import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonground.trainer.knowledge_test.bank import BankItem, Choice, KnowledgeTestError

COUNT = 30
OPEN = 7
FORMS = string.ascii_uppercase
LAYOUTS = 40
COMPARED = FORMS[:2]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a form asks it: its number from 1, and its choices in the order of the letters."""

    number: int
    item: BankItem
    choices: tuple[Choice, ...]

    @property
    def letters(self) -> str:
        """The letters that can be answered, such as `abcd`."""
        return string.ascii_lowercase[: len(self.choices)]

    @property
    def key(self) -> tuple[str, ...]:
        """The letters that are right."""
        return tuple(letter for letter, choice in zip(self.letters, self.choices, strict=True) if choice.right)


def draw(bank: Sequence[BankItem], seed: int, form: str) -> tuple[Asked, ...]:
    """The questions of that form (a letter from A to Z), in order.

    `OPEN` of them have "our sources do not say" as their answer; more, if the other questions of the
    bank are fewer than the rest. Raises KnowledgeTestError if the bank is too small, or for another form.
    """
    if len(form) != 1 or form not in FORMS:
        raise KnowledgeTestError(f"There is no form '{form}'. Name a form by one letter from A to Z.")
    open_pool = [item for item in bank if item.open]
    pool = [item for item in bank if not item.open]
    open_count = min(max(OPEN, COUNT - len(pool)), len(open_pool))
    if COUNT - open_count > len(pool):
        raise KnowledgeTestError(
            f"The bank has {len(bank)} questions that T6 can use, and it needs {COUNT}. "
            "Write more in the modules' questions.yml or in knowledge-extra.yml."
        )
    counts = (open_count, COUNT - open_count)
    layouts = ([_circle(part, seed, layout) for part in (open_pool, pool)] for layout in range(LAYOUTS))
    circles = min(layouts, key=lambda circles: _unlike([_taken(circles, counts, name) for name in COMPARED]))
    chosen = _taken(circles, counts, form)
    chosen.sort(key=lambda item: _chance(seed, form, "order", item.name))
    places = _places(chosen, seed, form)
    return tuple(
        Asked(number, item, _shuffled(item, places[item.name], seed, form)) for number, item in enumerate(chosen, start=1)
    )


def _chance(*parts: object) -> float:
    """A number from 0 up to 1 that looks like chance; the same for the same parts, on every machine."""
    digest = hashlib.sha256("\n".join(str(part) for part in parts).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _taken(circles: Sequence[Sequence[BankItem]], counts: Sequence[int], form: str) -> list[BankItem]:
    """The questions of a form: its stretch of each circle."""
    step = FORMS.index(form)
    return [
        circle[(step * count + place) % len(circle)]
        for circle, count in zip(circles, counts, strict=True)
        for place in range(count)
    ]


def _unlike(forms: Sequence[Sequence[BankItem]]) -> int:
    """How far forms differ in the numbers of questions from each module and of each level; 0 if not at all."""
    differ = 0
    for part in ("module", "level"):
        counted = [Counter(getattr(item, part) for item in form) for form in forms]
        names = set().union(*counted)
        differ += sum((max(count[name] for count in counted) - min(count[name] for count in counted)) ** 2 for name in names)
    return differ


def _circle(items: Iterable[BankItem], seed: int, layout: int) -> list[BankItem]:
    by_level: dict[str, dict[str, list[BankItem]]] = {}
    for item in items:
        by_level.setdefault(item.level, {}).setdefault(item.module, []).append(item)
    levels: dict[str, list[BankItem]] = {}
    for level, modules in by_level.items():
        for found in modules.values():
            found.sort(key=lambda item: _chance(seed, layout, "within", item.name))
        levels[level] = _spread(modules, seed, layout, level)
    return _spread(levels, seed, layout, "levels")


def _spread(groups: Mapping[str, Sequence[BankItem]], seed: int, layout: int, name: str) -> list[BankItem]:
    """The groups dealt into one row, each of them evenly along the whole of it and in its own order."""
    placed = [
        ((rank + _chance(seed, layout, "start", name, group)) / len(members), group, rank, item)
        for group, members in groups.items()
        for rank, item in enumerate(members)
    ]
    return [item for *_, item in sorted(placed, key=lambda entry: entry[:3])]


def _places(chosen: Sequence[BankItem], seed: int, form: str) -> dict[str, int]:
    """At which letter the key of each question stands: all letters about equally often, in no visible order."""
    places: dict[str, int] = {}
    for size in {len(item.choices) for item in chosen}:
        alike = sorted(
            (item for item in chosen if len(item.choices) == size), key=lambda item: _chance(seed, form, "key", item.name)
        )
        first = int(_chance(seed, form, "first", size) * size)
        places |= {item.name: (first + rank) % size for rank, item in enumerate(alike)}
    return places


def _shuffled(item: BankItem, place: int, seed: int, form: str) -> tuple[Choice, ...]:
    order = sorted(item.choices, key=lambda choice: _chance(seed, form, "choice", item.name, choice.id))
    key = next(choice for choice in order if choice.right)
    order.remove(key)
    order.insert(place, key)
    return tuple(order)
