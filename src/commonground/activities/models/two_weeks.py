"""Two weeks of a crisis: what a rushed form collects, who may open it, when it goes, and who was asked.

For the trial `two-weeks`. Everything in it is invented, and nothing is drawn at random. The steps are
our own construction: families tell the truth less often the more a form asks, the more people can open
it, and where it has no date of deletion; asking a few of them first mends part of that and takes a day. Without any form, some call by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from commonground.activities.outcome import Chart, Outcome, Person, Series, Total
from commonground.activities.settings import read_choices

FAMILIES = 60
NEED = 24
"""Families who need lessons at home, meals or a visit in these two weeks."""
CHILDREN = 180
LAST_DAY = 14
WILLING = 50
"""Families who would tell the truth to a nurse whom they know, about one plain question."""
ASK_COST: dict[str, int] = {"back": 0, "full": 12}
SEEN_COST: dict[str, int] = {"nurse": 0, "office": 4, "county": 16}
OPEN_COST = 8
ASKED_GAIN: dict[str, int] = {"none": 0, "calls": 6, "meeting": 3, "helpline": 2}
BY_THEMSELVES = 26
"""Families who call the nurse themselves where no form is kept."""
FIRST_DAY: dict[str, int] = {"none": 2, "calls": 3, "meeting": 7, "helpline": 2}
"""The day on which help can begin, by how the three hours for asking are spent."""
SEERS: dict[str, int] = {"nurse": 1, "office": 6, "county": 140}


@dataclass(frozen=True)
class _Rush:
    """The controls, one named value each."""

    ask: str
    holds: str
    viewers: str
    delete: str

    @property
    def kept(self) -> bool:
        """Whether there is a file at all."""
        return self.holds != "nothing"


def _effects(rush: _Rush) -> tuple[int, int, int, int]:
    """Families won (or lost, below 0) by whom was asked, what is held, who can look, and a missing end."""
    gain = ASKED_GAIN[rush.ask]
    if not rush.kept:
        return gain, BY_THEMSELVES - WILLING, 0, 0
    return gain, -ASK_COST[rush.holds], -SEEN_COST[rush.viewers], -OPEN_COST if rush.delete == "open" else 0


def _truthful(rush: _Rush) -> int:
    """Families who tell the nurse the truth on day 14."""
    return WILLING + sum(_effects(rush))


def _helped(rush: _Rush) -> int:
    """Families in need who get what they need; a long form finds three more, a late start loses some."""
    waited = (FIRST_DAY[rush.ask] - 2) // 2
    return max(0, _truthful(rush) * NEED // FAMILIES + (3 if rush.holds == "full" else 0) - waited)


def _people(rush: _Rush) -> tuple[Person, ...]:
    """What the two weeks mean for five residents, each by a decision table."""
    day = FIRST_DAY[rush.ask]
    return (
        Person.by_case(
            "Amina",
            (rush.ask == "calls", "She is one of the ten calls. By noon the form is in Somali, and one line of it is gone.", "help"),
            (rush.ask == "meeting", "On day 6 she asks for Somali. On day 8 it is there.", "help"),
            (not rush.kept, "There is no form. She calls the nurse, who knows her voice.", "same"),
            (True, "The form is in English. She leaves out what she cannot read.", "harm"),
        ),
        Person.by_case(
            "Tasha",
            (rush.holds == "full", "\"Who lives at home?\" She has no true answer, so she hands nothing in and gets no lessons.", "harm"),
            (rush.kept, "She writes \"out, back Monday\". Lessons come to the library.", "help"),
            (True, "She does not know the nurse, so she does not call. No lessons come.", "harm"),
        ),
        Person.by_case(
            "Devon",
            (rush.kept and rush.viewers == "county", "His cough is in a county file. Before a doctor is, a caseworker talks of a new placement.", "harm"),
            (rush.kept and rush.viewers == "office", "Someone in the front office says aloud that he is out sick.", "harm"),
            (True, "He tells the nurse, and she tells nobody.", "help"),
        ),
        Person.by_case(
            "Mr. Lee",
            (not rush.kept, "He calls the nurse after his shift and gets her machine. Help comes on day 9.", "harm"),
            (day > 3, f"He waits until day {day} for a meal box, and misses two shifts.", "harm"),
            (True, f"A meal box comes on day {day}, and he can go to work.", "help"),
        ),
        Person.by_case(
            "Rosa",
            (rush.kept and rush.delete == "open", "A year later a summer camp asks about her grandson's test. The school still has it on file.", "harm"),
            (rush.kept, "On day 30 she gets one line: deleted. She keeps it on the fridge.", "help"),
            (True, "Nothing about her grandson is on file.", "same"),
        ),
    )


def _chart(rush: _Rush) -> Chart:
    """The families who tell the truth after each of the four choices, from day 1 to day 14."""
    effects = _effects(rush)
    steps = tuple(accumulate(effects, initial=WILLING))
    names = ("Day 1", "Asking", "Form", "Viewers", "Deletion")
    moved = ", ".join(f"{name.lower()} {effect:+d}" for name, effect in zip(names[1:], effects, strict=True) if effect)
    description = (
        f"On day 1, {WILLING} of {FAMILIES} families would tell the nurse the truth. Then: {moved or 'nothing moves it'}. "
        f"On day {LAST_DAY} it is {steps[-1]}."
    )
    title = "Families who tell the nurse the truth, choice by choice"
    return Chart("bars", title, "", "Families", (Series("Families", names, steps),), description, (0, FAMILIES))


def run(settings: Mapping[str, int | float | str]) -> Outcome:
    """Two weeks of a rushed rollout.

    Settings: `ask`, none, calls, meeting or helpline; `holds`, nothing, back or full; `viewers`, nurse,
    office or county; `delete`, open or day-30.
    """
    rush = read_choices(_Rush, settings)
    truthful, helped = _truthful(rush), _helped(rush)
    seers = SEERS[rush.viewers] if rush.kept else 0
    left = CHILDREN if rush.kept and rush.delete == "open" else 0
    totals = (
        Total("Families who tell the truth on day 14", truthful, f"of {FAMILIES}"),
        Total("Families in need who get help", helped, f"of {NEED}"),
        Total("Help begins on day", FIRST_DAY[rush.ask]),
        Total("People who can open the file", seers),
        Total("Children still on file a year later", left),
    )
    summary = (
        f"On day {LAST_DAY}, {truthful} of {FAMILIES} families tell the nurse the truth, and {helped} of {NEED} in need get help. "
        f"A year later {left} children are still on file."
    )
    return Outcome(totals, _people(rush), (_chart(rush),), summary)
