"""Alerts (提醒): what wants somebody's attention, asked of ledgers within a horizon."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.watching import Condition, Moment

YELLOW, RED = "yellow", "red"
#: How a level is called on pages.
LEVELS = {RED: "红", YELLOW: "黄"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the function of an alert found.

    :param text: what is to be done, in one sentence.
    :param due: the local day it should have been done by, ISO.
    :param ledger: where to go, with ``record`` to one of its records.
    :param units: the departments it concerns; none is the whole site.
    :param person: the one person it falls to.
    """

    text: str
    level: str = YELLOW
    due: str = ""
    ledger: str = ""
    record: UUID | None = None
    units: frozenset[str] = frozenset()
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One kind of alert: rows of a ledger that meet conditions, or a function.

    It is worked out when somebody looks, in any horizon, and never stored.

    :param when: conditions that all hold; see watching.py.
    :param red_when: with these besides it is red, else it has ``level``.
    :param due: the column that says until when.
    :param falls_to: the right of those who are to act.
    :param person: the column that names the one person who is to act.
    :param text: a sentence with columns in braces: ``{plate}保险{due}到期``.
    :param find: what conditions cannot say; gets a reader and the moment.
    """

    name: str
    title: str
    falls_to: str
    over: Ledger | None = None
    when: tuple[Condition, ...] = ()
    red_when: tuple[Condition, ...] = ()
    level: str = YELLOW
    due: str = ""
    person: str = ""
    text: str = ""
    find: Callable[[Any, Moment], Iterable[Found]] | None = None
    order: int = field(default=100)

    def __post_init__(self) -> None:
        """Refuse what could never be raised."""
        if (self.over is None) == (self.find is None) or self.level not in LEVELS:
            message = f"alert {self.name} needs a ledger or a function, and a level"
            raise ValueError(message)
        if self.over is not None and not (self.when and self.text):
            message = f"alert {self.name} has no condition or no text"
            raise ValueError(message)
        veil = getattr(getattr(self.over, "per", None), "veil", None)
        if veil and any(f"{{{name}}}" in self.text for name in veil.fields):
            message = f"alert {self.name} tells what is veiled"
            raise ValueError(message)

    @property
    def plugin(self) -> str:
        """The plugin that declares it."""
        return self.name.partition(".")[0]
