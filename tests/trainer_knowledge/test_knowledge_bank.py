"""Which questions T6 may draw, and how they are put, on a small course of its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from trainer_steps import INSTRUCTOR

from commonground.content.errors import ContentError
from commonground.trainer.knowledge_test import KnowledgeTestError, write_task
from commonground.trainer.knowledge_test.bank import EXTRA_FILE, NOT_IN_SOURCE_TEXT, BankItem, read_bank

MODULE = "04-bias-in-shared-data"


def question(name: str, *options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "level": "foundations", "prompt": f"What about {name}?", "options": list(options), **more}


def option(name: str, text: str = "", right: bool = False) -> dict[str, Any]:
    return {"id": name, "text": text or f"Say {name}", "reply": "It follows.", **({"right": True} if right else {})}


NOT_SAID, NOT_SAID_RIGHT = option("not-in-source", "Our sources do not say yet"), option("not-in-source", "Not said", right=True)


@pytest.fixture
def small_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "course"
    (root / "modules" / MODULE).mkdir(parents=True)
    shutil.copyfile(INSTRUCTOR.parent / "modules" / "course.yml", root / "modules" / "course.yml")
    (root / "modules" / MODULE / "module.yml").write_text("id: x\n", encoding="utf-8")
    monkeypatch.setenv("COMMONGROUND_COURSE", str(root))
    return root


def bank_of(root: Path, *questions: dict[str, Any], **extra: Any) -> dict[str, BankItem]:
    (root / "modules" / MODULE / "questions.yml").write_text(yaml.safe_dump({"items": list(questions)}), encoding="utf-8")
    if extra:
        (root / EXTRA_FILE).parent.mkdir(parents=True, exist_ok=True)
        (root / EXTRA_FILE).write_text(yaml.safe_dump(extra), encoding="utf-8")
    return {item.id: item for item in read_bank()}


def test_a_question_without_it_gets_the_answer_that_the_sources_do_not_say(small_course: Path) -> None:
    bank = bank_of(
        small_course,
        question("plain", option("a", right=True), option("b")),
        question("has-it", NOT_SAID, option("a", right=True)),
        question("open", option("a"), NOT_SAID_RIGHT),
    )
    assert [choice.text for choice in bank["plain"].choices] == ["Say a", "Say b", NOT_IN_SOURCE_TEXT]
    assert [(choice.text, choice.right) for choice in bank["has-it"].choices] == [("Say a", True), (NOT_IN_SOURCE_TEXT, False)]
    assert bank["open"].open
    assert not bank["has-it"].open
    assert bank["open"].title == "What travels with the data"


def test_ids_of_facts_do_not_point_to_an_option(small_course: Path) -> None:
    bank = bank_of(small_course, question("cited", option("a", "It ended [RAMSEY-04, RAMSEY-14].", right=True), option("b", "No [CRDC-14]")))
    assert [choice.text for choice in bank["cited"].choices][:2] == ["It ended.", "No"]


@pytest.mark.parametrize(
    "unfit",
    [
        question("unfit", option("a", right=True), option("b"), contest=True),
        question("unfit", option("a", right=True), option("b"), level="analyst"),
        question("unfit", option("a"), option("b")),
        question("unfit", option("a", right=True), NOT_SAID_RIGHT),
        question("unfit", option("a", "Nothing. The data cannot say.", right=True), option("b")),
        question("unfit", option("a", "Nobody can tell from this", right=True), option("b")),
    ],
    ids=["contested", "analyst", "no key", "open and another", "data cannot say", "nobody can tell"],
)
def test_a_question_without_a_clear_key_is_left_out(small_course: Path, unfit: dict[str, Any]) -> None:
    assert set(bank_of(small_course, question("fit", option("a", right=True), option("b")), unfit)) == {"fit"}


def test_extra_questions_join_and_withdrawn_ones_leave(small_course: Path) -> None:
    extra = question("extra", option("a"), NOT_SAID_RIGHT, module=MODULE, note="Nobody counted it.")
    bank = bank_of(
        small_course,
        question("kept", option("a", right=True)),
        question("gone", option("a", right=True)),
        items=[extra],
        withdrawn=[{"item": f"{MODULE}/gone", "why": "It is contested."}],
    )
    assert set(bank) == {"kept", "extra"}
    with pytest.raises(KnowledgeTestError, match="two questions of the bank have this id"):
        bank_of(small_course, question("extra", option("a", right=True)), items=[extra])
    with pytest.raises(ContentError, match="module"):
        bank_of(small_course, items=[{name: value for name, value in extra.items() if name != "module"}])


def test_a_course_with_too_few_questions_says_how_many_it_has(small_course: Path, tmp_path: Path) -> None:
    bank_of(small_course, question("only", option("a", right=True)))
    with pytest.raises(KnowledgeTestError, match="has 1 questions that T6 can use, and it needs 30"):
        write_task(tmp_path / "target", 1, "A")
    assert not (tmp_path / "target").exists()
