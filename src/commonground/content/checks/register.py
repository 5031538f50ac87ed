"""What a module must teach, by the register, it does teach."""

from __future__ import annotations

from collections.abc import Iterator

from commonground.content.checks.corpus import Corpus
from commonground.content.finding import Finding

RULE = "register"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Register ids exist, those of the module are all claimed, and each is carried by an objective."""
    for content in corpus.modules:
        module = content.module
        if module is None:
            continue
        file = content.file("module.yml")
        known = corpus.register
        mentioned = [("register", name) for name in module.register]
        carried: set[str] = set()
        for level in module.levels:
            for objective in level.objectives:
                place = f"levels.{level.id}.objectives[{objective.id}].register"
                mentioned += [(place, name) for name in objective.register]
                carried |= set(objective.register)
        for place, name in mentioned:
            if name not in known:
                yield Finding(file, place, RULE, f"{name} is not in modules/register.yml.", "Check the spelling.")
        for item in content.questions:
            for name in item.get("register") or ():
                if name not in known:
                    yield Finding(
                        content.file("questions.yml"),
                        f"items[{item.get('id')}].register",
                        RULE,
                        f"{name} is not in modules/register.yml.",
                        "Check the spelling.",
                    )
        for name in (entry.id for entry in known.values() if entry.module == content.id):
            if name not in module.register:
                yield Finding(
                    file,
                    "register",
                    RULE,
                    f"{name} ({known[name].title}) belongs to this module and is not listed.",
                    "Teach it, and list it.",
                )
        for name in module.register:
            if name in known and name not in carried:
                yield Finding(
                    file,
                    "register",
                    RULE,
                    f"{name} is listed, but no objective carries it.",
                    "Name it under the `register` of the objective that teaches it.",
                )
