"""What a field offers: a closed list, roles, or the records of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from houqin.core.schema.form import FieldSpec
    from houqin.core.site.reader import Reader
    from houqin.core.web.widgets import Choices

YES, NO = "true", "false"
#: Kinds of which several may be chosen.
SEVERAL = frozenset({"references", "roles"})
#: Kinds that are chosen, not typed.
CHOSEN = frozenset({"choice", "boolean", "reference"}) | SEVERAL


class Choosing:
    """Answers for one form; a register is read once however many fields ask."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, Choices] = {}

    def __call__(self, spec: FieldSpec) -> Choices:
        """Value, label and hint of each choice."""
        if spec.kind == "boolean":
            return [(YES, "是", ""), (NO, "否", "")]
        if spec.choices:
            return [(code, title, "") for code, title in spec.choices]
        if spec.kind == "roles":
            roles = self._reader.site.declarations.roles.values()
            return [(role.code, role.title, "") for role in roles]
        if spec.reference not in self._known:
            self._known[spec.reference] = self._reader.choices(spec)
        return self._known[spec.reference]
