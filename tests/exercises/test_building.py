"""A module's tasks get the ids and words of that module, and none is left without the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pytest
import yaml

from commonground.exercises import CANNOT_SAY, Status, building, registry, texts
from commonground.exercises.building import Builder
from commonground.exercises.compare import Comparison
from commonground.exercises.task import Task, WrongWay
from commonground.exercises.writing import NUMBER, lacks

WORDS = {
    "title": "A title",
    "prompt": "Do it.",
    "hints": ["Look.", "Look again."],
    "answer": "So.",
    "right": "Yes.",
}
FILE: Mapping[str, Mapping[str, object]] = {
    "99/mean": {**WORDS, "replies": {"sum": "That is the sum."}, "cases": {"other": "another list"}},
    "99/say": {**WORDS, "replies": {"rise-no": "It rose.", "rise-cannot-say": "It can."}},
    "99/act": {**WORDS, "replies": {"a-move-family": "Not theirs."}},
    "99/pick": {**WORDS, "options": {"a": "A", "b": "B"}, "replies": {"a": "Well.", "b": "Look."}},
    "99/note": {**WORDS, "replies": {"no-number": "How many?", "missing-part": "Write it."}},
}
VISIBLE, OTHER = pd.Series([1.0, 2.0]), pd.Series([5.0, 9.0])


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Builder]:
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "made.yml").write_text(yaml.safe_dump({"tasks": FILE}, sort_keys=False))
    monkeypatch.setattr(texts, "files", lambda package: tmp_path)
    yield Builder("99", "made.yml")
    texts.load.cache_clear()


def verdicts() -> dict[str, object]:
    return {"rise": "yes"}


def whose_act() -> dict[str, object]:
    return {"a move": CANNOT_SAY}


def all_of(make: Builder) -> list[Task]:
    hidden = {"other": lambda: (OTHER,)}
    return [
        make.on_tables("mean", pd.Series.mean, [WrongWay("sum", pd.Series.sum)], lambda: (VISIBLE,), hidden,
                       Comparison(0.01)),
        make.on_statements("say", verdicts),
        make.on_statements("act", whose_act, {"family": "family", "cannot-say": CANNOT_SAY}),
        make.choice("pick", frozenset({"a"})),
        make.in_parts("note", {"shows": "1, what it shows"}, [lacks("no-number", "shows", NUMBER)]),
    ]  # fmt: skip


def test_each_task_has_the_id_and_the_words_of_its_name(make: Builder) -> None:
    tasks = make.collect(*all_of(make))
    assert list(tasks) == list(FILE)
    assert all(task.id == id and task.texts == texts.load("made.yml")[id] for id, task in tasks.items())


def test_a_function_is_tried_on_the_visible_and_the_hidden_tables(make: Builder) -> None:
    task = all_of(make)[0]
    assert task.check(lambda s: s.median()).status is Status.RIGHT
    assert task.check(lambda s: s.sum()).mistake == "sum"
    assert task.check(lambda s: s.iloc[0] + 0.5).case == "other"
    assert task.check(lambda s: s.mean() + 0.009).status is Status.RIGHT
    assert task.check(lambda s: s.mean() + 0.02).status is Status.NOT_YET
    assert task.check(1.5).mistake == "value-not-function"


def test_statements_are_handed_in_as_values_and_each_slip_is_known(make: Builder) -> None:
    _, say, act, *_ = all_of(make)
    assert say.mistake_ids == ("rise-no", "rise-cannot-say")
    assert say.check({"rise": "yes"}).status is Status.RIGHT
    assert say.check({"rise": None}).mistake == "rise-cannot-say"
    assert act.mistake_ids == ("a-move-family",)
    assert act.check({"a move": "family"}).message == "Not theirs."


def test_options_and_parts_are_judged_by_what_was_given(make: Builder) -> None:
    *_, pick, note = all_of(make)
    assert (pick.check("a").status, pick.check("b").mistake) == (Status.RIGHT, "b")
    assert note.check({"shows": "A few of all the students."}).mistake == "no-number"
    assert note.check({"shows": "12 of all the 40 students."}).status is Status.RIGHT


def test_a_task_without_words_is_refused_by_name(make: Builder) -> None:
    with pytest.raises(KeyError, match=r"made\.yml has no words for 99/men.*99/mean"):
        make.choice("men", frozenset())
    with pytest.raises(KeyError, match="98/pick"):
        Builder("98", "made.yml").choice("pick", frozenset())


def test_a_right_answer_that_cannot_be_given_is_refused(make: Builder) -> None:
    with pytest.raises(ValueError, match="'a move'"):
        make.on_statements("act", whose_act, {"family": "family"})


def test_two_tasks_with_one_id_are_refused(make: Builder) -> None:
    tasks = all_of(make)
    with pytest.raises(ValueError, match="have one id"):
        make.collect(*tasks, tasks[0])


def test_words_without_a_task_are_refused_by_name(make: Builder) -> None:
    with pytest.raises(ValueError, match=r"made\.yml has words for 99/say, 99/note"):
        make.collect(*(task for task in all_of(make) if task.id not in ("99/say", "99/note")))


@pytest.mark.parametrize("module", registry.BANKS)
def test_every_module_lists_its_tasks_in_the_order_of_its_words(module: str) -> None:
    name = registry.BANKS[module].rpartition(".")[2]
    assert list(registry.tasks(module)) == list(building.load(f"{name}.yml"))
