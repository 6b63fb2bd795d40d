"""What a person did that cannot be done, said in one clear message."""

from __future__ import annotations


class FormErrors(ValueError):
    """A form with wrong fields; ``errors`` maps a field's name to its message.

    The name of a field inside a list of lines is ``lines.0.amount``; the empty
    name stands for the form as a whole.
    """

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__("；".join(errors.values()))


class Refused(Exception):
    """A rule refuses the command; nothing was changed.

    :param message: one Chinese sentence that names the rule or the neighbour.
    :param field: the field that would have to change, if there is one.
    """

    def __init__(self, message: str, field: str = "") -> None:
        self.message = message
        self.field = field
        super().__init__(message)


class NotPermitted(Exception):
    """The person has no right to this command, or not in this state."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class RecordMissing(LookupError):
    """No record of that id, or not within the horizon."""

    def __init__(self, record: object) -> None:
        self.record = record
        super().__init__(f"没有这份单据或档案：{record}")


class IdentityProviderUnavailable(Exception):
    """Somebody else's login service does not answer, or not as agreed.

    :param message: one Chinese sentence for the login page.
    """

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)
