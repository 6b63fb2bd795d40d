"""Ready annotations that forms and events share.

``purpose: Annotated[Line, Field(title="事由")]``; where a form and an event have the
same field, a plugin names the annotation once and uses it in both.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from houqin.core.schema import types
from houqin.core.schema.files import MOST_FILES, checked_references
from houqin.core.schema.form import Canonical

MOST_FEN = 10_000_000_000_00

FIRST_YEAR, LAST_YEAR = 1970, 2199


def _as_text(value: object) -> object:
    """A bare number is no point in time anybody typed."""
    if isinstance(value, (str, datetime)):
        return value
    raise PydanticCustomError("datetime_type", "datetime")


def _in_range(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("datetime_range", "year")
    return value


Line = Annotated[str, Canonical, Field(min_length=1, max_length=100), types.text()]
LongLine = Annotated[str, Canonical, Field(max_length=200), types.text()]
Note = Annotated[str, Canonical, Field(max_length=1000), types.long_text()]
Fen = Annotated[int, Field(ge=0, le=MOST_FEN), types.money()]
Day = Annotated[date, types.day()]
Moment = Annotated[datetime, types.instant()]
#: An instant typed by a person: text with an offset, in a year that can be one.
TypedMoment = Annotated[
    AwareDatetime, BeforeValidator(_as_text), AfterValidator(_in_range), types.instant()
]
Yes = Annotated[bool, types.boolean()]
#: A masked value is no value: nobody types what a page shows of one.
PersonalText = Annotated[
    str, Canonical, Field(min_length=1, max_length=50, pattern=r"^[^*]+$")
]
#: What is typed of a person, and what an event holds of it; see core/people/keyring.py.
TypedPersonal = Annotated[PersonalText, types.personal()]
SealedText = Annotated[dict[str, Any], types.personal()]
TypedName = Annotated[PersonalText, types.personal(mask="none")]
SealedName = Annotated[dict[str, Any], types.personal(mask="none")]
TypedPhone = Annotated[PersonalText, types.personal(mask="phone")]
SealedPhone = Annotated[dict[str, Any], types.personal(mask="phone")]
Secret = Annotated[str, Canonical, Field(min_length=1, max_length=200), types.secret()]
#: Attachments; ``photos: Annotated[Files, Field(title="照片")] | None = None``.
Files = Annotated[
    list[dict[str, Any]],
    BeforeValidator(checked_references),
    Field(max_length=MOST_FILES),
    types.files(),
]
PersonId = Annotated[UUID, types.ref("core.Person")]
DepartmentId = Annotated[UUID, types.ref("core.Department")]
PostId = Annotated[UUID, types.ref("core.Post")]
