"""Who is who among the agencies of the synthetic county, from its answer key.

With the key no error of linkage mixes in. No real office has one: an agency would have to link by names.
"""

from __future__ import annotations

import pandas as pd

from commonground.county import Tables
from commonground.county.schema import AGENCIES


def crosswalk(truth: Tables) -> dict[str, pd.Series]:
    """For each of the county's AGENCIES, the person_id of each of its numbers, indexed by the number.

    A person may have two numbers. `truth` is what `county.load_answer_key()` gives.
    """
    ids = truth.agency_ids
    return {
        agency: ids.loc[ids["agency"] == agency].set_index("agency_id")["person_id"] for agency in AGENCIES
    }
