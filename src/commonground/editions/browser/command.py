"""`commonground site`: build the browser edition, show it on this machine, or check it."""

from __future__ import annotations

import argparse
import sys
import time
import webbrowser
from pathlib import Path

from commonground.content.errors import ContentError
from commonground.content.places import course_root
from commonground.editions.browser.errors import SiteError

OUT = Path("build") / "site"
KEPT = Path("build") / "site-parts"
FIRST_PORT = 8889
PORTS = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `commonground site`."""
    parser.add_argument("--out", type=Path, help=f"folder of the site (default: {OUT} in the course's folder)")
    parser.add_argument("--serve", action="store_true", help="then show it at an address on this computer")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="first port to try (default: %(default)s)")
    parser.add_argument(
        "--check", nargs="?", const="", metavar="FOLDER or ADDRESS",
        help="do not build: open every page of a built or hosted site, and fail where another host is asked",
    )
    parser.add_argument(
        "--no-browser", action="store_true",
        help="with --serve: do not open a browser; with --check: read the files, open no page",
    )


def _build(root: Path, out: Path) -> None:
    from commonground.editions.browser.site import build

    began = time.monotonic()
    build(out, root / KEPT, lambda text: print(f"  {time.monotonic() - began:5.1f} s  {text}", flush=True))
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file()) / 1e6
    print(f"The site is in {out} ({size:.0f} MB). docs/hosting.md says how to put it on a web server.")


def _serve(out: Path, port: int, browser: bool) -> None:
    from commonground.editions.browser.serving import server

    last: OSError | None = None
    for candidate in range(port, port + PORTS):
        try:
            with server(out, candidate) as running:
                address = f"http://127.0.0.1:{candidate}/"
                print(f"The course is at {address}\nPress Ctrl+C here to stop it.", flush=True)
                if browser:
                    webbrowser.open(address)
                running.serve_forever()
        except OSError as error:
            last = error
    raise SiteError(f"None of the ports {port} to {port + PORTS - 1} is free. Choose another with --port. ({last})")


def _check(where: str, open_pages: bool) -> int:
    from commonground.editions.browser.checking import check

    began = time.monotonic()
    found = check(where, lambda text: print(f"  {time.monotonic() - began:5.1f} s  {text}", flush=True), open_pages)
    for finding in found:
        print(finding, file=sys.stderr)
    if found:
        print(f"{len(found)} found in {where}.", file=sys.stderr)
        return 1
    print(f"All is well with {where}: it asks no other host." if open_pages else f"The files of {where} name no other host.")
    return 0


def run(args: argparse.Namespace) -> int:
    """Build, and serve until Ctrl+C, or check; the return value is the exit status."""
    try:
        root = course_root()
        out = (args.out or root / OUT).resolve()
        if args.check is not None:
            return _check(args.check or str(out), not args.no_browser)
        _build(root, out)
        if args.serve:
            _serve(out, args.port, not args.no_browser)
    except (SiteError, ContentError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print()
    return 0
