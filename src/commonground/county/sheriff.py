"""What the sheriff's office records: people, contacts, referrals, and its patrol plan."""

from __future__ import annotations

import numpy as np

from commonground.county.dials import Dials
from commonground.county.identifiers import write_identifiers
from commonground.county.people import MONTHS, STREET_SLOTS, People
from commonground.county.places import SNAPSHOT, YEARS, ZONES, Bools, Dates, Ints, patrol_intensity
from commonground.county.rows import SECOND, Block, as_ids, event_numbers, person_numbers
from commonground.county.school import Discipline, school_years
from commonground.county.streams import BLOCK, Streams, choose, happens, whole

# Slots of a youth's year in the sheriff's file: events seen, one stop, one visit, incidents sent by a school.
STOP, VISIT, SENT = STREET_SLOTS, STREET_SLOTS + 1, STREET_SLOTS + 2
SLOTS = SENT + MONTHS
# Chance that a contact of each kind (schema.CONTACT_KINDS) is referred onward, and to the juvenile court.
_REFERRED = np.array([0.40, 0.04, 0.50, 0.06])
_COURT = 0.72
_AVERAGE_HOURS = 10_000


class ContactFile:
    """Decides year by year whom deputies meet. `contact` has shape (BLOCK, YEARS, SLOTS)."""

    def __init__(self, dials: Dials, streams: Streams, people: People) -> None:
        self._dials = dials
        self._people = people
        self._intensity = patrol_intensity(dials.patrol_by_zone, dials.patrol_follows_records)
        self._seen = streams.uniform("events seen", YEARS, STREET_SLOTS)
        self._stopped = streams.uniform("stops", YEARS)
        self._visited = streams.uniform("list visits", YEARS)
        self.contact: Bools = np.zeros((BLOCK, YEARS, SLOTS), bool)

    def meet(self, year: int, listed: Bools, discipline: Discipline) -> None:
        """Fill one year; `listed` marks students on the school's list at the end of the year before."""
        dials, people = self._dials, self._people
        intensity = self._intensity[people.zone[:, year], year]
        youth = (people.grade[:, year] >= 5) & (people.grade[:, year] <= 13)
        seen = happens(self._seen[:, year], np.minimum(dials.street_contact * intensity, 1.0)[:, None])
        self.contact[:, year, :STREET_SLOTS] = people.street[:, year] & seen
        self.contact[:, year, STOP] = youth & happens(self._stopped[:, year], dials.stop * intensity)
        self.contact[:, year, VISIT] = (
            youth & listed & happens(self._visited[:, year], dials.feedback_sheriff)
        )
        self.contact[:, year, SENT:] = discipline.sent[:, year]

    @property
    def known(self) -> Bools:
        """Young people with a contact on file by the end of each year, shape (BLOCK, YEARS)."""
        return np.logical_or.accumulate(self.contact.any(axis=2), axis=1)


def contact_dates(streams: Streams, discipline: Discipline) -> Dates:
    """The day of each slot, shape (BLOCK, YEARS, SLOTS)."""
    draw = streams.uniform("contact days", YEARS, SENT)
    starts = school_years(np.arange(YEARS))[None, :, None]
    spread = np.array([50] * STREET_SLOTS + [300, 300])
    offset = np.array([50 * slot for slot in range(STREET_SLOTS)] + [0, 0])
    days = starts + offset + whole(draw, spread)
    return np.concatenate([days, discipline.date + 1], axis=2)


def contact_numbers(seed: int, number: Ints, year: Ints, slot: Ints) -> Ints:
    """The number of the contact in a slot of a person's year."""
    return event_numbers(seed, "sheriff_contacts", (number * YEARS + year) * SLOTS + slot)


def add_sheriff_tables(
    block: Block, dials: Dials, streams: Streams, people: People, contact: Bools, dates: Dates
) -> None:
    """Add the people, contacts and referrals, and the office's ids."""
    seed, number = streams.seed, people.number
    again = streams.uniform("sheriff second id", YEARS, SLOTS)
    under_second = happens(again, dials.duplicates) & contact
    first_id = person_numbers(seed, "sheriff", number)
    second_id = person_numbers(seed, "sheriff", number + SECOND)
    for copy, ids, used in (
        ("", first_id, (contact & ~under_second).any(axis=(1, 2))),
        (" again", second_id, under_second.any(axis=(1, 2))),
    ):
        row = np.flatnonzero(used)
        written = write_identifiers(dials, streams, people, "sheriff", copy)
        block.add(
            "sheriff_people",
            number[row],
            ids[row],
            {
                "sheriff_id": as_ids("S", ids[row], 8),
                "first_name": written.first_name[row],
                "last_name": written.last_name[row],
                "birth_date": written.birth_date[row],
                "sex": np.where(written.empty[row, 0], -1, people.male[row]),
                "group": np.where(written.empty[row, 1], -1, people.group[row]),
                "address": written.address[row],
            },
        )
        block.add_ids(2, "S", number[row], ids[row], bool(copy))

    row, year, slot = np.nonzero(contact)
    ids = np.where(under_second[row, year, slot], second_id[row], first_id[row])
    contact_number = contact_numbers(seed, number[row], year, slot)
    kind = np.select([slot < STREET_SLOTS, slot == STOP, slot == VISIT], [0, 1, 3], 2)
    day = dates[row, year, slot]
    block.add(
        "sheriff_contacts",
        number[row],
        contact_number,
        {
            "contact_id": as_ids("C", contact_number, 10),
            "sheriff_id": as_ids("S", ids, 8),
            "date": day,
            "school_year": year,
            "zone": people.zone[row, year],
            "kind": kind,
        },
    )
    onward = streams.uniform("referrals", YEARS, SLOTS, 3)[row, year, slot]
    later = day + 3 + whole(onward[:, 2], 25)
    sent = happens(onward[:, 0], _REFERRED[kind]) & (later <= SNAPSHOT)
    referral = event_numbers(seed, "sheriff_referrals", (number[row] * YEARS + year) * SLOTS + slot)
    block.add(
        "sheriff_referrals",
        number[row][sent],
        referral[sent],
        {
            "referral_id": as_ids("F", referral[sent], 10),
            "contact_id": as_ids("C", contact_number[sent], 10),
            "sheriff_id": as_ids("S", ids[sent], 8),
            "date": later[sent],
            "route": choose(onward[sent, 1], np.array([_COURT, 1.0])),
        },
    )


def add_patrol_plan(block: Block, dials: Dials) -> None:
    """Add the patrol hours, one row for each zone and year; they belong to no block, so call it once."""
    intensity = patrol_intensity(dials.patrol_by_zone, dials.patrol_follows_records)
    zone, year = (part.ravel() for part in np.indices((len(ZONES), YEARS)))
    hours = (intensity[zone, year] * _AVERAGE_HOURS + 0.5).astype(np.int64)
    block.add(
        "sheriff_patrols",
        np.zeros(len(zone), np.int64),
        zone * YEARS + year,
        {"zone": zone, "school_year": year, "patrol_hours": hours},
    )
