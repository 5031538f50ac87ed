"""Packs Python for the page; run by the page's own Python, under Node.js (pack.mjs).

`/packing/jobs.json` is a list of jobs, each with `to` (a .zip below /packing), `from` (a list of .zip and .whl
files below /packing) and `drop` (patterns of names that are left out). Every .py becomes byte-code in the
place where Python looks for it when there is no source, so that nothing is compiled in the page; code
that does not compile stays as it is. Of a name that stands in several packages the first one is taken.
"""

import contextlib
import importlib.util
import json
import marshal
import re
import zipfile
from typing import Any

WRITTEN = (2024, 1, 1, 0, 0, 0)


def byte_code(source: bytes, name: str) -> bytes:
    """A .pyc that is never checked against a source (PEP 552)."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    return importlib.util.MAGIC_NUMBER + (0b01).to_bytes(4, "little") + bytes(8) + marshal.dumps(code)


def pack(job: dict[str, Any]) -> None:
    """Do one job."""
    files: dict[str, bytes] = {}
    for package in job["from"]:
        with zipfile.ZipFile(f"/packing/{package}") as read:
            for name in sorted(read.namelist()):
                if any(re.search(pattern, name) for pattern in job["drop"]):
                    continue
                content = b"" if name.endswith("/") else read.read(name)
                if name.endswith(".py"):
                    with contextlib.suppress(SyntaxError):
                        name, content = f"{name}c", byte_code(content, name)
                files.setdefault(name, content)
    with zipfile.ZipFile(f"/packing/{job['to']}", "w") as write:
        for name in sorted(files):
            write.writestr(zipfile.ZipInfo(name, WRITTEN), files[name], zipfile.ZIP_DEFLATED, 9)


with open("/packing/jobs.json") as jobs:
    for job in json.load(jobs):
        pack(job)
