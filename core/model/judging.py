"""What a rule finds wrong: a plan is refused, of a fact it is told and kept."""

from __future__ import annotations

from enum import Enum, auto

from houqin.core.schema.errors import NotPermitted, Refused


class Rigour(Enum):
    """How strictly rules take what they find wrong (:meth:`Context.breach`)."""

    #: Something planned, or entered as it happens: refused.
    PLANNED = auto()
    #: A fact entered afterwards (补录派车单): told, kept with the record as 提示.
    HAPPENED = auto()
    #: A fact of an old ledger (历史台账补登): rights and steps of then too.
    OLD = auto()


class Judging:
    """The part of a context that rules tell what they find."""

    #: How what they find wrong is taken.
    rigour: Rigour
    #: What they found wrong with what is recorded all the same, newest last.
    breaches: list[tuple[str, str]]

    def breach(
        self, message: str, field_name: str = "", *, of_old: bool = False
    ) -> None:
        """What a rule finds wrong: a plan is refused, of a fact it is kept as 提示.

        :param of_old: told of old ledgers alone; a paper of today is put right first.
        """
        told = {Rigour.OLD} if of_old else {Rigour.HAPPENED, Rigour.OLD}
        if self.rigour not in told:
            raise Refused(message, field_name)
        self.breaches.append((field_name, message))

    def lacking(self, message: str) -> None:
        """A right somebody does not hold; who held it years ago nobody knows."""
        if self.rigour is not Rigour.OLD:
            raise NotPermitted(message)
        self.breaches.append(("", message))
