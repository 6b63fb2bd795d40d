"""The life of a module on each database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.site.checking import check
from houqin.core.site.plugins.states import State
from houqin.core.site.site import Site
from tests.core.site.test_plugins import (
    FIRST,
    declared,
    install,
    open_run,
    states,
    uninstall,
)
from tests.core.site.test_upgrading import SECOND, upgrade
from tests.office import KEY, open_site, quick

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.events.store import Store


def test_uninstalled_read_and_installed_again(
    new_store: Callable[..., Store], database: str
) -> None:
    site = open_site(quick(new_store, database), declared(FIRST))
    for line in ("一号线", "二号线"):
        open_run(site, line)
    with site.reader() as reader:
        digest = reader.digest("buses.runs")
    uninstall(site)
    with site.reader() as reader:
        assert reader.ledger("buses.runs").ledger.title == "班次台账"
        assert reader.digest("buses.runs") == digest
    install(site)
    assert states(site) == {"buses": State.INSTALLED}
    with site.reader() as reader:
        assert reader.digest("buses.runs") == digest
    open_run(site, "三号线")
    assert check(site).agrees


def test_brought_to_another_version(
    new_store: Callable[..., Store], database: str
) -> None:
    store = quick(new_store, database)
    before = open_site(store, declared(FIRST))
    open_run(before, "一号线")
    site = Site("office", store, declared(SECOND), KEY)
    with site.reader() as reader:
        assert [row.values["people"] for row in reader.ledger("buses.runs").rows()]
    upgrade(site)
    open_run(site, "二号线")
    assert check(site).agrees
