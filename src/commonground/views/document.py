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
        rows: list[widgets.Widget] = []
        for section in document.sections:
            rows.append(parts.block(f"<h4>{html.escape(section.title)}</h4>"))
            for field in section.fields:
                rows += self._field(field)
        self.state = parts.block("", "cg-prose")
        self.check = parts.button("Show the gaps", self._check)
        self.save = parts.button("Save my document", self._save, main=True)
        self.done = parts.live()
        disclaimer = [parts.prose_html(f"*{document.disclaimer}*", "cg-help")] if document.disclaimer else []
        self.widget = parts.column(
            parts.opening(document, *disclaimer), *rows, self.state, parts.row_of_buttons(self.check, self.save),
            self.done,
            css="cg-exercise cg-document",
        )
        self._refresh()

    def _field(self, field: DocField) -> list[widgets.Widget]:
        value = self.document.values.get(field.id, "")
        label = field.label if not field.required else f"{field.label} (needed)"

        def write(text: str | None) -> None:
            if (text or "").strip() == self.document.values.get(field.id, ""):
                return
            self.document.fill(field.id, text or "")
            self._refresh()
            self.changed()

        entry: widgets.Text | widgets.Textarea | widgets.Dropdown
        if field.choices:
            entry = parts.make(
                widgets.Dropdown, "cg-field",
                options=[("Choose", ""), *((c, c) for c in field.choices)],
                value=value if value in field.choices else "", description=label,
            )
            entry.observe(lambda change: write(change["new"]), names="value")
        else:
            entry = parts.text_field(label, value, write, lines=field.lines)
        self.entries[field.id] = entry
        beside = [field.help, f"For example: {field.example}" if field.example else ""]
        words = "\n\n".join(filter(None, beside))
        return [entry, *([parts.prose(words, "cg-help")] if words else [])]

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
        words = "No gaps are left." if not lines else (
            f"{len(lines)} gap{'s' if len(lines) != 1 else ''} left, counting empty fields and rules that are not met."
        )
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
