"""T6 from the draw to the points: written, released, handed in, graded, and read for the report."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest
import yaml
from knowledge_course import hand_in, run_with_nbval
from trainer_cells import filled
from trainer_steps import INSTRUCTOR, points, release, released, take_course_settings

from commonground.content import node
from commonground.trainer.batch import grade_task
from commonground.trainer.course_folder import CourseFolder
from commonground.trainer.knowledge_test import (
    TASK,
    KnowledgeTestError,
    answers_of,
    items,
    right_answers,
    write_task,
)
from commonground.trainer.knowledge_test.bank import NOT_IN_SOURCE, all_questions, read_bank, withdrawn
from commonground.trainer.knowledge_test.draw import COUNT, draw
from commonground.trainer.sandbox import Sandbox

SEED, FORM = 4711, "B"
EXTRA = INSTRUCTOR / "rubrics" / "knowledge-extra.yml"


def source_of(course: CourseFolder) -> Path:
    return course.source / TASK / f"{TASK}.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    root = tmp_path_factory.mktemp("knowledge")
    write_task(root / "source" / TASK, SEED, FORM)
    take_course_settings(root)
    return release(root, TASK)


@pytest.fixture(scope="module")
def key(course: CourseFolder) -> dict[int, str]:
    return {item.number: item.key[0] for item in items(source_of(course))}


def written(answers: dict[int, str]) -> str:
    return f"answers = {json.dumps({str(number): letter for number, letter in answers.items()}, indent=4)}"


def wrong(course: CourseFolder) -> dict[int, str]:
    return {item.number: next(letter for letter in "abcd" if letter not in item.key) for item in items(source_of(course))}


@pytest.fixture(scope="module")
def graded(course: CourseFolder, key: dict[int, str], task_sandbox: Sandbox) -> dict[str, float | None]:
    paper = released(course, TASK)
    stub = next(cell.source for cell in paper.cells if cell.id == "answers")
    few = {number: letter for number, letter in key.items() if number <= 12}
    odd = {**key, 1: f" {key[1].upper()} ", 2: f"{key[2]})", 3: f"({key[3].upper()})", 4: "", 5: "ab"}
    lines = [f'answers["{number}"] = "{letter}"' for number, letter in key.items()]
    cells = {
        "right": written(key),
        "partly": written(few),
        "wrong": written(wrong(course)),
        "spaces": written(odd),
        "as-a-list": f"answers = {list(key.values())!r}",
        "line-by-line": stub.partition("\n# The form")[0] + "\n" + "\n".join(lines),
        "whole-numbers": f"answers = {key!r}",
        "every-letter": f"answers = {dict.fromkeys(map(str, key), 'abcde')!r}",
        "not-a-dict": "answers = 30",
        "stopped": "answers = {'1': undefined}",
    }
    hand_in(course, TASK, "blank", paper)
    for trainee, cell in cells.items():
        hand_in(course, TASK, trainee, filled(paper, {"answers": cell}))
    filled_in = filled(paper, {"answers": stub.replace('"1": ""', f'"1": "{key[1]}"')})
    next(cell for cell in filled_in.cells if cell.id == "your-view").source = "In question 9 I would defend b."
    hand_in(course, TASK, "only-the-first", filled_in)
    report = grade_task(course, TASK, task_sandbox, workers=1)
    assert not report.refused
    assert not report.to_look_at
    return {trainee: scores["knowledge-test"] for trainee, scores in points(course, TASK).items()}


def test_every_right_letter_is_a_point(graded: dict[str, float | None]) -> None:
    assert graded == {
        "right": 30,
        "partly": 12,
        "wrong": 0,
        "blank": 0,
        "spaces": 28,
        "as-a-list": 30,
        "line-by-line": 30,
        "whole-numbers": 30,
        "every-letter": 0,
        "not-a-dict": 0,
        "stopped": 0,
        "only-the-first": 1,
    }


def test_the_report_reads_the_answers_that_were_counted(
    course: CourseFolder, key: dict[int, str], graded: dict[str, float | None]
) -> None:
    asked = items(source_of(course))
    for trainee, score in graded.items():
        notebook = course.autograded / trainee / TASK / f"{TASK}.ipynb"
        right = right_answers(asked, answers_of(notebook))
        assert list(right) == list(range(1, COUNT + 1))
        assert sum(right.values()) == score
    assert answers_of(course.autograded / "partly" / TASK / f"{TASK}.ipynb") == {n: key[n] for n in range(1, 13)}


def test_answers_are_read_from_the_text_of_a_notebook_that_was_never_run(
    course: CourseFolder, key: dict[int, str], graded: dict[str, float | None]
) -> None:
    handed_in = course.submitted / "spaces" / TASK / f"{TASK}.ipynb"
    assert answers_of(handed_in) == {number: letter for number, letter in key.items() if number not in (4, 5)}
    assert answers_of(course.submitted / "blank" / TASK / f"{TASK}.ipynb") == {}
    assert answers_of(course.submitted / "stopped" / TASK / f"{TASK}.ipynb") == {}


def test_a_view_that_differs_reaches_the_trainer(course: CourseFolder, graded: dict[str, float | None]) -> None:
    graded_text = (course.autograded / "only-the-first" / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8")
    assert "In question 9 I would defend b." in graded_text


def test_what_is_open_is_said(course: CourseFolder, graded: dict[str, float | None]) -> None:
    def said(trainee: str) -> str:
        notebook = nbformat.read(course.autograded / trainee / TASK / f"{TASK}.ipynb", as_version=4)
        return "".join(output.get("text", "") for cell in notebook.cells if cell.id == "read-back" for output in cell.outputs)

    assert "Answered: 28 of 30." in said("spaces")
    assert "Open, or not one of the letters offered: 4, 5." in said("spaces")
    assert "Open" not in said("right")


def test_the_released_notebook_holds_questions_and_nothing_of_the_key(course: CourseFolder, key: dict[int, str]) -> None:
    text = (course.root / "release" / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8")
    for item in items(source_of(course)):
        # An id of one word may be a word of its question.
        assert f'"{item.id}' not in text
        assert f"'{item.id}" not in text
        assert "-" not in item.id or item.id not in text
        assert item.module not in text
    for secret in ("HIDDEN", "SOLUTION\\n", "'key'", "with seed", "'id'", str(SEED), NOT_IN_SOURCE):
        assert secret not in text, secret
    paper = released(course, TASK)
    asked = {cell.id: cell.source for cell in paper.cells if cell.id.startswith("item-")}
    assert len(asked) == COUNT
    assert all(cell.count("Our sources do not say") == 1 for cell in asked.values())
    by_id = {cell.id: cell.source for cell in paper.cells}
    assert by_id["answers"].count('": ""') == COUNT
    assert sum(f'"{number}": "{letter}"' in text for number, letter in key.items()) == 0
    assert [entry.name for entry in (course.root / "release" / TASK).iterdir()] == [f"{TASK}.ipynb"]
    nbformat.validate(paper)


def test_the_source_is_the_form_of_the_bank_and_is_kept(course: CourseFolder, tmp_path: Path) -> None:
    asked = draw(read_bank(), SEED, FORM)
    assert [(item.number, item.id, item.key) for item in items(source_of(course))] == [
        (question.number, question.item.id, question.key) for question in asked
    ]
    write_task(tmp_path, SEED, FORM)
    assert nbformat.read(tmp_path / f"{TASK}.ipynb", as_version=4).cells == nbformat.read(source_of(course), as_version=4).cells
    with pytest.raises(KnowledgeTestError, match="has its form already"):
        write_task(tmp_path, SEED, "C")


def test_the_practice_form_gives_way_to_a_drawn_one(tmp_path: Path) -> None:
    practice = INSTRUCTOR / "source" / TASK / f"{TASK}.ipynb"
    (tmp_path / practice.name).write_bytes(practice.read_bytes())
    assert len(items(practice)) == 3
    write_task(tmp_path, SEED, FORM)
    assert len(items(tmp_path / practice.name)) == COUNT


def test_the_source_runs_with_its_solutions_and_its_key_gives_all_points(tmp_path: Path) -> None:
    write_task(tmp_path, SEED, FORM)
    run_with_nbval(tmp_path)
    for path in (tmp_path / f"{TASK}.ipynb", INSTRUCTOR / "source" / TASK / f"{TASK}.ipynb"):
        names: dict[str, Any] = {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
        assert names["points"] == len(items(path))


def test_a_notebook_without_a_key_is_refused_in_words(course: CourseFolder) -> None:
    with pytest.raises(KnowledgeTestError, match="cohort's source folder"):
        items(course.root / "release" / TASK / f"{TASK}.ipynb")


def test_every_extra_question_is_of_the_form_of_the_others_and_is_open_for_a_reason() -> None:
    extra = yaml.safe_load(EXTRA.read_text(encoding="utf-8"))["items"]
    schemas = Path(node.__file__).parent / "schemas"
    store = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in schemas.glob("*.json")}
    from referencing import Registry, Resource

    registry: Registry[Any] = Registry().with_resources([(name, Resource.from_contents(s)) for name, s in store.items()])
    validator = jsonschema.Draft202012Validator(store["questions.json"], registry=registry)
    validator.validate({"items": [{k: v for k, v in item.items() if k not in ("module", "note")} for item in extra]})
    cited = {source["id"] for source in yaml.safe_load((INSTRUCTOR.parent / "modules" / "sources.yml").read_text("utf-8"))["facts"]}
    from commonground.content.citations import cited_ids

    for item in extra:
        right = [option["id"] for option in item["options"] if option.get("right")]
        assert right == [NOT_IN_SOURCE], item["id"]
        assert len(item["note"]) > 40, item["id"]
        assert set(cited_ids(json.dumps(item))) <= cited, item["id"]
    assert len({item["id"] for item in extra}) == len(extra)


@pytest.mark.parametrize("seed", range(5))
def test_two_forms_of_the_course_s_own_bank_are_alike(seed: int) -> None:
    first, second = (draw(read_bank(), seed, form) for form in "AB")
    for part, most in (("module", 2), ("level", 1)):
        counts = [Counter(getattr(question.item, part) for question in form) for form in (first, second)]
        assert all(abs(counts[0][name] - counts[1][name]) <= most for name in counts[0] | counts[1])
    assert sum(question.item.open for question in first) == sum(question.item.open for question in second)


def test_a_withdrawn_question_is_one_of_the_modules_and_is_never_asked() -> None:
    out = withdrawn()
    assert set(out) <= {f"{module}/{question.id}" for module, question in all_questions()}
    assert not set(out) & {item.name for item in read_bank()}
    assert all(len(why) > 20 for why in out.values())


def test_every_question_of_the_bank_has_a_key_and_one_way_to_say_that_it_is_open() -> None:
    bank = read_bank()
    assert len(bank) >= COUNT
    for item in bank:
        assert item.level in ("foundations", "practitioner")
        assert [choice.id for choice in item.choices].count(NOT_IN_SOURCE) == 1
        assert sum(choice.right for choice in item.choices) >= 1
        assert not item.open or sum(choice.right for choice in item.choices) == 1
        assert not any("[" in choice.text for choice in item.choices)
        assert len({choice.text for choice in item.choices}) == len(item.choices)
