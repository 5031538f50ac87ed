"""The settings of the Jupyter server, in two parts.

`course_config` is about the course and holds on any server: the local one, Binder's, a hub's.
`local_config` is about this machine alone: who may reach the server, and on which port.
Neither lets a page or the server ask another host for anything.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from traitlets.config import Config

from commonground.charts.page_code import plotly_folder
from commonground.server.environment import prepare_environment
from commonground.server.pages import (
    FIRST_PAGE,
    TEMPLATE,
    TEMPLATE_FOLDER,
    lesson_page,
    message_page_variables,
    page_settings,
)

NO_CODE_HOME = f"/voila/render/{FIRST_PAGE}"
LAB_HOME = f"/lab/tree/{FIRST_PAGE}"

# Parts that make the course's pages.
SHOWN = {"jupyterlab": True, "voila.server_extension": True}
# Parts of Jupyter that the course never shows and that would only make the start slower, and
# nbgrader's, which trainers meet in JupyterLab.
NOT_NEEDED = {"jupyter_lsp": False, "notebook": False, "notebook_shim": False}
FOR_TRAINERS = {
    f"nbgrader.server_extensions.{part}": False
    for part in ("formgrader", "validate_assignment", "assignment_list", "course_list")
}

# A page that is closed ends its kernel at once. These are for a page that could not say goodbye
# (a crash, a laptop put to sleep): after this time with no page connected its kernel is ended.
IDLE_SECONDS = 3600
LOOK_EVERY_SECONDS = 120

# The parts of JupyterLab that a no-code page loads; the others belong to JupyterLab alone.
PAGE_EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]

# Voila serves these files to anyone on the machine, with no token. So: only pictures of the lessons.
PICTURES = [r"modules[\\/][^\\/]+[\\/].*\.(png|jpg|jpeg|gif|svg|webp)"]
NEVER_SERVED = [r"(.*[\\/])?(my-work|build|\.[^\\/]*)([\\/].*)?", r".*\.(ipynb|py|ya?ml)"]


def course_config(root: Path) -> Config:
    """The settings that the course needs on any Jupyter server whose folder is `root`."""
    prepare_environment()
    c = Config()
    c.ServerApp.root_dir = str(root)
    c.ServerApp.jpserver_extensions = dict(SHOWN)
    c.ServerApp.jinja_template_vars = message_page_variables()
    # Plotly's own folder, so that pages load its code once and the browser keeps it.
    c.ServerApp.extra_static_paths = [str(plotly_folder())]
    c.ServerApp.extra_services = ["commonground.server.page_code", "commonground.server.own_copy"]
    c.ServerApp.extra_template_paths = [str(TEMPLATE_FOLDER)]
    c.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
    c.MappingKernelManager.cull_interval = LOOK_EVERY_SECONDS
    c.MappingKernelManager.transport_encryption = "auto"

    c.LabApp.news_url = None
    c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
    c.LabApp.extension_manager = "readonly"

    c.VoilaConfiguration.template = TEMPLATE
    c.VoilaConfiguration.allow_template_override = "NO"
    c.VoilaConfiguration.allow_theme_override = "NO"
    c.VoilaConfiguration.strip_sources = True
    c.VoilaConfiguration.show_tracebacks = False
    # The page is sent whole and its cells run afterwards, so its words never wait for a kernel.
    c.VoilaConfiguration.progressive_rendering = True
    c.VoilaConfiguration.extension_allowlist = PAGE_EXTENSIONS
    c.VoilaConfiguration.extension_denylist = []
    c.VoilaConfiguration.file_allowlist = PICTURES
    c.VoilaConfiguration.file_denylist = NEVER_SERVED
    c.VoilaConfiguration.prelaunch_hook = lesson_page
    c.VoilaConfiguration.page_config_hook = page_settings
    c.VoilaExecutor.cell_error_instruction = (
        "Reload the page. If it happens again, tell your trainer which page it was."
    )
    return c


def local_config(*, port: int, browser: bool, lab: bool) -> Config:
    """The settings of a server for one person on one machine.

    It listens on 127.0.0.1 alone and asks for a token that is made afresh at each start. `port` is
    the first port to try; where it is taken, the next free one of the hundred after it is used.
    """
    c = Config()
    c.ServerApp.ip = "127.0.0.1"
    c.ServerApp.port = port
    c.ServerApp.port_retries = 100
    c.ServerApp.allow_remote_access = False
    c.ServerApp.open_browser = browser
    c.ServerApp.default_url = LAB_HOME if lab else NO_CODE_HOME
    c.ServerApp.answer_yes = True
    # Classroom machines and containers often have one account, the administrator's. The usual
    # warning is about servers that others can reach, and this one they cannot.
    c.ServerApp.allow_root = True
    # When two settings are merged, the second of two dictionaries stands: so this one names all.
    c.ServerApp.jpserver_extensions = SHOWN | NOT_NEEDED | ({} if lab else FOR_TRAINERS)
    c.Application.log_level = "ERROR"
    c.IdentityProvider.token = secrets.token_hex(24)
    c.PasswordIdentityProvider.hashed_password = ""
    c.ServerApp.kernel_manager_class = "commonground.server.kernels.ReadyKernels"
    return c
