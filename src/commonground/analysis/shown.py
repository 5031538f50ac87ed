"""How the tables of the analyst lessons are shown: labeled as synthetic."""

from __future__ import annotations

import pandas as pd


def synthetic(table: pd.DataFrame) -> pd.DataFrame:
    """The table with the words "synthetic data" in its corner, so that a copied picture still says so."""
    return table.rename_axis(columns=[*table.columns.names[:-1], "synthetic data"])
