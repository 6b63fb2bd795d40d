"""A module is installed on 200 sites; killed in the middle, it goes on where it was."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from houqin.core.model.plugins import stream_of
from houqin.core.site.plugins.trial import TrialFailed, Trials
from tests.core.site.test_plugins import FIRST, directory
from tests.core.site.test_upgrading import SECOND, run_command
from tests.many import many_sites

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.site.directory import Directory

FOUNDING = "tests.core.site.buses.founding"
WORDS = ("plugin", "install", "buses", "--all-sites", "--json")
SITES, FEW = 200, 8
EVENTS = ["Opened", "Begun", "StepDone", "StepDone", "Installed"]


def counties(sites: Directory) -> list[tuple[list[str], list[str]]]:
    """What happened to the module in each site, and the steps by their ids."""
    found = []
    for name in sites.names():
        site = sites.open_apart(name)
        with site.store.reading() as connection:
            events = site.log.read_stream(connection, stream_of(site.id, "buses"))
        kinds = [event.topic.rpartition(".")[2] for event in events]
        steps = [e.payload["step"] for e in events if "step" in e.payload]
        found.append((kinds, steps))
        site.store.close()
    return found


def test_each_step_is_done_once_in_each_of_200_sites(tmp_path: Path) -> None:
    sites = directory(tmp_path, FOUNDING)
    many_sites(sites, SITES, plugins=())
    assert run_command(tmp_path, FOUNDING, *WORDS, DIES_AT="100").returncode == -9
    unfinished = [steps for kinds, steps in counties(sites) if kinds != EVENTS]
    assert unfinished.count(["line"]) == 1
    assert unfinished.count([]) == SITES - 100
    again = run_command(tmp_path, FOUNDING, *WORDS)
    assert again.returncode == 0, again.stderr
    told = json.loads(again.stdout)
    assert sum("already" in each for each in told) == 99
    assert counties(sites) == [(EVENTS, ["line", "stop"])] * SITES


def test_all_sites_are_tried_in_one_new_process_and_gone_on_with(
    tmp_path: Path,
) -> None:
    sites = directory(tmp_path, FIRST)
    many_sites(sites, FEW, plugins=("buses",))
    words = ("plugin", "upgrade", "buses", "--all-sites", "--json")
    assert run_command(tmp_path, SECOND, *words, DIES="yes").returncode == -9
    assert [kinds[-1] for kinds, _steps in counties(sites)].count("StepDone") == 1
    again = run_command(tmp_path, SECOND, *words)
    assert again.returncode == 0, again.stderr
    assert len(json.loads(again.stdout)) == FEW
    for kinds, steps in counties(sites):
        assert kinds[-1] == "Upgraded"
        assert steps == ["depot", "timetable"]


def test_a_trial_that_kills_its_process_leaves_the_next_site_a_new_one() -> None:
    with Trials() as trials:
        first = trials.replay(os.getpid)  # type: ignore[arg-type]  # what runs where
        assert trials.replay(os.getpid) == first != os.getpid()  # type: ignore[arg-type]
        with pytest.raises(TrialFailed):
            trials.replay(os.abort)
        assert trials.replay(os.getpid) not in {first, os.getpid()}  # type: ignore[arg-type]
