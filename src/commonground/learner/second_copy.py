"""Word between the learner's folder and a store behind it, where the folder does not outlive the page.

On a disk the folder is all there is, and nothing here is used. In a browser the folder lies in
memory; whoever keeps it elsewhere follows its changes here, and says here what is not kept.
"""

from __future__ import annotations

from collections.abc import Callable


class SecondCopy:
    """The changes of the folder on their way out, and a problem on its way to the page.

    `problem` is empty, or says in words for the page that the work is not being kept, and why.
    `notice` is empty, or says once what the page must tell about earlier work.
    """

    def __init__(self) -> None:
        self.problem = ""
        self.notice = ""
        self._follow: Callable[[], None] | None = None
        self._listeners: list[Callable[[str], None]] = []

    def follow(self, after_change: Callable[[], None] | None) -> None:
        """Call `after_change` after each change of the folder; None ends it. It must be quick and raise nothing."""
        self._follow = after_change

    def changed(self) -> None:
        """The folder may have changed."""
        if self._follow is not None:
            self._follow()

    def tell(self, problem: str) -> None:
        """Keep the problem, and hand it to everyone who listens when it is another one than before."""
        if problem == self.problem:
            return
        self.problem = problem
        for listener in list(self._listeners):
            listener(problem)

    def on_problem(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with each problem to come, and with an empty text when it is over."""
        self._listeners.append(listener)


second_copy = SecondCopy()
