"""Alder County: a synthetic county whose truth is known, and what each agency records of it.

Nobody in it is real. Need and conduct are drawn first, alike for every group; then stated mechanisms, each
a dial, bend what the agencies write down. Use it to check whether a finding about records is true.
"""

from commonground.county.dials import DialNote, Dials, describe
from commonground.county.loading import load, load_answer_key
from commonground.county.simulation import County, Tables, simulate

__all__ = ["County", "DialNote", "Dials", "Tables", "describe", "load", "load_answer_key", "simulate"]
