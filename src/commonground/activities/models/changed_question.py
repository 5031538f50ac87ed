"""One study of missed mornings, asked in three ways: who, why, and what helped.

For the trial `change-the-question` of module 06. The 12 students, their 40 missed mornings, the weeks and
what a plan wins back are invented, and nothing is drawn at random. The rule behind it: a study finds what
its question asks for, people tell a reason to those whom they trust with it, and a field that names people
without them keeps them away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commonground.activities.outcome import Chart, Outcome, Person, Series, Total
from commonground.activities.settings import read_choices

CAUSES: dict[str, tuple[str, str]] = {
    "court": ("Court", "a court date or an office visit in school hours"),
    "move": ("Move", "a move to another bed, and no bus yet"),
    "bus": ("Bus", "a bus that did not come"),
    "care": ("Care", "a younger child to look after"),
    "sick": ("Sick", "a sick day"),
}
"""What kept a student away: a word for the chart, and the same in words."""

MORNINGS: dict[str, str] = {
    "Devon": "court:any court:peer court:peer move:rec move:rec move:rec sick:any",
    "Tasha": "move:peer move:peer move:peer care:peer care:none sick:any",
    "Student D": "court:any court:peer move:rec move:rec sick:any",
    "Student C": "court:any court:peer move:rec move:rec",
    "Ben": "bus:any bus:any sick:any care:peer",
    "Student E": "court:any court:peer move:rec",
    "Student F": "court:any move:any bus:any",
    "Student H": "bus:any sick:any",
    "Student I": "care:any sick:any",
    "Student L": "care:peer sick:any",
    "Student J": "court:none",
    "Student K": "bus:peer",
}
"""Each student's missed mornings as `cause:teller`. The teller says to whom the student gives the reason:
`any` (whoever asks), `peer` (only to someone who has been there), `none` (nobody), and `rec` (only to
someone who has been there, and the placement field in the record shows the date too)."""

IN_CARE = frozenset({"Devon", "Student C", "Student D", "Student E"})
LISTED_FROM = 4
"""Missed mornings from which the question "who" puts a student on a list."""
HELPED_CAUSES = frozenset({"move", "bus", "care"})
"""What students speak of when they are asked what got them to school."""
WON_BY_LETTERS = 3
"""Mornings that letters to families win back."""


@dataclass(frozen=True)
class _Study:
    """The settings: what is asked, by whom, and what becomes of the placement field."""

    question: str
    asker: str
    field: str

    @property
    def asks(self) -> bool:
        """Whether anyone speaks with students at all."""
        return self.question != "who" and self.asker != "records"

    @property
    def renamed_together(self) -> bool:
        """A new name counts where those whom it names helped to choose it."""
        return self.field == "renamed" and self.asker == "pairs"

    def takes_part(self, student: str) -> bool:
        """Whether a student answers when asked."""
        stays_away = student in IN_CARE and self.field != "dropped" and not self.renamed_together
        return self.asks and not stays_away


def mornings() -> Iterator[tuple[str, str, str]]:
    """Every missed morning as (student, cause, teller)."""
    for student, days in MORNINGS.items():
        for day in days.split():
            cause, _, teller = day.partition(":")
            yield student, cause, teller


def _told(study: _Study, student: str, cause: str, teller: str) -> bool:
    if not study.takes_part(student) or (study.question == "help" and cause not in HELPED_CAUSES):
        return False
    return teller == "any" or (teller in ("peer", "rec") and study.asker == "pairs")


def _recorded(study: _Study, cause: str, teller: str) -> bool:
    if study.question == "who":
        return False
    return cause == "sick" or (teller == "rec" and study.field != "dropped")


def known_reasons(study: _Study) -> dict[str, int]:
    """How many mornings of each cause have a reason, from a record or from a student."""
    known = dict.fromkeys(CAUSES, 0)
    for student, cause, teller in mornings():
        known[cause] += _recorded(study, cause, teller) or _told(study, student, cause, teller)
    return known


def _won_back(study: _Study, known: Mapping[str, int]) -> int:
    """Mornings that the plan wins back in a year: each question leads to a plan of its own."""
    if study.question == "who":
        return WON_BY_LETTERS
    if study.question == "why":
        return known["court"] + known["move"] // 2
    return (known["move"] + known["bus"] + known["care"]) * 2 // 3


def _weeks(study: _Study) -> int:
    asked = {"records": 1, "staff": 4, "pairs": 7}[study.asker]
    return asked + (study.question != "who") + (study.field == "renamed")


def _people(study: _Study) -> tuple[Person, ...]:
    """What the study means for four people, each by a decision table."""
    who, why, weeks = study.question == "who", study.question == "why", _weeks(study)
    return (
        Person.by_case(
            "Devon",
            (who, "is first on the list. The letter does not say that three of his mornings were spent in court.", "harm"),
            (not study.asks, "is not asked. The study reads his moves from a record, if it reads them at all.", "same"),
            (not study.takes_part("Devon"), "sees his moves in the table under a name he did not choose, and goes home.", "harm"),
            (study.asker == "staff", "answers politely, and keeps the court mornings mostly to himself.", "same"),
            (why, "says it aloud: the court sits at nine. By spring his hearings are at four.", "help"),
            (True, "tells who drove him after each move. By spring a bus comes on day one.", "help"),
        ),
        Person.by_case(
            "Tasha",
            (who, "is second on the list. Its letter goes to an address where she no longer sleeps.", "harm"),
            (not study.asks or study.asker == "staff", "says nothing of where she sleeps. Her mornings stay without a reason.", "same"),
            (why, "tells another young person why. The plan hears of it, and half of her moves still cost a morning.", "help"),
            (True, "names the front desk that calls before it marks her absent. It is funded to go on.", "help"),
        ),
        Person.by_case(
            "Mr. Lee",
            (who, f"learns after {weeks} {'week' if weeks == 1 else 'weeks'} that his son Ben missed four mornings. He had not known.", "help"),
            (True, f"hears nothing of his son's four mornings for {weeks} weeks. There is no list, so there is no letter.", "harm"),
        ),
        Person.by_case(
            "Ms. Sato, the analyst",
            (who, "sends five names. Nobody asked for reasons, so her table has no column for one.", "same"),
            (study.field == "dropped", "cannot date a single move from the records any more. What she knows, people told her.", "same"),
            (study.renamed_together, "prints the field under its new name, with a line on the young people who chose it.", "same"),
            (study.field == "renamed", "prints the field under its new name. None of those whom it names had a word in it.", "same"),
            (True, "joins the placement field as she was told to. Nobody asked whether she should.", "same"),
        ),
    )


def _chart(study: _Study, known: Mapping[str, int]) -> Chart:
    if study.question == "who":
        counts = {student: len(days.split()) for student, days in MORNINGS.items()}
        return Chart(
            kind="bars",
            title="What this question shows: missed mornings by student (invented)",
            x_label="Student",
            y_label="Missed mornings",
            series=(Series("Missed mornings", tuple(counts), tuple(counts.values())),),
            description=f"Twelve bars, from {', '.join(f'{n} with {c}' for n, c in list(counts.items())[:2])} down to 1. No bar has a reason.",
        )
    there = dict.fromkeys(CAUSES, 0)
    for _, cause, _ in mornings():
        there[cause] += 1
    told = "; ".join(f"{words}: {known[cause]} of {there[cause]}" for cause, (_, words) in CAUSES.items())
    short = tuple(word for word, _ in CAUSES.values())
    return Chart(
        kind="bars",
        title="What this question shows: reasons that are known (invented)",
        x_label="Reason",
        y_label="Missed mornings",
        series=(
            Series("Reason known", short, tuple(known[cause] for cause in CAUSES)),
            Series("Not known to the study", short, tuple(there[c] - known[c] for c in CAUSES)),
        ),
        description=f"Mornings with a known reason. {told[0].upper()}{told[1:]}.",
        y_range=(0, 14),
    )


_PLANS: dict[str, str] = {
    "who": "letters to the families on a list",
    "why": "court dates and visits after school, and a bus on the day of a move",
    "help": "more of what already got students to school",
}


def run(settings: Mapping[str, Any]) -> Outcome:
    """What a study finds, and what plan follows from it.

    `settings`: `question` (who, why, help), `asker` (records, staff, pairs of youth and staff), `field`
    (kept, renamed, dropped: the placement field). Raises KeyError where one is missing.
    Mornings are counted out of 40, students out of 12, time in weeks.
    """
    study = read_choices(_Study, settings)
    known = known_reasons(study)
    explained, won = sum(known.values()), _won_back(study, known)
    listed = sum(len(days.split()) >= LISTED_FROM for days in MORNINGS.values()) if study.question == "who" else 0
    answering = sum(study.takes_part(student) for student in MORNINGS)
    return Outcome(
        totals=(
            Total("Missed mornings with a known reason", explained, "of 40"),
            Total("Mornings that the plan wins back in a year", won, "of 40", f"the plan: {_PLANS[study.question]}"),
            Total("Students who answer", answering, "of 12"),
            Total("Students named on a list", listed),
            Total("Weeks until there is an answer", _weeks(study)),
        ),
        people=_people(study),
        charts=(_chart(study, known),),
        summary=(
            f"The study knows a reason for {explained} of 40 missed mornings, and {answering} of 12 students answered. "
            f"The plan is {_PLANS[study.question]}; it wins back {won} mornings."
        ),
    )
