"""A plan with twelve choices, and what is left to choose when families are asked early, late, once or again.

For the trial `doors`. Everything in it is invented, and nothing is drawn at random. The rule is our own
construction: a choice that is made before families are asked is shut; one that is made later is theirs
only if somebody asks again; and advice is set aside where it would cost the office most (whether at all,
who gets the list, whether it ends). The theft comes at door 9 whatever was asked: asking does not stop
a theft, it changes what lies on the laptop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from commonground.activities.outcome import Chart, Outcome, Person, Series, Total

DOORS: tuple[tuple[str, str], ...] = (
    ("Whether", "Share at all?"),
    ("Whether", "For which one purpose?"),
    ("Plan", "Which facts?"),
    ("Plan", "Who gets the list?"),
    ("Plan", "How can families say no?"),
    ("Plan", "How long is it kept?"),
    ("Plan", "Who decides on changes?"),
    ("Carry out", "Start small, or all at once?"),
    ("Carry out", "What do families hear after a mishap?"),
    ("Check in", "Whose results count?"),
    ("Check in", "What about a new use?"),
    ("Decide again", "Renew, change or end?"),
)
"""The stage and the choice of each door, 1 to 12. The five stages are the course's own."""

WHETHER, FACTS, RECIPIENT, SAY_NO, KEPT, START, MISHAP, RESULTS, NEW_USE, AGAIN = 1, 3, 4, 5, 6, 8, 9, 10, 11, 12
FAMILIES = 60
CHILDREN = 20
"""Children who miss school for a reason that somebody could mend."""


class Fate(Enum):
    """What became of a door."""

    SHAPED = "Shaped"
    ASIDE = "Set aside"
    SHUT = "Shut"
    NOT_NEEDED = "Not needed"


@dataclass(frozen=True)
class _Plan:
    """The controls: the first door at which families are asked (1 to 12), and the three choices."""

    first: int
    again: bool
    decides: bool
    recipients: str

    @property
    def asks_whether(self) -> bool:
        """Whether families are asked before it is settled to share at all."""
        return self.first == WHETHER


@dataclass(frozen=True)
class _Walk:
    """Where a plan ends up. `sheriff`: the sheriff's office has the list when the calls begin."""

    plan: _Plan
    fates: tuple[Fate, ...]
    stopped: bool
    by_families: bool
    sheriff: bool
    ended: bool

    def shaped(self, door: int) -> bool:
        return self.fates[door - 1] is Fate.SHAPED

    def count(self, fate: Fate) -> int:
        return self.fates.count(fate)


def _asked_at(plan: _Plan, door: int) -> bool:
    if door < plan.first:
        return False
    return plan.again or DOORS[door - 1][0] == DOORS[plan.first - 1][0]


def _fate(plan: _Plan, door: int) -> Fate:
    if not _asked_at(plan, door):
        return Fate.SHUT
    costly = door == AGAIN or (door in (WHETHER, RECIPIENT) and plan.recipients == "both")
    return Fate.ASIDE if costly and not plan.decides else Fate.SHAPED


def _walk(plan: _Plan) -> _Walk:
    fates = [_fate(plan, door) for door in range(1, len(DOORS) + 1)]
    asked_whether = fates[0] is Fate.SHAPED
    vetoed = asked_whether and plan.recipients == "both"
    if plan.recipients == "nobody" or vetoed:
        kept = [Fate.SHAPED if plan.asks_whether else Fate.SHUT]
        rest = [Fate.NOT_NEEDED] * (len(DOORS) - 1)
        return _Walk(plan, tuple(kept + rest), True, vetoed, False, False)
    sheriff = plan.recipients == "both" and fates[RECIPIENT - 1] is not Fate.SHAPED
    ended = fates[AGAIN - 1] is Fate.SHAPED and plan.decides and fates[:-1].count(Fate.SHAPED) < 6
    return _Walk(plan, tuple(fates), False, ended, sheriff, ended)


def _weeks(walk: _Walk) -> int:
    """Weeks until the first call: each stage in which families are asked before the start takes three."""
    stages = {DOORS[door - 1][0] for door in range(1, START) if _asked_at(walk.plan, door)}
    if walk.stopped:
        return 4 if walk.plan.asks_whether else 1
    return 2 + 3 * len(stages)


def _helped(walk: _Walk) -> int:
    if walk.stopped:
        return 9 if walk.plan.asks_whether else 6
    reached = 9 + 3 * walk.shaped(SAY_NO) + 2 * walk.shaped(START) + 2 * walk.shaped(RESULTS)
    return int(reached - 3 * walk.sheriff - (_weeks(walk) - 2) // 3)


def _files(walk: _Walk) -> int:
    """Children whose facts lie on the laptop that is stolen at door 9."""
    if walk.stopped:
        return 0
    return (140 if walk.shaped(KEPT) else 310) - 20 * walk.shaped(SAY_NO)


def _facts(walk: _Walk) -> int:
    if walk.stopped:
        return 0
    return 3 if walk.shaped(FACTS) else 11


def _yes_again(walk: _Walk) -> int:
    """Families who would say yes to the next plan, of 60."""
    heeded = 6 if walk.by_families else 0
    trust = 40 + walk.count(Fate.SHAPED) + heeded - 2 * walk.count(Fate.SHUT) - 5 * walk.count(Fate.ASIDE)
    return max(0, min(FAMILIES, trust))


def _people(walk: _Walk) -> tuple[Person, ...]:
    """What the year means for six residents, each by a decision table."""
    return (
        Person.by_case(
            "Devon",
            (walk.stopped, "The laptop is stolen, and he is not on it.", "same"),
            (walk.shaped(FACTS) and walk.sheriff, "Foster care is not in his file. A deputy asks him in the hall where he was on his court days.", "harm"),
            (walk.shaped(FACTS), "Three facts about him are stolen: name, phone, days absent. Foster care is not among them.", "same"),
            (walk.shaped(MISHAP), "His file with foster care and address is stolen. He is told the same day, and his bus stop is moved.", "harm"),
            (True, "His file with foster care and address is stolen. Two boys at school know it before he does.", "harm"),
        ),
        Person.by_case(
            "Tasha",
            (walk.stopped and walk.plan.asks_whether, "Coach Bell asks her what would help. She gets a bus pass.", "help"),
            (walk.stopped, "Nobody shares her name, and nobody asks her either. She still has no ride.", "same"),
            (walk.shaped(SAY_NO), "She chose her counselor as the one to call. She gets a bus pass.", "help"),
            (walk.sheriff, "The letter goes to an old address. \"No answer\" brings a deputy, and she stays away longer.", "harm"),
            (True, "The letter goes to an old address. Her file says \"no answer\".", "harm"),
        ),
        Person.by_case(
            "Amina",
            (walk.stopped, "She gets no calls from the county. The school clerk she knows calls her.", "same"),
            (walk.shaped(RESULTS), "The check-in finds that calls come in English only. From then on she gets hers in Somali.", "help"),
            (True, "Calls come in English all year. They count as answered, because she picks up.", "harm"),
        ),
        Person.by_case(
            "Mr. Lee",
            (walk.stopped, "There is no list, so nobody can ask for it for another use.", "same"),
            (walk.shaped(NEW_USE), "Someone wants the list for truancy fines. Families are asked, and it is not given.", "help"),
            (walk.sheriff, "The list is used for truancy stops. A deputy wakes him after his night shift.", "harm"),
            (True, "The list is passed on for truancy fines. He finds one in his mailbox.", "harm"),
        ),
        Person.by_case(
            "Rosa",
            (walk.stopped, "Her grandson's name never left the school.", "same"),
            (walk.ended, "Families end it. The file on her grandson is deleted, and she has that in writing.", "help"),
            (walk.shaped(AGAIN), "In June she is asked. It goes on with changes, and her grandson's name comes off.", "help"),
            (walk.fates[AGAIN - 1] is Fate.ASIDE, "In June she says it should end. She is thanked, and it renews by itself.", "harm"),
            (True, "It renews by itself. Her grandson has long been back in class, and his name is still on the list.", "harm"),
        ),
        Person.by_case(
            "Coach Bell",
            (walk.by_families, "\"They asked, we said no, and it stopped.\" He will come to the next meeting.", "help"),
            (walk.count(Fate.ASIDE) >= 2, "\"They asked me, and did it anyway.\" He does not come again.", "harm"),
            (walk.stopped and walk.plan.asks_whether, "\"They asked before there was a plan.\" He starts a phone tree.", "help"),
            (walk.stopped, "He hears that a plan was dropped. Nobody says why.", "same"),
            (walk.count(Fate.SHAPED) >= 6, "\"I can show you what we changed.\" He tells the team's parents to pick up the phone.", "help"),
            (True, "\"I heard of it when it was done.\" He tells nobody to pick up the phone.", "harm"),
        ),
    )


def _chart(walk: _Walk) -> Chart:
    """The corridor as a stair: a mark for each door, on the step of its stage."""
    stages = tuple(dict.fromkeys(stage for stage, _ in DOORS))
    series = []
    for fate in Fate:
        doors = tuple(number for number in range(1, len(DOORS) + 1) if walk.fates[number - 1] is fate)
        steps = tuple(stages.index(DOORS[number - 1][0]) + 1 for number in doors)
        series.append(Series(fate.value, doors, steps, tuple(DOORS[number - 1][1] for number in doors)))
    words = ", ".join(f"{walk.count(fate)} {fate.value.lower()}" for fate in Fate)
    steps_in_words = ", ".join(f"{number} {stage.lower()}" for number, stage in enumerate(stages, 1))
    description = f"Of the twelve doors: {words}. Stages: {steps_in_words}."
    return Chart("dots", "What became of the twelve doors", "Door", "Stage", tuple(series), description, (0, 6))


def _summary(walk: _Walk) -> str:
    if walk.stopped:
        who = "Families stopped the plan at door 1." if walk.by_families else "Nothing is shared."
        return f"{who} The laptop holds no child's facts, and {_helped(walk)} of {CHILDREN} children get help that fits."
    end = "ended by families" if walk.ended else "renewed"
    return (
        f"Families shaped {walk.count(Fate.SHAPED)} of {len(DOORS)} doors; {walk.count(Fate.ASIDE)} answers were set aside "
        f"and {walk.count(Fate.SHUT)} doors were shut. {_helped(walk)} of {CHILDREN} children get help that fits, "
        f"and in June the plan is {end}."
    )


def run(settings: Mapping[str, int | float | str]) -> Outcome:
    """A year of the plan.

    Settings: `first`, the door (1 to 12) at which families are first asked; `again`, once or stages;
    `weight`, advice or decides; `recipients`, nobody, health or both (health office and sheriff).
    """
    walk = _walk(
        _Plan(
            int(settings["first"]),
            settings["again"] == "stages",
            settings["weight"] == "decides",
            str(settings["recipients"]),
        )
    )
    totals = (
        Total("Doors that families shaped", walk.count(Fate.SHAPED), f"of {len(DOORS)}"),
        Total("Children who get help that fits", _helped(walk), f"of {CHILDREN}"),
        Total("Weeks until the first call", _weeks(walk)),
        Total("Children on the stolen laptop", _files(walk)),
        Total("Facts about each of them", _facts(walk)),
        Total("Families who would say yes again", _yes_again(walk), f"of {FAMILIES}"),
    )
    return Outcome(totals, _people(walk), (_chart(walk),), _summary(walk))
