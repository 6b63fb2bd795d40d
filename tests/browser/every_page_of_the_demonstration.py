"""Every page of the whole demonstration, for every account of it: `make pages`.

Some minutes long, and so not among the tests of every run.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core import demonstration as demo
from houqin.core.demonstration.parts import parts_of
from tests.browser.conftest import Person, served
from tests.browser.judging import Judge
from tests.browser.walking import STYLE, walk
from tests.county import settings_of
from tests.plugins import loading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.timeout(7200)


@pytest.fixture
def address(tmp_path: Path, loaded_var: Path) -> Iterator[str]:
    """A copy of the demonstration, served: who logs in writes."""
    var = shutil.copytree(loaded_var, tmp_path / "var")
    settings = settings_of(var) | {"houqin.plugins": ""}
    with served(settings, "demo") as home:
        yield home


@pytest.fixture
def accounts(loaded_var: Path) -> Iterable[demo.Account]:
    """Whoever can log in to the demonstration."""
    return demo.accounts_of(parts_of(loading.directory(loaded_var).declarations))


def test_every_page_of_the_demonstration_fits_and_reads_well(
    chromium: Browser, address: str, accounts: Iterable[demo.Account]
) -> None:
    judge, seen = Judge(), set[str]()
    wrong: list[str] = []
    for account in accounts:
        person = _log_in(chromium, address, account.login)
        wrong += walk(person, seen, judge)
        wrong += [f"{account.login}: {fault}" for fault in person.faults]
        seen.discard("")
        person.page.context.close()
    assert not wrong, "\n".join(wrong)


def _log_in(chromium: Browser, address: str, login: str) -> Person:
    style: dict[str, Any] = STYLE
    person = Person(chromium.new_context(**style).new_page(), address)
    person.log_in(login, demo.PASSWORD)
    return person
