"""Reading what the controls of a trial are set to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def read_choices(form: type[T], settings: Mapping[str, Any]) -> T:
    """The settings of a model in a form of its own: a dataclass whose fields are texts, named like the controls.

    Settings that the form does not name are left aside. Raises KeyError, with its name, where a setting is missing.
    """
    return form(**{field.name: str(settings[field.name]) for field in fields(form)})
