"""Shows formgrader on this machine alone, on one rater's room, until it is stopped.

Only formgrader is served: no terminal, no kernel, no other extension, no settings of this user. What
pages may do is settled in `commonground.trainer.pages`.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

from commonground.server.environment import prepare_environment
from commonground.trainer.gradebook import find_programs
from commonground.trainer.pages import prepare_pages, server_settings

START = "/formgrader/gradebook"
FORMGRADER = "nbgrader.server_extensions.formgrader"


def settings(root: Path, port: int, browser: bool, token: str) -> dict[str, Any]:
    """The server's settings, by class and name. Port 0 takes any that is free; `token` is asked of whoever comes."""
    made = server_settings()
    made["ServerApp"].update({
        "root_dir": str(root),
        "ip": "127.0.0.1",
        "port": port,
        "open_browser": browser,
        "default_url": START,
        "jpserver_extensions": {FORMGRADER: True},
        "terminals_enabled": False,
        # Stopping it asks nothing: what was typed is saved already.
        "answer_yes": True,
        "allow_remote_access": False,
        # As root it could do no more than as another: it starts no program.
        "allow_root": True,
        "kernel_manager_class": "commonground.trainer.rating.no_kernels.NoKernels",
    })
    made["IdentityProvider"] = {"token": token}
    return made


def serve(root: Path, port: int, browser: bool, say: Callable[[str], None]) -> None:
    """Serve formgrader on the room `root` until the process gets an interrupt or is asked to end.

    `say` is called once with the address to open, when the server listens.
    """
    prepare_environment()
    prepare_pages()
    find_programs()
    with tempfile.TemporaryDirectory() as empty, chdir(root):
        # Otherwise the settings of this user, and the extensions of this Python, would be loaded too.
        os.environ.update({"JUPYTER_NO_CONFIG": "1", "JUPYTER_CONFIG_DIR": empty, "JUPYTER_RUNTIME_DIR": empty})
        from jupyter_server.serverapp import ServerApp
        from traitlets.config import Config

        token = secrets.token_hex(24)
        app = ServerApp(config=Config(settings(root, port, browser, token)), log_level="ERROR")
        app.initialize(argv=[])
        # Said by the server's own loop: from then on it answers.
        app.io_loop.add_callback(say, f"http://127.0.0.1:{app.port}{START}?token={token}")
        app.start()
