"""The view of a working document: fields with help, gaps shown, saved as .docx and .html."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import ipywidgets as widgets

from commonground import learner
from commonground.activities.document import DocField, Document
from commonground.editions.edition import edition

from . import parts
from .parts import NothingToPrepare


class DocumentView(NothingToPrepare):
    """Draws a Document. `changed` is called as it is written, `save` writes the files and names them."""

    def __init__(
        self, document: Document, changed: Callable[[], None], save: Callable[[Document], list[Path]]
    ) -> None:
        self.document = document
        self.changed = changed
        self._save_files = save
        self.entries: dict[str, widgets.Text | widgets.Textarea | widgets.Dropdown] = {}
        sections = []
        for section in document.sections:
            heading = widgets.HTML(f"<h4>{html.escape(section.title)}</h4>")
            sections.append(widgets.VBox([heading, *(self._field(field) for field in section.fields)]))
        self.state = widgets.HTML()
        self.state.add_class("cg-prose")
        self.check = parts.button("Show the gaps", self._check)
        self.save = parts.button("Save my document", self._save, main=True)
        self.done = parts.live()
        buttons = widgets.HBox([self.check, self.save])
        buttons.add_class("cg-buttons")
        disclaimer = [parts.prose(f"*{document.disclaimer}*", "cg-help")] if document.disclaimer else []
        self.widget = widgets.VBox(
            [
                parts.header(document.title, document.mark), parts.prose(document.intro), *disclaimer,
                *sections, self.state, buttons, self.done,
            ]
        )
        self.widget.add_class("cg-exercise")
        self.widget.add_class("cg-document")
        self._refresh()

    def _field(self, field: DocField) -> widgets.VBox:
        value = self.document.values.get(field.id, "")
        label = field.label if not field.required else f"{field.label} (needed)"

        def write(text: str | None) -> None:
            if (text or "").strip() == self.document.values.get(field.id, ""):
                return
            self.document.fill(field.id, text or "")
            self.changed()
            self._refresh()

        entry: widgets.Text | widgets.Textarea | widgets.Dropdown
        if field.choices:
            entry = widgets.Dropdown(
                options=[("Choose", ""), *((c, c) for c in field.choices)],
                value=value if value in field.choices else "", description=label,
            )
            entry.add_class("cg-field")
            entry.observe(lambda change: write(change["new"]), names="value")
        else:
            entry = parts.text_field(label, value, write, lines=field.lines)
        self.entries[field.id] = entry
        helps = [parts.prose(field.help, "cg-help")] if field.help else []
        examples = [parts.prose(f"For example: {field.example}", "cg-help")] if field.example else []
        return widgets.VBox([entry, *helps, *examples])

    def follow(self) -> None:
        """Show what the document has taken over from elsewhere."""
        for field in self.document.all_fields:
            value = self.document.values.get(field.id, "")
            if not field.choices or value in field.choices:
                self.entries[field.id].value = value
        self._refresh()

    def _gap_lines(self) -> list[str]:
        gaps = [f"Still open: {field.label}" for field in self.document.gaps()]
        return gaps + [test.message for test in self.document.failed()]

    def _refresh(self) -> None:
        lines = self._gap_lines()
        filled = sum(1 for f in self.document.all_fields if self.document.values.get(f.id))
        total = len(self.document.all_fields)
        words = "No gaps are left." if not lines else f"{len(lines)} gap{'s' if len(lines) != 1 else ''} left."
        self.state.value = f"<p>{filled} of {total} fields are filled. {words}</p>"

    def _check(self) -> None:
        lines = self._gap_lines()
        items = "".join(f"<li>{html.escape(parts.plain(line))}</li>" for line in lines)
        self.done.value = (
            f'<ul class="cg-gaps">{items}</ul>' if lines else "<p>No gaps. Every rule of this document is met.</p>"
        )

    def _save(self) -> None:
        try:
            files = self._save_files(self.document)
        except learner.NotSaved as error:
            self.done.value = f'<p class="cg-notice">{html.escape(str(error))}</p>'
            return
        self.document.saved = True
        self.changed()
        try:
            where = edition().saved_html(files, learner.place())
        except OSError as error:
            self.done.value = f'<p class="cg-notice">{html.escape(str(error))}</p>'
            return
        gaps = self._gap_lines()
        left = f"<p>It is saved with {len(gaps)} open gap{'s' if len(gaps) != 1 else ''}.</p>" if gaps else ""
        self.done.value = f"{where}{left}"
