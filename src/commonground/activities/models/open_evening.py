"""One evening about one plan: who speaks, what is still open, and what changes because of it.

For the trial `open-evening`. Everything in it is invented, and nothing is drawn at random.
Riverbend schools want to send the county's housing office a list of students who moved twice in a year.
Eight people each hold one concern about it. The model follows each concern through four questions: is it
said, is the part that it is about still open, does anybody owe an answer, does the plan change. The rules
are our own construction; they keep what the course's sources say of telling and of deciding together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonground.activities.outcome import Chart, Outcome, Person, Series, Total

MINUTES_EACH = 5
"""Minutes at the microphone that one concern takes."""
MINUTES_TO_DECIDE = 30
"""An evening with less time than this for families decides nothing together; staff decide and write."""
OPEN: dict[str, int] = {"nothing": 0, "letter": 1, "terms": 2, "whether": 3}
"""How far the plan is open: each step includes the ones before it."""
WEEKS: dict[str, int] = {"nothing": 1, "letter": 2, "terms": 6, "whether": 10}
"""Weeks until the first list could be sent."""
REACH: dict[str, int] = {"none": 1, "written": 2, "together": 3}
"""The furthest part of the plan that each way of answering changes."""
ANSWER_HOURS: dict[str, int] = {"none": 0, "written": 6, "together": 12}
BASE_HOURS = 6
MORE_WAYS_HOURS = 8


@dataclass(frozen=True)
class _Concern:
    """What one person would say: `about` is the part of the plan (1 letter, 2 terms, 3 whether at all)."""

    name: str
    in_room: bool
    about: int
    unsaid: str
    closed: str
    answered: str
    changed: str


CONCERNS: tuple[_Concern, ...] = (
    _Concern(
        "Coach Bell", True, 1,
        "Leaves with his question: whom do families call?",
        "Asks whom families can call. The letter is already printed.",
        "Is told that the desk will think about a phone number.",
        "Asks whom families can call. A name and a number now stand in the letter.",
    ),
    _Concern(
        "Mr. Grant, father of three", True, 2,
        "Wants to know when the list is deleted. The hour is over.",
        "Asks when the list is deleted. The contract says nothing, and it is signed.",
        "Asks when the list is deleted. Staff nod, and the paper stays as it is.",
        "Asks when the list is deleted. Now it ends each June.",
    ),
    _Concern(
        "Rosa", True, 1,
        "The letter says \"mother and father\". She is a guardian, and she folds it up.",
        "Says that she is a guardian, not a mother. The letter is already printed.",
        "Is told that the wording will be looked at some day.",
        "Says that she is a guardian. The letter now greets every caregiver.",
    ),
    _Concern(
        "Ms. Vega, mother of twins", True, 2,
        "Her twins go back and forth between two homes. Nobody hears that this counts as moving.",
        "Says that two homes are not two moves. The rule is in the signed contract.",
        "Says that two homes are not two moves. It is noted, and the rule stays.",
        "Says that two homes are not two moves. The rule is mended, and eleven children leave the list.",
    ),
    _Concern(
        "Mr. Lee", False, 1,
        "Is at work that night. The helper will ring at nine, when he sleeps.",
        "Phones in: please do not ring at nine. The call plan is fixed.",
        "Phones in: please do not ring at nine. He hears no more of it.",
        "Phones in: please do not ring at nine. Families now choose an hour.",
    ),
    _Concern(
        "Amina", False, 2,
        "The invitation is in English only, so she stays home. She never asks who else reads the list.",
        "Asks in Somali who else reads the list. Five desks do, and that is signed.",
        "Asks in Somali who else reads the list. Her slip goes into a folder.",
        "Asks in Somali who else reads the list. Two desks may now, and no others.",
    ),
    _Concern(
        "Devon", False, 3,
        "Nobody asked him. The county moved him three times, so he is on top of the list.",
        "Writes: \"You moved me. Leave me off.\" His row goes out all the same.",
        "Writes: \"You moved me. Leave me off.\" He gets a letter with reasons, and his row goes out.",
        "Writes: \"You moved me. Leave me off.\" Moves that the county made are not sent.",
    ),
    _Concern(
        "Tasha", False, 3,
        "Got no letter, for want of an address. A list will say that she has none.",
        "Writes on a slip, without her name: \"If you send this, I stop coming.\" It is sent.",
        "Writes on a slip, without her name: \"If you send this, I stop coming.\" The reply is a notice on the board.",
        "Writes on a slip, without her name. No row leaves without the student's own yes.",
    ),
)  # fmt: skip
"""In the order in which people reach the microphone. Who is not in the room needs another way to be heard."""


@dataclass(frozen=True)
class _Evening:
    """The controls: `listen` in minutes; `answer` is what really follows, after the time for it was counted."""

    listen: int
    open: str
    ways: str
    promised: str

    @property
    def answer(self) -> str:
        if self.promised == "together" and self.listen < MINUTES_TO_DECIDE:
            return "written"
        return self.promised


def _said(evening: _Evening) -> tuple[_Concern, ...]:
    if evening.ways == "more":
        return CONCERNS
    room = [concern for concern in CONCERNS if concern.in_room]
    return tuple(room[: evening.listen // MINUTES_EACH])


def _still_open(evening: _Evening) -> tuple[_Concern, ...]:
    return tuple(concern for concern in _said(evening) if concern.about <= OPEN[evening.open])


def _changed(evening: _Evening) -> tuple[_Concern, ...]:
    return tuple(concern for concern in _still_open(evening) if concern.about <= REACH[evening.answer])


def _person(concern: _Concern, evening: _Evening) -> Person:
    return Person.by_case(
        concern.name,
        (concern in _changed(evening), concern.changed, "help"),
        (concern in _still_open(evening), concern.answered, "same" if evening.answer != "none" else "harm"),
        (concern in _said(evening), concern.closed, "harm"),
        (True, concern.unsaid, "harm"),
    )


def _waiting_family(evening: _Evening) -> Person:
    """The one who pays when a good plan waits, unless asking itself opens a door."""
    in_time = WEEKS[evening.open] <= WEEKS["letter"]
    return Person.by_case(
        "Nia's mother, two weeks behind on rent",
        (evening.ways == "more", "Sees the phone line on the slip and calls. A helper comes, without any list.", "help"),
        (in_time, "Is on the list, and a helper calls in time.", "help"),
        (True, "Waits while the plan is talked over. Nobody tells her of the helper.", "harm"),
    )


def _in_both_documents(evening: _Evening) -> str:
    """Our reading of where the evening stands in the report and on the information sheet."""
    if not _still_open(evening):
        return (
            "The report would call it outreach. "
            "The information sheet would call it the first step of engagement, sharing information."
        )
    if evening.answer == "together":
        return "Both documents would call it engagement: families help to decide."
    if evening.answer == "written":
        return (
            "People advise and get an answer. "
            "The sheet counts advice as engagement, and so does the report's list of forms. "
            "Its definition asks for more: to settle things together."
        )
    return "People may advise, and nobody owes them an answer. Neither document would be content with that."


def run(settings: Mapping[str, int | float | str]) -> Outcome:
    """What an evening leads to.

    Settings: `listen`, minutes of the hour that families speak, 0 to 60; `open`, nothing, letter, terms or
    whether; `ways`, gym (one evening at the microphone) or more (also slips, a phone line, three languages);
    `answer`, none, written or together.
    """
    evening = _Evening(
        int(settings["listen"]), str(settings["open"]), str(settings["ways"]), str(settings["answer"])
    )
    held, said = len(CONCERNS), len(_said(evening))
    still_open, changed = len(_still_open(evening)), len(_changed(evening))
    weeks = WEEKS[evening.open]
    hours = BASE_HOURS + evening.listen // 10 + ANSWER_HOURS[evening.promised]
    hours += MORE_WAYS_HOURS if evening.ways == "more" else 0
    totals = (
        Total("Concerns that were said", said, f"of {held}"),
        Total("About something still open", still_open, f"of {held}"),
        Total("Changed the plan", changed, f"of {held}"),
        Total("Time until a list could be sent", weeks, "week" if weeks == 1 else "weeks"),
        Total("Staff hours", hours, "hours"),
    )
    cut_short = ""
    if evening.answer != evening.promised:
        cut_short = f"Less than {MINUTES_TO_DECIDE} minutes is too short to decide together, so staff decide and write. "
    summary = (
        f"{said} of {held} concerns are said, {still_open} are about something still open, and {changed} change "
        f"the plan. {cut_short}Our reading: {_in_both_documents(evening)}"
    )
    steps = ("Held", "Said", "Still open", "Changed the plan")
    chart = Chart(
        "bars", "What became of eight concerns", "", "Concerns",
        (Series("Concerns", steps, (held, said, still_open, changed)),),
        f"Of {held} concerns, {said} are said, {still_open} are about something still open, {changed} change the plan.",
        (0, held),
    )  # fmt: skip
    people = (*(_person(concern, evening) for concern in CONCERNS), _waiting_family(evening))
    return Outcome(totals, people, (chart,), summary)
