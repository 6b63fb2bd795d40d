"""What pages, files and JSON show of a telephone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from houqin.core.cli.main import houqin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from tests.core.web.conftest import Visitor
    from tests.county import County

PHONE, MASKED = "13812340000", "138****0000"


@pytest.fixture
def request_(county: County) -> UUID:
    """A request with a telephone."""
    return county.request(contact=PHONE)


def test_pages_and_files_mask_a_telephone(
    visit: Callable[[str], Visitor], request_: UUID
) -> None:
    dispatcher = visit("dispatcher")
    for path in (
        f"vehicles/requests/{request_}",
        "vehicles/requests",
        "vehicles/requests/csv",
    ):
        shown = dispatcher.get(path).text
        assert MASKED in shown
        assert PHONE not in shown


def test_a_correction_starts_with_an_empty_telephone(
    visit: Callable[[str], Visitor], request_: UUID, county: County
) -> None:
    dispatcher = visit("dispatcher")
    form = dispatcher.form(f"vehicles/requests/{request_}/correct?target=1")
    assert form["contact"].value == ""
    page = dispatcher.get(f"vehicles/requests/{request_}/correct?target=1").text
    assert "不填即不改" in page
    assert MASKED not in page
    assert PHONE not in page
    form["purpose"], form["amendment_reason"] = "送文件", "填错"
    form.submit(status=303)
    with county.site.reader() as reader:
        last = reader.events(request_)[-1]
    assert last.payload["payload"] == {"purpose": "送文件"}


def test_json_of_the_command_line_masks_a_telephone(var: Path, request_: UUID) -> None:
    def asked(*words: str) -> tuple[Any, str]:
        told = CliRunner().invoke(houqin, [*words, "--json", "--var", str(var)])
        assert told.exit_code == 0, told.output
        return json.loads(told.stdout), told.stdout

    rows, text = asked("ledger", "test", "vehicles.requests")
    assert rows["rows"][0]["shown"]["contact"] == MASKED
    assert "contact" not in rows["rows"][0]["values"]
    assert PHONE not in text
    _, text = asked("history", "test", str(request_))
    assert MASKED in text
    assert PHONE not in text
