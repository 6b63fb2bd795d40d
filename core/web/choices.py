"""What a field offers: a closed list, roles, or the records of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from houqin.core.schema.conversion import NO, YES
from houqin.core.site.choosing import MOST_MATCHES, MOST_ON_A_PAGE, Offer, matching

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from houqin.core.schema.form import FieldSpec
    from houqin.core.site.reader import Reader

#: Kinds of which several may be chosen.
SEVERAL = frozenset({"references", "roles"})
#: Kinds that are chosen, not typed.
CHOSEN = frozenset({"choice", "boolean", "reference"}) | SEVERAL


def is_id(text: str) -> bool:
    """Whether a text is a record's id, as a list posts it."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class Choosing:
    """Answers for one form; a register is read once however many fields ask.

    :param narrowed: ids that fields offer, by name, instead of what one sees.
    """

    def __init__(
        self, reader: Reader, narrowed: Mapping[str, Collection[str]] | None = None
    ) -> None:
        self._reader = reader
        self._narrowed = narrowed or {}
        self._known: dict[str, Sequence[Offer]] = {}

    def __call__(self, spec: FieldSpec) -> Sequence[Offer]:
        """Everything the field offers."""
        if spec.kind == "boolean":
            return [Offer(YES, "是"), Offer(NO, "否")]
        if spec.choices:
            return [Offer(code, title) for code, title in spec.choices]
        if spec.kind == "roles":
            roles = self._reader.site.declarations.roles.values()
            return [Offer(role.code, role.title) for role in roles]
        if spec.name in self._narrowed:
            every = self._reader.site.offers.of(self._reader, spec.reference)
            return [o for o in every if o.id in self._narrowed[spec.name]]
        if spec.reference not in self._known:
            self._known[spec.reference] = self._reader.offers(spec.reference)
        return self._known[spec.reference]

    def large(self, spec: FieldSpec) -> bool:
        """Whether there are more than a page carries."""
        return bool(spec.reference) and len(self(spec)) > MOST_ON_A_PAGE

    def of_ids(self, spec: FieldSpec, ids: Collection[str]) -> list[Offer]:
        """The choices of those ids."""
        return [offer for offer in self(spec) if offer.id in ids]

    def matching(self, spec: FieldSpec, typed: str) -> list[Offer]:
        """The choices that fit what was typed, as many as a page shows."""
        return matching(self(spec), typed)[:MOST_MATCHES]
