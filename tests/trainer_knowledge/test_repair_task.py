"""T7 through the engine: repaired, partly repaired, as it was, hard-coded, blank, and right in odd ways."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from knowledge_course import hand_in, run_with_nbval
from trainer_cells import filled
from trainer_steps import INSTRUCTOR, points, release, released, take_course_settings

from commonground.trainer.batch import grade_task
from commonground.trainer.course_folder import CourseFolder
from commonground.trainer.sandbox import Sandbox
from commonground.trainer.task_source import read_task

TASK = "t7-repair-a-notebook"
SOURCE = INSTRUCTOR / "source"
FULL = {"link-check": 2, "reached-check": 2, "answers-check": 2, "missed-check": 2, "to-print-check": 1, "effect-check": 1}
RENAMED = {
    "link": "faulty_link",
    "share_reached": "faulty_share_reached",
    "missed_by_school": "faulty_missed_by_school",
    "effect": "faulty_effect",
}
LETTER = "Dear Mr. Lee, half of the families gave no answer. We do not know what they want."


def source_cells() -> dict[str, Any]:
    notebook = nbformat.read(SOURCE / TASK / f"{TASK}.ipynb", as_version=4)
    return {cell.id: cell for cell in notebook.cells}


def solved() -> dict[str, str]:
    """What someone hands in who repaired everything."""
    return {
        name: cell.source if name != "rated-caregiver" else LETTER
        for name, cell in source_cells().items()
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


AS_IT_WAS = {
    "link": "link = faulty_link",
    "reached": "share_reached = faulty_share_reached",
    "answers-in-short": """
def answers_in_short(answers):
    filled = answers["answer"].replace("", None).fillna("yes")
    yes = int((filled == "yes").sum())
    return {"yes": yes, "no": len(filled) - yes, "no_answer": 0, "share_yes": yes / len(filled)}
""",
    "missed": "missed_by_school = faulty_missed_by_school",
    "to-print": "def to_print(counts, least=5):\n    return {name: count if count >= least else None for name, count in counts.items()}",
    "effect": "effect = faulty_effect",
    "sentence": 'sentence = "a"',
}
# Answers that fit the tables that a trainee can see, and no others.
HARD_CODED = {
    "link": 'def link(children, riders):\n    return pd.DataFrame({"rider_id": ["B1", "B2", "B3"], "child_id": ["C1", "C2", "C3"]})',
    "reached": "def share_reached(families, messages):\n    return 0.25",
    "answers-in-short": 'def answers_in_short(answers):\n    return {"yes": 1, "no": 2, "no_answer": 3, "share_yes": 1 / 3}',
    "missed": 'def missed_by_school(families, children, rides, messages):\n    return {"North": 5, "South": 4}',
    "to-print": 'def to_print(counts, least=5):\n    return {**counts, "Hmong": None, "Somali": None}',
    "effect": "def effect(months):\n    return -6.0",
    "sentence": 'sentence = "b"',
}
# Other people's ways to the same results.
ODD = {
    "link": """
import re, unicodedata, warnings
warnings.warn("this takes a while")
def simple(text):
    text = unicodedata.normalize("NFD", text)
    return re.sub("[^a-z]", "", text.lower())
def link(children, riders):
    rows = []
    for number, rider in riders.iterrows():
        if rider.birth_date is None or rider.birth_date != rider.birth_date:
            continue
        fits = [c for c in children.to_dict("records") if c["birth_date"] == rider.birth_date
                and simple(c["first_name"]) == simple(rider.first_name) and simple(c["last_name"]) == simple(rider.last_name)]
        if len(fits) == 1:
            rows.append([fits[0]["child_id"], number, rider.rider_id])
    return pd.DataFrame(rows, columns=["child_id", "row", "rider_id"]).iloc[::-1]
""",
    "reached": """
import numpy as np
def share_reached(families, messages):
    joined = families.merge(messages[messages.status.eq("delivered")], on="family_id", how="left")
    return np.float64(joined.groupby("family_id").status.count().gt(0).mean())
""",
    "answers-in-short": """
def answers_in_short(answers):
    counts = answers.answer.replace("", None).value_counts()
    yes, no = counts.get("yes", 0), counts.get("no", 0)
    share = yes / (yes + no) if yes + no else float("nan")
    return {"no_answer": len(answers) - yes - no, "yes": yes, "no": no, "share_yes": share, "asked": len(answers)}
""",
    "missed": """
def missed_by_school(families, children, rides, messages):
    ok = messages.query("status == 'delivered'").family_id.unique()
    whole = children.merge(rides).merge(families)
    return whole[whole.family_id.isin(ok)].groupby("school").missed.sum()
""",
    "to-print": """
def to_print(counts, least=5):
    out = pd.Series(counts, dtype=float)
    hide = out[(out > 0) & (out < least)]
    rest = out[out >= least].sort_values()
    while len(hide) and len(rest) and (len(hide) < 2 or hide.sum() < least):
        hide = pd.concat([hide, rest.iloc[:1]])
        rest = rest.iloc[1:]
    out[hide.index] = float("nan")
    return out
""",
    "effect": """
def effect(months):
    table = months.assign(rate=months.missed / months.riders * 100).pivot(index="school", columns="time", values="rate")
    table = table.reindex(index=["North", "South"], columns=["before", "after"])
    change = table["after"] - table["before"]
    return change["North"] - change["South"]
""",
    "sentence": "sentence = ' (B) '",
}


@pytest.fixture(scope="module")
def repair(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    root = tmp_path_factory.mktemp("repair")
    shutil.copytree(SOURCE / TASK, root / "source" / TASK)
    take_course_settings(root)
    return release(root, TASK)


@pytest.fixture(scope="module")
def given(repair: CourseFolder, task_sandbox: Sandbox) -> dict[str, dict[str, float | None]]:
    paper = released(repair, TASK)
    right = solved()
    hand_in(repair, TASK, "blank", paper)
    hand_in(repair, TASK, "right", filled(paper, right))
    hand_in(repair, TASK, "as-it-was", filled(paper, {**right, **AS_IT_WAS}))
    hand_in(repair, TASK, "hard-coded", filled(paper, {**right, **HARD_CODED}))
    hand_in(repair, TASK, "odd", filled(paper, {**right, **ODD}))
    hand_in(repair, TASK, "partly", filled(paper, {name: right[name] for name in ("link", "answers-in-short", "effect")}))
    hand_in(repair, TASK, "wrong-sentence", filled(paper, {**right, "sentence": 'sentence = "d"'}))
    report = grade_task(repair, TASK, task_sandbox, workers=1)
    assert not report.refused
    assert not report.to_look_at
    return points(repair, TASK)


def automatic(scores: dict[str, float | None]) -> dict[str, float | None]:
    return {name: score for name, score in scores.items() if name in FULL}


NONE = dict.fromkeys(FULL, 0)


@pytest.mark.parametrize(
    ("trainee", "expected"),
    [
        ("right", FULL),
        ("odd", FULL),
        ("blank", NONE),
        ("as-it-was", NONE),
        ("hard-coded", NONE),
        ("partly", {**NONE, "link-check": 2, "answers-check": 2}),
        ("wrong-sentence", {**FULL, "effect-check": 0}),
    ],
)
def test_points(given: dict[str, dict[str, float | None]], trainee: str, expected: dict[str, float]) -> None:
    assert automatic(given[trainee]) == expected


def test_the_letter_waits_for_its_raters(given: dict[str, dict[str, float | None]]) -> None:
    assert given["right"]["rated-caregiver"] is None
    assert given["blank"]["rated-caregiver"] == 0


def test_the_released_notebook_shows_the_faults_and_none_of_the_repairs(repair: CourseFolder) -> None:
    text = (repair.root / "release" / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8")
    paper = {cell.id: cell.source for cell in released(repair, TASK).cells}
    shown = "\n".join(paper.values())
    for cell in source_cells().values():
        for kind in ("SOLUTION", "HIDDEN TESTS"):
            if f"### BEGIN {kind}" in cell.source:
                before, _, rest = cell.source.partition(f"### BEGIN {kind}")
                lines = rest.partition(f"### END {kind}")[0].splitlines()
                leaked = [line for line in lines if len(line.strip()) > 12 and line in shown and line not in before]
                assert not leaked
    for secret in ("HIDDEN", "SOLUTION", "Dear Mr. Lee", 'sentence = \\"b\\"'):
        assert secret not in text, secret
    assert all(f"def {name}(" in text for name in RENAMED.values())
    assert [entry.name for entry in (repair.root / "release" / TASK).iterdir()] == [f"{TASK}.ipynb"]


def test_every_test_reads_an_answer_and_the_gate_can_be_reached() -> None:
    (blueprint,) = read_task(SOURCE, TASK)
    assert blueprint.remarks == ()
    assert {cell.grade_id: cell.points for cell in blueprint.cells if cell.points} == {**FULL, "rated-caregiver": 3}
    assert sum(FULL.values()) == 10


def test_the_source_runs_with_its_solutions(tmp_path: Path) -> None:
    shutil.copytree(SOURCE / TASK, tmp_path / TASK)
    run_with_nbval(tmp_path / TASK)


def test_the_faulty_code_is_truly_at_fault(repair: CourseFolder) -> None:
    """What the old report printed differs from the repaired result on the tables that it shows."""
    names: dict[str, Any] = {}
    for cell in source_cells().values():
        if cell.cell_type == "code":
            exec(cell.source, names)
    tables = {name: names[name] for name in ("families", "children", "riders", "messages", "answers", "rides", "months")}
    take = lambda *wanted: [tables[name] for name in wanted]  # noqa: E731
    assert len(names["link"](*take("children", "riders"))) != len(names["faulty_link"](*take("children", "riders")))
    assert names["faulty_share_reached"](*take("families", "messages")) - names["share_reached"](*take("families", "messages")) > 0.1
    assert names["faulty_share_yes"](*take("answers")) - names["answers_in_short"](*take("answers"))["share_yes"] > 0.1
    wanted = take("families", "children", "rides", "messages")
    assert names["faulty_missed_by_school"](*wanted) != names["missed_by_school"](*wanted)
    assert list(names["faulty_to_print"](names["by_language"]).values()).count(None) == 1
    assert names["effect"](*take("months")) is None
