"""Open a lesson and press every button of it, with every compiled package out of reach.

Run as a program: `python pure_python.py NOTEBOOK`. Prints the compiled modules that were loaded all the same.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import json
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from types import ModuleType
from typing import Any

# psygnal, which FigureWidget needs, is pure Python; its wheels for common machines are also
# compiled with mypyc, for speed. The same package without it is what a browser gets.
PURE_TWIN = ("psygnal", "__mypyc")
STANDARD = sysconfig.get_path("stdlib")


class NothingCompiled(importlib.abc.MetaPathFinder):
    """Refuses modules that are compiled and not of the standard library."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.looking = False

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if self.looking:
            return None
        self.looking = True
        try:
            spec = importlib.util.find_spec(name) if path is None else importlib.machinery.PathFinder.find_spec(name, path)
        except (ImportError, ValueError):
            return None
        finally:
            self.looking = False
        if name.startswith(PURE_TWIN[0]) or name.endswith(PURE_TWIN[1]):
            return None
        origin = (spec.origin or "") if spec else ""
        if origin.endswith(tuple(EXTENSION_SUFFIXES)) and not origin.startswith(STANDARD + "/lib-dynload"):
            self.refused.append(name)
            raise ModuleNotFoundError(f"{name} is compiled, and this lesson runs where nothing compiled can be had")
        if name.partition(".")[0] in ("numpy", "pandas", "scipy"):
            raise ModuleNotFoundError(f"{name} cannot be had here", name=name)
        return None


def every(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from every(child)


def use(widget: Any) -> None:
    """Choose the first of each set of options, type into each field, and press each button, three times over."""
    import ipywidgets as widgets

    for _ in range(3):
        for part in list(every(widget)):
            if isinstance(part, widgets.RadioButtons) and part.value is None and part.options:
                part.value = part.options[0][1]
            elif isinstance(part, widgets.Text | widgets.Textarea):
                part.value = "The front office, by June."
            elif isinstance(part, widgets.IntSlider):
                part.value = part.max
            elif isinstance(part, widgets.ToggleButton):
                part.value = True
        for part in list(every(widget)):
            if isinstance(part, widgets.Button) and not part.disabled:
                part.click()


def main(notebook: str) -> None:
    guard = NothingCompiled()
    sys.meta_path.insert(0, guard)
    with open(notebook, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        *before, last = "".join(cell["source"]).rstrip().split("\n")
        exec("\n".join(before), names)
        if last.startswith(("here.", "home.")):
            shown = eval(last, names)
            use(getattr(shown, "widget", shown))
        else:
            exec(last, names)
    loaded = sorted(name for name in ("numpy", "pandas", "scipy") if name in sys.modules)
    print(json.dumps({"refused": sorted(set(guard.refused)), "loaded": loaded}))


if __name__ == "__main__":
    main(sys.argv[1])
