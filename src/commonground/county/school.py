"""What Riverbend schools record: students, enrollment, attendance, marks and discipline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.county.dials import Dials
from commonground.county.identifiers import Written, write_identifiers
from commonground.county.people import MONTHS, People, school_year_start
from commonground.county.places import (
    FIRST_SECONDARY_GRADE,
    GROUP_LEAN,
    LATE_LEAN,
    SCHOOL_LEAN,
    YEARS,
    Bools,
    Dates,
    Floats,
    Ints,
)
from commonground.county.rows import SECOND, Block, as_ids, event_numbers, person_numbers
from commonground.county.schema import COURSES
from commonground.county.streams import BLOCK, Streams, choose, happens, whole

# How often a written event of each category ends in suspension, against the average, and how often it is
# sent to the sheriff (rows: schema.CATEGORIES).
_SUSPENDED = np.array([0.6, 0.8, 0.3, 2.4, 1.2, 2.2])
_SENT = np.array([0.003, 0.005, 0.0, 0.06, 0.04, 0.10])
_MAX_DAYS = 6  # days of one suspension: 1 to 6, so 3.5 on average
_SURE = 0.97  # no event is certain to be written down
_MARKS = np.array([0.33, 0.66, 0.91, 0.97, 1.0])
# A list of students "with incidents" takes those with this many on file, of whatever year.
LISTED = 2


@dataclass
class Discipline:
    """What became of the events at school, filled year by year; shapes (BLOCK, YEARS, MONTHS)."""

    written: Bools
    days_suspended: Ints
    sent: Bools
    date: Dates

    @property
    def listed(self) -> Bools:
        """Students with LISTED or more incidents on file by the end of each year, shape (BLOCK, YEARS)."""
        return np.asarray(self.written.sum(axis=2).cumsum(axis=1) >= LISTED)


class DisciplineFile:
    """Decides year by year which events a school writes down."""

    def __init__(self, dials: Dials, streams: Streams, people: People) -> None:
        self._dials = dials
        self._people = people
        self._writing = streams.uniform("write-ups", YEARS, MONTHS)
        harsher = (
            (1 + dials.sanction_by_group * GROUP_LEAN[people.group])
            * (1 + dials.sanction_by_disability * people.special_education)
        )[:, None, None]
        suspension = streams.uniform("suspensions", YEARS, MONTHS, 2)
        chance = dials.suspension * _SUSPENDED[people.category] * harsher
        self._suspended = happens(suspension[..., 0], chance)
        self._days = 1 + whole(suspension[..., 1], _MAX_DAYS)
        sending = streams.uniform("sent to the sheriff", YEARS, MONTHS)
        self._sent = happens(sending, _SENT[people.category] * harsher) & (people.grade >= 5)[..., None]
        shape = (BLOCK, YEARS, MONTHS)
        self.result = Discipline(
            np.zeros(shape, bool),
            np.zeros(shape, np.int64),
            np.zeros(shape, bool),
            event_dates(streams.uniform("event days", YEARS, MONTHS)),
        )

    def write(self, year: int, known_to_sheriff: Bools) -> None:
        """Write up one school year; `known_to_sheriff` marks a contact in any earlier year."""
        dials, people = self._dials, self._people
        chance = (
            dials.writeup
            * (1 + dials.writeup_by_school * SCHOOL_LEAN[people.school[:, year]])
            * (1 + dials.writeup_by_group * GROUP_LEAN[people.group])
            * (1 + dials.writeup_by_disability * people.special_education)
            * (1 + dials.feedback_school * known_to_sheriff)
        )
        heard = happens(self._writing[:, year], np.minimum(chance, _SURE)[:, None])
        written = people.event[:, year] & heard
        self.result.written[:, year] = written
        self.result.days_suspended[:, year] = self._days[:, year] * (written & self._suspended[:, year])
        self.result.sent[:, year] = written & self._sent[:, year]


def event_dates(draw: Floats) -> Dates:
    """A school day in each school month, for draws of shape (n, YEARS, MONTHS)."""
    starts = np.array(
        [
            [school_year_start(year).astype("M8[M]") + month for month in range(MONTHS)]
            for year in range(YEARS)
        ]
    ).astype("M8[D]")
    day = starts[None] + whole(draw, 28)
    weekday = (day.astype(np.int64) + 3) % 7  # 1 January 1970 was a Thursday; 0 is Monday
    monday = np.where(weekday == 5, 2, np.where(weekday == 6, 1, 0))
    return np.asarray(day + monday)


def add_school_tables(
    block: Block,
    dials: Dials,
    streams: Streams,
    people: People,
    discipline: Discipline,
    written: Written,
    certified: Bools,
) -> None:
    """Add the district's five tables and its ids.

    `written` holds the identifiers on the students' first records, `certified` who was granted free meals
    by the match with health and nutrition.
    """
    number = people.number
    second = write_identifiers(dials, streams, people, "school", " again")
    switch = streams.uniform("school second id", 2)
    from_year = 1 + whole(switch[:, 1], YEARS - 1)
    years = np.arange(YEARS)
    before = people.enrolled & (years < from_year[:, None])
    after = people.enrolled & (years >= from_year[:, None])
    two = happens(switch[:, 0], dials.duplicates) & before.any(axis=1) & after.any(axis=1)
    again = two[:, None] & (years >= from_year[:, None])
    first_id = person_numbers(streams.seed, "school", number)
    second_id = person_numbers(streams.seed, "school", number + SECOND)
    id_of = np.where(again, second_id[:, None], first_id[:, None])

    _add_students(
        block, streams, people, written, certified, first_id, np.ones(BLOCK, bool), people.enrolled & ~again
    )
    if two.any():
        _add_students(block, streams, people, second, certified, second_id, two, again, True)

    row, year = np.nonzero(people.enrolled)
    district = id_of[row, year]
    housing = streams.uniform("housing", YEARS)
    entry = school_years(year) + (180 - people.days_enrolled[row, year]) * 3 // 2
    block.add(
        "school_enrollment",
        number[row],
        district * 4 + year,
        {
            "district_id": as_ids("R", district, 8),
            "school_year": year,
            "school": people.school[row, year],
            "grade": people.grade[row, year],
            "zone": people.zone[row, year],
            "entry_date": entry,
            "housing": np.where(
                people.homeless[row, year], choose(housing[row, year], np.array([0.75, 0.86, 0.95, 1.0])), -1
            ),
            "moved": (people.moved & ~written.old_address[:, None])[row, year],
        },
    )

    absence = streams.uniform("absence marks", YEARS, 2)
    late_chance = (dials.late_as_absent * LATE_LEAN[people.group])[:, None]
    turned = np.minimum((people.days_late * late_chance + absence[..., 0]).astype(np.int64), people.days_late)
    suspended = (
        discipline.days_suspended.sum(axis=2) * dials.suspension_as_absence + absence[..., 1]
    ).astype(np.int64)
    absent = np.minimum(people.days_absent + turned + suspended, people.days_enrolled)
    block.add(
        "school_attendance",
        number[row],
        district * 4 + year,
        {
            "district_id": as_ids("R", district, 8),
            "school_year": year,
            "days_enrolled": people.days_enrolled[row, year],
            "days_absent": absent[row, year],
            "days_late": (people.days_late - turned)[row, year],
        },
    )

    marks = streams.uniform("marks", YEARS, len(COURSES))
    long_absence = people.days_absent * 10 >= people.days_enrolled
    level = marks + 0.05 * (people.need == 2)[:, None, None] + 0.04 * long_absence[..., None]
    mark = choose(np.minimum(level, 0.999), _MARKS)
    row, year, course = np.nonzero(
        np.repeat(
            (people.enrolled & (people.grade >= FIRST_SECONDARY_GRADE))[..., None], len(COURSES), axis=2
        )
    )
    district = id_of[row, year]
    block.add(
        "school_marks",
        number[row],
        (district * 4 + year) * 4 + course,
        {
            "district_id": as_ids("R", district, 8),
            "school_year": year,
            "course": course,
            "mark": mark[row, year, course],
        },
    )

    row, year, month = np.nonzero(discipline.written)
    incident = incident_numbers(streams.seed, number[row], year, month)
    writer = streams.uniform("writers", YEARS, MONTHS)
    block.add(
        "school_discipline",
        number[row],
        incident,
        {
            "incident_id": as_ids("I", incident, 10),
            "district_id": as_ids("R", id_of[row, year], 8),
            "school_year": year,
            "date": discipline.date[row, year, month],
            "school": people.school[row, year],
            "written_by": choose(writer[row, year, month], np.array([0.62, 0.77, 0.92, 1.0])),
            "category": people.category[row, year, month],
            "days_suspended": discipline.days_suspended[row, year, month],
            "referred_to_sheriff": discipline.sent[row, year, month],
        },
    )


def incident_numbers(seed: int, number: Ints, year: Ints, month: Ints) -> Ints:
    """The number of the incident report about the event of a person, year and month."""
    return event_numbers(seed, "school_discipline", (number * YEARS + year) * MONTHS + month)


def school_years(year: Ints) -> Dates:
    """First of September of each school year number."""
    return np.array([school_year_start(y) for y in range(YEARS)])[year]


def _add_students(
    block: Block,
    streams: Streams,
    people: People,
    written: Written,
    certified: Bools,
    ids: Ints,
    which: Bools,
    years: Bools,
    second: bool = False,
) -> None:
    """Add the rows of the students table that stand under `ids`; `years` marks the years under that id."""
    row = np.flatnonzero(which)
    last = YEARS - 1 - np.argmax(years[row][:, ::-1], axis=1)
    form = streams.uniform("meal forms", 1)[:, 0]
    applied = people.low_income & happens(form, 0.6)
    source = np.where(certified, 0, np.where(applied, 1, -1))
    columns = {
        "district_id": as_ids("R", ids[row], 8),
        "first_name": written.first_name[row],
        "last_name": written.last_name[row],
        "birth_date": written.birth_date[row],
        "sex": people.male[row].astype(np.int64),
        "group": np.where(written.empty[row, 0], -1, people.group[row]),
        "language": np.where(written.empty[row, 1], -1, people.language[row]),
        "address": written.address[row],
        "zone": people.zone[row, last],
        "school": people.school[row, last],
        "grade": people.grade[row, last],
        "special_education": people.special_education[row],
        "english_learner": people.english_learner[row],
        "meals": np.where(source[row] < 0, 1, 0),
        "meals_source": source[row],
    }
    block.add("school_students", people.number[row], ids[row], columns)
    block.add_ids(0, "R", people.number[row], ids[row], second)
