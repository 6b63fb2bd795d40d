"""Two hundred sites in one installation: nothing is opened that nobody asks for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.site.directory import FEW, Directory
from houqin.core.site.schedule import last_done
from houqin.core.site.working import Working
from tests.many import many_sites
from tests.office import declared

if TYPE_CHECKING:
    from houqin.core.site.site import Site

ROOT = Path(__file__).parents[3]
STARTING = Path(__file__).with_name("starting.py")
MOST_BYTES = 200_000


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    return Directory(tmp_path / "var", declared(), durable=False)


def test_a_start_opens_no_file_of_200_sites(directory: Directory) -> None:
    many_sites(directory, 200)
    done = subprocess.run(
        [sys.executable, str(STARTING), str(directory.var)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said, told = done.stdout.split("{", 1)
    found = json.loads("{" + told)
    assert said.startswith("200个站点，地址为 http://127.0.0.1:1/站点名/")
    assert found["before"] == []
    assert found["after"] == ["s007.db", "s007.key"]


def test_a_new_site_costs_little(directory: Directory) -> None:
    site = directory.create("county", title="青山县")
    site.store.close()
    files = [*directory.sites.iterdir(), *directory.key_files("county")]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


def test_of_many_sites_a_shut_one_is_visited_and_shut_again(
    directory: Directory,
) -> None:
    names = many_sites(directory, FEW + 1)
    asked = directory.open(names[0])
    with Working(directory, duties=True, visit=0.0):
        end = time.monotonic() + 60
        while not all(pruned(directory, name) for name in names):
            assert time.monotonic() < end
            time.sleep(0.1)
    assert [name for name in names if directory.opened(name)] == [asked.name]


def pruned(directory: Directory, name: str) -> bool:
    """Whether its scheduled work was done."""
    site = directory.open_apart(name)
    try:
        with site.store.reading() as connection:
            return last_done(connection, "core.system_log")[0] > 0
    finally:
        site.store.close()


def test_two_sites_of_one_process_do_not_mix(directory: Directory) -> None:
    first, second = (directory.create(name, title=name) for name in ("one", "two"))
    register(first)
    assert [position(site) for site in (first, second)] == [4, 3]


def register(site: Site) -> None:
    values = {"name": "县水利局", "short": "水利局", "kind": "county"}
    site.act(Act("core.register_department", values, site.system_actor, uuid4()))


def position(site: Site) -> int:
    with site.store.reading() as connection:
        return site.log.head(connection)[0]
