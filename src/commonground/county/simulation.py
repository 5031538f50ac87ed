"""The simulator: from dials and a seed to the tables of every agency and the answer key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pandas as pd

from commonground.county.answers import add_answer_key
from commonground.county.dials import Dials
from commonground.county.frames import to_frame
from commonground.county.identifiers import write_identifiers
from commonground.county.offices import add_benefits, add_outcomes
from commonground.county.people import draw_people
from commonground.county.places import YEARS
from commonground.county.rows import SECOND, Block, Columns
from commonground.county.schema import ANSWER_KEY, BY_NAME, RECORDS, TABLES
from commonground.county.school import DisciplineFile, add_school_tables
from commonground.county.sheriff import ContactFile, add_patrol_plan, add_sheriff_tables, contact_dates
from commonground.county.streams import BLOCK, Streams
from commonground.county.welfare import add_welfare_tables

# Called after each block with the count of students made in it.
Progress = Callable[[int], object]


class Tables(SimpleNamespace):
    """Data frames as attributes named by table, such as `tables.school_students`."""

    def __getitem__(self, name: str) -> pd.DataFrame:
        frame: pd.DataFrame = getattr(self, name)
        return frame

    def names(self) -> list[str]:
        """Names of the tables."""
        return list(vars(self))


@dataclass(frozen=True)
class County:
    """A synthetic county: `tables` is what the agencies recorded, `truth` the answer key."""

    dials: Dials
    students: int
    seed: int
    tables: Tables
    truth: Tables


def blocks(dials: Dials, students: int, seed: int) -> Iterator[dict[str, Columns]]:
    """The tables of the county, block by block; memory does not grow with `students`.

    Every table is in every block, except the patrol plan, which stands in the first one only.

    Raises:
        ValueError: `students` is not between 1 and 49 million, or `seed` is negative.
    """
    if not 1 <= students <= SECOND:
        raise ValueError(f"A county has from 1 to {SECOND:,} students, not {students:,}.")
    if seed < 0:
        raise ValueError("The seed is a whole number of 0 or more.")
    for index in range(-(-students // BLOCK)):
        yield _block(dials, students, Streams(seed, index))


def simulate(
    dials: Dials | None = None, students: int = 6000, seed: int = 2026, progress: Progress | None = None
) -> County:
    """Make a synthetic county in memory.

    Args:
        dials: the settings; the shipped county's where left out.
        students: how many students, from 1. The first students of a larger county are the same people.
        seed: any whole number of 0 or more. Same dials, students and seed give the same tables, bit for bit.
        progress: called after each block with the count of students in it.

    Returns:
        The tables and the truth as data frames, with the types of `load`.
    """
    dials = Dials() if dials is None else dials
    parts: dict[str, list[pd.DataFrame]] = {table.name: [] for table in TABLES}
    made = 0
    for block in blocks(dials, students, seed):
        for name, columns in block.items():
            parts[name].append(to_frame(BY_NAME[name], columns))
        if progress is not None:
            progress(min(BLOCK, students - made))
        made += BLOCK
    frames = {name: pd.concat(parts.pop(name), ignore_index=True) for name in list(parts)}
    return County(
        dials,
        students,
        seed,
        Tables(**{table.name: frames[table.name] for table in RECORDS}),
        Tables(**{table.name: frames[table.name] for table in ANSWER_KEY}),
    )


def _block(dials: Dials, students: int, streams: Streams) -> dict[str, Columns]:
    """One block: the truth first, then the years in which agencies watch each other, then their files."""
    people = draw_people(dials, streams)
    school_file = DisciplineFile(dials, streams, people)
    sheriff_file = ContactFile(dials, streams, people)
    nobody = np.zeros(BLOCK, bool)
    for year in range(YEARS):
        known = sheriff_file.known[:, year - 1] if year else nobody
        listed = school_file.result.listed[:, year - 1] if year else nobody
        school_file.write(year, known)
        sheriff_file.meet(year, listed, school_file.result)
    discipline, contact = school_file.result, sheriff_file.contact
    contact_day = contact_dates(streams, discipline)

    block = Block(students)
    written = write_identifiers(dials, streams, people, "school")
    certified = add_benefits(block, dials, streams, people, written)
    add_school_tables(block, dials, streams, people, discipline, written, certified)
    add_welfare_tables(block, dials, streams, people, sheriff_file.known)
    add_sheriff_tables(block, dials, streams, people, contact, contact_day)
    if streams.block == 0:
        add_patrol_plan(block, dials)
    add_outcomes(block, dials, streams, people)
    add_answer_key(block, dials, streams, people, discipline, contact, contact_day)
    return {table.name: block.tables[table.name] for table in TABLES if table.name in block.tables}
