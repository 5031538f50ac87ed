"""What widgets send to the page, sent as JSON.

The kernel in the page would turn Python's None into JavaScript's `undefined`, which a widget takes for
"not said": radio buttons that were to be cleared kept their mark. As JSON it arrives as `null`, and
sooner, since the browser's own reader of JSON makes the objects.
"""

from __future__ import annotations

import json
from typing import Any


def send_as_json() -> None:
    """Let every message of a widget go to the page as JSON. Usable in pyodide's kernel alone."""
    from IPython.core.getipython import get_ipython
    from js import JSON
    from pyodide_kernel.comm import Comm

    def publish_msg(
        self: Any, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
    ) -> None:
        content = {"data": data or {}, "comm_id": self.comm_id, **keys}
        whole, about = (JSON.parse(json.dumps(part)) for part in (content, metadata or {}))
        held = [bytes(part) for part in buffers] if buffers else None
        kernel.send_comm(msg_type, whole, about, self.topic, held)

    kernel: Any = get_ipython()
    Comm.publish_msg = publish_msg
