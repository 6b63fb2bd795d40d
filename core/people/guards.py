"""Units stay a tree, and nobody logs in by another's login or number."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from houqin.core.model.guards import Claims, Guarding, GuardRow, Register
from houqin.core.people.tree import ACTIVE, Tree, Unit
from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.projection.effective import Effective
    from houqin.events.store import Connection

_attributes = msgspec.json.Decoder(dict[str, str | int]).decode


class UnitRegister(Register):
    """The register of units, which stay a tree whatever is entered or taken back."""

    def check(self, guarding: Guarding, added: Iterable[GuardRow]) -> None:  # noqa: ARG002 - one row can break another
        """Refuse what is no tree: all units are looked at, they are few."""
        tree = Tree(self._units(guarding.connection))
        circle = tree.circle()
        if circle:
            names = "→".join(tree.units[unit].name for unit in [*circle, circle[0]])
            message = f"单位的上下级或合并关系不能循环：{names}"
            raise Refused(message, "parent")
        for unit in tree.units.values():
            _require_placed(tree, unit)

    def _units(self, connection: Connection) -> Iterable[Unit]:
        for _guard, stream, state, attributes in self.stored(connection):
            known = _attributes(attributes)
            yield Unit(str(UUID(bytes=bytes(stream))), state=state, **known)  # type: ignore[arg-type]  # as the register keeps it


def _require_placed(tree: Tree, unit: Unit) -> None:
    above = tree.units.get(unit.above or "")
    if above is None or unit.state == "closed":
        return
    if unit.state == ACTIVE and above.state != ACTIVE:
        message = f"“{unit.name}”还在用，它的上级单位“{above.name}”不能已经撤并"
        raise Refused(message, "parent")
    if unit.successor and above.state == "closed":
        message = f"“{unit.name}”已并入“{above.name}”，“{above.name}”不能撤销"
        raise Refused(message, "into")


class Logins(Claims):
    """Login and number of a person, neither of which is any other's.

    People log in by either, so both are one kind of name; a number in small letters.
    """

    assigns = frozenset({"value", "number"})

    def rows(self, aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """The names this person holds."""
        row = self.last(aggregate, effective)
        if not row or row["state"] in self.released:
            return frozenset()
        names = {row.get("value"), (row.get("number") or "").lower()}
        stream = effective.first.stream.bytes
        return frozenset((self.name, name, stream) for name in names if name)

    def called(self, value: str) -> str:
        """A login has a letter somewhere; what is all digits is a number."""
        return self.what if any(c.isalpha() for c in value) else "工号"
