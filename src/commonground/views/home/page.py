"""What the parts of the front page share: the learner's choices, notices, and word of a change."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import cache
from typing import Any

import ipywidgets as widgets

from commonground import learner
from commonground.learner.path import Known
from commonground.learner.progress_book import NoProgress
from commonground.views import parts

HOME = "00-start-here/home"


class Page:
    """The front page as opened by one learner. What it shows is read from the files each time it is drawn.

    Where the learner's folder cannot be read or written, the page says so and goes on without it:
    the lessons can still be opened.
    """

    def __init__(self) -> None:
        self.notice = parts.live()
        self._notices: list[str] = []
        self._unsaved: dict[str, str] = {}
        self._redraw: dict[str, tuple[frozenset[str], Callable[[], None]]] = {}
        learner.second_copy.on_problem(lambda _: self._draw_notices())
        self.tell(learner.second_copy.notice)
        self._draw_notices()

    def tell(self, message: str) -> None:
        """Show a notice to the learner, once."""
        if message and message not in self._notices:
            self._notices.append(message)
            self._draw_notices()

    def _draw_notices(self) -> None:
        problem = learner.second_copy.problem
        shown = [*([problem] if problem else []), *self._notices]
        self.notice.value = "".join(f'<p class="cg-notice">{html.escape(text)}</p>' for text in shown)

    def known(self) -> Known:
        """The learner's progress at this moment."""
        try:
            progress = learner.progress()
        except learner.NotSaved as error:
            self.tell(str(error))
            return NoProgress()
        self.tell(progress.notice)
        return progress

    def choice(self, name: str) -> str:
        """A choice of the learner's by its name; an empty text where there is none, or no text."""
        if name in self._unsaved:
            return self._unsaved[name]
        try:
            profile = learner.profile()
        except learner.NotSaved as error:
            self.tell(str(error))
            return ""
        self.tell(profile.notice)
        return profile.text(name)

    def choose(self, name: str, value: str) -> None:
        """Keep a choice and draw again the parts that depend on it."""
        try:
            learner.profile().put(name, value)
            self._unsaved.pop(name, None)
        except learner.NotSaved as error:
            self._unsaved[name] = value
            self.tell(str(error))
        for choices, redraw in self._redraw.values():
            if name in choices:
                redraw()

    def on_change(self, part: str, choices: tuple[str, ...], redraw: Callable[[], None]) -> None:
        """Call `redraw` after a change of one of these choices, and after a deletion or an import.

        A part that is shown again takes the place of its earlier self.
        """
        self._redraw[part] = (frozenset(choices), redraw)

    def forget(self) -> None:
        """Everything was deleted: start as on a first visit."""
        self._unsaved.clear()
        self.refresh()

    def refresh(self) -> None:
        """Draw every part again, after a change of the whole folder."""
        for _, redraw in self._redraw.values():
            redraw()


@cache
def page() -> Page:
    """The one front page of this kernel."""
    return Page()


class Shown:
    """A part of the front page: a widget, and its text where there is no widget."""

    def __init__(self, widget: widgets.Widget, text: Callable[[], str]) -> None:
        self.widget = widget
        self.text = text

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = dict(self.widget._repr_mimebundle_(**options))
        bundle["text/plain"] = bundle["text/markdown"] = self.text()
        return bundle


def section(*children: widgets.Widget, name: str) -> widgets.VBox:
    """A framed part of the page."""
    return parts.column(*children, css=f"cg-exercise cg-home cg-home-{name}")
