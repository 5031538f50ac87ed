"""What child welfare records: children, reports since birth, investigations and placements."""

from __future__ import annotations

import numpy as np

from commonground.county.dials import Dials
from commonground.county.identifiers import write_identifiers
from commonground.county.people import People, school_year_start
from commonground.county.places import GROUP_LEAN, SNAPSHOT, YEARS, Bools, Floats
from commonground.county.rows import SECOND, Block, as_ids, event_numbers, person_numbers
from commonground.county.schema import REPORTERS
from commonground.county.streams import Streams, choose, happens, whole

_PAST = 17  # years before the first school year that the file goes back
_ADULT = 18
# Share of reports by each reporter (schema.REPORTERS) and which of them the law obliges to report.
_SHARES = np.array([0.155, 0.155, 0.08, 0.36, 0.25])
_MANDATED = np.array([1, 1, 1, 0, 0])
_POLICE = REPORTERS.index("police")
_UNSAFE_REPORTS = 5.0  # reports about a child who is not safe, against one who is
_SCREENED_IN: Floats = np.array([0.58, 0.85])  # safe, not safe
_SUPPORTED: Floats = np.array([0.13, 0.70])
_PLACED = 0.36


def add_welfare_tables(
    block: Block, dials: Dials, streams: Streams, people: People, known_to_sheriff: Bools
) -> None:
    """Add the agency's four tables and its ids; `known_to_sheriff` has shape (BLOCK, YEARS)."""
    seed, number = streams.seed, people.number
    span = _PAST + YEARS
    lean = 1 + dials.mandated_reporting * GROUP_LEAN[people.group]
    lean = lean * (1 + dials.reporting_by_income * people.low_income)
    chance = dials.report * _SHARES * np.where(_MANDATED, lean[:, None], 1.0)
    chance = chance * np.where(people.unsafe, _UNSAFE_REPORTS, 1.0)[:, None]
    by_year = np.repeat(chance[:, None, :], span, axis=1)
    known_before = known_to_sheriff[:, :-1]
    by_year[:, _PAST + 1 :, _POLICE] += dials.feedback_welfare * known_before
    age = np.stack([people.age_in(year) for year in range(-_PAST, YEARS)], axis=1)
    child = (age >= 0) & (age < _ADULT)
    reported = happens(streams.uniform("reports", span, len(REPORTERS)), by_year) & child[..., None]

    detail = streams.uniform("report details", span, len(REPORTERS), 6)
    starts = np.array([school_year_start(year) for year in range(-_PAST, YEARS)])
    dates = starts[None, :, None] + whole(detail[..., 0], 365)
    reported &= dates <= SNAPSHOT

    row, year, reporter = np.nonzero(reported)
    draw, date = detail[row, year, reporter], dates[row, year, reporter]
    slot = (number[row] * span + year) * len(REPORTERS) + reporter
    second = happens(draw[:, 5], dials.duplicates)
    first_id = person_numbers(seed, "welfare", number)
    second_id = person_numbers(seed, "welfare", number + SECOND)
    ids = np.where(second, second_id[row], first_id[row])
    for copy, of_all, rows in (("", first_id, row[~second]), (" again", second_id, row[second])):
        client = np.unique(rows)
        written = write_identifiers(dials, streams, people, "welfare", copy)
        block.add(
            "welfare_clients",
            number[client],
            of_all[client],
            {
                "client_id": as_ids("W", of_all[client], 8),
                "first_name": written.first_name[client],
                "last_name": written.last_name[client],
                "birth_date": written.birth_date[client],
                "sex": np.where(written.empty[client, 0], -1, people.male[client]),
                "group": np.where(written.empty[client, 1], -1, people.group[client]),
                "address": written.address[client],
            },
        )
        block.add_ids(1, "W", number[client], of_all[client], bool(copy))

    unsafe = people.unsafe[row].astype(np.int64)
    screened = happens(draw[:, 1], _SCREENED_IN[unsafe])
    report = event_numbers(seed, "welfare_reports", slot)
    block.add(
        "welfare_reports",
        number[row],
        report,
        {
            "report_id": as_ids("H", report, 10),
            "client_id": as_ids("W", ids, 8),
            "date": date,
            "reporter": reporter,
            "concern": choose(draw[:, 2], np.array([0.6, 0.8, 1.0])),
            "screened_in": screened,
        },
    )

    keep = np.flatnonzero(screened)
    row, ids, report, slot, opened = row[keep], ids[keep], report[keep], slot[keep], date[keep] + 1
    unsafe = unsafe[keep]
    work = streams.uniform("investigations", span, len(REPORTERS), 5)[row, year[keep], reporter[keep]]
    delay = (dials.label_delay * GROUP_LEAN[people.group[row]] * 2 * work[:, 1]).astype(np.int64)
    closing = opened + 20 + whole(work[:, 0], 40) + delay
    is_closed = closing <= SNAPSHOT
    supported = happens(work[:, 2], _SUPPORTED[unsafe])
    investigation = event_numbers(seed, "welfare_investigations", slot)
    none = np.datetime64("NaT", "D")
    block.add(
        "welfare_investigations",
        number[row],
        investigation,
        {
            "investigation_id": as_ids("V", investigation, 10),
            "report_id": as_ids("H", report, 10),
            "client_id": as_ids("W", ids, 8),
            "opened": np.minimum(opened, SNAPSHOT),
            "closed": np.where(is_closed, closing, none),
            "finding": np.where(is_closed, np.where(supported, 0, 1), -1),
        },
    )

    placed = supported & happens(work[:, 3], _PLACED) & (opened + 10 <= SNAPSHOT)
    start = opened[placed] + 10
    end = start + 60 + whole(work[placed, 4] * work[placed, 4], 900)
    placement = event_numbers(seed, "welfare_placements", slot[placed])
    block.add(
        "welfare_placements",
        number[row][placed],
        placement,
        {
            "placement_id": as_ids("L", placement, 10),
            "investigation_id": as_ids("V", investigation[placed], 10),
            "client_id": as_ids("W", ids[placed], 8),
            "kind": choose(work[placed, 3] / _PLACED, np.array([0.4, 0.88, 1.0])),
            "start_date": start,
            "end_date": np.where(end <= SNAPSHOT, end, none),
        },
    )
