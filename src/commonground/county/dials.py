"""The named dials of the synthetic county: every rate and every mechanism of bias in one place.

A dial is a field of `Dials`. Its metadata say what it means, its unit, its range and the fact ids that
its default is sized by, so that documents, the command line and the tests read the same description.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, cast

Kind = Literal["base", "circumstance", "bias", "feedback"]

KINDS: dict[Kind, str] = {
    "base": "A rate that is the same for everybody. It bends nothing.",
    "circumstance": "How lives differ between groups, through no conduct of theirs. It is part of the truth.",
    "bias": "A mechanism that bends what an agency records. At zero, it does nothing.",
    "feedback": "Records of one agency that raise contact with another in later years. At zero, it does nothing.",
}


@dataclass(frozen=True)
class DialNote:
    """What one dial means.

    `facts` holds the ids of the published figures that its default is sized by, or of the account that it
    follows; an empty tuple means that it is our own construction. A figure that sizes a mechanism is no
    proof that the mechanism is its cause.
    """

    name: str
    kind: Kind
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    facts: tuple[str, ...]


def _dial(default: float, low: float, high: float, unit: str, kind: Kind, meaning: str, *facts: str) -> float:
    note = {"kind": kind, "low": low, "high": high, "unit": unit, "meaning": meaning, "facts": facts}
    value: float = field(default=default, metadata=note)
    return value


@dataclass(frozen=True)
class Dials:
    """The settings of one synthetic county.

    Every value is a plain number within the range of its dial. `Dials()` is the shipped county,
    `Dials.none()` the same county with every mechanism of bias at zero, and
    `dataclasses.replace(dials, name=value)` changes one dial.

    Raises:
        ValueError: a value is not a number or lies outside its range.
    """

    # --- shares and rates that are alike for everybody -------------------------------------------
    share_group_b: float = _dial(0.28, 0, 0.33, "share", "base", "Share of families in group B.", "ENR-01")
    share_group_c: float = _dial(0.15, 0, 0.33, "share", "base", "Share of families in group C.", "ENR-01")
    share_group_d: float = _dial(
        0.11,
        0,
        0.33,
        "share",
        "base",
        "Share of families in group D. Group A is what remains.",
        "ENR-01",
    )
    serious_need: float = _dial(
        0.18,
        0,
        0.6,
        "share",
        "base",
        "Share of students with a serious need for support. Alike for every group, school and zone.",
    )
    conduct: float = _dial(
        0.10,
        0,
        0.3,
        "chance per student and school month",
        "base",
        "Chance that a student with ordinary conduct breaks a school rule in a month. "
        "Alike for every group, school and zone.",
        "JJ-05",
    )
    writeup: float = _dial(
        0.29, 0, 0.6, "chance per event", "base", "Chance that an event at school is written down at all."
    )
    suspension: float = _dial(
        0.21,
        0,
        0.6,
        "chance per written event",
        "base",
        "Chance that a written event ends in an out-of-school suspension.",
        "CRDC-11",
    )
    special_education: float = _dial(
        0.15, 0, 0.3, "share", "base", "Share of students served by special education.", "ENR-02", "ENR-03"
    )
    low_income: float = _dial(
        0.36, 0, 0.8, "share", "base", "Share of families with a low income. Alike for every group."
    )
    homeless: float = _dial(
        0.028,
        0,
        0.2,
        "share per year",
        "base",
        "Share of families without a home of their own in a year.",
        "HOM-01",
    )
    moves: float = _dial(
        0.12, 0, 0.5, "chance per family and year", "base", "Chance that a family moves in a year."
    )
    twins: float = _dial(
        0.015, 0, 0.1, "share", "base", "Share of students who are the second of a pair of twins."
    )
    absence: float = _dial(
        0.18,
        0,
        0.6,
        "chance per student and year",
        "base",
        "Chance of a year with long absences, for a student with no serious need and a home.",
        "ABS-01",
    )
    report: float = _dial(
        0.0225,
        0,
        0.1,
        "chance per child and year",
        "base",
        "Chance of a child-welfare report about a child who is safe at home.",
        "CPS-01",
        "CPS-07",
    )
    street_contact: float = _dial(
        0.12,
        0,
        0.5,
        "chance per event",
        "base",
        "Chance that a deputy sees an event in the community, at average patrol.",
        "JJ-01",
    )
    stop: float = _dial(
        0.02,
        0,
        0.2,
        "chance per youth and year",
        "base",
        "Chance of a stop without any event, at average patrol.",
    )
    typing_errors: float = _dial(
        0.022,
        0,
        0.3,
        "chance per name",
        "base",
        "Chance of a typing error in a first or last name. Alike for every name.",
        "LINK-21",
    )
    other_names: float = _dial(
        0.025,
        0,
        0.3,
        "chance per name",
        "base",
        "Chance that an agency knows a person by a short first name, or by another family surname.",
        "LINK-21",
    )
    date_errors: float = _dial(
        0.01, 0, 0.2, "chance per record", "base", "Chance of a wrong birth date. Alike for everybody."
    )
    missing: float = _dial(
        0.01, 0, 0.3, "chance per field", "base", "Chance that a field is left empty. Alike for everybody."
    )
    duplicates: float = _dial(
        0.02,
        0,
        0.2,
        "share",
        "base",
        "Share of people whom an agency meets as if for the first time, and gives a second id.",
    )
    audit: float = _dial(
        0.04,
        0,
        1,
        "share of events",
        "base",
        "Share of events at school that an independent observer saw and wrote down.",
    )

    # --- circumstances: true, and not alike ------------------------------------------------------
    concentration: float = _dial(
        0.9,
        0,
        1,
        "0 to 1",
        "circumstance",
        "How far the groups live in different zones. At 0 every zone has the same mix.",
    )
    housing_burden: float = _dial(
        1.0,
        0,
        2,
        "0 to 2",
        "circumstance",
        "How far the loss of a home falls more often on groups B and C. At 0 it falls on all alike.",
        "HOM-02",
    )

    # --- mechanisms of bias ----------------------------------------------------------------------
    writeup_by_school: float = _dial(
        0.3,
        0,
        0.9,
        "share",
        "bias",
        "South's staff write down this share more of the same events than the county's average, and "
        "North's staff this share less. At 0.3 South writes down about two times as often as North.",
    )
    writeup_by_group: float = _dial(
        0.65,
        0,
        1.5,
        "share",
        "bias",
        "In the same school, events of students of group C are written down this share more often.",
        "JJ-05",
        "CRDC-15",
    )
    writeup_by_disability: float = _dial(
        0.7,
        0,
        2,
        "share",
        "bias",
        "In the same school, events of students in special education are written down this share more often.",
        "CRDC-11",
    )
    sanction_by_group: float = _dial(
        0.5,
        0,
        1.5,
        "share",
        "bias",
        "Written events of students of group C end in a suspension, or are sent to the sheriff, this share "
        "more often.",
        "CRDC-10",
        "CRDC-11",
    )
    sanction_by_disability: float = _dial(
        0.5,
        0,
        1.5,
        "share",
        "bias",
        "Written events of students in special education end in a suspension, or are sent to the sheriff, this "
        "share more often.",
        "CRDC-06",
        "CRDC-09",
    )
    late_as_absent: float = _dial(
        0.5,
        0,
        1,
        "share of late days",
        "bias",
        "Share of a group C student's late days that are written down as whole days of absence.",
        "ABS-01",
    )
    suspension_as_absence: float = _dial(
        1.0,
        0,
        1,
        "share of days",
        "bias",
        "Share of days of suspension that the attendance file counts as absence.",
        "CRDC-12",
    )
    patrol_by_zone: float = _dial(
        0.9,
        0,
        1,
        "share",
        "bias",
        "How far patrol hours lean to Southfield and away from Northgate. At 0 all zones have the same.",
    )
    patrol_follows_records: float = _dial(
        0.25,
        0,
        1,
        "0 to 1",
        "feedback",
        "How far next year's patrol plan follows this year's contacts. It enlarges a lean that is there.",
    )
    mandated_reporting: float = _dial(
        2.4,
        0,
        3,
        "share",
        "bias",
        "School staff, police and medical staff report this share more often about children of group C who "
        "live in the same conditions.",
        "CPS-01",
        "CPS-04",
    )
    reporting_by_income: float = _dial(
        0.5,
        0,
        2,
        "share",
        "bias",
        "The same staff report this share more often about families with a low income, whom public offices "
        "see more of.",
        "CPS-04",
    )
    missing_by_group: float = _dial(
        0.08,
        0,
        0.5,
        "chance per field",
        "bias",
        "Further chance that a field of a group C student is left empty.",
        "LINK-11",
    )
    naming_errors: float = _dial(
        0.8,
        0,
        1,
        "share",
        "bias",
        "How often an agency bends names with two surnames, the family name first, or another script.",
        "LINK-16",
        "LINK-20",
        "LINK-21",
    )
    mover_errors: float = _dial(
        0.7,
        0,
        1,
        "share",
        "bias",
        "How often an agency keeps the old address of a family that moved, and retypes its data with errors.",
        "LINK-12",
        "LINK-19",
    )
    label_delay: float = _dial(
        120, 0, 400, "days", "bias", "Further days until an investigation about a group C child is closed."
    )
    feedback_sheriff: float = _dial(
        0.2,
        0,
        1,
        "chance per youth and year",
        "feedback",
        "Chance of a deputy's visit in a year that begins with two or more school incidents on file.",
        "PASCO-52",
    )
    feedback_school: float = _dial(
        0.5,
        0,
        2,
        "share",
        "feedback",
        "Events are written down this share more often once the sheriff has a contact on file.",
    )
    feedback_welfare: float = _dial(
        0.08,
        0,
        0.5,
        "chance per child and year",
        "feedback",
        "Further chance of a police report to child welfare once the sheriff has a contact on file.",
        "CPS-09",
    )

    def __post_init__(self) -> None:
        for note in describe():
            value = getattr(self, note.name)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise ValueError(f"The dial {note.name} takes a number, not {value!r}.")
            if not note.low <= value <= note.high:
                raise ValueError(
                    f"The dial {note.name} is {value:g}. Choose a value from {note.low:g} to {note.high:g}."
                )

    @classmethod
    def none(cls, **values: float) -> Dials:
        """The county without bias: every mechanism and every unequal burden at zero.

        Keyword arguments set single dials on top, which is how one mechanism is studied alone.
        """
        return dataclasses.replace(cls(), **{**dict.fromkeys(cls.mechanisms(), 0.0), **values})

    @classmethod
    def mechanisms(cls) -> tuple[str, ...]:
        """Names of the dials that `none` sets to zero."""
        return tuple(
            note.name
            for note in describe()
            if note.kind in ("bias", "feedback") or note.name == "housing_burden"
        )


def describe() -> Iterator[DialNote]:
    """The description of every dial, in the order of the class."""
    for entry in dataclasses.fields(Dials):
        note = entry.metadata
        yield DialNote(
            name=entry.name,
            kind=cast(Kind, note["kind"]),
            default=float(cast(float, entry.default)),
            low=float(note["low"]),
            high=float(note["high"]),
            unit=str(note["unit"]),
            meaning=str(note["meaning"]),
            facts=tuple(note["facts"]),
        )
