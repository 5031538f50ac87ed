"""The path on the front page: the learner's role, and the lessons that it proposes, in order."""

from __future__ import annotations

import html

from commonground.content.course import course
from commonground.learner import path
from commonground.learner.path import RolePath, Stop
from commonground.views import parts

from . import words
from .page import Page, Shown, section


def _summary(way: RolePath) -> str:
    """The path in two or three short sentences."""
    if not way.stops:
        return "The lessons of this path are still being written. Any lesson below is a good place to begin."
    sentences = [f"{words.count(len(way.stops), 'lesson')}, {words.minutes(way.minutes)} in all."]
    if way.done == len(way.stops):
        sentences.append("You have finished them all.")
    elif way.done:
        sentences.append(f"{way.done} done, {words.minutes(way.minutes_left)} to go.")
    if way.to_come:
        more = f"{way.to_come} more {'lesson joins' if way.to_come == 1 else 'lessons join'}"
        sentences.append(f"{more} this path when {'it is' if way.to_come == 1 else 'they are'} written.")
    return " ".join(sentences)


def _stop_html(stop: Stop, is_next: bool) -> str:
    lesson = stop.lesson
    here = ' aria-current="step"' if is_next else ""
    flag = '<span class="cg-next">Next</span> ' if is_next else ""
    return (
        f'<li class="cg-path-stop{" cg-path-next" if is_next else ""}"{here}>'
        f"<h3>{flag}{html.escape(lesson.module_title)}</h3>"
        f'<p class="cg-lesson-facts">{words.level(lesson)}, {words.minutes(lesson.minutes)}. {words.state_html(lesson)}</p>'
        f"<p>{html.escape(stop.reason)}</p>"
        f'<p class="cg-links">{words.links(lesson)}</p></li>'
    )


class PathView:
    """The choice of a role, and the path under it. A role can be changed at any time."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.roles = {role.id: role for role in course().roles}
        options = [(role.id, f"{role.title}: {role.line}") for role in self.roles.values()]
        self.role = parts.radio_buttons("Who are you here?", options, None)
        self.pick = parts.button("Show my path", self._pick, main=True)
        self.chooser = parts.column(self.role, self.pick)
        self.other = parts.button("Choose another role", self._toggle)
        self.summary = parts.live()
        self.stops = parts.block("", "cg-prose")
        self.widget = section(self.chooser, self.summary, self.other, self.stops, name="path")
        self.draw()
        page.on_change("path", (), self.draw)

    def _way(self) -> RolePath | None:
        role = self.page.choice("role")
        return path.role_path(role, self.page.known()) if role in self.roles else None

    def draw(self) -> None:
        """Show the path of the role that is kept, or the choice of a role."""
        way = self._way()
        self.role.value = way.role.id if way else None
        parts.show(self.chooser, way is None)
        parts.show(self.other, way is not None)
        self._draw_way(way)

    def _draw_way(self, way: RolePath | None) -> None:
        if way is None:
            self.summary.value = self.stops.value = ""
            return
        self.summary.value = f"<p><strong>{html.escape(way.role.title)}.</strong> {html.escape(_summary(way))}</p>"
        items = "".join(_stop_html(stop, stop is way.next_stop) for stop in way.stops)
        self.stops.value = f'<ol class="cg-path">{items}</ol>' if items else ""

    def _pick(self) -> None:
        if self.role.value is None:
            self.summary.value = parts.problem("Choose one of the roles first.")
            return
        self.page.choose("role", self.role.value)
        self._draw_way(self._way())

    def _toggle(self) -> None:
        parts.show(self.chooser, self.chooser.layout.display == "none")

    def text(self) -> str:
        """The role's path, or the roles, as Markdown."""
        way = self._way()
        if way is None:
            return "\n".join(["Who are you here?", "", *(f"- **{r.title}**: {r.line}" for r in self.roles.values())])
        lines = [f"**{way.role.title}.** {_summary(way)}", ""]
        lines += [
            f"{number}. [{words.title(stop.lesson)}]({words.first_choice(stop.lesson)}), "
            f"{words.minutes(stop.lesson.minutes)}. {words.state(stop.lesson)}. {stop.reason}"
            for number, stop in enumerate(way.stops, 1)
        ]
        return "\n".join(lines)


def show(page: Page) -> Shown:
    """The path of the learner's role."""
    view = PathView(page)
    return Shown(view.widget, view.text)
