"""Six chairs at a research table: who is invited, who is paid, who leads, and who can stop a thing.

For the trial `six-chairs` of module 06. Everything in it is invented, and nothing is drawn at random. It
follows six meetings of two hours each. The rule behind it: an invitation reaches those whom its sender
knows, unpaid work is done by those who can afford it, and a remark changes a study only where someone
must act on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonground.activities.outcome import Chart, Outcome, Person, Series, Total
from commonground.activities.settings import read_choices

MEETINGS = 6
HOURS = 2
RATE = 25
"""Dollars for an hour, the same as the staff beside them get."""
COSTS_AROUND = 30
"""Dollars for each person and meeting: a ride, a meal, someone to look after the children."""
GIFT = 40
"""Dollars for each person, once, at the last meeting."""


@dataclass(frozen=True)
class _Resident:
    """Who takes a chair: whether the study's records are about them, whether they can afford to come
    unpaid, whether they have sat in such a meeting before."""

    in_data: bool
    can_afford: bool
    used_to_it: bool


_NEIGHBOR = _Resident(in_data=False, can_afford=True, used_to_it=True)
_SPEAKER = _Resident(in_data=True, can_afford=True, used_to_it=True)
_WORKER = _Resident(in_data=True, can_afford=False, used_to_it=False)
_YOUTH = _Resident(in_data=True, can_afford=False, used_to_it=False)
_PARENT = _Resident(in_data=True, can_afford=True, used_to_it=False)

COMING: dict[str, tuple[_Resident, ...]] = {
    "flyer": (_NEIGHBOR, _NEIGHBOR, _NEIGHBOR, _NEIGHBOR, _SPEAKER, _WORKER),
    "agencies": (_SPEAKER, _SPEAKER, _SPEAKER, _NEIGHBOR, _NEIGHBOR, _WORKER),
    "peers": (_YOUTH, _YOUTH, _WORKER, _WORKER, _PARENT, _SPEAKER),
}
"""Who takes the six chairs, by how people are found."""

WEEKS_TO_FIND: dict[str, int] = {"flyer": 1, "agencies": 1, "peers": 4}
IDEAS_FROM = {True: 2, False: 1}
"""Changes that one resident proposes by the last meeting: two from someone in the data, else one."""
TAKEN_UP: dict[str, tuple[int, int]] = {"heard": (1, 4), "vote": (1, 2), "veto": (1, 2)}
"""The share of proposed changes that the study takes up, as a fraction."""
STOPPED: dict[str, int] = {"heard": 0, "vote": 0, "veto": 2}
"""Parts that residents in the data stop where they can: one variable and one use."""


@dataclass(frozen=True)
class _Table:
    """The settings: how people are found, paid, led, and what their word does."""

    found: str
    pay: str
    lead: str
    say: str

    def last_meeting(self, resident: _Resident) -> int:
        """The last of six meetings that a resident comes to."""
        if not resident.can_afford and self.pay == "none":
            return 2
        if not resident.can_afford and self.pay == "gift":
            return 4
        if not resident.used_to_it and self.lead == "director":
            return 3
        return MEETINGS

    def there(self, meeting: int) -> list[_Resident]:
        """Who sits at the table at a meeting from 1 to 6."""
        return [r for r in COMING[self.found] if self.last_meeting(r) >= meeting]


def _cost(table: _Table) -> int:
    if table.pay == "none":
        return 0
    if table.pay == "gift":
        return GIFT * len(table.there(MEETINGS))
    visits = sum(len(table.there(meeting)) for meeting in range(1, MEETINGS + 1))
    return visits * (HOURS * RATE + COSTS_AROUND)


def _stopped(table: _Table) -> int:
    in_data = any(r.in_data and not r.used_to_it for r in table.there(MEETINGS))
    return STOPPED[table.say] if in_data else 0


def _people(table: _Table) -> tuple[Person, ...]:
    """What the six meetings mean for four people, each by a decision table."""
    in_data = sum(r.in_data for r in table.there(MEETINGS))
    return (
        Person.by_case(
            "Devon",
            (table.found != "peers", "hears of the study when it is over. The row about him is in it.", "harm"),
            (table.pay == "none", "comes twice. The third meeting costs him a shift, and he takes the shift.", "harm"),
            (table.lead == "director", "comes three times. He has not finished a sentence yet, and stops coming.", "harm"),
            (table.pay == "gift", "comes four times. The card is for those who stay to the end.", "harm"),
            (table.say == "veto", "stops one variable, and signs the log that says why.", "help"),
            (True, "stays to the end, and says what the placement field leaves out. It is written down.", "help"),
        ),
        Person.by_case(
            "Rosa",
            (table.found == "flyer", "never looks at the county's page. A neighbor who went tells her about it.", "harm"),
            (table.lead == "shared", "opens every second meeting. The first line on the paper is what families do well.", "help"),
            (True, "reads the notes. Her name is in them, and her sentence is not.", "harm"),
        ),
        Person.by_case(
            "Ms. Quinn, the director",
            (table.say == "veto" and _stopped(table) > 0, "loses one variable and one use, and explains it to her board with a log in hand.", "same"),
            (table.say == "veto", "granted a veto, and nobody is left who would use it.", "same"),
            (table.lead == "shared", "lets others write the notes. She gave up the last word.", "same"),
            (True, "keeps her agenda, her notes and her last word. Nothing that she wanted is stopped.", "help"),
        ),
        Person.by_case(
            "Ms. Sato, the analyst",
            (in_data >= 4, "is told what two of her codes mean by the people behind them.", "help"),
            (True, "guesses what two of her codes mean. No one at the table can tell her.", "harm"),
        ),
    )


def _chart(table: _Table) -> Chart:
    meetings = tuple(range(1, MEETINGS + 1))
    everyone = tuple(len(table.there(m)) for m in meetings)
    in_data = tuple(sum(r.in_data for r in table.there(m)) for m in meetings)
    return Chart(
        kind="lines",
        title="Residents at the table (invented)",
        x_label="Meeting",
        y_label="Residents",
        series=(Series("All residents", meetings, everyone), Series("Residents in the data", meetings, in_data)),
        description=(
            f"All residents go from {everyone[0]} at the first meeting to {everyone[-1]} at the last; "
            f"those in the data from {in_data[0]} to {in_data[-1]}."
        ),
        y_range=(0, 6),
    )


def run(settings: Mapping[str, Any]) -> Outcome:
    """What six meetings come to.

    `settings`: `found` (flyer, agencies, peers), `pay` (none, gift, hourly), `lead` (director, shared),
    `say` (heard, vote, veto). Raises KeyError where one is missing.
    Residents are counted out of six, money in dollars, time in weeks.
    """
    table = read_choices(_Table, settings)
    last = table.there(MEETINGS)
    in_data = sum(r.in_data for r in last)
    proposed = sum(IDEAS_FROM[r.in_data] for r in last)
    up, down = TAKEN_UP[table.say]
    taken, stopped = proposed * up // down, _stopped(table)
    weeks = WEEKS_TO_FIND[table.found] + 2 * MEETINGS + (2 if stopped else 0)
    return Outcome(
        totals=(
            Total("Residents still there at meeting six", len(last), "of 6"),
            Total("Of these, people whom the data are about", in_data, f"of {len(last)}"),
            Total("Changes that they propose", proposed),
            Total("Proposed changes that the study takes up", taken),
            Total("Things that the office wanted and gives up", stopped),
            Total("Dollars for residents", _cost(table)),
            Total("Weeks from start to report", weeks),
        ),
        people=_people(table),
        charts=(_chart(table),),
        summary=(
            f"{len(last)} of 6 residents are there at the last meeting, {in_data} of them in the data. "
            f"Changes taken up: {taken}. Things that the office wanted and gives up: {stopped}."
        ),
    )
