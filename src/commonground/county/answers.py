"""The answer key: the true people, years and events, and what became of each event."""

from __future__ import annotations

import numpy as np

from commonground.county.dials import Dials
from commonground.county.people import MONTHS, STREET_SLOTS, People
from commonground.county.places import YEARS, Bools, Dates
from commonground.county.rows import Block, as_ids, event_numbers
from commonground.county.school import Discipline, incident_numbers
from commonground.county.sheriff import contact_numbers
from commonground.county.streams import BLOCK, Streams, happens


def add_answer_key(
    block: Block,
    dials: Dials,
    streams: Streams,
    people: People,
    discipline: Discipline,
    contact: Bools,
    contact_day: Dates,
) -> None:
    """Add people, years, events and the audit sample."""
    number = people.number
    block.add(
        "people",
        number,
        number,
        {
            "person_id": as_ids("P", number, 8),
            "household_id": as_ids("Y", people.household, 8),
            "twin_of": as_ids("P", people.twin_of, 8),
            "first_name": people.first_name,
            "last_name": people.last_name,
            "birth_date": people.birth_date,
            "sex": people.male.astype(np.int64),
            "group": people.group,
            "naming_custom": people.custom,
            "language": people.language,
            "special_education": people.special_education,
            "english_learner": people.english_learner,
            "low_income": people.low_income,
            "need_level": people.need,
            "serious_need": people.need == 2,
            "unsafe_at_home": people.unsafe,
            "harmed_later": people.harmed_later,
            "offends_later": people.offends_later,
        },
    )
    row, year = (part.ravel() for part in np.indices((BLOCK, YEARS)))
    block.add(
        "people_years",
        number[row],
        number[row] * YEARS + year,
        {
            "person_id": as_ids("P", number[row], 8),
            "school_year": year,
            "enrolled": people.enrolled[row, year],
            "school": np.where(people.enrolled, people.school, -1)[row, year],
            "grade": people.grade[row, year],
            "zone": people.zone[row, year],
            "moved": people.moved[row, year],
            "homeless": people.homeless[row, year],
            "school_events": people.event.sum(axis=2)[row, year],
            "written_events": discipline.written.sum(axis=2)[row, year],
            "community_events": people.street.sum(axis=2)[row, year],
            "days_absent": people.days_absent[row, year],
            "days_late": people.days_late[row, year],
        },
    )
    _add_events(block, dials, streams, people, discipline, contact, contact_day)


def _add_events(
    block: Block,
    dials: Dials,
    streams: Streams,
    people: People,
    discipline: Discipline,
    contact: Bools,
    contact_day: Dates,
) -> None:
    """Every true event at school and outside it, and those that the observer saw."""
    seed, number, slots = streams.seed, people.number, MONTHS + STREET_SLOTS
    happened = np.concatenate([people.event, people.street], axis=2)
    recorded = np.concatenate([discipline.written, contact[:, :, :STREET_SLOTS]], axis=2)
    dates = np.concatenate([discipline.date, contact_day[:, :, :STREET_SLOTS]], axis=2)
    row, year, slot = np.nonzero(happened)
    event = event_numbers(seed, "conduct_events", (number[row] * YEARS + year) * slots + slot)
    at_school, seen = slot < MONTHS, recorded[row, year, slot]
    category = people.category[row, year, np.minimum(slot, MONTHS - 1)]
    incident = incident_numbers(seed, number[row], year, slot)
    of_deputy = contact_numbers(seed, number[row], year, slot - MONTHS)
    event_id, day = as_ids("E", event, 10), dates[row, year, slot]
    block.add(
        "conduct_events",
        number[row],
        event,
        {
            "event_id": event_id,
            "person_id": as_ids("P", number[row], 8),
            "school_year": year,
            "date": day,
            "place": np.where(at_school, 0, 1),
            "category": np.where(at_school, category, -1),
            "recorded": seen,
            "incident_id": as_ids("I", np.where(seen & at_school, incident, -1), 10),
            "contact_id": as_ids("C", np.where(seen & ~at_school, of_deputy, -1), 10),
        },
    )
    observed = streams.uniform("audit", YEARS, MONTHS)[row, year, np.minimum(slot, MONTHS - 1)]
    pick = np.flatnonzero(at_school & happens(observed, dials.audit))
    block.add(
        "audit_sample",
        number[row][pick],
        event[pick],
        {
            "event_id": event_id[pick],
            "school_year": year[pick],
            "date": day[pick],
            "school": people.school[row, year][pick],
            "group": people.group[row][pick],
            "special_education": people.special_education[row][pick],
            "category": category[pick],
            "written_down": seen[pick],
        },
    )
