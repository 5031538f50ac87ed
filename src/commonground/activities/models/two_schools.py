"""Two schools, one truth: the same week lived in two yards, written down at two rates, then shared.

For the trial `two-schools`. Everything in it is invented, and nothing is drawn at random.
Each moment has a fixed point, in percent, from which a school writes it down: a school that writes
down 30 percent of its moments writes those whose point lies below 30. The forty moments of a yard are
spread evenly over the scale, so that a rate of 30 percent is exactly twelve moments. The two yards
live the same moments, child by child, so any difference between the lists comes from the dials.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from commonground.activities.outcome import Chart, Outcome, Person, Series, Tone, Total

YARDS: tuple[str, str] = ("North", "South")
FLAG_AT = 2
"""A child with this many moments written down is on the school's list."""
POINTS_PER_VISIT = 2
"""Each visited child brings deputies to the yard; each visit lets them see and write 2 more in 100."""
DOOR_HOURS = 10
"""Hours of an open door for help, divided between the yards by the length of their lists."""


@dataclass(frozen=True)
class Moment:
    """Something a child did or lived through. `sign` marks one that shows a need for help."""

    text: str
    written_from: int
    sign: bool = False


@dataclass(frozen=True)
class Week:
    """One week, lived by a child in each yard.

    `need` says what help the children need ("" for an ordinary week). `door` is the number of open
    hours after which a child in need comes by without being listed. `known` says whether families
    on a decision seat know these children.
    """

    children: tuple[str, str]
    moments: tuple[Moment, ...]
    need: str = ""
    door: int = 0
    known: bool = False


def _sign(text: str, written_from: int) -> Moment:
    return Moment(text, written_from, sign=True)


WEEKS: tuple[Week, ...] = (
    Week(
        ("Tasha", "Imani"),
        (
            Moment("late on Monday", 15),
            _sign("asleep in class", 45),
            _sign("the same clothes all week", 65),
            _sign("nowhere to go after school", 85),
        ),
        need="no bed of her own",
        door=5,
        known=True,
    ),
    Week(
        ("Wes", "Camila"),
        (
            Moment("walked out of class", 5),
            Moment("walked out again", 25),
            _sign("cried in the hall", 55),
            _sign("stopped eating lunch", 75),
        ),
        need="a parent in the hospital",
        door=9,
    ),
    Week(
        ("Noor", "Caleb"),
        (
            Moment("no homework", 35),
            _sign("asleep in class", 55),
            _sign("left early to fetch medicine", 85),
        ),
        need="looks after a sick mother",
        door=3,
    ),
    Week(
        ("Joel", "Ana"),
        (
            Moment("took a second lunch", 25),
            _sign("asked for food to take home", 45),
            _sign("felt faint in gym", 75),
        ),
        need="not enough food at home",
        door=7,
    ),
    Week(
        ("Mina", "Theo"),
        (_sign("sat alone at every break", 65), _sign("told a friend, and no adult", 95)),
        need="afraid to go home",
        door=1,
        known=True,
    ),
    Week(("Eli", "Devon"), (Moment("a late bus", 5), Moment("an argument over a seat", 35))),
    Week(
        ("Grady", "Rosalind"),
        (Moment("shouted in the yard", 5), Moment("a shoe on the roof", 15), Moment("a phone in class", 65)),
        known=True,
    ),
    Week(
        ("Sofia", "Marcus"),
        (Moment("ran in the hall", 15), Moment("swore", 35), Moment("drew on a desk", 95)),
    ),
    Week(
        ("Ben", "Lucia"),
        (Moment("skipped assembly", 25), Moment("a phone in class", 55), Moment("passed a note", 85)),
        known=True,
    ),
    Week(("Hana", "Pete"), (Moment("chewed gum", 45), Moment("wore a cap", 65)), known=True),
    Week(("Omar", "Jess"), (Moment("threw food", 5), Moment("late from lunch", 55))),
    Week(("Ivy", "Dale"), (Moment("talked in the library", 35), Moment("no homework", 75))),
    Week(("Luis", "Gwen"), (Moment("a ball on the roof", 45), Moment("cut the lunch line", 85)), known=True),
    Week(("Kofi", "Beth"), (Moment("a slammed door", 15),), known=True),
    Week(("Yuki", "Sam"), (Moment("late from break", 25),), known=True),
    Week(("Anna", "Tariq"), (Moment("no homework", 75),)),
    Week(("Cole", "Mei"), (Moment("whispered in a test", 95),)),
    Week(("Zara", "Hugo"), (Moment("a broken rule of a game", 95),)),
    Week(("Finn", "Layla"), (), known=True),
    Week(("Ruth", "Diego"), (), known=True),
)
"""The true week of both yards: five weeks of serious need, fifteen ordinary ones."""

MOMENTS: int = sum(len(week.moments) for week in WEEKS)
IN_NEED: int = len(YARDS) * sum(bool(week.need) for week in WEEKS)

_FOCUS: tuple[tuple[str, str], ...] = (("South", "Devon"), ("North", "Tasha"))


@dataclass(frozen=True)
class _Plan:
    """What the controls ask for. Rates are percent, North first."""

    rates: tuple[int, int]
    share: str
    safeguard: str

    @property
    def to_helpers(self) -> bool:
        return self.share in ("helpers", "both")

    @property
    def to_sheriff(self) -> bool:
        return self.share in ("sheriff", "both") and self.safeguard != "no-police"


@dataclass(frozen=True)
class _Yard:
    """What became of one yard. Sets hold positions in WEEKS."""

    side: int
    rate: int
    listed: frozenset[int]
    listed_later: frozenset[int]
    offered: frozenset[int]
    helped: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        return YARDS[self.side]

    @property
    def written(self) -> int:
        return sum(moment.written_from < self.rate for week in WEEKS for moment in week.moments)

    @property
    def wrongly_added(self) -> frozenset[int]:
        return frozenset(i for i in self.listed if not WEEKS[i].need)

    @property
    def missed(self) -> frozenset[int]:
        return frozenset(i for i, week in enumerate(WEEKS) if week.need and i not in self.helped)

    def child(self, position: int) -> str:
        return WEEKS[position].children[self.side]


def _read(settings: Mapping[str, int | float | str]) -> _Plan:
    north, south = int(settings["north_rate"]), int(settings["south_rate"])
    safeguard = str(settings["safeguard"])
    if safeguard == "check":
        # The check compares both schools' write-ups and gives them one rule, half way between.
        north = south = (north + south) // 2
    return _Plan((north, south), str(settings["share"]), safeguard)


def _listed(rate: int, safeguard: str) -> frozenset[int]:
    """The positions in WEEKS of the children that a school with this rate has on its list."""
    found = set()
    for position, week in enumerate(WEEKS):
        written = [moment for moment in week.moments if moment.written_from < rate]
        if len(written) < FLAG_AT:
            continue
        if safeguard == "context" and not any(moment.sign for moment in written):
            continue
        if safeguard == "seats" and week.known and not week.need:
            continue
        found.add(position)
    return frozenset(found)


def _yard(side: int, plan: _Plan) -> _Yard:
    """One yard before anybody helps: the list, and the list after a week with deputies in the yard."""
    rate = plan.rates[side]
    listed = _listed(rate, plan.safeguard)
    later = rate
    if plan.to_sheriff and plan.safeguard != "check":
        later = min(100, rate + POINTS_PER_VISIT * len(listed))
    offered: frozenset[int] = frozenset()
    if plan.safeguard == "seats":
        offered = frozenset(i for i, week in enumerate(WEEKS) if week.need and week.known) - listed
    return _Yard(side, rate, listed, _listed(later, plan.safeguard), offered)


def _helped(yard: _Yard, other: _Yard, plan: _Plan) -> frozenset[int]:
    """The children in need whom helpers reach, by name or through an open door."""
    if plan.to_helpers:
        return frozenset(i for i in yard.listed if WEEKS[i].need) | yard.offered
    if plan.share != "counts":
        return frozenset()
    own, total = _count(yard), _count(yard) + _count(other)
    if total == 0:
        own, total = 1, len(YARDS)
    return frozenset(
        i for i, week in enumerate(WEEKS) if week.need and week.door * total <= DOOR_HOURS * own
    )


def _count(yard: _Yard) -> int:
    return len(yard.listed) + len(yard.offered)


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _children(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _written_of(yard: _Yard, week: Week) -> str:
    written = [m.text for m in week.moments if m.written_from < yard.rate]
    if not written:
        return f"{yard.name} wrote nothing down."
    return f"{yard.name} wrote down {len(written)} of {len(week.moments)} moments: {', '.join(written)}."


def _ordinary(plan: _Plan) -> tuple[str, Tone]:
    """What follows for a child whose week was ordinary and who is on the list."""
    if plan.to_sheriff:
        return "An ordinary week. The list brought a deputy to the door.", "harm"
    if plan.to_helpers:
        return "An ordinary week. A helper called, and there was nothing to mend.", "harm"
    return "An ordinary week. The list stays in the school's drawer.", "same"


def _twin(other: _Yard, position: int) -> str:
    where = f"on {other.name}'s list" if position in other.listed_later else "on no list"
    return f"{other.child(position)} in {other.name} had the same week and is {where}."


def _focus_person(yard: _Yard, other: _Yard, position: int, plan: _Plan) -> Person:
    """One child told singly, beside the child in the other yard who lived the same week."""
    week = WEEKS[position]
    name = f"{yard.child(position)} ({yard.name})"
    story = [_written_of(yard, week)]
    tone: Tone
    if week.need:
        story.insert(0, f"This week: {week.need}.")
        reached, listed = position in yard.helped, position in yard.listed
        visited = listed and plan.to_sheriff
        if visited:
            story.append("A deputy came to the door.")
        story.append("A helper came." if reached else "No help came.")
        tone = "help" if reached and not visited else "harm"
    elif position in yard.listed:
        what, tone = _ordinary(plan)
        story.append(what)
    elif position in yard.listed_later and plan.to_sheriff:
        story.append("Deputies now watch the yard. A week later a deputy came to the door.")
        tone = "harm"
    else:
        story.append("Nobody came, and nobody needed to.")
        tone = "same"
    story.append(_twin(other, position))
    return Person(name, " ".join(story), tone)


def _group(yard: _Yard, positions: frozenset[int], what: str, tone: Tone) -> list[Person]:
    told = {name for _, name in _FOCUS}
    names = [yard.child(i) for i in sorted(positions) if yard.child(i) not in told]
    return [Person(f"{_children(names)} ({yard.name})", what, tone)] if names else []


def _people(yards: tuple[_Yard, _Yard], plan: _Plan) -> tuple[Person, ...]:
    """Devon and Tasha singly, then everyone else who was wrongly added, added later, helped or missed."""
    people = []
    for yard_name, child in _FOCUS:
        side = YARDS.index(yard_name)
        position = next(i for i, week in enumerate(WEEKS) if week.children[side] == child)
        people.append(_focus_person(yards[side], yards[1 - side], position, plan))
    for yard in yards:
        if yard.wrongly_added:
            what, tone = _ordinary(plan)
            people += _group(yard, yard.wrongly_added, f"Wrongly added. {what}", tone)
        if plan.to_sheriff:
            later = yard.listed_later - yard.listed
            what = "Added a week later, because deputies in the yard write things down as well."
            people += _group(yard, later, what, "harm")
        visited = yard.listed if plan.to_sheriff else frozenset()
        people += _group(yard, yard.helped - visited, "In need, and a helper came.", "help")
        people += _group(yard, yard.helped & visited, "In need. A helper came, and so did a deputy.", "harm")
        people += _group(yard, yard.missed - visited, "In need, and missed. No help came.", "harm")
        people += _group(
            yard, yard.missed & visited, "In need, and missed. A deputy came where help was needed.", "harm"
        )
    return tuple(people)


def _map(yards: tuple[_Yard, _Yard], plan: _Plan) -> Chart:
    """The two yards side by side, each child in a fixed place, as the sheriff's office sees them."""
    names = ("Not on the map", "Visited in week one", "Visited from week two on")
    points: dict[str, list[tuple[int, int, str]]] = {name: [] for name in names}
    for yard in yards:
        for position in range(len(WEEKS)):
            shown = names[0]
            if plan.to_sheriff and position in yard.listed:
                shown = names[1]
            elif plan.to_sheriff and position in yard.listed_later:
                shown = names[2]
            # Five to a row, North on the left; steps of 7 and 3 spread neighbors in the list over the yard.
            place = (position * 7 + 3) % len(WEEKS)
            x = place % 5 + (7 if yard.side else 1)
            points[shown].append((x, place // 5 + 1, f"{yard.child(position)} ({yard.name})"))
    series = tuple(
        Series(
            name,
            tuple(x for x, _, _ in points[name]),
            tuple(y for _, y, _ in points[name]),
            tuple(label for _, _, label in points[name]),
        )
        for name in names
    )
    title = "The sheriff's map: North yard on the left, South yard on the right"
    if not plan.to_sheriff:
        words = "The sheriff's map is empty. No name reached the sheriff's office."
    else:
        first = [len(yard.listed) for yard in yards]
        later = [len(yard.listed_later) for yard in yards]
        words = (
            f"The map shows {_number(first[0], 'child', 'children')} in the North yard "
            f"and {first[1]} in the South yard. "
            f"A week later it shows {later[0]} and {later[1]}."
        )
    return Chart("dots", title, "", "", series, words)


def _bars(yards: tuple[_Yard, _Yard]) -> Chart:
    """Need beside the list, yard by yard."""
    marks = ("In real need", "On the list", "On the list, a week later")
    need = IN_NEED // len(YARDS)
    series = tuple(
        Series(f"{yard.name} School", marks, (need, len(yard.listed), len(yard.listed_later))) for yard in yards
    )
    north, south = yards
    words = (
        f"{need} children in each yard are in real need. "
        f"North's list holds {_number(len(north.listed), 'name', 'names')} and South's {len(south.listed)}. "
        f"A week later it is {len(north.listed_later)} and {len(south.listed_later)}."
    )
    return Chart("bars", "Need, and the list", "", "Children", series, words, y_range=(0, len(WEEKS)))


def _totals(yards: tuple[_Yard, _Yard], plan: _Plan) -> tuple[Total, ...]:
    per_yard = [
        total
        for yard in yards
        for total in (
            Total(f"{yard.name}: written down", yard.written, f"of {MOMENTS} moments"),
            Total(f"{yard.name}: on the list", len(yard.listed), f"of {len(WEEKS)} children"),
        )
    ]
    visits = [len(yard.listed) if plan.to_sheriff else 0 for yard in yards]
    later = [len(yard.listed_later) if plan.to_sheriff else 0 for yard in yards]
    names_leave = plan.to_helpers or plan.to_sheriff
    something_leaves = names_leave or plan.share == "counts"
    totals = [
        *per_yard,
        Total(
            "Wrongly added",
            sum(len(yard.wrongly_added) for yard in yards),
            "children",
            "On a list after an ordinary week.",
        ),
        Total(
            "Names that left the school",
            sum(len(yard.listed) for yard in yards) if names_leave else 0,
        ),
        Total(
            "False gap that left the school",
            abs(len(yards[0].listed_later) - len(yards[1].listed_later)) if something_leaves else 0,
            "children",
            "By how much one list is longer, a week later. The true gap in need is 0.",
        ),
        Total(
            "Visited by a deputy",
            sum(visits),
            "children",
            f"North {visits[0]}, South {visits[1]}. A week later {later[0]} and {later[1]}.",
        ),
        Total(
            "In need, and missed",
            sum(len(yard.missed) for yard in yards),
            f"of {IN_NEED}",
            f"Helped: {sum(len(yard.helped) for yard in yards)}.",
        ),
    ]
    if plan.safeguard == "seats":
        totals.append(Total("Asked of families", 6, "evenings", "Seats cost time. Pay for it."))
    return tuple(totals)


def _summary(yards: tuple[_Yard, _Yard], plan: _Plan) -> str:
    north, south = yards
    visits = sum(len(yard.listed) for yard in yards) if plan.to_sheriff else 0
    helped = sum(len(yard.helped) for yard in yards)
    wrongly = sum(len(yard.wrongly_added) for yard in yards)
    return (
        f"The same {MOMENTS} moments happened in each yard. "
        f"North wrote down {north.written} and listed {_number(len(north.listed), 'child', 'children')}; "
        f"South wrote down {south.written} and listed {len(south.listed)}. "
        f"{wrongly} {'was' if wrongly == 1 else 'were'} wrongly added, {visits} had a deputy at the door, "
        f"and {helped} of {IN_NEED} children in need got help."
    )


def run(settings: Mapping[str, int | float | str]) -> Outcome:
    """What follows from how each school writes, what is shared, and one safeguard.

    Settings: `north_rate` and `south_rate`, percent of moments written down (0 to 100); `share`, one of
    nothing, counts, helpers, sheriff, both; `safeguard`, one of none, context, no-police, check, seats.
    """
    plan = _read(settings)
    bare = (_yard(0, plan), _yard(1, plan))
    yards = (
        replace(bare[0], helped=_helped(bare[0], bare[1], plan)),
        replace(bare[1], helped=_helped(bare[1], bare[0], plan)),
    )
    return Outcome(
        totals=_totals(yards, plan),
        people=_people(yards, plan),
        charts=(_map(yards, plan), _bars(yards)),
        summary=_summary(yards, plan),
    )
