"""Seven clauses of a sharing agreement, tried on six things that happened in Pasco County.

For the trial `rebuild`. The six events are sourced (their fact ids stand in the texts); what each clause
would have done to them is our own reading, and the staff hours are invented. The rule behind it is simple:
a ban works where someone outside the receiving office would see it broken. A ban without such eyes is
"on paper only", and eyes without a ban are "seen, but the words allow it".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from commonground.activities.outcome import Chart, Outcome, Person, Series, Total
from commonground.activities.settings import read_choices

OPEN, HALF, MET = 0, 1, 2
LEVEL_WORDS: dict[int, str] = {OPEN: "open", HALF: "half", MET: "met"}

HOURS: dict[str, dict[str, int]] = {
    "recipients": {"named": 1},
    "onward": {"barred": 1},
    "audit": {"kept": 1, "read": 6},
    "notice": {"before": 8},
    "redress": {"dated": 4},
    "end": {"report": 3},
}
"""District staff hours a month that a clause takes (invented); what is not listed takes none."""


@dataclass(frozen=True)
class _Terms:
    """The clauses as set, one named value each."""

    purpose: str
    recipients: str
    onward: str
    audit: str
    notice: str
    redress: str
    end: str

    @property
    def read(self) -> bool:
        """Whether someone at the district reads the record of use."""
        return self.audit == "read"


@dataclass(frozen=True)
class _Finding:
    """What became of one event: OPEN, HALF or MET, and why in a few words."""

    level: int
    words: str


def _ban(barred: bool, seen: bool, clause: str) -> _Finding:
    if barred and seen:
        return _Finding(MET, f"{clause} forbids it, and the audit record is read")
    if barred:
        return _Finding(HALF, f"on paper only: {clause} forbids it, and no one would see a breach")
    if seen:
        return _Finding(HALF, "seen, but the words allow it")
    return _Finding(OPEN, "nothing stands in the way")


def _use(terms: _Terms) -> _Finding:
    found = _ban(terms.purpose == "named", terms.read, "the purpose")
    if found.level == OPEN and terms.purpose == "support":
        return _Finding(OPEN, "nothing stands in the way: the office called the list support [PASCO-21]")
    return found


def _joined(terms: _Terms) -> _Finding:
    barred, few = terms.onward == "barred", terms.recipients == "named"
    if barred and not few:
        return _Finding(HALF, "the onward-use clause forbids it, and any officer with a reason may still look")
    if few and not barred and not terms.read:
        return _Finding(HALF, "fewer people may look, and the words let them join records")
    return _ban(barred, terms.read, "the onward-use clause")


def _unaware(terms: _Terms) -> _Finding:
    if terms.read:
        return _Finding(MET, "the district reads the record each month")
    if terms.audit == "kept":
        return _Finding(HALF, "a record is kept, and nobody at the district reads it")
    if terms.end == "report":
        return _Finding(HALF, "the district learns of it when the yearly report is due")
    return _Finding(OPEN, "nothing stands in the way")


def _untold(terms: _Terms) -> _Finding:
    if terms.notice == "before":
        return _Finding(MET, "families have a letter before it starts")
    return _Finding(OPEN, "nothing stands in the way")


def _two_accounts(terms: _Terms) -> _Finding:
    if terms.redress == "dated":
        return _Finding(MET, "each request and answer has a date")
    return _Finding(HALF, "there is a door, and no record of who knocked")


def _no_end(terms: _Terms) -> _Finding:
    if terms.end == "report":
        return _Finding(MET, "it ends unless people renew it in the open")
    return _Finding(OPEN, "nothing stands in the way")


EVENTS: tuple[tuple[str, str, Callable[[_Terms], _Finding]], ...] = (
    ("1 Use", "Event 1, early-warning data on the sheriff's at-risk list [PASCO-09, PASCO-10]", _use),
    ("2 Joined", "Event 2, records of three agencies on one list [PASCO-09]", _joined),
    ("3 Unaware", "Event 3, the superintendent and two principals unaware [PASCO-19]", _unaware),
    ("4 Untold", "Event 4, students and parents not told [PASCO-19]", _untold),
    ("5 Accounts", "Event 5, two accounts of the same requests [PASCO-23]", _two_accounts),
    ("6 No end", "Event 6, 20 years of access by the sheriff's account [PASCO-37]", _no_end),
)


def _people(terms: _Terms) -> tuple[Person, ...]:
    """What the terms mean for four kinds of people, each by a decision table."""
    told, named = terms.notice == "before", terms.purpose == "named"
    return (
        Person.by_case(
            "A family",
            (told and terms.redress == "dated", "hears of it before it starts, and gets a dated answer when it asks.", "help"),
            (told, "hears of it before it starts and can say no. If a record is wrong, no door is sure.", "help"),
            (True, "learns of it from a newspaper, if at all.", "harm"),
        ),
        Person.by_case(
            "A principal",
            (terms.read, "sees each month which records were used, and why.", "help"),
            (told, "knows from the letter that records are shared, and not how they are used.", "same"),
            (True, "learns of the use from a reporter.", "harm"),
        ),
        Person.by_case(
            "The school board",
            (terms.read and terms.end == "report", "knows the use in the first month, and votes on renewal with a report in hand.", "help"),
            (terms.read, "knows the use in the first month.", "help"),
            (terms.end == "report", "learns of the use a year in, when the public report is due.", "same"),
            (True, "defends an agreement whose use it does not know.", "harm"),
        ),
        Person.by_case(
            "A school officer",
            (named and terms.read, "knows what the records are for, and can show that the limit was kept.", "help"),
            (named, "knows the limit, and has nothing to show that it was kept.", "same"),
            (True, "works under words that draw no line, and answers for them when people ask.", "harm"),
        ),
    )


def _chart(findings: tuple[_Finding, ...]) -> Chart:
    names = tuple(short for short, _, _ in EVENTS)
    told = "; ".join(
        f"{word}: {', '.join(name for name, found in zip(names, findings, strict=True) if found.level == level) or 'none'}"
        for level, word in reversed(LEVEL_WORDS.items())
    )
    return Chart(
        kind="bars",
        title="Six events, under these terms",
        x_label="Event",
        y_label="0 open, 1 half, 2 met",
        series=(
            Series(
                "How far the terms meet it",
                names,
                tuple(found.level for found in findings),
                tuple(found.words for found in findings),
            ),
        ),
        description=f"{told[0].upper()}{told[1:]}.",
        y_range=(OPEN, MET),
    )


def run(settings: Mapping[str, Any]) -> Outcome:
    """What seven clauses do about the six events.

    `settings`: `purpose` (official, support, named), `recipients` (officers, named), `onward` (silent,
    barred), `audit` (none, kept, read), `notice` (none, before), `redress` (request, dated), `end` (none,
    report). Raises KeyError where a clause is missing.
    An event counts 0 (open), 1 (half met) or 2 (met).
    """
    terms = read_choices(_Terms, settings)
    findings = tuple(judge(terms) for _, _, judge in EVENTS)
    levels = [found.level for found in findings]
    hours = sum(costs.get(str(settings[name]), 0) for name, costs in HOURS.items())
    return Outcome(
        totals=(
            Total("Events met, of 6", levels.count(MET)),
            Total("District staff time a month (invented)", hours, "hours"),
            *(
                Total(what, found.level, f"of {MET} ({LEVEL_WORDS[found.level]})", found.words)
                for (_, what, _), found in zip(EVENTS, findings, strict=True)
            ),
        ),
        people=_people(terms),
        charts=(_chart(findings),),
        summary=(
            f"Of the six events, {levels.count(MET)} are met, {levels.count(HALF)} by half, "
            f"and {levels.count(OPEN)} not at all."
        ),
    )
