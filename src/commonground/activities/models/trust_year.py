"""Trust over a year: what hidden and changed uses cost, and how slowly repair wins it back.

For the trial `trust-year`. Everything in it is invented, and nothing is drawn at random.
Trust is counted in a way that an office can see: of 60 families, how many would send back the yearly
form that gets their child meals and a health check. The steps below are our own construction; they keep
one thing that the course's source says, that hidden and changed uses damage trust, and put no real
figure on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from commonground.activities.outcome import Chart, Outcome, Person, Series, Total

FAMILIES = 60
MONTHS = 12
MOST = 54
"""Some families never send the form back, whatever an office does."""
START: dict[str, int] = {"none": 46, "one": 36}
"""Families who would send it back, where nothing is remembered and where an earlier harm is."""
LEARNED: dict[str, tuple[int, int, str]] = {
    "before": (1, 2, "families are told and asked beforehand"),
    "after": (4, 10, "a letter tells families what has been shared already"),
    "never": (5, 20, "a neighbor reads in the paper what was shared"),
}
"""How families learn of the sharing: the month, the families who step back, the event in words."""
NEW_USE_MONTH = 8
NEW_USE: dict[str, tuple[int, str]] = {
    "none": (0, ""),
    "ask": (1, "the office asks about a new use and heeds the answer"),
    "quiet": (16, "it comes out that the list was used for something else"),
}
MEMORY_WEIGHT = (5, 4)
"""Where an earlier harm is remembered, each break weighs five quarters of what it weighs elsewhere."""
OWNED_UP = (3, 5)
"""An office that says it first loses three fifths of the families whom silence would have cost."""
SEAT_LOSS = 4
"""What is left of a quiet new use where families sit at the table and stop it."""


@dataclass(frozen=True)
class _Year:
    """The controls: what is remembered, how families learn, what month 8 brings, and when repair begins.

    `own_up` and `seats` are months from 1 to 12; 0 means not this year.
    """

    memory: str
    learn: str
    new_use: str
    own_up: int
    seats: int


@dataclass(frozen=True)
class _Event:
    month: int
    loss: int
    words: str


def _weighed(loss: int, memory: str) -> int:
    if memory == "none":
        return loss
    up, down = MEMORY_WEIGHT
    return -(-loss * up // down)


def _events(year: _Year) -> tuple[_Event, ...]:
    """The breaks of the year, each with the families whom it costs."""
    month, loss, words = LEARNED[year.learn]
    if year.learn != "before" and 0 < year.own_up <= month:
        up, down = OWNED_UP
        month, loss, words = year.own_up, loss * up // down, "the office itself says what was shared, and stops"
    events = [_Event(month, _weighed(loss, year.memory), words)]
    loss, words = NEW_USE[year.new_use]
    if loss:
        if year.new_use == "quiet" and 0 < year.seats <= NEW_USE_MONTH:
            loss, words = SEAT_LOSS, "families at the table hear of a new use and stop it"
        events.append(_Event(NEW_USE_MONTH, _weighed(loss, year.memory), words))
    return tuple(events)


def _refill(year: _Year, month: int, broken_in: int) -> int:
    """Families won back in a month by owning up, or by having asked first: what was lost, never more."""
    if month <= broken_in:
        return 0
    asked_first = year.learn == "before" and month < NEW_USE_MONTH
    return int(asked_first or 0 < year.own_up < month)


def _growth(year: _Year, month: int) -> int:
    """Families won in a month by a promise kept: a seat that decides, a new use that was asked about."""
    seated = 0 < year.seats < month
    heeded = year.new_use == "ask" and month > NEW_USE_MONTH
    return int(seated) + int(heeded)


def _course(year: _Year) -> tuple[int, ...]:
    """Families who would send the form back, month 0 to 12."""
    events = _events(year)
    start = START[year.memory]
    trust = [start]
    for month in range(1, MONTHS + 1):
        level = trust[-1] - sum(event.loss for event in events if event.month == month)
        level = max(level, min(start, level + _refill(year, month, events[0].month)))
        trust.append(max(0, min(MOST, level + _growth(year, month))))
    return tuple(trust)


_PEOPLE: tuple[tuple[str, int, str, str], ...] = (
    (
        "Coach Bell",
        12,
        "Hands the form out at practice and says it is worth the time.",
        "Puts the forms back in the box. He will not vouch for them.",
    ),
    (
        "Rosa",
        22,
        "Sends the form back. Her grandson sees the school dentist.",
        "Leaves the form in the drawer. Her grandson's toothache goes on.",
    ),
    (
        "Mr. Lee",
        32,
        "Signs the form after his night shift. The free meals go on.",
        "Does not sign. He pays for lunches that would be free.",
    ),
    (
        "Amina",
        40,
        "Fills in the form in Somali. Her daughter gets the hearing test.",
        "Keeps the form. Her daughter's hearing is not tested this year.",
    ),
)
"""Who, how many families must still trust the office for this person to do so too, and what follows."""


def _people(end: int) -> tuple[Person, ...]:
    return tuple(
        Person(name, stays, "help") if end >= needs else Person(name, leaves, "harm")
        for name, needs, stays, leaves in _PEOPLE
    )


def _chart(year: _Year, trust: tuple[int, ...]) -> Chart:
    bare = _course(replace(year, own_up=0, seats=0))
    months = tuple(range(MONTHS + 1))
    words = "; ".join(
        f"in month {event.month} {event.words}" for event in sorted(_events(year), key=lambda e: e.month)
    )
    repaired = f"; without repair it would be {bare[-1]}" if year.own_up or year.seats else ""
    description = (
        f"{trust[0]} of {FAMILIES} families would send the form back at the start. {words[0].upper()}{words[1:]}. "
        f"At the end it is {trust[-1]}{repaired}."
    )
    series = (
        Series("This year", months, trust),
        Series("The same year without repair", months, bare),
    )
    return Chart(
        "lines", "Families who would send the form back", "Month", "Families", series, description, (0, FAMILIES)
    )


def run(settings: Mapping[str, int | float | str]) -> Outcome:
    """A year of trust.

    Settings: `memory`, none or one; `learn`, before, after or never; `new_use`, none, ask or quiet;
    `own_up` and `seats`, the month (1 to 12) of each repair, or 0 for not this year.
    """
    year = _Year(
        str(settings["memory"]),
        str(settings["learn"]),
        str(settings["new_use"]),
        int(settings["own_up"]),
        int(settings["seats"]),
    )
    trust = _course(year)
    worst = max(event.loss for event in _events(year))
    won = sum(max(0, after - before) for before, after in pairwise(trust))
    totals = (
        Total("At the start", trust[0], f"of {FAMILIES} families"),
        Total("At the lowest point", min(trust), f"of {FAMILIES} families"),
        Total("At the end of the year", trust[-1], f"of {FAMILIES} families"),
        Total("Lost in the worst month", worst, "families"),
        Total("Won back in the whole year", won, "families"),
    )
    summary = (
        f"Trust begins at {trust[0]} of {FAMILIES} families, falls to {min(trust)} and ends at {trust[-1]}. "
        f"The worst month cost {worst} families; the whole year won back {won}."
    )
    return Outcome(totals, _people(trust[-1]), (_chart(year, trust),), summary)
