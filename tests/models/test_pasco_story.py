"""What the exercises of module 05 promise the learner beside the rules of every story.yml."""

from __future__ import annotations

from functools import partial

from course_stories import exercise

from commonground.activities import Decision, Document, Sort, Trial, Walk

made = partial(exercise, "05-case-pasco")


def test_every_choice_from_the_chair_keeps_safety_reports() -> None:
    decision = made("item-seven")
    assert isinstance(decision, Decision)
    assert {course.totals[-1].value for course in decision.courses} == {3}
    assert {"ask-first", "not-yet", "do-not-share"} <= {course.id for course in decision.courses}


def test_every_choice_from_the_chair_costs_someone_or_leaves_someone_out() -> None:
    for course in made("item-seven").courses:
        assert {"help"} < {person.tone for person in course.people}, course.id


def test_the_other_way_round_meets_no_event_and_the_learner_can_meet_all_six() -> None:
    trial = made("rebuild")
    assert isinstance(trial, Trial)
    trial.commit("none-of-these")
    trial.keep_run()
    trial.undo()
    assert trial.outcome().totals[0].value == 0
    for control in trial.controls:
        trial.move(control.id, control.choices[-1][0])
    assert trial.outcome().totals[0].value == 6


def test_the_checklist_stands_before_six_events() -> None:
    checklist = made("agreement-checklist")
    assert isinstance(checklist, Document)
    assert len(checklist.tests) == 6


def test_two_of_the_five_safeguards_do_not_meet_the_objection() -> None:
    sort = made("behind-the-objection")
    assert isinstance(sort, Sort)
    unmet = [card.id for card in sort.cards if card.turned and "met" not in card.turned.fits]
    assert unmet == ["discipline-gap", "officers-use"]


def test_three_marks_are_set_on_the_second_walk_and_blanks_are_named_on_the_first() -> None:
    pasco, ramsey = made("pasco-walk"), made("ramsey-walk")
    assert isinstance(pasco, Walk)
    assert isinstance(ramsey, Walk)
    assert sum("mark" in stop.prompt for stop in ramsey.stops) == 3
    for walk in (pasco, ramsey):
        for stop in walk.stops:
            if stop.options:
                assert "not-in-source" in {option.id for option in stop.options}, stop.id
