"""The Jupyter server as the learner meets it: it says where the page is and how to stop."""

from __future__ import annotations

from typing import Any

from jupyter_server.serverapp import ServerApp

from commonground.server.kernels import ReadyKernels


class CourseServer(ServerApp):
    """Jupyter's server with the course's own words at the start and at the end."""

    name = "commonground"

    def initialize(self, *args: Any, **kwargs: Any) -> None:
        """Choose the port, and print the address as soon as the server listens there."""
        wanted = self.config.ServerApp.port
        super().initialize(*args, **kwargs)
        if isinstance(self.kernel_manager, ReadyKernels):
            self.io_loop.add_callback(self.kernel_manager.prepare)
        # Behind Jupyter's own call that binds the port: whoever reads the address may use it at once.
        self.io_loop.add_callback(self._greet, wanted)

    def _greet(self, wanted: int) -> None:
        if self.port != wanted:
            print(f"Port {wanted} is taken by another program, so the course uses port {self.port}.")
        print("The course is running on this computer. Nothing leaves it.")
        if self.open_browser:
            print("Your browser opens in a moment. If it does not, open this address yourself:")
        else:
            print("Open this address in your browser:")
        print(f"    {self.page_address}")
        print("To stop, come back to this window and press Ctrl+C.", flush=True)

    @property
    def page_address(self) -> str:
        """The address of the first page, with the token that lets this person in."""
        token = self.identity_provider.token
        return f"http://127.0.0.1:{self.port}{self.base_url.rstrip('/')}{self.default_url}?token={token}"

    def _confirm_exit(self) -> None:
        """Ctrl+C: stop, with no question asked; what was answered is already in its files."""
        print("\nThe course has stopped. Your answers are kept in the folder my-work.", flush=True)
        self.stop(from_signal=True)
