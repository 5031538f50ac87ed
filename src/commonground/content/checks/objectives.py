"""Every objective of a level is taught in its notebook and practised there."""

from __future__ import annotations

from collections.abc import Iterator

from commonground.content.checks.corpus import Corpus, Lesson, ModuleContent
from commonground.content.finding import Finding
from commonground.content.module import Level

RULE = "objectives"


def _practice(module: ModuleContent, lesson: Lesson) -> set[str]:
    """Ids of all that a learner does in a lesson."""
    questions = {str(item.get("id")) for item in module.questions if item.get("level") == lesson.level}
    return (
        (lesson.calls("exercise") & set(module.exercises))
        | (lesson.calls("reflection") & set(module.reflections))
        | (questions if lesson.asks_questions else set())
        | lesson.tasks
    )


def _level(module: ModuleContent, level: Level) -> Iterator[Finding]:
    file = module.file("module.yml")
    place = f"levels.{level.id}"
    lesson = next((found for found in module.lessons if found.file.name == level.notebook), None)
    if lesson is None:
        yield Finding(
            file, f"{place}.notebook", RULE, f"There is no notebook {level.notebook}.", "Write it, or correct the name."
        )
        return
    practice = _practice(module, lesson)
    for objective in level.objectives:
        where = f"{place}.objectives[{objective.id}]"
        for kind, names, there, advice in (
            ("taught", objective.taught, lesson.markdown_ids, "Name the id of a Markdown cell of that notebook."),
            (
                "practised",
                objective.practised,
                practice,
                "Name an exercise, a reflection, a checked task, or a question of this level.",
            ),
        ):
            if not names:
                yield Finding(file, f"{where}.{kind}", RULE, f"The objective is not {kind}.", advice)
            for name in names:
                if name not in there:
                    yield Finding(
                        file, f"{where}.{kind}", RULE, f"There is no {name!r} in {level.notebook}.", advice
                    )
    if len(level.key_points) != len(level.objectives):
        yield Finding(
            file,
            f"{place}.key_points",
            RULE,
            f"There are {len(level.key_points)} key points for {len(level.objectives)} objectives.",
            "Give one key point for each objective, in the same order.",
        )


def _calls(module: ModuleContent) -> Iterator[Finding]:
    """What a notebook shows is in story.yml, and what is in story.yml is shown."""
    shown: dict[str, set[str]] = {"exercise": set(), "reflection": set()}
    for lesson in module.lessons:
        for what, there in (("exercise", module.exercises), ("reflection", module.reflections)):
            called = lesson.calls(what)
            shown[what] |= called
            for name in sorted(called - set(there)):
                yield Finding(
                    lesson.file, "", RULE, f"There is no {what} {name!r} in story.yml.", "Check the spelling."
                )
    if not module.lessons:
        return
    for what, there in (("exercise", module.exercises), ("reflection", module.reflections)):
        for name in sorted(set(there) - shown[what]):
            yield Finding(
                module.file("story.yml"),
                f"{what}s.{name}",
                RULE,
                f"No notebook of the module shows this {what}.",
                "Show it in a lesson, or take it out.",
            )


def check(corpus: Corpus) -> Iterator[Finding]:
    """Objectives, what teaches them, what practises them."""
    for module in corpus.modules:
        if module.module is not None:
            for level in module.module.levels:
                yield from _level(module, level)
        yield from _calls(module)
