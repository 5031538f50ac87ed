"""The names of the files that the course writes into the learner's folder, as paths inside it.

Deletion removes such files alone, and an import takes in such files alone.
"""

from __future__ import annotations

import re

_WORD = r"[a-z0-9][a-z0-9-]*"
# A damaged file that was set aside, or what gave way when work came from another computer.
_ASIDE = r"(\.(damaged|imported)-[0-9]{1,6})"

EXPORT = re.compile(r"common-ground-my-work-[0-9-]+\.zip")
ANSWERS = re.compile(rf"answers/(?P<lesson>{_WORD}/{_WORD})\.json")
ANSWERS_ASIDE = re.compile(rf"answers/{_WORD}/{_WORD}{_ASIDE}\.json")
TOP = re.compile(r"(progress|profile)\.json")
TOP_ASIDE = re.compile(rf"(progress|profile){_ASIDE}\.json")
RECORD = re.compile(r"(documents|notebooks)/\.saved(\.damaged-[0-9]+)?\.json")
COPY = re.compile(rf"notebooks/(?P<lesson>{_WORD}/{_WORD}\.ipynb)")
COPY_ASIDE = re.compile(rf"notebooks/{_WORD}/{_WORD}\.imported-[0-9]{{1,6}}\.ipynb")
DOCUMENT = re.compile(rf"documents/{_WORD}(\.previous(-[0-9]{{1,6}})?)?(\.imported-[0-9]{{1,6}})?\.(docx|html)")


def keeps_answers(name: str) -> bool:
    """Whether this is one of the files of answers, progress, choices or lesson copies, set aside or not."""
    return any(
        kind.fullmatch(name) for kind in (ANSWERS, ANSWERS_ASIDE, TOP, TOP_ASIDE, RECORD, COPY, COPY_ASIDE)
    )
