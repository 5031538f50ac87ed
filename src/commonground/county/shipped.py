"""The shipped county: its size and seed, and the making of its files. `python -m commonground.county.shipped`"""

from __future__ import annotations

from pathlib import Path

from commonground.county.calibration import calibration_table
from commonground.county.dials import KINDS, Dials, describe
from commonground.county.loading import shipped_folder
from commonground.county.simulation import simulate
from commonground.county.writing import write_tables

STUDENTS = 6000
SEED = 2026


def dials_document() -> str:
    """The text of `dials.md`: every dial with its meaning, unit, range and facts."""
    lines = ["# The dials of the synthetic county", ""]
    lines += ["Each row is one setting of `commonground.county.Dials`."]
    lines += ["A fact id names the published figure that sized the dial, or the account that it follows."]
    lines += ["It does not say that the mechanism is the cause of the figure."]
    lines += ["A dial with no fact id is our own construction.", ""]
    for kind, meaning in KINDS.items():
        lines += [f"## {kind.capitalize()}", "", meaning, ""]
        lines += ["| dial | shipped | range | unit | meaning | facts |", "|---|---|---|---|---|---|"]
        for note in describe():
            if note.kind == kind:
                facts = " ".join(f"[{fact}]" for fact in note.facts) or "ours"
                lines.append(
                    f"| `{note.name}` | {note.default:g} | {note.low:g} to {note.high:g} | {note.unit} | "
                    f"{note.meaning} | {facts} |"
                )
        lines.append("")
    return "\n".join(lines)


def make(folder: Path) -> None:
    """Write the shipped tables, their descriptor, the calibration table and the list of dials into `folder`."""
    write_tables(folder, Dials(), STUDENTS, SEED)
    table = calibration_table(simulate(Dials(), STUDENTS, SEED))
    table.to_csv(folder / "calibration.csv", index=False, lineterminator="\n", encoding="utf-8")
    (folder / "dials.md").write_text(dials_document(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    make(shipped_folder())
