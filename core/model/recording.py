"""Commands that say no more than their form did: one event of what was typed.

Most steps of a workflow are such: the state, the rights and the guards decide whether
they may be done, and the event holds the form's fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import CommandSpec, command

if TYPE_CHECKING:
    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.context import Context
    from houqin.core.schema.form import Form, RecordForm


def records(
    name: str,
    title: str,
    form: type[RecordForm],
    on: type[Aggregate],
    event: type[Any],
    **declared: Any,
) -> CommandSpec:
    """Declare a command that records the event on the form's record.

    :param declared: what else :func:`command` takes.
    """

    def handler(context: Context, said: RecordForm) -> None:
        context.load(on, said.record).record(event, **said.said())

    return command(name, title, form=form, on=on, event=event, **declared)(handler)


def creates(
    name: str,
    title: str,
    form: type[Form],
    of: type[Aggregate],
    event: type[Any],
    **declared: Any,
) -> CommandSpec:
    """Declare a command that opens a record with the event."""

    def handler(context: Context, said: Form) -> None:
        context.create(of, event, **dict(said))

    return command(name, title, form=form, event=event, **declared)(handler)
