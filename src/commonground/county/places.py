"""The groups, zones, schools and school years of Alder County, all invented."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]
Dates = npt.NDArray[np.datetime64]

GROUPS = ("A", "B", "C", "D")
ZONES = ("Northgate", "Old Mill", "Lakeview", "Riverside", "Eastbrook", "Southfield")
SCHOOLS = ("Maple", "Birch", "Cedar", "Willow", "North", "Lakeside", "South")
SCHOOL_YEARS = ("2022-23", "2023-24", "2024-25")
FIRST_AUTUMN = 2022
YEARS = len(SCHOOL_YEARS)

# The day on which every agency's file was copied: nothing later is known.
SNAPSHOT = np.datetime64("2025-06-30")

# Elementary (grades 0 to 5) and secondary (6 to 12) school of each zone, as positions in SCHOOLS.
ELEMENTARY: Ints = np.array([0, 1, 2, 1, 3, 3])
SECONDARY: Ints = np.array([4, 4, 5, 5, 6, 6])
FIRST_SECONDARY_GRADE = 6

# How a school's staff lean in writing things down: -1 writes least, +1 writes most.
SCHOOL_LEAN: Floats = np.array([-0.6, 0.0, 0.0, 0.6, -1.0, 0.0, 1.0])
# How a mechanism leans to a group: 0 is not touched, 1 is touched in full.
GROUP_LEAN: Floats = np.array([0.0, 0.45, 1.0, 0.1])
LATE_LEAN: Floats = np.array([0.0, 0.85, 1.0, 0.1])
# How patrol hours lean to a zone; the values sum to zero, so the county's total stays the same.
ZONE_LEAN: Floats = np.array([-0.9, -0.5, -0.2, 0.1, 0.6, 0.9])
# Where each group lives at full concentration (rows: groups, columns: zones).
HOMES: Floats = np.array(
    [
        [0.29, 0.26, 0.19, 0.14, 0.08, 0.04],
        [0.08, 0.12, 0.20, 0.24, 0.20, 0.16],
        [0.02, 0.04, 0.06, 0.12, 0.34, 0.42],
        [0.16, 0.18, 0.26, 0.22, 0.10, 0.08],
    ]
)


def zone_shares(concentration: float) -> Floats:
    """Cumulative share of each zone for each group, shape (groups, zones), at a concentration of 0 to 1."""
    even = np.full_like(HOMES, 1 / len(ZONES))
    return np.cumsum((1 - concentration) * even + concentration * HOMES, axis=1)


def patrol_intensity(by_zone: float, follows_records: float) -> Floats:
    """Patrol intensity by zone and school year, shape (zones, years); 1 is the county's average.

    True conduct is alike in every zone, so last year's contacts are in proportion to last year's hours.
    A plan that follows the contacts therefore enlarges the lean that it started from, year after year.
    """
    intensity = np.empty((len(ZONES), YEARS))
    intensity[:, 0] = 1 + by_zone * ZONE_LEAN
    for year in range(1, YEARS):
        before = intensity[:, year - 1]
        plan = before * (1 + follows_records * (before - 1))
        intensity[:, year] = plan * len(ZONES) / plan.sum()
    return intensity
