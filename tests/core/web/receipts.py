"""Filling in the form of a trip's costs with photos of receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webtest.forms import File, Upload

from tests import filing

if TYPE_CHECKING:
    from uuid import UUID

    from webtest import TestResponse

    from tests.core.web.conftest import Visitor

FIELD = "lines-0-photos"
NAME = "加油票据.jpg"


def page_of(trip: UUID) -> str:
    return f"vehicles/trips/{trip}"


def choose(form: Any, *files: tuple[str, bytes]) -> None:
    """The first from the disk, the second from the camera."""
    disk, camera = (f for f in form.fields[FIELD] if isinstance(f, File))
    for control, chosen in zip((disk, camera), files, strict=False):
        uploaded = Upload(*chosen)
        control.value = [uploaded] if control is disk else uploaded


def filled(
    visitor: Visitor, trip: UUID, *files: tuple[str, bytes], **typed: str
) -> Any:
    """The form of costs with one line, and files chosen."""
    form = visitor.form(f"{page_of(trip)}/record_costs")
    line = {"kind": "fuel", "amount": "300", "paid_on": "2026-01-05"} | typed
    for name, text in line.items():
        form[f"lines-0-{name}"] = text
    choose(form, *files)
    return form


def attached(page: TestResponse) -> list[Any]:
    return page.html.select(".attached li")


def with_photo(
    visitor: Visitor, trip: UUID, content: bytes = b"", name: str = NAME
) -> TestResponse:
    content = content or filing.photo()
    return filled(visitor, trip, (name, content)).submit().follow()


def address(page: TestResponse, what: str = "a.attached-name") -> str:
    """The path of the first attachment, or of what belongs to it."""
    found = page.html.select_one(what)
    return str(found.get("href") or found.get("src"))
