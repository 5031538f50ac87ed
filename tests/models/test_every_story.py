"""What every story.yml promises the learner, whatever the module tells."""

from __future__ import annotations

import pytest
from course_stories import MODULES, exercise, named

from commonground import content, exercises
from commonground.activities import Decision, Document, Record, Sort, Trial
from commonground.activities.document import DocField
from commonground.exercises.task import PartsTask

every_document = pytest.mark.parametrize(("module", "name"), named("document"))


def full(module: str, name: str) -> Document:
    document = exercise(module, name)
    assert isinstance(document, Document)
    for field in document.all_fields:
        document.fill(field.id, "written")
    return document


def written_in(module: str, place: str) -> set[str]:
    """The keys of what a learner writes in an exercise, or in a checked task of the analyst lesson."""
    if place not in content.story(module).exercises:
        task = exercises.get(f"{module.partition('-')[0]}/{place}")
        assert isinstance(task, PartsTask)
        return set(task.parts)
    match exercise(module, place):
        case Record(rewrites=rewrites):
            return {rewrite.field for rewrite in rewrites}
        case Decision():
            return {"reason"}
        case Document(all_fields=fields):
            return {field.id for field in fields}
        case other:
            raise AssertionError(f"A learner writes no words in {place}, a {other.kind}.")


def quoting(module: str) -> list[tuple[str, DocField]]:
    """Each field of the module's documents that starts from what was written elsewhere, with its document."""
    return [
        (name, field)
        for of, name in named("document")
        if of == module
        for field in exercise(module, name).all_fields
        if field.source
    ]


def test_every_module_is_held_to_these_rules() -> None:
    assert len(MODULES) >= 6
    for kind in ("document", "trial", "sort", "decision"):
        assert named(kind)


@every_document
def test_a_full_document_passes(module: str, name: str) -> None:
    document = full(module, name)
    assert document.failed() == ()
    assert document.gaps() == ()


@every_document
def test_a_field_left_empty_fails_the_rules_that_need_it_and_no_others(module: str, name: str) -> None:
    document = full(module, name)
    for field in document.all_fields:
        document.fill(field.id, " ")
        assert document.failed() == tuple(rule for rule in document.tests if field.id in rule.needs)
        assert document.gaps() == ((field,) if field.required else ())
        document.fill(field.id, "written")


@every_document
def test_a_document_has_rules_and_each_needs_required_fields(module: str, name: str) -> None:
    document = exercise(module, name)
    required = {field.id for field in document.all_fields if field.required}
    assert document.tests
    for rule in document.tests:
        assert rule.needs
        assert set(rule.needs) <= required, rule.id


@pytest.mark.parametrize("module", MODULES)
def test_what_a_document_starts_from_is_written_in_its_module(module: str) -> None:
    for name, field in quoting(module):
        place, _, key = field.source.partition(".")
        if place == "reflection":
            assert name in content.story(module).reflection(key).used_in
        else:
            assert place != name
            assert key in written_in(module, place), field.source


@pytest.mark.parametrize("module", MODULES)
def test_a_reflection_is_quoted_by_the_documents_that_it_names(module: str) -> None:
    for reflection in content.story(module).reflections.values():
        source = f"reflection.{reflection.id}"
        assert {name for name, field in quoting(module) if field.source == source} == set(reflection.used_in)


@pytest.mark.parametrize(("module", "name"), named("decision"))
def test_every_way_to_decide_is_counted_alike(module: str, name: str) -> None:
    decision = exercise(module, name)
    assert isinstance(decision, Decision)
    assert len(decision.courses) >= 2
    first, *others = ([total.label for total in course.totals] for course in decision.courses)
    assert first
    assert all(labels == first for labels in others)


@pytest.mark.parametrize(("module", "name"), named("trial"))
def test_the_other_way_round_differs_from_the_first_run(module: str, name: str) -> None:
    trial = exercise(module, name)
    assert isinstance(trial, Trial)
    first = trial.outcome()
    trial.undo()
    assert trial.outcome().summary != first.summary


@pytest.mark.parametrize(("module", "name"), named("sort"))
def test_every_card_fits_somewhere_and_every_pile_has_a_card(module: str, name: str) -> None:
    sort = exercise(module, name)
    assert isinstance(sort, Sort)
    sides = [side for card in sort.cards for side in (card.first, card.turned) if side]
    assert all(side.fits for side in sides)
    assert {pile for side in sides for pile in side.fits} == {pile for pile, _ in sort.piles}
