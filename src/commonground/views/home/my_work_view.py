"""The learner's own work on the front page: where it is, a copy of all of it, work from elsewhere, and its deletion."""

from __future__ import annotations

import html
from pathlib import Path

import ipywidgets as widgets

from commonground import learner
from commonground.editions.edition import download_html, edition
from commonground.learner.keeping import CONFIRMATION, changed_by_hand, exports
from commonground.learner.names import ANSWERS
from commonground.views import parts

from . import words
from .arrival_view import ArrivalView
from .page import Page, Shown, section


def _names(paths: tuple[Path, ...], root: Path) -> str:
    rows = []
    for path in paths:
        note = " (you changed it by hand)" if changed_by_hand(path) else ""
        rows.append(f"<li><code>{html.escape(path.relative_to(root).as_posix())}</code>{note}</li>")
    return f'<ul class="cg-files">{"".join(rows)}</ul>'


def _kept_html(deletion: learner.Deletion, root: Path) -> str:
    if not deletion.kept:
        return ""
    rows = ""
    for kept in deletion.kept:
        name = kept.path.relative_to(root).as_posix() if edition().is_browser else str(kept.path)
        rows += f"<li><code>{html.escape(name)}</code>: {html.escape(kept.reason)}.</li>"
    return f'<p>This stays:</p><ul class="cg-files">{rows}</ul>'


def _where_html(root: Path) -> str:
    if edition().is_browser:
        return (
            "<p>What you write is kept in this browser, on this computer. It is not sent anywhere, and no other browser "
            "and no other computer has it. It goes when the browser's data for this site are cleared, "
            "and a private window forgets it when it is closed. Export everything now and then to have a copy. "
            "On a computer that others use, delete your work here when you are done.</p>"
        )
    return (
        "<p>What you write is kept in this folder on this computer, in files that you can open, copy and delete:</p>"
        f'<p class="cg-folder"><code>{html.escape(str(root))}</code></p>'
    )


def _documents_html(files: tuple[Path, ...], root: Path) -> str:
    """The documents as downloads, where no folder shows them."""
    papers = [path for path in files if path.parent == root / "documents" and path.suffix in (".docx", ".html")]
    if not papers or not edition().is_browser:
        return ""
    links = "".join(f"<li>{download_html(path.name, path.read_bytes())}</li>" for path in papers)
    return f'<details><summary>Your documents</summary><ul class="cg-downloads">{links}</ul></details>'


class MyWorkView:
    """Where the work lies, with buttons to copy it, to bring it from elsewhere and to delete it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.where = widgets.HTML()
        self.where.add_class("cg-prose")
        self.export = parts.button("Export everything", self._export, main=True)
        self.open_arrival = parts.button("Bring work from another computer", self._toggle_arrival)
        self.open_delete = parts.button("Delete my work", self._toggle_delete)
        buttons = widgets.HBox([self.export, self.open_arrival, self.open_delete])
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
        self.arrival = ArrivalView(self._say, page.refresh)
        parts.show(self.arrival.widget, False)
        self.widget = section(self.where, buttons, self.arrival.widget, self.deletion, self.said, name="work")
        self.draw()
        page.on_change("my-work", (), self.draw)

    def draw(self) -> None:
        """Say where the work lies and how much there is."""
        try:
            root = learner.place()
            files = learner.what_goes(True).goes
            papers_html = _documents_html(files, root)
        except OSError as error:
            self.page.tell(str(error))
            self.where.value = "<p>The folder for your work cannot be reached at the moment.</p>"
            return
        answers = sum(bool(ANSWERS.fullmatch(path.relative_to(root).as_posix())) for path in files)
        papers = sum(path.suffix == ".docx" and ".previous" not in path.name for path in files)
        much = "There is nothing so far."
        if answers or papers:
            much = f"There are answers from {words.count(answers, 'page')} and {words.count(papers, 'document')}."
        self.where.value = f"{_where_html(root)}<p>{much}</p>{papers_html}"

    def _say(self, words_html: str) -> None:
        self.said.value = words_html

    def _export(self) -> None:
        try:
            if edition().is_browser:
                link = download_html(learner.export_name(), learner.export_contents())
                self.said.value = (
                    f"<p>Everything is in one file. Download it, and keep it in a place that is yours:</p><p>{link}</p>"
                )
                return
            made = learner.export()
        except OSError as error:
            self.said.value = f'<p class="cg-notice">{html.escape(str(error))}</p>'
            return
        self.said.value = (
            f"<p>Everything is in one file:</p><p class=\"cg-folder\"><code>{html.escape(str(made))}</code></p>"
            "<p>Copy it to a place that is yours.</p>"
        )
        self._draw_list()

    def _toggle_arrival(self) -> None:
        parts.show(self.arrival.widget, self.arrival.widget.layout.display == "none")
        parts.show(self.deletion, False)
        self.said.value = ""

    def _toggle_delete(self) -> None:
        hidden = self.deletion.layout.display == "none"
        parts.show(self.deletion, hidden)
        parts.show(self.arrival.widget, False)
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
        where = " that this browser keeps on this computer" if edition().is_browser else ""
        copies = " Copies that you downloaded stay where they are." if edition().is_browser else ""
        self.list.value = (
            f"<p>This would delete {words.count(len(plan.goes), 'file')}{where}. It cannot be undone. "
            f"Export everything first if you want a copy.{copies}</p>"
            f"<details><summary>The files</summary>{goes}</details>{_kept_html(plan, learner.place())}"
        )

    def _delete(self) -> None:
        try:
            done = learner.delete_all(self.word.value, self.with_exports.value)
            stays = _kept_html(done, learner.place())
        except ValueError as error:
            self.said.value = parts.problem(str(error))
            return
        except OSError as error:
            self.said.value = f'<p class="cg-notice">{html.escape(str(error))}</p>'
            return
        self.word.value = ""
        parts.show(self.deletion, False)
        self.page.forget()
        self.said.value = f"<p>{words.count(len(done.goes), 'file was', 'files were')} deleted.</p>{stays}"

    def text(self) -> str:
        """Where the work lies, as Markdown."""
        if edition().is_browser:
            return "Your work is kept in this browser, on this computer."
        return f"Your work is kept on this computer, in `{learner.place()}`."


def show(page: Page) -> Shown:
    """The learner's folder and what can be done with it."""
    view = MyWorkView(page)
    return Shown(view.widget, view.text)
