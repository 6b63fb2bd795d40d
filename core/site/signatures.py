"""Agreements told on the phone as pages show them: 待补签, overdue, 冲突."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from houqin.core.model.approval import Approvable
from houqin.core.model.phone import PhoneAgreement, Signature, phone_agreements
from houqin.core.model.to_sign import UNCONFIRMED_DAYS
from houqin.core.projection.horizon import local_day

if TYPE_CHECKING:
    from houqin.core.model.catalogue import AggregateSpec
    from houqin.core.projection.effective import Effective
    from houqin.core.site.reader import Reader


@dataclass(frozen=True, slots=True)
class Signed:
    """One of them, within the reader's horizon."""

    version: int
    step: str
    approver: str
    occurred: int
    signature: Signature
    overdue: bool
    conflicting: bool

    @property
    def mark(self) -> str:
        """What stands beside the step."""
        return (
            f"{self.signature.title}（已超期）"
            if self.overdue
            else self.signature.title
        )

    @property
    def conflict(self) -> str:
        """What is wrong, where it was disowned too late."""
        return f"{self.step}的电话同意已被{self.approver}否认，其后已继续办理"


@dataclass(frozen=True, slots=True)
class ToSign:
    """One line of 待补签: a record, the step, and since when."""

    record: UUID
    version: int
    since: int
    overdue: bool


def signatures(
    reader: Reader, spec: AggregateSpec, effective: Effective
) -> tuple[Signed, ...]:
    """Every agreement by phone of a record."""
    if not issubclass(spec.cls, Approvable) or effective.voided:
        return ()
    titles = {step.code: step.title for step in spec.cls.chain.steps}
    return tuple(
        Signed(
            agreed.version,
            titles.get(agreed.step, agreed.step),
            reader.person_name(agreed.approver),
            agreed.occurred,
            agreed.signature,
            _is_overdue(reader, agreed),
            agreed.conflicting,
        )
        for agreed in phone_agreements(effective.events)
    )


def _is_overdue(reader: Reader, agreed: PhoneAgreement) -> bool:
    return agreed.signature is Signature.WAITING and is_late(reader, agreed.occurred)


def is_late(reader: Reader, occurred: int) -> bool:
    """Whether a signature that is still waited for should be there by now."""
    passed = reader.last_day() - local_day(occurred, reader.site.zone)
    return passed.days > int(reader.setting(UNCONFIRMED_DAYS))


def to_sign(reader: Reader, person: UUID | None = None) -> list[ToSign]:
    """What waits for a person's signature now, or for anybody's; oldest first."""
    rows = reader.connection.execute(
        "SELECT stream, version, occurred FROM [guard_unsigned]"
        " WHERE ? = '' OR approver = ? ORDER BY occurred, stream, version",
        (str(person or ""), str(person or "")),
    )
    return [
        ToSign(UUID(bytes=bytes(stream)), version, since, is_late(reader, since))
        for stream, version, since in rows
    ]
