"""What the exercises of module 03 promise the learner, held against its story.yml."""

from __future__ import annotations

from typing import Any

import pytest

from commonground import content
from commonground.activities import Decision, Document, Record, Sort, Trial, build

MODULE = "03-data-sharing-lifecycle"


def made(exercise_id: str) -> Any:
    return build(exercise_id, content.story(MODULE).exercise(exercise_id).data)


@pytest.mark.parametrize("name", ["stage-plan", "crisis-card", "door-card"])
def test_a_full_document_passes_and_each_rule_fails_alone(name: str) -> None:
    document = made(name)
    assert isinstance(document, Document)
    for field in document.all_fields:
        document.fill(field.id, "written")
    assert document.failed() == ()
    for rule in document.tests:
        for needed in rule.needs:
            document.fill(needed, "")
            assert rule in document.failed()
            document.fill(needed, "written")


def test_the_stage_plan_has_a_decision_in_each_of_five_stages() -> None:
    plan = made("stage-plan")
    rule = next(test for test in plan.tests if test.id == "each-stage-a-decision")
    stages = [section for section in plan.sections if section.title[0].isdigit()]
    assert len(stages) == len(rule.needs) == 5
    for section, needed in zip(stages, rule.needs, strict=True):
        assert needed in {field.id for field in section.fields}


def test_a_crisis_card_without_a_date_of_deletion_is_not_ready() -> None:
    card = made("crisis-card")
    for field in card.all_fields:
        card.fill(field.id, "written")
    card.fill("delete", " ")
    assert [test.id for test in card.failed()] == ["deletion-date"]
    assert [field.id for field in card.gaps()] == ["delete"]


def test_what_the_stage_plan_starts_from_is_written_in_this_module() -> None:
    plan = made("stage-plan")
    record = made("year-two")
    assert isinstance(record, Record)
    rewritten = {f"year-two.{part.field}" for part in record.rewrites}
    sources = {field.source for field in plan.all_fields if field.source}
    assert sources - rewritten == {"reflection.silent-stretch", "state-order.reason"}


def test_every_answer_to_the_order_is_counted_alike_and_helps_one_and_costs_one() -> None:
    decision = made("state-order")
    assert isinstance(decision, Decision)
    assert len({tuple(total.label for total in course.totals) for course in decision.courses}) == 1
    assert {"not-yet", "do-not-share-more"} <= {course.id for course in decision.courses}
    for course in decision.courses:
        assert {"help", "harm"} <= {person.tone for person in course.people}, course.id


def test_the_other_way_round_differs_from_the_first_run() -> None:
    for name in ("doors", "two-weeks"):
        trial = made(name)
        assert isinstance(trial, Trial)
        first = trial.outcome()
        trial.undo()
        assert trial.outcome().summary != first.summary


@pytest.mark.parametrize("name", ["stages", "badges"])
def test_some_cards_come_back(name: str) -> None:
    cards = made(name)
    assert isinstance(cards, Sort)
    assert len(cards.turning) >= 2
    assert all(card.first.fits for card in cards.cards)
