"""Work from another computer on the front page: choose an export, take it in, and read what became of it."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as widgets

from commonground import learner
from commonground.views import parts

from . import words


def _listed(title: str, names: tuple[str, ...]) -> str:
    rows = "".join(f"<li><code>{html.escape(name)}</code></li>" for name in names)
    return f'<details><summary>{title}</summary><ul class="cg-files">{rows}</ul></details>' if names else ""


def _count(names: tuple[str, ...], one: str, many: str) -> str:
    return words.count(len(names), f"file {one}", f"files {many}")


def arrival_html(arrived: learner.TakenIn) -> str:
    """What became of an export, in words."""
    if not (arrived.taken or arrived.joined or arrived.beside or arrived.refused):
        return "<p>All the work in this file is here already. Nothing was changed.</p>"
    if arrived.taken or arrived.joined or arrived.beside:
        first = "Your work was brought in. Nothing that was here is lost."
    else:
        first = "Nothing was changed."
    refused = "".join(
        f"<li><code>{html.escape(part.name)}</code>: {html.escape(part.reason.rstrip('.'))}.</li>"
        for part in arrived.refused
    )
    return (
        f"<p>{first}</p>"
        + _listed(_count(arrived.taken, "is new here", "are new here"), arrived.taken)
        + _listed(_count(arrived.joined, "was joined with yours", "were joined with yours"), arrived.joined)
        + _listed(
            _count(arrived.beside, "is kept beside yours, because the two differ", "are kept beside yours, because they differ"),
            arrived.beside,
        )
        + (f'<p>This was not taken in:</p><ul class="cg-files">{refused}</ul>' if refused else "")
    )


class ArrivalView:
    """A field for the exported file, and a button that takes it in. `said` shows words, `arrived` is called after it."""

    def __init__(self, said: Callable[[str], None], arrived: Callable[[], None]) -> None:
        self._said = said
        self._arrived = arrived
        how = parts.prose(
            "On the other computer, press **Export everything** on this same page, and bring the file here. "
            "Its name begins with `common-ground-my-work`.\n\n"
            "Your answers from both places are put together. "
            "Where both have an answer to the same question, the later one stands and the other is kept beside it."
        )
        choose = "Choose the exported file"
        self.upload = widgets.FileUpload(accept=".zip", multiple=False, description=choose, tooltip=choose)
        self.upload.add_class("cg-quiet")
        self.upload.observe(lambda _: self._chosen(), names="value")
        self.name = parts.live()
        self.take = parts.button("Bring this work in", self._take, main=True)
        buttons = widgets.HBox([self.upload, self.take])
        buttons.add_class("cg-buttons")
        self.widget = widgets.VBox([how, self.name, buttons])
        self.widget.add_class("cg-arrival")

    def _chosen(self) -> None:
        names = ", ".join(html.escape(chosen["name"]) for chosen in self.upload.value)
        self.name.value = f"<p>Chosen: <code>{names}</code></p>" if names else ""

    def _take(self) -> None:
        if not self.upload.value:
            self.name.value = "<p>Choose the exported file first.</p>"
            return
        try:
            taken = learner.take_in(bytes(self.upload.value[0]["content"]))
        except (learner.NotTaken, OSError) as error:
            self._said(f'<p class="cg-notice">{html.escape(str(error))}</p>')
            return
        self.upload.value = ()
        self._arrived()
        self._said(arrival_html(taken))
