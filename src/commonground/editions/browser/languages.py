"""The languages of the site, and the words around a lesson in each.

The first language stands in the site's own folder, each other one in a folder of its code. A page
offers the switch as soon as there are two.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site. `code` is a BCP 47 tag, `name` is its name in itself.

    `folder` is where its pages lie below the site, with a slash at the end, or empty.
    """

    code: str
    name: str
    folder: str = ""
    words: dict[str, str] = field(default_factory=dict)


ENGLISH = Language(
    "en",
    "English",
    words={
        "skip": "Skip to the lesson",
        "course": "Course",
        "language": "Language",
        "all_lessons": "All lessons",
        "synthetic": "Alder County, its people and its records are synthetic: they were made up for this course.",
        "nothing_leaves": "Nothing that you write leaves this computer. It is kept in this browser.",
        "no_script": "You can read this lesson, and print it with lines to write on. "
        "To do the exercises here, use a browser that runs scripts.",
        "lost_title": "There is no such page",
        "lost": "The address may have been mistyped, or the page may have moved.",
        "first_page": "Go to the first page of the course",
    },
)
LANGUAGES = (ENGLISH,)


def switch(languages: tuple[Language, ...], root: str, address: str) -> list[dict[str, str]]:
    """What the language switch of a page offers: `code`, `name` and address of the same page in each.

    `root` leads from the page to the site's folder, `address` is the page's place in its language.
    """
    return [
        {"code": one.code, "name": one.name, "address": f"{root}{one.folder}{address}"} for one in languages
    ]
