"""The checks: a good course passes, and each defect is found by the check that is there for it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commonground.content.check_command import CHECKS, findings, run
from commonground.content.checks.corpus import read_corpus

MODULE = "05-case-mini"
Files = dict[str, Any]
Write = Callable[[Files], Path]
Spoil = Callable[[Files], None]


def story(files: Files) -> Any:
    return files[f"{MODULE}/story.yml"]["exercises"]["choose"]


def question(files: Files) -> Any:
    return files[f"{MODULE}/questions.yml"]["items"][0]


def module(files: Files) -> Any:
    return files[f"{MODULE}/module.yml"]


def objective(files: Files) -> Any:
    return module(files)["levels"]["foundations"]["objectives"][0]


def say(files: Files, text: str, level: str = "1-foundations") -> None:
    cell = files[f"{MODULE}/{level}.ipynb"]["cells"][0]
    cell["source"] += f"\n{text}"


def spoil(change: Callable[[Files], Any]) -> Spoil:
    def spoiler(files: Files) -> None:
        change(files)

    return spoiler


def ask_eight(files: Files, texts: Callable[[int], tuple[str, str, str]], places: Callable[[int], int] = lambda n: n % 3) -> None:
    """Eight questions; `texts` gives the right answer and two wrong ones, `places` where the right one stands."""
    items = files[f"{MODULE}/questions.yml"]["items"]
    for number in range(8):
        right, *wrong = texts(number)
        options = [{"id": f"o{n}", "text": text, "reply": f"Then it would go as in case {n}."} for n, text in enumerate(wrong)]
        options.insert(places(number), {"id": "key", "text": right, "right": True, "reply": "It helps, and here is why."})
        items.append({"id": f"more-{number}", "level": "analyst", "prompt": "What next?", "options": options})


DEFECTS: list[tuple[str, str, Spoil]] = [
    ("readable", "well-formed", spoil(lambda f: f.update({f"{MODULE}/story.yml": "exercises: [oops"}))),
    ("readable", "twice", spoil(lambda f: f.update({f"{MODULE}/story.yml": "people: []\npeople: []\n"}))),
    ("readable", "not a notebook", spoil(lambda f: f.update({f"{MODULE}/3-analyst.ipynb": "{}"}))),
    ("schema", "reply", spoil(lambda f: question(f)["options"][0].pop("reply"))),
    ("schema", "colour", spoil(lambda f: story(f).update(colour="red"))),
    ("schema", "dance", spoil(lambda f: story(f).update(kind="dance"))),
    ("schema", "minutes", spoil(lambda f: module(f)["levels"]["foundations"].pop("minutes"))),
    ("schema", "'C'", spoil(lambda f: f["sources.yml"]["facts"][0].update(confidence="C"))),
    ("schema", "address", spoil(lambda f: f["sources.yml"]["sources"][0].pop("address"))),
    ("schema", "Two Words", spoil(lambda f: question(f).update(id="Two Words"))),
    ("ids", "'ask' stands 2", spoil(lambda f: question(f)["options"][1].update(id="ask"))),
    ("ids", "'q-foundations'", spoil(lambda f: f[f"{MODULE}/questions.yml"]["items"][1].update(id="q-foundations"))),
    ("ids", "both called", spoil(lambda f: f[f"{MODULE}/story.yml"]["reflections"].update(choose={"prompt": "Why?"}))),
    ("ids", "differs from the folder", spoil(lambda f: module(f).update(id="06-other"))),
    ("ids", "title differs", spoil(lambda f: module(f).update(title="Other"))),
    ("ids", "not in modules/course.yml", spoil(lambda f: f["course.yml"].update(modules=[], roles=[]) or f["course.yml"]["modules"].append({"id": "01-a", "title": "A", "aim": "A."}))),
    ("ids", "no module", spoil(lambda f: f["course.yml"]["roles"][0]["path"][0].update(module="09-none"))),
    ("exercises", "cannot be shown", spoil(lambda f: story(f)["options"][0].update(reply=" "))),
    ("objectives", "'nowhere'", spoil(lambda f: objective(f).update(taught=["nowhere"]))),
    ("objectives", "'nothing'", spoil(lambda f: objective(f).update(practised=["nothing"]))),
    ("objectives", "not practised", spoil(lambda f: objective(f).update(practised=[]))),
    ("objectives", "q-foundations", spoil(lambda f: module(f)["levels"]["analyst"]["objectives"][0].update(practised=["q-foundations"]))),
    ("objectives", "key points", spoil(lambda f: module(f)["levels"]["foundations"].update(key_points=["One.", "Two."]))),
    ("objectives", "no notebook", spoil(lambda f: f.pop(f"{MODULE}/3-analyst.ipynb"))),
    ("objectives", "no exercise 'lost'", spoil(lambda f: f[f"{MODULE}/1-foundations.ipynb"]["cells"][1].update(source='here.exercise("lost")'))),
    ("objectives", "No notebook", spoil(lambda f: f[f"{MODULE}/story.yml"]["reflections"].update(unused={"prompt": "Why?"}))),
    ("register", "not in modules/register.yml", spoil(lambda f: objective(f).update(register=["RISK-zz"]))),
    ("register", "belongs to this module", spoil(lambda f: f["register.yml"]["entries"].append({"id": "RISK-new", "module": MODULE, "title": "N", "says": "It.", "document": "S001"}))),
    ("register", "no objective carries", spoil(lambda f: module(f)["register"].append("WHY-y"))),
    ("citations", "[FACT-99] leads nowhere", spoil(lambda f: say(f, "Some said so [FACT-99]."))),
    ("citations", "not listed", spoil(lambda f: module(f).update(facts=[]))),
    ("citations", "[RISK-none] leads nowhere", spoil(lambda f: story(f).update(intro="See [RISK-none]."))),
    ("citations", "not in modules/sources.yml", spoil(lambda f: module(f)["facts"].append("FACT-98"))),
    ("citations", "confidence is", spoil(lambda f: f["sources.yml"]["facts"][0].update(confidence="C"))),
    ("citations", "not listed", spoil(lambda f: f["sources.yml"]["facts"][0].update(sources=["S001", "S009"]))),
    ("citations", "No fact uses", spoil(lambda f: f["register.yml"]["entries"].pop())),
    ("numbers", "In 2020", spoil(lambda f: say(f, "In 2020 the board met."))),
    ("numbers", "a dozen", spoil(lambda f: say(f, "A few met, then a dozen more."))),
    ("numbers", "42 names", spoil(lambda f: question(f).update(prompt="Why 42 names?"))),
    ("reading", "Grade", spoil(lambda f: say(f, "The administration's comprehensive documentation of interdepartmental communication necessitated considerable organizational deliberation. " * 8))),
    ("replies", "same as", spoil(lambda f: question(f)["options"][1].update(reply=question(f)["options"][0]["reply"]))),
    ("replies", "bare verdict", spoil(lambda f: question(f)["options"][1].update(reply="Wrong. That is not how it went at all."))),
    ("replies", "bare verdict", spoil(lambda f: question(f)["options"][1].update(reply="Correct!"))),
    ("replies", "no reply", spoil(lambda f: question(f)["options"][1].update(reply=""))),
    ("replies", "holds back", spoil(lambda f: story(f)["options"][0].update(id="send-all", text="Send all"))),
    ("cues", "the longest one in 8 of 10 questions: more-0, more-1", spoil(lambda f: ask_eight(f, lambda n: ("Ask a family first", "Wait", "Send it")))),
    ("cues", "the shortest one in 8 of 10 questions: more-0, more-1", spoil(lambda f: ask_eight(f, lambda n: ("Ask", "Wait a day", "Send it all")))),
    ("cues", "number 2 in 8 of 10 questions", spoil(lambda f: ask_eight(f, lambda n: ("Ask", "Now", "Never"), lambda n: 1))),
    ("images", "picture", spoil(lambda f: say(f, "![](map.png)"))),
    ("images", "picture", spoil(lambda f: say(f, '<img src="map.png">'))),
    ("images", "picture", spoil(lambda f: say(f, "![map.png](map.png)"))),
    ("lines", "Several sentences", spoil(lambda f: story(f).update(intro="One here.\nTwo there. Three too.\n"))),
    ("law", "FERPA", spoil(lambda f: say(f, "FERPA is a law on records."))),
    ("spelling", "'organisation'", spoil(lambda f: say(f, "An organisation met."))),
    ("spelling", "'programme'", spoil(lambda f: f["sources.yml"]["facts"][0].update(says="A programme ran."))),
    ("wording", "'at-risk kids'", spoil(lambda f: say(f, "They listed at-risk kids."))),
    ("disclosure", "advocacy group", spoil(lambda f: f["course.yml"].update(disclosure="We thank CDT."))),
    ("disclosure", "second time", spoil(lambda f: f["course.yml"].update(about="CDT is an advocacy group."))),
    ("synthetic", "synthetic", spoil(lambda f: f[f"{MODULE}/3-analyst.ipynb"]["cells"][0].update(source="# Mini"))),
]  # fmt: skip


def test_a_good_course_has_no_findings(files: Files, write_course: Write) -> None:
    assert findings(read_corpus(write_course(files))) == []


@pytest.mark.parametrize(("check", "words", "change"), DEFECTS, ids=[f"{c}-{i}" for i, (c, _, _) in enumerate(DEFECTS)])
def test_each_defect_is_found(check: str, words: str, change: Spoil, files: Files, write_course: Write) -> None:
    change(files)
    found = findings(read_corpus(write_course(files)), [check])
    assert any(words in finding.message for finding in found), [f.line() for f in found]
    assert all(finding.advice for finding in found)


def test_every_check_has_a_defect_of_its_own() -> None:
    assert {check for check, _, _ in DEFECTS} == set(CHECKS)


def test_a_right_answer_may_now_and_then_be_the_longest_or_the_shortest(files: Files, write_course: Write) -> None:
    by_turns = [("Ask them first [FACT-01]", "Send it [FACT-01]", "Wait"), ("Ask", "Wait a day", "Send it all"), ("Ask first", "Wait a day", "Send")]
    ask_eight(files, lambda n: by_turns[n % 3])
    assert findings(read_corpus(write_course(files)), ["cues"]) == []


def test_the_ids_of_facts_do_not_make_an_answer_long(files: Files, write_course: Write) -> None:
    ask_eight(files, lambda n: ("Ask [FACT-01] [FACT-01]", "Now", "Wait a day"))
    assert findings(read_corpus(write_course(files)), ["cues"]) == []


def test_a_few_questions_and_those_with_two_right_answers_are_left_alone(files: Files, write_course: Write) -> None:
    ask_eight(files, lambda n: ("Ask a family first", "Wait", "Send it"))
    items = files[f"{MODULE}/questions.yml"]["items"]
    for item in items[2:]:
        item["options"][-1]["right"] = item["options"][0]["right"] = True
    assert findings(read_corpus(write_course(files)), ["cues"]) == []


ALLOWED = [
    "The list held 42 names [FACT-01].",
    "There were two lists and three seats.",
    "1. First\n2. Second",
    "This takes 20 to 25 minutes.",
    "Look at step 3 and run 2.",
    "In Alder County, which is invented, 330 students were listed.",
    "| Held | 42 | [FACT-01] |\n|---|---|---|\n| Left | 42 | [FACT-01] |",
    "K-12 schools took part.",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_numbers_that_need_no_id_of_their_own(text: str, files: Files, write_course: Write) -> None:
    say(files, f"\n{text}")
    assert findings(read_corpus(write_course(files)), ["numbers"]) == []


def test_a_cell_tagged_invented_may_hold_numbers(files: Files, write_course: Write) -> None:
    say(files, "There were 330 names.")
    assert findings(read_corpus(write_course(files)), ["numbers"])
    files[f"{MODULE}/1-foundations.ipynb"]["cells"][0]["metadata"] = {"tags": ["invented"]}
    assert findings(read_corpus(write_course(files)), ["numbers"]) == []


def test_quoted_words_of_others_are_left_alone(files: Files, write_course: Write) -> None:
    say(files, "The manual speaks of 'at-risk students', and the letter of an “organisation”.")
    assert findings(read_corpus(write_course(files)), ["spelling", "wording"]) == []


def test_the_sentence_on_advice_satisfies_the_law_check(files: Files, write_course: Write) -> None:
    say(files, "FERPA is a law on records.\nIllustrative, not legal advice.")
    assert findings(read_corpus(write_course(files)), ["law"]) == []


def test_the_command_reports_and_sets_its_status(
    files: Files, write_course: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    def command(**values: Any) -> int:
        return run(argparse.Namespace(**({"modules": [], "only": [], "course": None, "fix": False} | values)))

    root = write_course(files)
    assert command(course=root) == 0
    assert "No findings" in capsys.readouterr().out
    say(files, "An organisation met.")
    write_course(files)
    assert command(course=root, modules=[MODULE]) == 1
    assert "modules/05-case-mini/1-foundations.ipynb: story: 'organisation'" in capsys.readouterr().out
    assert command(course=root, modules=["99-none"]) == 1
    assert "no module" in capsys.readouterr().err
    assert command(course=root / "nothing") == 1
