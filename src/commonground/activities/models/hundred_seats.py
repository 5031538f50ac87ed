"""A hall of one hundred seats: the same survey figures, told to a board in four ways.

For the trial `hundred-seats`. The figures are those of `datasets/published/asked_and_wanted.csv`
(facts SURV-01 and SURV-02) and, for the way that mixes two surveys, of fact SURV-06 with the sheet's
"four in ten". What the named readers take from each telling is invented.
"""

from __future__ import annotations

from collections.abc import Mapping

from commonground.activities.outcome import Chart, Outcome, Person, Series, Total

SEATS = 100
WANTED: dict[str, int] = {"parents": 93, "students": 82}
"""In percent: parents who find it important to be engaged; students who should have some say."""
ASKED: dict[str, int] = {"parents": 44, "students": 26}
"""In percent: those who said that their school or district had asked for their input."""
FOUR_IN_TEN = 40
"""The earlier survey's share of parents, as the sheet rounds it."""
CUT_FLOOR = 20
"""Where the shortened axis begins, in percent."""

_WORDS: dict[str, str] = {
    "parents": "parents found it important to be engaged",
    "students": "students thought that they should have some say",
}


def _sentence(who: str, telling: str) -> str:
    """What the board is told."""
    wanted, asked = WANTED[who], ASKED[who]
    plain = f"Of 100 {_WORDS[who]}: {wanted}. Asked for their input: {asked}."
    if telling == "points":
        return f"{plain} The gap is {wanted - asked} points."
    if telling == "ratio":
        return f"{plain} For each one who was asked, {wanted / asked:.1f} wanted it."
    if telling == "cut":
        return f"The bar for 'wanted' towers over the bar for 'asked'. (The axis begins at {CUT_FLOOR}.)"
    return f"In 2020 four in ten parents were asked. In 2021 it was {ASKED['parents']} percent. Things are getting better."


def _people(who: str, telling: str) -> tuple[Person, ...]:
    gap = WANTED[who] - ASKED[who]
    if telling == "points":
        return (
            Person("Coach Bell", f"He says it back right: at least {gap} of 100 wanted it and were not asked.", "help"),
            Person("Rosa", "She asks who the 100 were, and you can show her where it says so.", "help"),
        )
    if telling == "ratio":
        return (
            Person("Coach Bell", f"He remembers '{WANTED[who] / ASKED[who]:.1f} times', and not out of how many.", "same"),
            Person("Rosa", "She finds that the ratio would be the same for 4 people and 2. She asks for the two numbers.", "same"),
        )
    if telling == "cut":
        bars = round((WANTED[who] - CUT_FLOOR) / (ASKED[who] - CUT_FLOOR), 1)
        return (
            Person("Coach Bell", f"By his eye, one bar is {bars} times the other. The numbers say {WANTED[who] / ASKED[who]:.1f}.", "harm"),
            Person("Rosa", "She sees the small print on the axis and trusts none of the rest.", "harm"),
        )
    return (
        Person("Coach Bell", "He goes home glad that more parents are asked now. Nobody has shown that.", "harm"),
        Person("Rosa", "She has never been asked, and hears that all is getting better.", "harm"),
    )


def _chart(who: str, telling: str) -> Chart:
    if telling == "mixed":
        two = Series("Parents who were asked", ("Survey of 2020", "Survey of 2021"), (FOUR_IN_TEN, ASKED["parents"]))
        words = f"Two bars from two surveys side by side: {FOUR_IN_TEN} for 2020 and {ASKED['parents']} for 2021."
        return Chart("bars", "Asked, in two surveys", "", "Percent", (two,), words, (0, SEATS))
    label = who.capitalize()
    series = (
        Series("Wanted it", (label,), (WANTED[who],)),
        Series("Were asked", (label,), (ASKED[who],)),
    )
    floor = CUT_FLOOR if telling == "cut" else 0
    words = f"{label}: {WANTED[who]} of 100 wanted it, {ASKED[who]} were asked. The axis runs from {floor} to 100."
    return Chart("bars", "Seats in the hall", "", "Of 100", series, words, (floor, SEATS))


def run(settings: Mapping[str, int | float | str]) -> Outcome:
    """What a board hears.

    Settings: `who`, parents or students; `telling`, points, ratio, cut (a shortened axis) or mixed (two surveys
    as one; it is about parents whatever `who` says).
    """
    who, telling = str(settings["who"]), str(settings["telling"])
    if telling == "mixed":
        who = "parents"
    wanted, asked = WANTED[who], ASKED[who]
    totals = (
        Total("Wanted it", wanted, "of 100"),
        Total("Were asked", asked, "of 100"),
        Total("Gap", wanted - asked, "points"),
        Total("Wanted, for each one asked", round(wanted / asked, 1)),
    )
    return Outcome(totals, _people(who, telling), (_chart(who, telling),), f"The board hears: {_sentence(who, telling)}")
