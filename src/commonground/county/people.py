"""The true people of a block: families, circumstances, need, and what they do. No agency knows this.

Need and conduct are drawn before anything else and from the same chances for every group, school and
zone. What differs between groups is where families live, what they are named, and (by the dial
`housing_burden`) who loses a home.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.county import names
from commonground.county.dials import Dials
from commonground.county.places import (
    ELEMENTARY,
    FIRST_AUTUMN,
    FIRST_SECONDARY_GRADE,
    SECONDARY,
    YEARS,
    Bools,
    Dates,
    Floats,
    Ints,
    Texts,
    zone_shares,
)
from commonground.county.streams import BLOCK, Streams, choose, happens, whole

MONTHS = 9  # school months in a year, September to May; at most one event at school in each
STREET_SLOTS = 6  # at most this many events outside school in a year
COHORTS = 15  # grades 0 to 14 in the last year: grades 13 and 14 have left school

# Share of each naming custom within a group (rows: groups; columns: schema.NAMING_CUSTOMS).
_CUSTOMS: Floats = np.array(
    [
        [0.86, 0.05, 0.03, 0.02, 0.04],
        [0.36, 0.22, 0.30, 0.02, 0.10],
        [0.78, 0.08, 0.06, 0.03, 0.05],
        [0.36, 0.04, 0.06, 0.28, 0.26],
    ]
)
# Share of each home language within a group (columns: schema.LANGUAGES).
_LANGUAGES: Floats = np.array(
    [
        [0.93, 0.03, 0.02, 0.02],
        [0.52, 0.34, 0.07, 0.07],
        [0.88, 0.03, 0.07, 0.02],
        [0.50, 0.08, 0.12, 0.30],
    ]
)
_ENGLISH_LEARNER = 0.47  # share among children who speak another language at home
_SOME_NEED = 0.27
# Chance of a child not being safe at home, by need level, and how conduct and absence go with it.
_UNSAFE: Floats = np.array([0.012, 0.06, 0.24])
_CONDUCT_BY_NEED: Floats = np.array([1.0, 1.15, 1.5])
_CONDUCT_CLASSES: Floats = np.array([0.45, 1.2, 2.8])
_CONDUCT_SHARES: Floats = np.array([0.55, 0.90, 1.0])
_YOUNG_CONDUCT = 0.6  # grades below FIRST_SECONDARY_GRADE, against the secondary grades
_STREET = 0.055  # chance of an event outside school in one of STREET_SLOTS, ordinary conduct, age 10 and over
_HARM_LATER: Floats = np.array([0.02, 0.09, 0.45])
_OFFENSE_LATER: Floats = np.array([0.012, 0.035, 0.12])  # by conduct class
_HOMELESS_BY_GROUP: Floats = np.array([0.62, 1.26, 1.56, 0.9])  # at housing_burden 1, against the county


@dataclass(frozen=True)
class People:
    """The true people of one block; every array has BLOCK rows, and YEARS columns where it says so."""

    number: Ints  # position in the county, from 0
    household: Ints  # number of the first child of the family
    twin_of: Ints  # number of the twin, or -1
    group: Ints
    custom: Ints
    language: Ints
    male: Bools
    birth_date: Dates
    last_grade: Ints  # grade in the last school year; 13 and 14 have left school
    low_income: Bools
    special_education: Bools
    english_learner: Bools
    need: Ints  # 0 none, 1 some, 2 serious
    unsafe: Bools
    conduct_class: Ints
    harmed_later: Bools
    offends_later: Bools
    first_name: Texts
    last_name: Texts
    spelling: Texts  # (BLOCK, 2, 3) three spellings of first and last name, where the script is another one
    surnames: Texts  # (BLOCK, 2) the two surnames; the second is empty where there is one
    other_surname: Texts  # a family surname that is not the child's own
    grade: Ints  # (BLOCK, YEARS)
    enrolled: Bools  # (BLOCK, YEARS)
    zone: Ints  # (BLOCK, YEARS)
    school: Ints  # (BLOCK, YEARS), also where not enrolled
    moved: Bools  # (BLOCK, YEARS)
    homeless: Bools  # (BLOCK, YEARS)
    address: Texts  # (BLOCK, YEARS + 1); column 0 is the address before the first year
    event: Bools  # (BLOCK, YEARS, MONTHS) an event at school
    category: Ints  # (BLOCK, YEARS, MONTHS)
    street: Bools  # (BLOCK, YEARS, STREET_SLOTS) an event outside school
    days_absent: Ints  # (BLOCK, YEARS) true whole days of absence
    days_late: Ints  # (BLOCK, YEARS)
    days_enrolled: Ints  # (BLOCK, YEARS)

    def age_in(self, year: int) -> Ints:
        """Age in whole years on 1 September of school year number `year` (0 is the first of the table)."""
        day = np.datetime64(f"{FIRST_AUTUMN + year}-09-01")
        return ((day - self.birth_date).astype(np.int64) / 365.25).astype(np.int64)


def school_year_start(year: int) -> np.datetime64:
    """First of September of school year number `year`."""
    return np.datetime64(f"{FIRST_AUTUMN + year}-09-01")


def draw_people(dials: Dials, streams: Streams) -> People:
    """The people of one block, from its streams."""
    index = np.arange(BLOCK)
    family = streams.uniform("family", 2)
    same = happens(family[:, 0], 0.28 + dials.twins)
    same[0] = False
    twin = happens(family[:, 0], dials.twins) & same
    twin[1:] &= ~twin[:-1]
    head = np.maximum.accumulate(np.where(same, 0, index))
    base = streams.block * BLOCK
    twin_of = np.where(twin, base + index - 1, -1)
    twin_of[:-1] = np.where(twin[1:], base + index[1:], twin_of[:-1])

    # What a family shares is drawn for everybody and read at the family's first child.
    home = streams.uniform("home", 4)[head]
    group_shares = np.cumsum(
        [
            1 - dials.share_group_b - dials.share_group_c - dials.share_group_d,
            dials.share_group_b,
            dials.share_group_c,
            dials.share_group_d,
        ]
    )
    group = choose(home[:, 0], group_shares)
    custom = choose(home[:, 1], np.cumsum(_CUSTOMS, axis=1)[group])
    language = choose(home[:, 2], np.cumsum(_LANGUAGES, axis=1)[group])
    low_income = happens(home[:, 3], dials.low_income)

    own = streams.uniform("own", 6)
    birth = np.where(twin, np.roll(index, 1), index)
    last_grade = whole(own[:, 0], COHORTS)[birth]
    first_day = np.array([f"{FIRST_AUTUMN + YEARS - 1 - 5 - g}-09-02" for g in range(COHORTS)], dtype="M8[D]")
    birth_date: Dates = first_day[last_grade] + whole(own[:, 1], 365)[birth].astype("m8[D]")
    male = happens(own[:, 2], 0.51)
    special_chance = np.where(male, 0.655 / 0.51, 0.345 / 0.49) * dials.special_education
    special = happens(own[:, 3], special_chance)
    learner = happens(own[:, 4], _ENGLISH_LEARNER) & (language > 0)

    need_draw = streams.uniform("need", 4)
    some = min(_SOME_NEED, 1 - dials.serious_need)
    need = choose(need_draw[:, 0], np.cumsum([1 - dials.serious_need - some, some, dials.serious_need]))
    unsafe = happens(need_draw[:, 1], _UNSAFE[need])
    conduct_class = choose(need_draw[:, 2], _CONDUCT_SHARES)
    later = streams.uniform("later", 2)

    grade = last_grade[:, None] - np.arange(YEARS)[::-1]
    zone, moved, homeless, address = _homes(dials, streams, head, group)
    secondary = grade >= FIRST_SECONDARY_GRADE
    school = np.where(secondary, SECONDARY[zone], ELEMENTARY[zone])
    enrolled = (grade >= 0) & (grade <= 12)

    conduct = _CONDUCT_CLASSES[conduct_class] * _CONDUCT_BY_NEED[need]
    at_school = dials.conduct * conduct[:, None] * np.where(secondary, 1.0, _YOUNG_CONDUCT)
    event_draw = streams.uniform("school events", YEARS, MONTHS, 2)
    event = happens(event_draw[..., 0], at_school[..., None]) & enrolled[..., None]
    category = choose(event_draw[..., 1], np.array([0.34, 0.56, 0.72, 0.84, 0.92, 1.0]))
    old_enough = (grade >= 5) & (grade <= 13)
    street_draw = streams.uniform("street events", YEARS, STREET_SLOTS)
    street = happens(street_draw, (_STREET * conduct)[:, None, None]) & old_enough[..., None]

    absent, late, days_enrolled = _attendance(dials, streams, need, homeless, enrolled)
    first_name, last_name, spelling, surnames, other = _names(streams, head, custom)
    return People(
        number=base + index,
        household=base + head,
        twin_of=twin_of,
        group=group,
        custom=custom,
        language=language,
        male=male,
        birth_date=birth_date,
        last_grade=last_grade,
        low_income=low_income,
        special_education=special,
        english_learner=learner,
        need=need,
        unsafe=unsafe,
        conduct_class=conduct_class,
        harmed_later=happens(later[:, 0], _HARM_LATER[need]),
        offends_later=happens(later[:, 1], _OFFENSE_LATER[conduct_class]) & (last_grade >= 6),
        first_name=first_name,
        last_name=last_name,
        spelling=spelling,
        surnames=surnames,
        other_surname=other,
        grade=grade,
        enrolled=enrolled,
        zone=zone,
        school=school,
        moved=moved,
        homeless=homeless,
        address=address,
        event=event,
        category=category,
        street=street,
        days_absent=absent,
        days_late=late,
        days_enrolled=days_enrolled,
    )


def _homes(dials: Dials, streams: Streams, head: Ints, group: Ints) -> tuple[Ints, Bools, Bools, Texts]:
    """Zone, moves and lost homes by year, and the address before and in each year."""
    draw = streams.uniform("addresses", YEARS + 1, 5)[head]
    shares = zone_shares(dials.concentration)[group]
    burden = 1 + dials.housing_burden * (_HOMELESS_BY_GROUP[group] - 1)
    homeless = happens(draw[:, 1:, 0], (dials.homeless * np.maximum(burden, 0))[:, None])
    moved = happens(draw[:, 1:, 1], np.where(homeless, 0.7, dials.moves))
    zones = choose(draw[..., 2], shares[:, None, :])
    number = 1 + whole(draw[..., 3], 180)
    streets = names.STREETS[whole(draw[..., 4], len(names.STREETS))]
    fresh = np.strings.add(np.strings.add(number.astype("U4"), " "), streets)
    zone, address = zones.copy(), fresh.copy()
    for year in range(1, YEARS + 1):
        stays = ~moved[:, year - 1]
        zone[:, year] = np.where(stays, zone[:, year - 1], zones[:, year])
        address[:, year] = np.where(stays, address[:, year - 1], fresh[:, year])
    return zone[:, 1:], moved, homeless, address


def _attendance(
    dials: Dials, streams: Streams, need: Ints, homeless: Bools, enrolled: Bools
) -> tuple[Ints, Ints, Ints]:
    """True whole days of absence, late days and days on the roll, by year."""
    draw = streams.uniform("absence", YEARS, 6)
    chance = np.where(homeless, 0.40, (dials.absence * np.array([1.0, 1.2, 1.6])[need])[:, None])
    long = happens(draw[..., 0], chance)
    short_days = whole(draw[..., 1] * draw[..., 2], 19)
    long_days = 19 + whole(draw[..., 1] * draw[..., 2], 60)
    joined_late = happens(draw[..., 3], 0.05)
    days_enrolled = np.where(joined_late, 60 + whole(draw[..., 4], 110), 180) * enrolled
    absent = np.where(long, long_days, short_days) * days_enrolled // 180
    late = whole(draw[..., 5] * draw[..., 5], 37) * days_enrolled // 180
    return absent, late, days_enrolled


def _names(streams: Streams, head: Ints, custom: Ints) -> tuple[Texts, Texts, Texts, Texts, Texts]:
    """True first and last names, spellings, the two surnames, and another surname of the family."""
    first_draw = streams.uniform("first names", 1)[:, 0]
    last_draw = streams.uniform("last names", 3)[head]
    script = custom == 4
    # Squares make some names common and others rare, as in life.
    first_code = whole(first_draw * first_draw, len(names.FIRST_NAMES))
    first_code[1:] = np.where(  # two children of one home do not share a first name
        (first_code[1:] == first_code[:-1]) & (head[1:] == head[:-1]),
        (first_code[1:] + 7) % len(names.FIRST_NAMES),
        first_code[1:],
    )
    codes = whole(last_draw * last_draw, len(names.LAST_NAMES))
    codes[:, 1] = np.where(codes[:, 1] == codes[:, 0], (codes[:, 1] + 1) % len(names.LAST_NAMES), codes[:, 1])
    codes[:, 2] = np.where(codes[:, 2] == codes[:, 0], (codes[:, 2] + 2) % len(names.LAST_NAMES), codes[:, 2])
    one, two, other = (names.LAST_NAMES[codes[:, place]] for place in range(3))
    script_first = names.SCRIPT_NAMES[first_code % len(names.SCRIPT_NAMES)]
    script_last = names.SCRIPT_NAMES[codes[:, 0] % len(names.SCRIPT_NAMES)]
    spelling = np.stack([script_first, script_last], axis=1)
    first = np.where(script, script_first[:, 0], names.FIRST_NAMES[first_code]).astype("U32")
    two_surnames = (custom == 1) | (custom == 2)
    joint = np.where(custom == 1, "-", " ")
    both = np.strings.add(np.strings.add(one, joint), two)
    last = np.where(script, script_last[:, 0], np.where(two_surnames, both, one)).astype("U32")
    surnames = np.stack([np.where(script, script_last[:, 0], one), np.where(two_surnames, two, "")], axis=1)
    return first, last, spelling, surnames, other
