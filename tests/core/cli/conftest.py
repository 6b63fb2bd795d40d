"""A small office whose database lies where the command line looks for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner

from houqin.core.cli.main import houqin as commands
from houqin.core.site.directory import Directory, schema_of
from houqin.events.clock import SteppingClock
from tests.office import OPENED, Office, declared, when

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result

ROOT = Path(__file__).parents[3]
VEHICLES = "houqin.plugins.vehicles"


@dataclass
class Shell:
    """Types commands, in this process or in one of their own."""

    var: Path

    def __call__(self, *words: object, given: str | None = None) -> Result:
        """Run a command here."""
        return CliRunner().invoke(commands, [str(w) for w in words], input=given)

    def fails(self, *words: object, given: str | None = None, code: int = 1) -> str:
        """Run a command that must end in one line and nothing else."""
        result = self(*words, given=given)
        assert result.exit_code == code, result.output
        assert result.stdout == ""
        (line,) = result.stderr.splitlines()
        assert "程序内部出错" not in line or "RuntimeError" in line
        return line.removeprefix("houqin: ")

    def read(self, *words: object, code: int = 0) -> Any:
        """Run a command with --json, and read what it prints."""
        result = self(*words, "--json")
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    def command(self, *words: object) -> list[str]:
        """A command as a process of its own is started with."""
        return [sys.executable, "-m", "houqin.core.cli.main", *map(str, words)]

    def start(self, *words: object, **environment: str) -> subprocess.Popen[str]:
        """Start a command in a process of its own."""
        return subprocess.Popen(
            self.command(*words),
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: object, **environment: str) -> tuple[int, str, str]:
        """Run one to its end: exit code, output, errors."""
        process = self.start(*words, **environment)
        output, errors = process.communicate(timeout=60)
        return process.returncode, output, errors


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell with an empty folder of sites, and the module 公务用车."""
    monkeypatch.setenv("HOUQIN_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("HOUQIN_PLUGINS", VEHICLES)
    return Shell(tmp_path / "var")


@pytest.fixture
def new_name(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Names for sites; a server forgets them after the test."""
    names: list[str] = []

    def new() -> str:
        names.append(f"s{uuid4().hex[:8]}")
        return names[-1]

    yield new
    if "postgres_url" in request.fixturenames:
        with psycopg.connect(request.getfixturevalue("postgres_url")) as connection:
            for name in names:
                connection.execute(f'DROP SCHEMA IF EXISTS "{schema_of(name)}" CASCADE')


@pytest.fixture
def url(database: str, request: pytest.FixtureRequest) -> str | None:
    """The server of a site on PostgreSQL, nothing for a file."""
    if database == "sqlite":
        return None
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def office(
    shell: Shell, url: str | None, new_name: Callable[[], str]
) -> Iterator[Office]:
    """An office on each database, found by its name."""
    directory = Directory(shell.var, declared(), durable=False)
    clock = SteppingClock(when(OPENED))
    site = directory.create(new_name(), title="青山县", clock=clock, store_url=url)
    yield Office(site)
    site.store.close()


@pytest.fixture
def desk(shell: Shell) -> Iterator[Office]:
    """An office in a file, for what no database changes."""
    directory = Directory(shell.var, declared(), durable=False)
    clock = SteppingClock(when(OPENED))
    site = directory.create("office", title="青山县", clock=clock)
    yield Office(site)
    site.store.close()
