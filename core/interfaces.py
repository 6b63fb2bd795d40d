"""The contracts between core and plugins; verified when a plugin registers."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class ILedger(Interface):
    """A table rebuilt from events."""

    name = Attribute("``<plugin>.<ledger>``, for ever.")
    title = Attribute("What people call it.")
    kind = Attribute("``record`` or ``event``.")
    columns = Attribute("Its columns, in order.")

    def rows(effective):  # type: ignore[no-untyped-def]  # noqa: ANN201, N805
        """Return the rows of one stream by key; pure, from its effective events."""

    def concerns(event):  # type: ignore[no-untyped-def]  # noqa: ANN201, N805
        """Return whether an event at a stream's end changes any row."""


class IGuard(Interface):
    """What rules read; a projection of the live horizon inside the command."""

    name = Attribute("``<plugin>.<guard>``, for ever.")
    per = Attribute("Topics of the aggregates it is folded from.")
    table = Attribute("Where its rows are kept.")

    def rows(aggregate, effective):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Return the set of rows of one stream; pure, from its effective events."""

    def concerns(aggregate, event):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Return whether an event at a stream's end changes its rows."""

    def check(guarding, added):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Raise ``Refused`` when the new rows break the guard's rule."""

    def insert(connection, rows):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Put rows in."""

    def remove(connection, rows):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Take rows out."""
