"""The learner's own work on the front page: where it is, a copy of all of it, and its deletion."""

from __future__ import annotations

import html
from pathlib import Path

import ipywidgets as widgets

from commonground import learner
from commonground.learner.keeping import CONFIRMATION, changed_by_hand, exports
from commonground.views import parts

from . import words
from .page import Page, Shown, section


def _names(paths: tuple[Path, ...], root: Path) -> str:
    rows = []
    for path in paths:
        note = " (you changed it by hand)" if changed_by_hand(path) else ""
        rows.append(f"<li><code>{html.escape(path.relative_to(root).as_posix())}</code>{note}</li>")
    return f'<ul class="cg-files">{"".join(rows)}</ul>'


def _kept_html(deletion: learner.Deletion) -> str:
    if not deletion.kept:
        return ""
    rows = "".join(
        f"<li><code>{html.escape(str(kept.path))}</code>: {html.escape(kept.reason)}.</li>" for kept in deletion.kept
    )
    return f'<p>This stays:</p><ul class="cg-files">{rows}</ul>'


class MyWorkView:
    """Where the work lies, with buttons to copy it and to delete it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.where = widgets.HTML()
        self.where.add_class("cg-prose")
        self.export = parts.button("Export everything", self._export, main=True)
        self.open_delete = parts.button("Delete my work", self._toggle_delete)
        buttons = widgets.HBox([self.export, self.open_delete])
        buttons.add_class("cg-buttons")
        self.said = parts.live()
        self.list = parts.live()
        self.with_exports = widgets.Checkbox(value=False, description="Delete the exported copies as well", indent=False)
        self.with_exports.add_class("cg-check")
        self.with_exports.observe(lambda _: self._draw_list(), names="value")
        self.word = widgets.Text(description=f"To delete, type the word {CONFIRMATION}")
        self.word.add_class("cg-field")
        self.delete = parts.button("Delete these files for good", self._delete)
        self.delete.add_class("cg-danger")
        self.deletion = widgets.VBox([self.list, self.with_exports, self.word, self.delete])
        self.deletion.add_class("cg-deletion")
        parts.show(self.deletion, False)
        self.widget = section(self.where, buttons, self.deletion, self.said, name="work")
        self.draw()
        page.on_change("my-work", (), self.draw)

    def draw(self) -> None:
        """Say where the work lies and how much there is."""
        try:
            root = learner.place()
            files = learner.what_goes(True).goes
        except OSError as error:
            self.page.tell(str(error))
            self.where.value = "<p>The folder for your work cannot be reached at the moment.</p>"
            return
        answers = sum(path.parent.parent == root / "answers" for path in files)
        papers = sum(path.suffix == ".docx" and ".previous" not in path.name for path in files)
        much = "It is empty so far."
        if answers or papers:
            much = f"It holds answers from {words.count(answers, 'page')} and {words.count(papers, 'document')}."
        self.where.value = (
            "<p>What you write is kept in this folder on this computer, in files that you can open, copy and delete:</p>"
            f'<p class="cg-folder"><code>{html.escape(str(root))}</code></p><p>{much}</p>'
        )

    def _export(self) -> None:
        try:
            made = learner.export()
        except OSError as error:
            self.said.value = f'<p class="cg-notice">{html.escape(str(error))}</p>'
            return
        self.said.value = (
            f"<p>Everything is in one file:</p><p class=\"cg-folder\"><code>{html.escape(str(made))}</code></p>"
            "<p>Copy it to a place that is yours.</p>"
        )
        self._draw_list()

    def _toggle_delete(self) -> None:
        hidden = self.deletion.layout.display == "none"
        parts.show(self.deletion, hidden)
        self.said.value = ""
        self.draw()
        self._draw_list()

    def _draw_list(self) -> None:
        try:
            plan = learner.what_goes(self.with_exports.value)
            parts.show(self.with_exports, bool(exports()))
            goes = _names(plan.goes, learner.place())
        except OSError as error:
            self.list.value = f'<p class="cg-notice">{html.escape(str(error))}</p>'
            return
        self.list.value = (
            f"<p>This would delete {words.count(len(plan.goes), 'file')}. It cannot be undone. "
            f"Export everything first if you want a copy.</p>"
            f"<details><summary>The files</summary>{goes}</details>{_kept_html(plan)}"
        )

    def _delete(self) -> None:
        try:
            done = learner.delete_all(self.word.value, self.with_exports.value)
        except (ValueError, OSError) as error:
            self.said.value = f'<p class="cg-notice">{html.escape(str(error))}</p>'
            return
        self.word.value = ""
        parts.show(self.deletion, False)
        self.page.forget()
        self.said.value = f"<p>{words.count(len(done.goes), 'file was', 'files were')} deleted.</p>{_kept_html(done)}"

    def text(self) -> str:
        """Where the work lies, as Markdown."""
        return f"Your work is kept on this computer, in `{learner.place()}`."


def show(page: Page) -> Shown:
    """The learner's folder and what can be done with it."""
    view = MyWorkView(page)
    return Shown(view.widget, view.text)
