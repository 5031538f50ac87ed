"""`commonground open`: start the course on this machine and open it in the browser."""

from __future__ import annotations

import argparse
import sys
import warnings
from pathlib import Path

from commonground.content.errors import ContentError
from commonground.content.places import course_root
from commonground.server.environment import hide_trainers_tools, prepare_environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `commonground open`."""
    parser.add_argument("--no-browser", action="store_true", help="start, but do not open a browser")
    parser.add_argument("--port", type=_port, default=8888, help="first port to try (default: %(default)s)")
    parser.add_argument("--lab", action="store_true", help="open JupyterLab, where notebooks are edited")


def _port(text: str) -> int:
    if not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("a port is a whole number from 1024 to 65535")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Serve the course until Ctrl+C; the return value is the exit status."""
    try:
        root = course_root()
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    _serve(root, port=args.port, browser=not args.no_browser, lab=args.lab)
    return 0


def _serve(root: Path, *, port: int, browser: bool, lab: bool) -> None:
    prepare_environment()
    # Jupyter's own notices for programmers mean nothing to the person at this window.
    warnings.simplefilter("ignore", DeprecationWarning)
    # Imported after the environment is prepared: importing Jupyter is what the preparation speeds up.
    from commonground.server.app import CourseServer
    from commonground.server.settings import course_config, local_config

    config = course_config(root)
    if not lab:
        hide_trainers_tools()
    config.merge(local_config(port=port, browser=browser, lab=lab))
    CourseServer.launch_instance(argv=[], config=config)
