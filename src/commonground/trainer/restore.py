"""Puts a submission back into the form of its task.

Order, kinds, flags, points, ids, tags and the text of locked cells and tests come from the blueprint.
From the submission comes only what a learner is to write: the text of answers, of cells that were
never locked, and of cells that were added. What was changed besides is noted for the grader, and
never stops the grading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from commonground.trainer.blueprint import ANSWER, JUDGED, PLAIN, TEST, Blueprint, Cell
from commonground.trainer.scrub import only_words
from commonground.trainer.submission import SubmittedCell

EXTRA = "extra"
FREE = (ANSWER, JUDGED, PLAIN)


@dataclass(frozen=True)
class Note:
    """Something that was put right; `suspect` if its only use would be to change a score."""

    grade_id: str | None
    text: str
    suspect: bool = False


@dataclass(frozen=True)
class RestoredCell:
    """A cell to be run and shown. `place` is its place in the blueprint, or None for an added cell.

    `missing` says that the submission had no such cell.
    """

    kind: str
    cell_type: str
    source: str
    place: int | None = None
    missing: bool = False
    attachments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Restored:
    """The cells of a submission in the form of its task, and what had to be put right."""

    cells: tuple[RestoredCell, ...]
    notes: tuple[Note, ...]


def restore(blueprint: Blueprint, submitted: Sequence[SubmittedCell]) -> Restored:
    """The submission in the form of the task. Any list of cells will do; none raises."""
    notes: list[Note] = []
    matches = _matches(blueprint, submitted, notes)
    _note_order(blueprint, matches, notes)
    _note_changes(blueprint, submitted, matches, notes)
    taken = set(matches.values())
    added = _added(blueprint, submitted, matches, taken)
    cells: list[RestoredCell] = [*added.get(-1, ())]
    for place, cell in enumerate(blueprint.cells):
        index = matches.get(place)
        cells.append(_restored(cell, place, None if index is None else submitted[index]))
        cells.extend(added.get(place, ()))
    return Restored(tuple(cells), tuple(notes))


def _matches(blueprint: Blueprint, submitted: Sequence[SubmittedCell], notes: list[Note]) -> dict[int, int]:
    """For each place of the blueprint that the submission has, where it has it."""
    matches: dict[int, int] = {}
    taken: set[int] = set()
    by_grade_id: dict[str, list[int]] = {}
    for index, given in enumerate(submitted):
        if given.grade_id is not None:
            by_grade_id.setdefault(given.grade_id, []).append(index)
    for place, cell in enumerate(blueprint.cells):
        if cell.grade_id is None:
            continue
        found = by_grade_id.get(cell.grade_id, [])
        if len(found) > 1:
            notes.append(Note(cell.grade_id, f"The cell was there {len(found)} times; one was taken."))
        if found:
            # As nbgrader does, the last one counts, but one that was filled in rather than a blank one.
            filled = [i for i in found if submitted[i].source.strip() not in ("", cell.shown.strip())]
            matches[place] = (filled or found)[-1]
            taken.update(found)
    known = {cell.grade_id for cell in blueprint.cells if cell.grade_id}
    for place, cell in enumerate(blueprint.cells):
        if place in matches:
            continue
        free = [i for i, c in enumerate(submitted) if i not in taken and c.grade_id not in known]
        same = [i for i in free if cell.cell_id and submitted[i].cell_id == cell.cell_id]
        if not same and cell.kind == PLAIN:
            same = [i for i in free if submitted[i].source.strip() == cell.shown.strip() != ""]
        if same:
            matches[place] = same[0]
            taken.add(same[0])
            if cell.grade_id is not None:
                notes.append(Note(cell.grade_id, "The cell had lost its id or been given another; it was known by its place."))
        elif cell.grade_id is not None:
            notes.append(Note(cell.grade_id, "The cell was missing; it was put back."))
    return matches


def _note_order(blueprint: Blueprint, matches: dict[int, int], notes: list[Note]) -> None:
    last = -1
    for place in sorted(matches):
        if matches[place] < last:
            notes.append(Note(blueprint.cells[place].grade_id, "The cell had been moved; it was put back in its place."))
        last = max(last, matches[place])


def _note_changes(
    blueprint: Blueprint, submitted: Sequence[SubmittedCell], matches: dict[int, int], notes: list[Note]
) -> None:
    for place, index in matches.items():
        cell, given = blueprint.cells[place], submitted[index]
        if cell.grade_id is None:
            continue
        if given.cell_type != cell.cell_type:
            notes.append(Note(cell.grade_id, f"The cell had been turned into {given.cell_type}; it is {cell.cell_type} again."))
        if cell.kind not in FREE and _squeezed(given.source) != _squeezed(cell.shown):
            if cell.kind == TEST:
                notes.append(Note(cell.grade_id, "The test had been rewritten; the test as released was run.", True))
            else:
                notes.append(Note(cell.grade_id, "A locked cell had been changed; it was put back."))
        about = cell.metadata.get("nbgrader", {})
        for flag in ("grade", "solution", "locked", "task", "points"):
            if flag in given.nbgrader and given.nbgrader[flag] != about.get(flag, False):
                notes.append(Note(cell.grade_id, f"The cell's '{flag}' had been changed; it was put back.", True))
        odd = [tag for tag in given.tags if tag not in cell.metadata.get("tags", [])]
        if odd:
            notes.append(
                Note(cell.grade_id, f"The cell had been given tags ({only_words(', '.join(odd))}); they were taken off.", cell.kind == TEST)
            )


def _squeezed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _added(
    blueprint: Blueprint, submitted: Sequence[SubmittedCell], matches: dict[int, int], taken: set[int]
) -> dict[int, list[RestoredCell]]:
    """The cells that are not the task's, each after the cell of the task that it followed."""
    place_of = {index: place for place, index in matches.items()}
    fixed = {c.grade_id for c in blueprint.cells if c.grade_id and c.kind not in FREE}
    added: dict[int, list[RestoredCell]] = {}
    anchor = -1
    for index, cell in enumerate(submitted):
        if index in taken and index in place_of:
            anchor = place_of[index]
            continue
        # A further copy of a locked cell or a test is no one's answer.
        if cell.grade_id in fixed or not cell.source.strip():
            continue
        added.setdefault(anchor, []).append(
            RestoredCell(EXTRA, cell.cell_type, cell.source, attachments=dict(cell.attachments))
        )
    return added


def _restored(cell: Cell, place: int, given: SubmittedCell | None) -> RestoredCell:
    if cell.kind in FREE and given is not None:
        attachments = {**cell.attachments, **given.attachments}
        return RestoredCell(cell.kind, cell.cell_type, given.source, place, attachments=attachments)
    return RestoredCell(cell.kind, cell.cell_type, cell.shown, place, missing=given is None, attachments=dict(cell.attachments))
