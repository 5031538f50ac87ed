"""What the exercises of module 03 promise the learner beside the rules of every story.yml."""

from __future__ import annotations

from functools import partial

import pytest
from course_stories import exercise

from commonground.activities import Decision, Record, Sort

made = partial(exercise, "03-data-sharing-lifecycle")


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


def test_every_answer_to_the_order_helps_one_and_costs_one() -> None:
    decision = made("state-order")
    assert isinstance(decision, Decision)
    assert {"not-yet", "do-not-share-more"} <= {course.id for course in decision.courses}
    for course in decision.courses:
        assert {"help", "harm"} <= {person.tone for person in course.people}, course.id


@pytest.mark.parametrize("name", ["stages", "badges"])
def test_some_cards_come_back(name: str) -> None:
    cards = made(name)
    assert isinstance(cards, Sort)
    assert len(cards.turning) >= 2
