"""What health and nutrition and the college and work office record."""

from __future__ import annotations

import numpy as np

from commonground.county.dials import Dials
from commonground.county.identifiers import Written, write_identifiers
from commonground.county.people import People
from commonground.county.places import Bools
from commonground.county.rows import Block, as_ids, person_numbers
from commonground.county.schema import PROGRAMS
from commonground.county.streams import Streams, happens, whole

_TAKES_UP = 0.85  # share of families with a low income that draw benefits
_PROGRAM_SHARE = np.array([0.95, 0.30, 0.80])


def add_benefits(block: Block, dials: Dials, streams: Streams, people: People, school: Written) -> Bools:
    """Add the benefits of children up to grade 12, and return whom the schools' match found.

    The match is exact: same first name, last name and birth date, capitals aside. Who is found gets free
    school meals with no form to fill in.
    """
    family = streams.uniform("benefits", 1)[people.household - people.number[0], 0]
    draws = happens(family, _TAKES_UP) & people.low_income & (people.last_grade <= 12)
    written = write_identifiers(dials, streams, people, "health")
    ids = person_numbers(streams.seed, "health", people.number)
    detail = streams.uniform("programs", len(PROGRAMS), 2)
    on_program = happens(detail[..., 0], _PROGRAM_SHARE) & draws[:, None]
    row, program = np.nonzero(on_program)
    block.add(
        "health_benefits",
        people.number[row],
        ids[row] * len(PROGRAMS) + program,
        {
            "benefit_id": as_ids("B", ids[row], 8),
            "first_name": written.first_name[row],
            "last_name": written.last_name[row],
            "birth_date": written.birth_date[row],
            "address": written.address[row],
            "program": program,
            "start_date": np.datetime64("2023-07-01") + whole(detail[row, program, 1], 400),
        },
    )
    served = np.flatnonzero(on_program.any(axis=1))
    block.add_ids(3, "B", people.number[served], ids[served], False)
    same = (
        (np.strings.lower(written.first_name) == np.strings.lower(school.first_name))
        & (np.strings.lower(written.last_name) == np.strings.lower(school.last_name))
        & (written.birth_date == school.birth_date)
    )
    return np.asarray(on_program.any(axis=1) & same)


def add_outcomes(block: Block, dials: Dials, streams: Streams, people: People) -> None:
    """Add what followed school, for those who have left grade 12 and of whom anything is on file."""
    draw = streams.uniform("outcomes", 3)
    serious = people.need == 2
    diploma = happens(draw[:, 0], np.where(serious, 0.70, 0.91))
    college = diploma & happens(draw[:, 1], np.where(serious, 0.35, 0.56))
    quarters = np.where(draw[:, 2] < 0.25, 0, 1 + whole((draw[:, 2] - 0.25) / 0.75, 4))
    row = np.flatnonzero((people.last_grade > 12) & (diploma | college | (quarters > 0)))
    written = write_identifiers(dials, streams, people, "college and work")
    ids = person_numbers(streams.seed, "college and work", people.number)
    block.add(
        "college_work_outcomes",
        people.number[row],
        ids[row],
        {
            "state_id": as_ids("T", ids[row], 8),
            "first_name": written.first_name[row],
            "last_name": written.last_name[row],
            "birth_date": written.birth_date[row],
            "diploma": diploma[row],
            "college": college[row],
            "quarters_worked": quarters[row],
        },
    )
    block.add_ids(4, "T", people.number[row], ids[row], False)
