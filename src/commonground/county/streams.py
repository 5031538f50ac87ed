"""Random numbers: one stream for each mechanism and block of students, derived from one seed.

Every mechanism draws from a stream of its own, and always the same count for each student. So a dial
that is turned changes what its own draws are compared with, and leaves all other draws as they were: two
counties that differ in one dial hold the same people living the same lives.
Only uniform numbers are drawn, and outcomes are decided by comparison alone. No logarithm or exponential
is computed, which is what keeps the result the same on every platform.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from commonground.county.places import Bools, Floats, Ints

# Students in a block. A block is the unit of work: memory does not grow with the count of blocks.
BLOCK = 3000


@dataclass(frozen=True)
class Streams:
    """The random streams of one block of students."""

    seed: int
    block: int

    def uniform(self, name: str, *shape: int) -> Floats:
        """Uniform numbers in [0, 1) of shape (BLOCK, *shape), from the stream called `name`."""
        words = np.random.SeedSequence([self.seed, zlib.crc32(name.encode()), self.block])
        return np.random.Generator(np.random.PCG64(words)).random((BLOCK, *shape))


def choose(draws: Floats, cumulative: Floats) -> Ints:
    """Position in `cumulative` (ascending, its last value is 1) that each draw falls in.

    `cumulative` has shape (choices,), or (*draws.shape, choices) where every draw has its own shares.
    """
    return np.asarray((draws[..., None] >= cumulative[..., :-1]).sum(axis=-1), dtype=np.int64)


def whole(draws: Floats, count: int | Ints) -> Ints:
    """Whole numbers from 0 to count - 1, one for each draw."""
    return np.asarray(np.minimum((draws * count).astype(np.int64), np.asarray(count) - 1), dtype=np.int64)


def happens(draws: Floats, chance: float | Floats) -> Bools:
    """Whether each draw falls below its chance."""
    return np.asarray(draws < chance)
