"""Reading answers kindly: a number may be written as text, a key in another case, a row may be left empty."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from commonground.trainer.task_rules.written_forms import forms_in, is_table, table_in

# What people write where they have nothing to write yet.
_NOTHING = frozenset({"", "todo", "tbd", "none", "nil", "na", "n a", "x", "xx", "xxx", "later", "to do", "to be decided"})
_NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?|-?\.\d+")


def text_of(value: Any) -> str:
    """The words of a value on one line: "" for nothing and for words that only hold a place ("TBD", "...").

    The parts of a list are joined. True and False are no words.
    """
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (list, tuple, set, frozenset)):
        return "; ".join(part for part in map(text_of, value) if part)
    if isinstance(value, Mapping):
        return "; ".join(part for part in map(text_of, value.values()) if part)
    if not isinstance(value, (str, int, float)):
        return ""
    text = " ".join(str(value).split())
    return "" if " ".join(re.findall(r"\w+", text.lower())) in _NOTHING else text


def number_of(value: Any) -> float | None:
    """The number in a value: 15, "15", "15 minutes", "$1,200" or "twelve"; None where there is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    found = _NUMBER.search(value.replace("$", "")[:200])
    if found:
        return float(found.group().replace(",", ""))
    words = re.findall(r"[a-z]+", value.lower())
    return float(_NUMBER_WORDS.index(words[0])) if words and words[0] in _NUMBER_WORDS else None


def key_of(value: Any) -> str:
    """A key or a choice as it is compared: lower case, words joined by single spaces."""
    return " ".join(re.findall(r"\w+", str(value).replace("_", " ").lower()))


def part_of(form: Any, name: str) -> Any:
    """The value under a key of a form, however the key is written; None where there is none.

    A form is a dict, or text with a line for each key.
    """
    if isinstance(form, str):
        form = next(iter(forms_in(form)), {})
    if not isinstance(form, Mapping):
        return None
    wanted = key_of(name)
    for key, value in form.items():
        if key_of(key) == wanted:
            return value
    return None


def rows_of(value: Any) -> list[Mapping[Any, Any]]:
    """The filled rows of a table: dicts in a list (one alone will do), or text. Rows with nothing in them are left out."""
    if isinstance(value, str):
        value = table_in(value) if is_table(value) else forms_in(value)
    rows = [value] if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else []
    return [row for row in rows if isinstance(row, Mapping) and text_of(row)]


def whole(number: float) -> str:
    """A number as people write it: 90, not 90.0."""
    return f"{number:g}"
