"""Tables as pandas data frames, with one type for each kind of column."""

from __future__ import annotations

import numpy as np
import pandas as pd

from commonground.county.rows import Column, Columns
from commonground.county.schema import Field, Table


def to_frame(table: Table, columns: Columns) -> pd.DataFrame:
    """A data frame of the columns of one table, typed as `load` types them."""
    return pd.DataFrame({field.name: _typed(field, columns[field.name]) for field in table.fields})


def _typed(field: Field, values: Column) -> pd.Series:
    if field.kind == "label":
        return pd.Series(pd.Categorical.from_codes(values, categories=list(field.labels)))
    if field.kind == "date":
        return pd.Series(values.astype("M8[s]"))
    if field.kind == "integer":
        return pd.Series(values.astype(np.int64))
    if field.kind == "boolean":
        return pd.Series(values.astype(bool))
    texts = pd.Series(values.astype(object), dtype="str")
    return texts.mask(texts == "")
