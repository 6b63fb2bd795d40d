"""What a module needs is installed with it, and stands in the way of what breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.config import configure
from houqin.core.schema.errors import Refused
from houqin.core.site.plugins import planning
from houqin.core.site.plugins.states import State
from tests.core.site.test_plugins import FIRST, directory, install, states, uninstall
from tests.core.site.test_upgrading import SECOND, upgrade

if TYPE_CHECKING:
    from pathlib import Path

    from pyramid.config import Configurator

    from houqin.core.site.site import Site

RIDERS = "tests.core.site.buses.riders"


def county(path: Path, *modules: str) -> Site:
    return directory(path, *modules).create("county", title="青山县", plugins=())


def test_what_a_module_needs_is_pulled_in(tmp_path: Path) -> None:
    site = county(tmp_path, FIRST, RIDERS)
    assert [w.plugin for w in planning.installing(site, "riders")] == [
        "buses", "riders",
    ]  # fmt: skip
    install(site, "riders")
    assert set(states(site).values()) == {State.INSTALLED}


def test_what_is_needed_is_not_uninstalled(tmp_path: Path) -> None:
    site = county(tmp_path, FIRST, RIDERS)
    install(site, "riders")
    with pytest.raises(Refused, match="乘车证需要通勤班车，请先停用"):
        uninstall(site)
    uninstall(site, "riders")
    uninstall(site)


def test_another_version_or_none_is_refused(tmp_path: Path) -> None:
    newer = county(tmp_path / "newer", SECOND, RIDERS)
    with pytest.raises(Refused, match=r"乘车证需要buses>=0\.1,<0\.2"):
        install(newer, "riders")
    alone = county(tmp_path / "alone", RIDERS)
    with pytest.raises(Refused, match="没有业务模块“buses”"):
        install(alone, "riders")


def test_an_upgrade_that_another_module_cannot_bear_is_refused(tmp_path: Path) -> None:
    install(county(tmp_path, FIRST, RIDERS), "riders")
    site = directory(tmp_path, SECOND, RIDERS).open("county")
    with pytest.raises(Refused, match=r"乘车证需要buses>=0\.1,<0\.2"):
        upgrade(site)


def test_what_is_no_requirement_is_told_at_start() -> None:
    config: Configurator = configure({"houqin.plugins": FIRST}, web=False)
    with pytest.raises(ValueError, match="plugin boats: Expected"):
        config.add_plugin("boats", "船", "1", requires=("buses>>1",))
