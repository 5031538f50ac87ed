"""Devon's string: ten facts in four offices, and what his first two weeks at a new school become.

For the trial `devons-string`. Everything in it is invented, and nothing is drawn at random.
A bead is one fact about a student. A string lets beads of one office reach the new school. Four of the
ten beads bear on the first two weeks; the others help nobody there, and lie in one more office once
they have moved. The days below are our own construction and stand for no real district.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonground.activities.outcome import Chart, Outcome, Person, Series, Total

DAYS = 10
"""School days in the two weeks."""
IN_CARE = 12
"""Students who change homes in care this fall."""
STUDENTS = 600
"""All students of the two schools."""

BOXES: dict[str, tuple[str, ...]] = {
    "old_school": ("classes", "attendance", "notes"),
    "welfare": ("address", "signer", "reasons"),
    "health": ("allergy", "counseling"),
    "sheriff": ("stop", "brother"),
}
"""The four offices and the beads that each holds about Devon."""
BOX_NAMES: dict[str, str] = {
    "old_school": "Old school",
    "welfare": "Child welfare",
    "health": "Health",
    "sheriff": "Sheriff",
}
ON_EVERY_STUDENT = ("old_school", "health")
"""The offices that hold beads about each student, and not only about those in care."""


@dataclass(frozen=True)
class _Need:
    """Something a new student needs: its bead, and the school day on which it is in place.

    `alone` is the day without any help, `folder` the day when the student carries the paper himself, `string`
    the day when the bead moves and nobody asks him about it.
    """

    name: str
    bead: str
    alone: int
    folder: int
    string: int


NEEDS: tuple[_Need, ...] = (
    _Need("the bus", "address", 7, 3, 4),
    _Need("the right math class", "classes", 9, 2, 1),
    _Need("a safe lunch", "allergy", 4, 2, 1),
    _Need("a name that may sign for him", "signer", 10, 2, 1),
)
"""The address in the office's box is a week old, so a bus that nobody asks Devon about first goes to the wrong house."""
HELPFUL = frozenset(need.bead for need in NEEDS)
ASKED_DAY = 2
"""Asking twelve students takes a day, and brings the right address."""


@dataclass(frozen=True)
class _Plan:
    """The controls: how wide each string is, who is part of the choice, and whom the strings are for."""

    strings: Mapping[str, str]
    way: str
    scope: str

    @property
    def too_many_to_ask(self) -> bool:
        """Six hundred families cannot be asked before the two weeks are over."""
        return self.way == "asked" and self.scope == "every"

    def moved(self, box: str) -> tuple[str, ...]:
        """Devon's beads that leave one office."""
        width = self.strings[box]
        if width == "cut" or self.too_many_to_ask:
            return ()
        beads = BOXES[box]
        if width == "needed" or self.way == "asked":
            return tuple(bead for bead in beads if bead in HELPFUL)
        return beads

    @property
    def all_moved(self) -> tuple[str, ...]:
        """All of Devon's beads that leave an office."""
        return tuple(bead for box in BOXES for bead in self.moved(box))

    @property
    def deputy_reads(self) -> bool:
        """Whether the sheriff's desk sees what has reached the school. A student who is asked says no to it."""
        return self.strings["sheriff"] == "all" and self.way != "asked"


def _day(need: _Need, plan: _Plan) -> int:
    """The school day on which something is in place."""
    days = [need.alone]
    if plan.way == "folder":
        days.append(need.folder)
    if need.bead in plan.all_moved:
        days.append(ASKED_DAY if plan.way == "asked" else need.string)
    return min(days)


def _elsewhere(plan: _Plan) -> int:
    """Beads of all students that lie in one more office."""
    of_one_in_care = len(plan.all_moved)
    if plan.scope == "care":
        return IN_CARE * of_one_in_care
    of_another = sum(len(plan.moved(box)) for box in ON_EVERY_STUDENT)
    return IN_CARE * of_one_in_care + (STUDENTS - IN_CARE) * of_another


def _devon(plan: _Plan) -> Person:
    due: dict[int, list[str]] = {}
    for need in NEEDS:
        due.setdefault(_day(need, plan), []).append(need.name)
    frames = [f"Day {day}: {' and '.join(due[day])}." for day in sorted(due)]
    harmed = max(due) > DAYS // 2
    slips = {"reasons": "why he came into care", "counseling": "that he sees a counselor"}
    slipped = [words for bead, words in slips.items() if bead in plan.all_moved]
    if slipped:
        frames.append(f"In week two a clerk lets slip {' and '.join(slipped)}.")
        harmed = True
    if plan.deputy_reads:
        frames.append("On day 8 a deputy stops him and asks about sixth grade.")
        harmed = True
    if "notes" in plan.all_moved:
        frames.append("His new homeroom teacher knows an old quarrel before she knows his name.")
        harmed = True
    return Person("Devon", " ".join(frames), "harm" if harmed else "help")


def _rosa(plan: _Plan) -> Person:
    mornings = _day(NEEDS[0], plan) - 1
    words = f"She drives Devon until the bus comes: {mornings} morning{'s' if mornings > 1 else ''}."
    return Person.by_case(
        "Rosa",
        ("reasons" in plan.all_moved, "Her name stands in the case notes, and now the school can read it.", "harm"),
        (mornings == 0, "She drives him on Mondays, as she always did, and no more.", "help"),
        (mornings > 2, f"{words} She is late for her own work.", "harm"),
        (True, words, "same"),
    )


def _tasha(plan: _Plan) -> Person:
    hers = plan.scope == "every" and not plan.too_many_to_ask
    return Person.by_case(
        "Tasha",
        (hers and plan.deputy_reads, "A deputy asks where she sleeps. She stays away for three days.", "harm"),
        (hers and "classes" in plan.all_moved, "She changed couches that week. Her classes came along on day 1.", "help"),
        (True, "She changed couches that week. No string is hers, and no folder: she waits nine days.", "same"),
    )


def _mr_lee(plan: _Plan) -> Person:
    beads = sum(len(plan.moved(box)) for box in ON_EVERY_STUDENT) if plan.scope == "every" else 0
    count = "One bead about him lies" if beads == 1 else f"{beads} beads about him lie"
    return Person.by_case(
        "Mr. Lee",
        (beads > 0, f"His son has not moved. {count} in one more office, for nothing.", "harm"),
        (True, "His son has not moved, and nothing about him has either.", "same"),
    )


def _amina(plan: _Plan) -> Person:
    return Person.by_case(
        "Amina",
        (plan.too_many_to_ask, "One of 600 letters is hers, in English. Her answer is due before she has read it.", "harm"),
        (True, "Her daughter did not change homes. She hears nothing of the strings.", "same"),
    )


def _beads_chart(plan: _Plan) -> Chart:
    names = tuple(BOX_NAMES.values())
    helped = tuple(sum(bead in HELPFUL for bead in plan.moved(box)) for box in BOXES)
    idle = tuple(sum(bead not in HELPFUL for bead in plan.moved(box)) for box in BOXES)
    stayed = tuple(len(BOXES[box]) - len(plan.moved(box)) for box in BOXES)
    words = "; ".join(
        f"{name}: {h} moved and helped, {i} moved and helped nobody, {s} stayed"
        for name, h, i, s in zip(names, helped, idle, stayed, strict=True)
    )
    series = (
        Series("Moved and helped", names, helped),
        Series("Exposed for nothing", names, idle),
        Series("Stayed at home", names, stayed),
    )
    return Chart("bars", "Devon's ten beads", "Office", "Beads", series, f"{words}.", (0, 3.3))


def _course(days: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sum(day <= today for day in days) for today in range(1, DAYS + 1))


def _weeks_chart(plan: _Plan) -> Chart:
    here = _course(tuple(_day(need, plan) for need in NEEDS))
    alone = _course(tuple(need.alone for need in NEEDS))
    school_days = tuple(range(1, DAYS + 1))
    description = (
        f"Of four things that Devon needs, {here[0]} are in place on day 1, {here[2]} on day 3 and {here[4]} on day 5. "
        f"With no string and no folder it would be {alone[0]}, {alone[2]} and {alone[4]}."
    )
    series = (Series("This run", school_days, here), Series("No string, no folder", school_days, alone))
    return Chart("lines", "Devon's first two weeks", "School day", "Things in place, of four", series, description, (0, 4.3))


def run(settings: Mapping[str, int | float | str]) -> Outcome:
    """Devon's two weeks.

    Settings: `old_school`, `welfare` and `health`, each cut, needed or all; `sheriff`, cut or all; `way`, none,
    asked or folder; `scope`, care or every.
    """
    plan = _Plan({box: str(settings[box]) for box in BOXES}, str(settings["way"]), str(settings["scope"]))
    moved = plan.all_moved
    idle = sum(bead not in HELPFUL for bead in moved)
    ready = max(_day(need, plan) for need in NEEDS)
    doors = int(bool(moved)) + int(plan.deputy_reads)
    totals = (
        Total("All four things are in place on school day", ready),
        Total("Devon's beads that moved", len(moved), "of 10"),
        Total("In the jar: exposed for nothing", idle, "beads"),
        Total("More offices that can open his beads", doors),
        Total("Beads of all students that lie in one more office", _elsewhere(plan)),
    )
    summary = (
        f"All four things are in place on school day {ready}. {len(moved)} of Devon's ten beads moved, and {idle} of "
        f"them helped nobody. {'A deputy stopped him.' if plan.deputy_reads else 'No deputy stopped him.'}"
    )
    people = (_devon(plan), _rosa(plan), _tasha(plan), _mr_lee(plan), _amina(plan))
    return Outcome(totals, people, (_weeks_chart(plan), _beads_chart(plan)), summary)
