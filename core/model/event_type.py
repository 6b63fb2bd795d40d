"""How event classes are made: a thousand at every start of the program."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, fields, is_dataclass
from inspect import get_annotations
from typing import Any, NoReturn

from houqin.events import library


class EventType(library.MetaDomainEvent):
    """Makes frozen dataclasses, as the library does, at an eighth of the cost.

    A class that adds no field to the one it is derived from takes everything from it:
    the library derives each event a second time, for the aggregate it is of.
    """

    def __new__(
        cls, name: str, bases: tuple[type[Any], ...], namespace: dict[str, Any]
    ) -> Any:
        """Generate ``__init__`` where there are fields of its own, and no more."""
        # Not the library's: it generates seven methods for every class.
        made = type.__new__(cls, name, bases, namespace)
        if _as_derived(made, bases):
            return made
        return dataclass(frozen=True, eq=False, repr=False)(made)


class Recorded:
    """What every event is, whatever its fields: it does not change once it is made."""

    def __eq__(self, other: object) -> bool:
        """Whether both say the same."""
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *map(repr, vars(self).items())))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__qualname__}({said})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")


def _as_derived(made: type[Any], bases: tuple[type[Any], ...]) -> bool:
    if get_annotations(made) or not is_dataclass(made):
        return False
    taken = {field.name for field in fields(made)}
    others = [base for base in bases if is_dataclass(base)]
    return all(field.name in taken for base in others for field in fields(base))
