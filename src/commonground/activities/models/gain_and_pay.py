"""Gain and pay: one plan for sharing, four groups of students, and what a precaution is worth without an owner.

For the trial `gain-and-pay`. Everything in it is invented, and nothing is drawn at random. For each plan
the tables below say how many students of each group gain and pay in a year where whole records are sent.
The rules keep statements of the course's source (a benefit for all and no group that bears the harm; risks
met by precautions) and put no real figure on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonground.activities.outcome import Chart, Outcome, Person, Series, Tone, Total

GROUPS: tuple[str, ...] = ("In foster care", "No fixed home", "Other home language", "All others")
SIZES: tuple[int, ...] = (40, 60, 120, 780)
"""Students of Riverbend in each group; each is counted once, in the first that fits."""

GAIN: dict[str, tuple[int, ...]] = {
    "foster": (28, 4, 2, 0),
    "workforce": (5, 6, 14, 95),
    "alerts": (0, 0, 0, 12),
}
"""Students who get something that they would notice within the year."""
PAY: dict[str, tuple[int, ...]] = {
    "foster": (10, 2, 2, 0),
    "workforce": (12, 14, 26, 30),
    "alerts": (14, 18, 16, 40),
}
"""Students who are stopped, steered away, exposed or frightened off."""

EIGHTHS: dict[str, tuple[int, int]] = {
    "whole": (8, 8),
    "needed": (8, 4),
    "counts": (2, 0),
    "nothing": (0, 0),
}
"""What is sent: eighths of the gain that is left, and of the pay. Counts help through programs, not by name."""
GUARD: dict[str, int] = {"none": 8, "training": 7, "check": 5, "seat": 3}
"""The precaution: eighths of the pay that are left while somebody sees to it all year."""
SEAT_HELPS = frozenset({"foster", "workforce"})
"""Plans in which the people at the table find students whom the record does not show."""
SEAT_FINDS: tuple[int, ...] = (4, 6, 8, 0)


@dataclass(frozen=True)
class _Ledger:
    """Students who gain and who pay, group by group."""

    gain: tuple[int, ...]
    pay: tuple[int, ...]

    @property
    def only_pay(self) -> tuple[str, ...]:
        """Groups that pay and gain nothing."""
        return tuple(g for g, up, down in zip(GROUPS, self.gain, self.pay, strict=True) if down and not up)

    @property
    def pay_more(self) -> tuple[str, ...]:
        """Groups in which more pay than gain."""
        return tuple(g for g, up, down in zip(GROUPS, self.gain, self.pay, strict=True) if down > up)


def _guarded(guard: str, owner: str) -> int:
    """Eighths of the pay that are left. Without an owner the precaution lasts for half of the year."""
    left = GUARD[guard]
    return left if owner == "named" else -(-(8 + left) // 2)


def _ledger(plan: str, sent: str, guard: str, owner: str) -> _Ledger:
    up, down = EIGHTHS[sent]
    left = _guarded(guard, owner)
    finds = guard == "seat" and owner == "named" and plan in SEAT_HELPS and sent not in ("nothing", "counts")
    gain = tuple(
        n * up // 8 + (found if finds else 0) for n, found in zip(GAIN[plan], SEAT_FINDS, strict=True)
    )
    pay = tuple(-(-n * down * left // 64) for n in PAY[plan])
    return _Ledger(gain, pay)


FACES: tuple[str, ...] = ("Devon", "Tasha", "Amina's daughter", "Mr. Lee's son")
"""For each group its face."""
_SAME: tuple[str, ...] = (
    "Is in care, and the plan neither helps nor harms him.",
    "Has no fixed home, and the plan passes her by.",
    "Speaks Somali at home, and nothing changes for her.",
    "Goes to school as before.",
)
_HELPED: dict[str, tuple[str, ...]] = {
    "foster": (
        "Sits in the right math class from the first week.",
        "Stays with an aunt who takes in a child in care, and the liaison finds her a bus as well.",
        "Has a foster sister, and the letters come in Somali.",
        "Gets a seat beside a student who arrived with his books.",
    ),
    "workforce": (
        "Is offered a place with a mechanic, and a ride to it.",
        "Is offered a place that takes her without an address.",
        "Is offered a place in nursing, in words that her mother can read.",
        "Is offered a place that he did not know of.",
    ),
    "alerts": (
        "Has a deputy who asks how he is, and goes.",
        "Has a deputy who drives her to a shelter that she chose.",
        "Has a deputy who knows her brother's name.",
        "Has a deputy talk him out of a fight.",
    ),
}
_HARMED: dict[str, tuple[str, ...]] = {
    "foster": (
        "Hears his case notes quoted in the hall.",
        "Has her aunt's address in three offices, and sleeps elsewhere.",
        "Is mixed up with a student of the same name, and loses her class.",
        "Is in a file on foster care by mistake.",
    ),
    "workforce": (
        "Is steered away by a score that counts his moves.",
        "Is steered away: a form without an address gets no points.",
        "Is steered away by a test that she took in her first month of English.",
        "Is sent to a training that he never asked for.",
    ),
    "alerts": (
        "Is stopped twice about an old quarrel.",
        "Is woken in a parked car, and comes to school less.",
        "Is asked about her brother on the way to class.",
        "Is watched for a week because of a slammed door.",
    ),
}
"""What a plan means for each face where at least as many of the group gain as pay, and where more pay."""


def _people(plan: str, ledger: _Ledger) -> tuple[Person, ...]:
    people = []
    for i, name in enumerate(FACES):
        up, down = ledger.gain[i], ledger.pay[i]
        tone: Tone = "same" if up == down == 0 else "help" if up >= down else "harm"
        words = {"help": _HELPED[plan], "harm": _HARMED[plan], "same": _SAME}[tone]
        people.append(Person(name, words[i], tone))
    return tuple(people)


def _chart(ledger: _Ledger) -> Chart:
    words = "; ".join(
        f"{group}: {up} gain, {down} pay (of {size})"
        for group, up, down, size in zip(GROUPS, ledger.gain, ledger.pay, SIZES, strict=True)
    )
    series = (Series("Gain", GROUPS, ledger.gain), Series("Pay", GROUPS, ledger.pay))
    return Chart("bars", "Who gains and who pays, in one year", "", "Students", series, f"{words}.")


def run(settings: Mapping[str, int | float | str]) -> Outcome:
    """A year of one plan.

    Settings: `plan`, foster, workforce or alerts; `sent`, whole, needed, counts or nothing; `guard`, none,
    training, check or seat; `owner`, nobody or named.
    """
    plan = str(settings["plan"])
    ledger = _ledger(plan, str(settings["sent"]), str(settings["guard"]), str(settings["owner"]))
    totals = (
        Total("Students who gain", sum(ledger.gain)),
        Total("Students who pay", sum(ledger.pay)),
        Total("Groups that only pay", len(ledger.only_pay), "of 4"),
        Total("Groups in which more pay than gain", len(ledger.pay_more), "of 4"),
    )
    names = ", ".join(ledger.pay_more)
    verdict = f"More pay than gain: {names}." if names else "In no group do more pay than gain."
    summary = f"{sum(ledger.gain)} students gain and {sum(ledger.pay)} pay. {verdict}"
    return Outcome(totals, _people(plan, ledger), (_chart(ledger),), summary)
