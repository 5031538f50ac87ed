"""nbgrader's exchange, looked through before anything is collected from it.

nbgrader's own collecting follows links that trainees put into their own folders of the exchange, and
copies the collector's private files into a hand-in. Here a hand-in with a link is left where it is.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.abc.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from commonground.trainer.cohort.cohort import Cohort
from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.making import CONFIG
from commonground.trainer.intake import IntakeError, files_of, take_folder


@dataclass(frozen=True)
class Inbound:
    """A hand-in that lies in the exchange: who and what it claims to be, where it is, and when it came (UTC)."""

    trainee: str
    task: str
    folder: Path
    received: datetime.datetime


class SafeCollect(ExchangeCollect):  # type: ignore[misc]
    """nbgrader's collector, which leaves out hand-ins with links, pipes, or too much in them."""

    src_records: list[dict[str, Any]]
    inbound_path: str

    def copy_files(self) -> None:
        """Copy those hand-ins that are plain files; the others are named in the log."""
        plain = []
        for record in self.src_records:
            try:
                files_of(Path(self.inbound_path) / record["filename"])
                plain.append(record)
            except (IntakeError, OSError) as trouble:
                self.log.error("%s was not collected: %s", record["filename"], trouble)
        self.src_records = plain
        super().copy_files()

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy one hand-in without following a link that was put there meanwhile."""
        take_folder(Path(src), Path(dest))


def inbound(cohort: Cohort, task: str, exchange: Path | None = None) -> tuple[Inbound, ...]:
    """The newest hand-in of each trainee to `task` in nbgrader's exchange, by trainee.

    The exchange is the folder `exchange`, or the one that the cohort's nbgrader_config.py names.
    Raises CohortError when there is none for this cohort.
    """
    config = _config(cohort)
    if exchange is not None:
        config.Exchange.root = str(exchange)
    config.CourseDirectory.db_url = cohort.db_url
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = task
    coursedir.student_id = ""
    collector = SafeCollect(coursedir=coursedir, config=config)
    collector.log.disabled = True
    try:
        collector.init_src()
    except ExchangeError as trouble:
        raise CohortError(
            f"nbgrader's exchange: {trouble}. Name its folder with --exchange-root, or set c.Exchange.root in {CONFIG}; "
            "without an exchange give the folder or the zips that came by mail."
        ) from None
    finally:
        collector.log.disabled = False
    found = [
        Inbound(record["username"], task, Path(collector.inbound_path) / record["filename"], record["timestamp"].replace(tzinfo=datetime.UTC))
        for record in collector.src_records
    ]
    return tuple(sorted(found, key=lambda one: one.trainee))


def _config(cohort: Cohort) -> Config:
    try:
        return PyFileConfigLoader(CONFIG, path=str(cohort.root)).load_config()
    except FileNotFoundError:
        raise CohortError(f"There is no {CONFIG} in the folder of the cohort. Copy the one of another cohort.") from None
    except Exception as trouble:
        raise CohortError(f"{CONFIG} has a mistake: {type(trouble).__name__}: {trouble}. Undo the last change to it.") from None
