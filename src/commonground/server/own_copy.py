"""`commonground/open/<module>/<lesson>.ipynb`: opens the learner's own copy of a lesson in JupyterLab.

A link to the lesson itself would let a learner's code be saved into the course.
"""

from __future__ import annotations

from pathlib import Path

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated

from commonground.content.errors import ContentError
from commonground.learner.files import NotSaved
from commonground.learner.notebooks import own_copy


class OwnCopyHandler(JupyterHandler):
    """Makes the copy where it is not there yet, and sends the browser to it."""

    @authenticated
    def get(self, module_id: str, notebook: str) -> None:
        """Redirect to the copy in JupyterLab; 404 for a lesson that does not exist, 500 with the remedy for a full disk."""
        root = Path(self.serverapp.root_dir).resolve()  # type: ignore[union-attr]
        try:
            path = own_copy(module_id, notebook).resolve()
        except (ContentError, FileNotFoundError) as error:
            raise HTTPError(
                404, "There is no such lesson. Go back to the front page and open it there."
            ) from error
        except NotSaved as error:
            raise HTTPError(500, str(error)) from error
        # A my-work folder elsewhere is out of JupyterLab's reach: then the lesson itself is opened.
        shown = (
            path.relative_to(root).as_posix()
            if path.is_relative_to(root)
            else f"modules/{module_id}/{notebook}"
        )
        self.redirect(url_path_join(self.base_url, "lab", "tree", shown))


# Jupyter asks for this name (ServerApp.extra_services).
default_handlers = [(r"/commonground/open/([0-9a-z-]+)/([0-9a-z-]+\.ipynb)", OwnCopyHandler)]
