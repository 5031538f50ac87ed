"""The small rated cohort of the ratings' tests serves here, too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "trainer_rating"))
