"""A question from the learner's own work. The answer stays in their folder, and their documents quote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .base import Activity, Spec, State, kept_texts


class Reflection(Activity):
    """Free text, kept as written. Nothing is judged."""

    kind = "reflection"

    def __init__(self, id: str, spec: Spec) -> None:
        super().__init__(id, {"title": "From your own work", "mark": "ours", **spec})
        self.prompt = str(spec["prompt"])
        self.help = str(spec.get("help", ""))
        self.text = ""

    def write(self, text: str) -> None:
        """Keep the text."""
        self.text = text.strip()

    @property
    def finished(self) -> bool:
        return bool(self.text)

    def state(self) -> State:
        return {"text": self.text}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.text = kept_texts(state, ("text",)).get("text", "")
