"""Options that several commands share, and the types of what is typed."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import click

from houqin.core.cli.installation import person_of
from houqin.core.projection.horizon import Horizon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site

    Function = Callable[..., Any]

FIRST_YEAR, LAST_YEAR = 1970, 2200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?",
    re.ASCII,
)
_MOST_DIGITS = 15


class DayType(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """A local date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Read one, or fail in Chinese."""
        day = date.min
        with suppress(ValueError):
            day = date.fromisoformat(value) if _DAY.fullmatch(value) else day
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"“{value}”应为日期，例如2023-12-31", param, ctx)
        return day


class Typed(NamedTuple):
    """A moment as typed: without an offset it is the site's local time."""

    moment: datetime
    day_only: bool

    def instant(self, site: Site) -> int:
        """Microseconds UTC."""
        local = self.moment
        zoned = local if local.tzinfo else local.replace(tzinfo=site.zone)
        return int(zoned.timestamp()) * 1_000_000 + zoned.microsecond


class MomentType(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """A date, or a date and time."""

    name = "datetime"

    def convert(self, value: Any, param: Any, ctx: Any) -> Typed:
        """Read one, or fail in Chinese."""
        day_only = bool(_DAY.fullmatch(value))
        known = day_only or _MOMENT.fullmatch(value)
        moment = datetime.min  # noqa: DTZ901 - refused below
        with suppress(ValueError):
            moment = datetime.fromisoformat(value) if known else moment
        if not FIRST_YEAR < moment.year < LAST_YEAR:
            self.fail(f"“{value}”应为日期时间，例如2023-12-29T08:30", param, ctx)
        return Typed(moment, day_only)


class NumberType(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """A whole number from 1."""

    name = "number"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        """Read one, or fail in Chinese."""
        plain = value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
        if not plain or int(value) < 1:
            self.fail(f"“{value}”应为大于0的整数", param, ctx)
        return int(value)


class ChoiceType(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """One of a few words."""

    name = "word"

    def __init__(self, *words: str) -> None:
        self.words = words

    def get_metavar(self, param: Any, ctx: Any = None) -> str:  # noqa: ARG002 - click passes it
        """The words, as help shows them."""
        return f"[{'|'.join(self.words)}]"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Take one, or fail in Chinese."""
        if value not in self.words:
            self.fail(f"“{value}”应为{'、'.join(self.words)}之一", param, ctx)
        return str(value)


class IdType(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """A UUID."""

    name = "uuid"

    def convert(self, value: Any, param: Any, ctx: Any) -> UUID:
        """Read one, or fail in Chinese."""
        try:
            return UUID(value)
        except ValueError:
            self.fail(f"“{value}”不是UUID", param, ctx)


class StoreType(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """The address of a PostgreSQL server."""

    name = "url"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Take one that can be read, or fail in Chinese; it may hold a password."""
        from psycopg import ProgrammingError  # noqa: PLC0415 - for few
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - for servers only

        server = value.startswith(("postgresql://", "postgres://"))
        with suppress(ProgrammingError):
            if server and conninfo_to_dict(value):
                return str(value)
        example = "postgresql://user@host/database"
        return self.fail(f"应为PostgreSQL地址，例如{example}", param, ctx)


DAY, MOMENT, NUMBER, ID, STORE = (
    DayType(),
    MomentType(),
    NumberType(),
    IdType(),
    StoreType(),
)


def installed(command: Function) -> Function:
    """Give the command its installation, closed at the end, and ``as_json``."""

    @click.option(
        "--var",
        envvar="HOUQIN_VAR",
        default="var",
        show_default=True,
        metavar="DIR",
        help="Folder of the sites; also HOUQIN_VAR.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @wraps(command)
    def run(*args: Any, var: str, **options: Any) -> Any:
        from houqin.core.cli.installation import Installation  # noqa: PLC0415 - slow

        installation = Installation(Path(var))
        try:
            return command(installation, *args, **options)
        finally:
            installation.close()

    return run  # fmt: skip


def within_horizon(command: Function) -> Function:
    """Give the command a ``horizon``: three limits, combinable."""

    @click.option("--as-of", type=DAY, help="Business date, inclusive.")
    @click.option("--recorded-by", type=DAY, help="Knowledge date, inclusive.")
    @click.option("--at", type=NUMBER, metavar="POSITION", help="Log position.")
    @click.option("--as", "login", metavar="LOGIN", help="As that person sees it.")
    @wraps(command)
    def run(
        *args: Any, as_of: date | None, recorded_by: date | None, at: int | None,
        **options: Any,
    ) -> Any:  # fmt: skip
        return command(*args, horizon=Horizon(at, recorded_by, as_of), **options)

    return run


@contextmanager
def reading(site: Site, horizon: Horizon, login: str | None) -> Iterator[Reader]:
    """A reader of the whole site, or of what one person sees."""
    person = person_of(site, login) if login else None
    with site.reader(horizon) as reader:
        yield reader.seen_by(reader.standing_of(person)) if person else reader
