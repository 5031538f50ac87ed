"""The questions that T6 may draw: those of the modules' `questions.yml`, and `instructor/rubrics/knowledge-extra.yml`.

Left out, because a test needs a key that holds for everybody:

- analyst questions, since the test is the same for every route;
- questions that a learner may contest: a view that the course invites is not counted as a fault;
- questions in which another option, too, says that the data or the sources cannot tell, or in which
  "our sources do not say" is right beside another answer: there it is no clear yes or no;
- questions under `withdrawn` in `knowledge-extra.yml`, each with its reason.

Of several right options any one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonground.content.citations import without_citations
from commonground.content.course import course
from commonground.content.node import Node
from commonground.content.places import course_root, modules_folder, written_modules
from commonground.content.questions import Question, read_questions

LEVELS = ("foundations", "practitioner")
NOT_IN_SOURCE = "not-in-source"
NOT_IN_SOURCE_TEXT = "Our sources do not say"
EXTRA_FILE = Path("instructor") / "rubrics" / "knowledge-extra.yml"
_CANNOT_TELL = re.compile(
    r"\b(?:sources?|data|records?|tables?|scene|nobody|no one)\b.{0,20}\b(?:cannot|can't|can|do not|don't|does not|doesn't) "
    r"(?:say|tell|show|know)\b",
    re.IGNORECASE,
)


class KnowledgeTestError(ValueError):
    """The knowledge test cannot be written or read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: its id, its words as the test shows them, and whether it is right."""

    id: str
    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class BankItem:
    """A question of the bank, with "our sources do not say" among its choices exactly once.

    `module` is a module's id, `title` its title, `mark` where the words come from (`source`, `ours`,
    `invented` or empty). Ids are unique within a module.
    """

    module: str
    title: str
    level: str
    id: str
    prompt: str
    mark: str
    choices: tuple[Choice, ...]

    @property
    def name(self) -> str:
        """The question's name in the whole bank: `module/id`."""
        return f"{self.module}/{self.id}"

    @property
    def open(self) -> bool:
        """Whether "our sources do not say" is the right answer."""
        return any(choice.right for choice in self.choices if choice.id == NOT_IN_SOURCE)


def read_bank() -> tuple[BankItem, ...]:
    """Every question that T6 may draw, by name; raises ContentError and KnowledgeTestError."""
    titles = {entry.id: entry.title for entry in course().modules}
    found: dict[str, BankItem] = {}
    out = withdrawn()
    for module, question in all_questions():
        if f"{module}/{question.id}" in out or not _fit(question):
            continue
        item = _item(module, titles.get(module, module), question)
        if item.name in found:
            raise KnowledgeTestError(f"{item.name}: two questions of the bank have this id. Give one of them another.")
        found[item.name] = item
    return tuple(found[name] for name in sorted(found))


def withdrawn() -> dict[str, str]:
    """Names of questions that are kept out of the test by hand, with the reason; raises ContentError."""
    extra = course_root() / EXTRA_FILE
    if not extra.is_file():
        return {}
    return {node.text("item"): node.text("why") for node in Node.of_file(extra).nodes("withdrawn")}


def all_questions() -> Iterator[tuple[str, Question]]:
    """Every question of the course and of the extra file, fit for the test or not, with its module's id."""
    for module in written_modules():
        file = modules_folder() / module / "questions.yml"
        if file.is_file():
            yield from ((module, question) for question in read_questions(file))
    extra = course_root() / EXTRA_FILE
    if extra.is_file():
        modules = [node.text("module") for node in Node.of_file(extra).nodes("items")]
        yield from zip(modules, read_questions(extra), strict=True)


def _fit(question: Question) -> bool:
    if question.level not in LEVELS or question.contest:
        return False
    right = [option.id for option in question.options if option.right]
    others = (option.text for option in question.options if option.id != NOT_IN_SOURCE)
    return bool(right) and (NOT_IN_SOURCE not in right or len(right) == 1) and not any(map(_CANNOT_TELL.search, others))


def _item(module: str, title: str, question: Question) -> BankItem:
    choices = [
        # The ids of facts would point to the options that rest on a source.
        Choice(option.id, " ".join(without_citations(option.text).split()).replace(" .", "."), option.right)
        for option in question.options
        if option.id != NOT_IN_SOURCE
    ]
    is_open = any(option.right for option in question.options if option.id == NOT_IN_SOURCE)
    choices.append(Choice(NOT_IN_SOURCE, NOT_IN_SOURCE_TEXT, is_open))
    return BankItem(module, title, question.level, question.id, question.prompt, question.mark, tuple(choices))
