"""The submission's kernel: ipykernel that can also say what a name holds, and be asked to call a function.

Started in the sandbox as `python kernel_main.py SETTINGS`, where SETTINGS is a JSON file with the
limits, the folder to work in and the modules to load ahead. Three requests beyond Jupyter's own
come on the shell channel as messages of the type `course_request`: `prepare`, `names`, `call`.

All that this process says can be a lie once a stranger's code has run in it. Nothing here guards a
score: the tests are not here, and are run elsewhere on the plain values that are handed over.
The signs of tampering that it reports are there for a person to look at.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

HERE = str(Path(__file__).resolve().parent)
sys.path[:] = [HERE, *(part for part in sys.path if part not in ("", HERE))]

from limits_inside import set_limits  # noqa: E402
from plain import NotPlainError, Reader, Writer, whole_text  # noqa: E402

sys.path.remove(HERE)

BIGGEST_ANSWER = 8_000_000
WATCHED = ("do_execute", "execute_request", "shell_handlers", "dispatch_shell", "send_response")
WATCHED_SHELL = ("run_cell", "run_cell_async", "run_code", "run_ast_nodes", "showtraceback", "transform_cell", "compile")


def state_of_machinery(kernel: Any) -> dict[str, Any]:
    """What the kernel's own parts are before foreign code runs, to be compared with later."""
    shell = kernel.shell
    state: dict[str, Any] = {f"builtins.{name}": value for name, value in vars(builtins).items()}
    for name in WATCHED:
        state[f"kernel.{name}"] = (vars(type(kernel)).get(name), vars(kernel).get(name))
    for name in WATCHED_SHELL:
        state[f"shell.{name}"] = (getattr(type(shell), name, None), vars(shell).get(name))
    state["ast transformers"] = tuple(map(id, shell.ast_transformers))
    state["input transformers"] = tuple(map(id, shell.input_transformers_cleanup + shell.input_transformers_post))
    state["line transformers"] = tuple(
        map(id, shell.input_transformer_manager.line_transforms + shell.input_transformer_manager.token_transformers)
    )
    state["tracing"] = (sys.gettrace(), sys.getprofile())
    state["custom tracebacks"] = bool(getattr(shell, "custom_exceptions", ()))
    return state


class Answers:
    """Replies to the course's own requests."""

    def __init__(self, kernel: Any, settings: dict[str, Any]) -> None:
        self._kernel = kernel
        self._settings = settings
        self._functions: list[Any] = []
        self._before = state_of_machinery(kernel)

    def handle(self, stream: Any, ident: Any, parent: dict[str, Any]) -> None:
        """Answer one `course_request`; a request that fails is answered with the kind of failure."""
        content = parent["content"]
        try:
            answer = {"prepare": self.prepare, "names": self.names, "call": self.call}[content["do"]](content)
        except BaseException as trouble:
            answer = {"failed": type(trouble).__name__}
        self._kernel.session.send(stream, "course_reply", answer, parent, ident=ident)

    def prepare(self, content: dict[str, Any]) -> dict[str, Any]:
        """Copy the files that came with the submission into the working folder."""
        files = Path(self._settings["files"])
        for source in files.rglob("*"):
            target = Path(self._settings["work"]) / source.relative_to(files)
            if source.is_dir():
                target.mkdir(exist_ok=True)
            else:
                shutil.copyfile(source, target)
        return {"ready": True}

    def names(self, content: dict[str, Any]) -> dict[str, Any]:
        """What each of the names holds, and the signs of tampering."""
        space = self._kernel.shell.user_ns
        return {"values": {name: self._one(space, name) for name in content["names"]}, "signs": self._signs()}

    def _one(self, space: dict[str, Any], name: str) -> dict[str, Any]:
        if name not in space:
            return {"missing": True}
        return self._written(space[name], functions=True)

    def _written(self, value: Any, functions: bool) -> dict[str, Any]:
        try:
            form = Writer(self._keep if functions else None).write(value)
            if len(json.dumps(form)) > BIGGEST_ANSWER:
                raise NotPlainError("it is too large")
        except NotPlainError as refusal:
            return {"unreadable": refusal.reason, "suspect": refusal.suspect}
        except BaseException as trouble:
            return {"unreadable": f"it could not be written down ({type(trouble).__name__})", "suspect": False}
        return {"value": form}

    def _keep(self, function: Any) -> int:
        self._functions.append(function)
        return len(self._functions) - 1

    def call(self, content: dict[str, Any]) -> dict[str, Any]:
        """Call a function that was handed over before, with plain arguments."""
        function = self._functions[content["h"]]
        reader = Reader(self._again)
        arguments = [reader.read(part) for part in content["args"]]
        named = {str(name): reader.read(part) for name, part in content["kwargs"].items()}
        try:
            result = function(*arguments, **named)
        except BaseException as trouble:
            return {"raised": whole_text(type(trouble).__name__), "text": whole_text(str(trouble)[:500])}
        return self._written(result, functions=True)

    def _again(self, handle: int, name: str) -> Any:
        return self._functions[handle]

    def _signs(self) -> list[str]:
        after = state_of_machinery(self._kernel)
        return sorted(name for name, value in self._before.items() if not _same(after.get(name), value))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(a is b or a == b for a, b in zip(one, other, strict=True))
    return one is other or (isinstance(one, bool) and one == other)


def main() -> None:
    """Set the limits, then be a Jupyter kernel until the end."""
    settings = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if settings["limits"]:
        set_limits(settings["limits"])
    os.chdir(settings["work"])
    for name in settings["modules"]:
        # If it fails, the notebook's own import says what is wrong, in its place.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    # The debugger is not used here, and is a fifth of the time that a kernel takes to start.
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    from ipykernel.kernelapp import IPKernelApp

    app: Any = IPKernelApp.instance()
    app.initialize(["-f", settings["connection"], "--HistoryManager.enabled=False", "--quiet"])
    sys.path.insert(0, "")
    app.kernel.shell_handlers["course_request"] = Answers(app.kernel, settings).handle
    app.start()


if __name__ == "__main__":
    main()
