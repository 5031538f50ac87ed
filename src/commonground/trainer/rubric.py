"""The rubric of the trainer assessment: nine criteria with anchors, and the points that open each task's gate.

    rubric = read_rubric(Path("instructor/rubrics"))
    rubric.criterion("fidelity").anchors[2]
    rubric.gate("t5-run-plan").needs

The files are `criteria.yml` and `gates.yml`. Criteria, anchors and the pass rule are the course's own
construction. What is wrong in a file is said as a ContentError: file, place, problem, and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from commonground.content.errors import ContentError
from commonground.content.node import Node
from commonground.content.yaml_file import load_yaml

CRITERIA_FILE, GATES_FILE = "criteria.yml", "gates.yml"
IDS = (
    "fidelity", "neutrality", "two-way", "plain-and-complete", "access", "care", "feedback", "adaptation", "reflection",
)  # fmt: skip
TASKS = (
    "t1-teach-a-segment", "t2-hold-a-hard-moment", "t3-adapt-a-module", "t4-score-three-dossiers", "t5-run-plan",
    "t6-knowledge-and-sources", "t7-repair-a-notebook",
)  # fmt: skip
HIGHEST = 3
_CRITERION_KEYS = {"id", "number", "title", "task", "cell", "question", "anchors", "looks_for"}
_GATE_KEYS = {"task", "needs", "of", "words"}


@dataclass(frozen=True)
class Criterion:
    """One criterion: where its answer stands (`task`, and the graded cell `cell`), and how it is rated.

    `anchors` say what earns 0, 1, 2 and 3; `looks_for` are notes for raters, which trainees do not get.
    """

    id: str
    number: int
    title: str
    task: str
    cell: str
    question: str
    anchors: tuple[str, str, str, str]
    looks_for: tuple[str, ...]


@dataclass(frozen=True)
class TaskGate:
    """What the automatic checks of a task must reach before people rate it: `needs` of `of` points."""

    task: str
    needs: float
    of: float
    words: str


@dataclass(frozen=True)
class Rubric:
    """The nine criteria in their order, and a gate for each task."""

    criteria: tuple[Criterion, ...]
    gates: tuple[TaskGate, ...]

    def criterion(self, name: str) -> Criterion:
        """The criterion of that id, `caregiver` of the analysts' route too; raises KeyError."""
        for criterion in (*self.criteria, self.caregiver):
            if criterion.id == name:
                return criterion
        raise KeyError(name)

    def of_task(self, task: str) -> tuple[Criterion, ...]:
        """What people rate in a task; in T7 that is `caregiver`."""
        return tuple(criterion for criterion in (*self.criteria, self.caregiver) if criterion.task == task)

    def gate(self, task: str) -> TaskGate:
        """The gate of that task; raises KeyError."""
        for gate in self.gates:
            if gate.task == task:
                return gate
        raise KeyError(task)

    @property
    def caregiver(self) -> Criterion:
        """T7's words to a caregiver, rated with the anchors of "plain and complete"; not one of the nine."""
        plain = next(criterion for criterion in self.criteria if criterion.id == "plain-and-complete")
        return replace(
            plain,
            id="caregiver",
            number=len(self.criteria) + 1,
            title="Plain words for a caregiver",
            task="t7-repair-a-notebook",
            cell="rated-caregiver",
            question="Could a caregiver understand this result, and is everything that is true still there?",
        )


def read_rubric(folder: Path) -> Rubric:
    """The rubric in `folder`; raises ContentError."""
    return Rubric(read_criteria(folder / CRITERIA_FILE), read_gates(folder / GATES_FILE))


def read_criteria(file: Path) -> tuple[Criterion, ...]:
    """The nine criteria; raises ContentError."""
    criteria = tuple(_criterion(node, number) for number, node in enumerate(_entries(file), 1))
    found = tuple(criterion.id for criterion in criteria)
    if found != IDS:
        raise ContentError(
            file, "", f"The criteria are {', '.join(found) or 'none'}.", f"List these nine, in this order: {', '.join(IDS)}."
        )
    return criteria


def read_gates(file: Path) -> tuple[TaskGate, ...]:
    """One gate for each of the seven tasks, in their order; raises ContentError."""
    gates = tuple(_gate(node) for node in _entries(file))
    found = tuple(gate.task for gate in gates)
    if found != TASKS:
        raise ContentError(
            file, "", f"The gates are of {', '.join(found) or 'no task'}.", f"Give one for each, in this order: {', '.join(TASKS)}."
        )
    return gates


def _entries(file: Path) -> Iterator[Node]:
    value = load_yaml(file)
    if not isinstance(value, list):
        raise ContentError(file, "", "A list of entries was expected.", "Begin each entry with '- ' and its keys.")
    for number, entry in enumerate(value):
        yield Node(entry, file, f"[{number}]")


def _criterion(node: Node, number: int) -> Criterion:
    _only(node, _CRITERION_KEYS)
    name = node.text("id")
    if node.whole_number("number") != number:
        raise node.child("number").error(f"This criterion is number {number} in the list.", "Count on from 1.")
    if node.text("cell") != f"rated-{name}":
        raise node.child("cell").error("The graded cell is named after the criterion.", f"Write rated-{name}.")
    return Criterion(
        id=name,
        number=number,
        title=_words(node, "title"),
        task=_task(node),
        cell=node.text("cell"),
        question=_words(node, "question"),
        anchors=_anchors(node.child("anchors")),
        looks_for=node.texts("looks_for"),
    )


def _anchors(node: Node) -> tuple[str, str, str, str]:
    anchors = {name: entry.as_text() for name, entry in node.items()}
    if set(anchors) != {"0", "1", "2", "3"} or not all(anchors.values()):
        raise node.error("There is one anchor for each of 0, 1, 2 and 3.", "Write what earns each of these scores.")
    return anchors["0"], anchors["1"], anchors["2"], anchors["3"]


def _gate(node: Node) -> TaskGate:
    _only(node, _GATE_KEYS)
    needs, of = node.whole_number("needs"), node.whole_number("of")
    if not 0 < needs <= of:
        raise node.child("needs").error(f"{needs} of {of} points cannot be asked for.", f"Write a number from 1 to {of}.")
    return TaskGate(_task(node), float(needs), float(of), _words(node, "words"))


def _task(node: Node) -> str:
    task = node.text("task")
    if task not in TASKS:
        raise node.child("task").error(f"There is no task {task!r}.", f"Write one of {', '.join(TASKS)}.")
    return task


def _words(node: Node, name: str) -> str:
    text = node.text(name)
    if not re.search(r"\w", text):
        raise node.child(name).error("Words were expected here.", "Say it in a sentence.")
    return text


def _only(node: Node, known: set[str]) -> None:
    others = sorted(str(name) for name in set(node.mapping()) - known)
    if others:
        raise node.error(f"These keys are not known: {', '.join(others)}.", f"Use only {', '.join(sorted(known))}.")
