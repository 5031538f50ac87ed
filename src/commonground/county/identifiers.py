"""How an agency writes down who somebody is: names, birth date, address, and what it leaves empty.

Errors have four sources, each a dial of its own: a typing hand and short names (alike for everybody), the
naming custom (`naming_errors`), moves (`mover_errors`), and empty fields (`missing`, `missing_by_group`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.county.dials import Dials
from commonground.county.names import NAME_WIDTH, mistype
from commonground.county.people import People
from commonground.county.places import GROUP_LEAN, YEARS, Bools, Dates, Floats, Texts
from commonground.county.streams import Streams, choose, happens, whole

# Chance, at naming_errors 1, that a record bends a name, by custom (schema.NAMING_CUSTOMS).
_BENDS = np.array([0.0, 0.20, 0.24, 0.11, 0.15])
# How a name with two surnames is bent: the other joint, the first surname alone, the second alone, or the
# first surname written as part of the first name.
_FORMS = np.array([0.40, 0.65, 0.85, 1.0])
# Share of families that moved whose old address an agency keeps, at mover_errors 1.
_STALE = {"school": 0.25, "welfare": 0.40, "sheriff": 0.45, "health": 0.40, "college and work": 0.50}
_MOVER_TYPING = 2.5  # typing errors about movers at mover_errors 1: this share more


@dataclass(frozen=True)
class Written:
    """Identifiers as one agency wrote them; every array has BLOCK rows."""

    first_name: Texts
    last_name: Texts
    birth_date: Dates  # not-a-time where empty
    address: Texts  # "" where empty
    empty: Bools  # (BLOCK, 4) which further fields the agency left empty
    old_address: Bools  # the agency was not told of a move


def write_identifiers(dials: Dials, streams: Streams, people: People, agency: str, copy: str = "") -> Written:
    """The identifiers of everybody in the block as `agency` would write them.

    `copy` names a second record of the same person, which is written afresh.
    """
    stream = f"{agency}{copy}: "
    ever_moved = people.moved.any(axis=1)

    # Short names and other surnames, the same chances for all.
    other = streams.uniform(stream + "other names", 2)
    nickname = np.strings.add(np.strings.slice(people.first_name, 2), "i")
    first = np.where(happens(other[:, 0], dials.other_names), nickname, people.first_name)
    last = np.where(happens(other[:, 1], dials.other_names), people.other_surname, people.last_name)

    # The naming custom.
    custom_draw = streams.uniform(stream + "naming custom", 4)
    bent = happens(custom_draw[:, 0], dials.naming_errors * _BENDS[people.custom])
    one, two = people.surnames[:, 0], people.surnames[:, 1]
    double = bent & (two != "")
    form = choose(custom_draw[:, 1], _FORMS)
    other_joint = np.where(people.custom == 1, " ", "-")
    joined = np.strings.add(np.strings.add(one, other_joint), two)
    last = np.where(double, np.choose(form, [joined, one, two, two]), last)
    first = np.where(double & (form == 3), np.strings.add(np.strings.add(people.first_name, " "), one), first)
    swapped = bent & (people.custom == 3)
    first, last = np.where(swapped, last, first), np.where(swapped, first, last)
    script = bent & (people.custom == 4)
    rows = np.arange(len(first))
    way = 1 + whole(custom_draw[:, 2], 2)
    last = np.where(script, people.spelling[rows, 1, way], last)
    first = np.where(script & happens(custom_draw[:, 3], 0.6), people.spelling[rows, 0, way], first)

    # Typing errors, more of them where a mover's data are typed again.
    chance = dials.typing_errors * np.where(ever_moved, 1 + _MOVER_TYPING * dials.mover_errors, 1.0)
    typing = streams.uniform(stream + "typing", 2, 4)
    first, last = (_typed(text, typing[:, place], chance) for place, text in enumerate((first, last)))

    dates = streams.uniform(stream + "birth date", 3)
    wrong_date = happens(dates[:, 0], dials.date_errors)
    shift = np.where(dates[:, 1] < 0.5, -1, 1) * np.where(dates[:, 2] < 0.6, 1, 10)
    birth_date = people.birth_date + np.where(wrong_date, shift, 0)

    stale_draw = streams.uniform(stream + "address", 2)
    stale = happens(stale_draw[:, 0], dials.mover_errors * _STALE[agency])
    no_address = people.homeless.any(axis=1) & happens(stale_draw[:, 1], 0.4 * dials.mover_errors)
    address = np.where(stale, people.address[:, 0], people.address[:, YEARS])

    empty_draw = streams.uniform(stream + "empty fields", 6)
    empty = happens(empty_draw, (dials.missing + dials.missing_by_group * GROUP_LEAN[people.group])[:, None])
    birth_date = np.where(empty[:, 0] & (agency != "school"), np.datetime64("NaT", "D"), birth_date)
    address = np.where(empty[:, 1] | no_address, "", address)
    return Written(first, last, birth_date, address, empty[:, 2:], stale & ever_moved)


def _typed(names: Texts, draw: Floats, chance: Floats) -> Texts:
    """The names, some of them with a typing error; `draw` has shape (n, 4)."""
    wrong = happens(draw[:, 0], chance)
    result = names.astype(f"U{NAME_WIDTH}")
    result[wrong] = mistype(
        result[wrong], whole(draw[wrong, 1], 4), whole(draw[wrong, 2], 1000), whole(draw[wrong, 3], 1000)
    )
    return result
