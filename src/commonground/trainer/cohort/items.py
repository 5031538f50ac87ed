"""What in a folder of mail is a hand-in: a trainee's folder, a zip, a notebook; and what is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from commonground.trainer.cohort.looking import is_junk, is_notebook, task_by_name

DEEPEST = 6
MOST = 5000
OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz")


@dataclass(frozen=True)
class Item:
    """A file or folder that was handed in; `came_as` is its name with the folders that it was found in."""

    place: Path
    came_as: str


@dataclass
class Found:
    """What was found: hand-ins, files that were left alone, and what cannot be taken, with the reason."""

    items: list[Item] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def find_items(sources: Iterable[Path], tasks: tuple[str, ...], whose: Callable[[list[str]], str | None]) -> Found:
    """The hand-ins in `sources`; `whose` tells the trainee that some names stand for, or None."""
    found = Found()
    for source in sources:
        if source.is_symlink():
            found.troubles.append(f"{source.name}: this is a link. Name the file or folder itself.")
        elif source.is_dir():
            place = source.resolve()
            _folder(place, place.name, 0, found, tasks, whose)
        elif source.is_file():
            found.items.append(Item(source, source.name))
        else:
            found.troubles.append(f"{source}: there is no such file or folder. Check the name.")
    return found


def _folder(
    folder: Path, came_as: str, depth: int, found: Found, tasks: tuple[str, ...], whose: Callable[[list[str]], str | None]
) -> None:
    entries = [place for place in sorted(folder.iterdir()) if not is_junk(place.name)]
    folders = [place for place in entries if place.is_dir() and not place.is_symlink()]
    files = [place for place in entries if place not in folders]
    notebooks = [place for place in files if place.is_file() and not place.is_symlink() and is_notebook(place.name, place)]
    named = [place for place in [*notebooks, *folders] if whose([place.name])]
    own_tasks = [place for place in folders if task_by_name([place.name], tasks)]
    # The folder of one trainee: by its name, or because it is laid out like the one that trainees got.
    if whose([folder.name]) or (own_tasks and not named and not any(_names_someone(place, whose) for place in own_tasks)):
        found.items.append(Item(folder, came_as))
        return
    if depth and notebooks and not named:
        found.items.append(Item(folder, came_as))
        return
    for place in files:
        name = f"{came_as}/{place.name}"
        if place.is_symlink():
            found.troubles.append(f"{name}: this is a link, not a file. Ask for the file itself; nothing was taken over.")
        elif place in notebooks or place.suffix.casefold() == ".zip" or _speaks(place.name, tasks, whose):
            found.items.append(Item(place, name))
        else:
            found.left.append(name)
    for place in folders:
        if depth >= DEEPEST or len(found.items) + len(found.left) > MOST:
            found.troubles.append(f"{came_as}/{place.name}: there are too many folders within folders. Name the trainees' folders themselves.")
        else:
            _folder(place, f"{came_as}/{place.name}", depth + 1, found, tasks, whose)


def _names_someone(folder: Path, whose: Callable[[list[str]], str | None]) -> bool:
    return any(whose([place.name]) for place in folder.iterdir())


def _speaks(name: str, tasks: tuple[str, ...], whose: Callable[[list[str]], str | None]) -> bool:
    """Whether a file that is no notebook is still meant as a hand-in, by its name."""
    return bool(whose([name]) or task_by_name([name], tasks) or name.casefold().endswith(OTHER_ARCHIVES))
