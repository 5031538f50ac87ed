"""Stands in for IPython's shell in a terminal, which a page has not.

IPython imports it when it starts, and with it the whole of prompt_toolkit: half of the time that the
import takes. Nothing in a page calls it.
"""


def embed(**_: object) -> None:
    """There is no terminal in a page. Raises RuntimeError."""
    raise RuntimeError("There is no terminal in a page.")
