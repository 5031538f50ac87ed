"""How sure a share is: its interval."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

Z_95 = 1.959964  # two-sided 95 percent of the normal distribution


def wilson(cases: Any, of: Any) -> tuple[Any, Any]:
    """The lower and upper end of Wilson's 95 percent interval for a share, such as `scipy.stats` has it.

    Takes two counts, or two Series of counts with the same labels. Where `of` is 0 both ends are missing, because
    nothing was seen.
    """
    if not isinstance(cases, pd.Series) or not isinstance(of, pd.Series):
        low, high = wilson(pd.Series([cases]), pd.Series([of]))
        return float(low.iloc[0]), float(high.iloc[0])
    of = of.where(of > 0)
    share, spread = cases / of, Z_95**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = np.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return middle - half, middle + half
