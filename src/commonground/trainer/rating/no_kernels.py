"""A manager of kernels that starts none: pages that show strangers' work have no way to run anything."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError


class NoKernels(AsyncMappingKernelManager):
    """Refuses every request for a kernel."""

    async def start_kernel(self, *args: Any, **kwargs: Any) -> str:  # type: ignore[override]
        """Refuse; raises HTTPError 403."""
        raise HTTPError(403, "This server shows work to be rated. It runs no code.")
