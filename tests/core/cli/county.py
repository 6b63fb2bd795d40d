"""A module with three acts in the demonstration, and one that a test makes fail."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from houqin.core.demonstration.accounts import Account
from houqin.core.demonstration.clock import HOUR, at
from houqin.core.demonstration.county import CENTRE, Person
from houqin.core.demonstration.parts import Timed, done
from houqin.core.model.command import command
from houqin.core.model.rights import Permission, anybody
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from uuid import UUID

    from pyramid.config import Configurator

    from houqin.core.model.context import Context

ACCOUNTS = (Account("keeper", "keeper", "保管员"),)
_MORNING = at(date(2023, 3, 1), 540)


class CountyPermission(Permission):
    """The one right of this module."""

    FALL = "county.fall", "出错"


class Fall(Form):
    """Nothing to say."""


@command("county.fall", "出错", permission=CountyPermission.FALL)
def fall(_context: Context, _form: Fall) -> None:
    """The process dies in the middle of a load where a test says so."""
    if os.environ.get("DIES"):
        os.kill(os.getpid(), 9)
    raise RuntimeError("the year cannot be told")


def people() -> list[Person]:
    return [Person("keeper", "石守信", CENTRE, "clerk")]


def acts(_system: UUID) -> list[Timed]:
    """Three units; the act that falls comes after the second."""
    told = [
        done(
            _MORNING + number * HOUR, "core.register_department", "administrator",
            number, name=f"第{number}单位", short=f"{number}", kind="county",
        )
        for number in range(1, 4)
    ]  # fmt: skip
    if os.environ.get("DIES") or os.environ.get("FAILS"):
        told.append(done(_MORNING + 2 * HOUR + 1, "county.fall", "administrator"))
    return told


def includeme(config: Configurator) -> None:
    config.add_plugin("county", "县", "1")
    config.add_command(fall)
    config.add_permissions({CountyPermission.FALL: ((anybody,),)})
    config.add_demonstration("county", __name__)
