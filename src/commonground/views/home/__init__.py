"""The front page, one call for each of its parts.

    from commonground.views import home

    home.welcome()      # where to go on
    home.placement()    # a level, found by doing
    home.path()         # the way that a role proposes
    home.modules()      # every lesson
    home.my_work()      # the learner's folder
    home.contact()      # whom to ask

Each part reads the learner's files when it is drawn, and is drawn again when another part changes
what it shows.
"""

from __future__ import annotations

from commonground.views import parts

from . import contact_view, modules_view, my_work_view, path_view, placement_view, welcome_view
from .page import Page, Shown, page

__all__ = ["contact", "modules", "my_work", "path", "placement", "welcome"]


def _page() -> Page:
    """The page, ready for its next part."""
    parts.begin()
    return page()


def welcome() -> Shown:
    """Where this learner can go on, in one link."""
    return welcome_view.show(_page())


def placement() -> Shown:
    """Three small tasks that propose a level, and the learner's own choice."""
    return placement_view.show(_page())


def path() -> Shown:
    """The choice of a role and its path with minutes and progress."""
    return path_view.show(_page())


def modules() -> Shown:
    """Every module that can be opened, with its lessons."""
    return modules_view.show(_page())


def my_work() -> Shown:
    """Where the learner's work is, with export and deletion."""
    return my_work_view.show(_page())


def contact() -> Shown:
    """Whom the learner can ask."""
    return contact_view.show(_page())
