"""Addresses of a site's pages, made as text: a ledger page needs hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

Query = Iterable[tuple[str, str]]


def with_query(path: str, *parts: Query) -> str:
    """``path`` with every non-empty pair of ``parts`` behind it."""
    pairs = [(name, value) for part in parts for name, value in part if value]
    return f"{path}?{urlencode(pairs)}" if pairs else path


@dataclass(frozen=True, slots=True)
class Addresses:
    """Pages of one site; ``home`` ends in a slash."""

    home: str

    def page(self, path: str) -> str:
        """A page given relative to the site, as a plugin's menu names it."""
        return self.home + path.lstrip("/")

    def plugin(self, name: str) -> str:
        """The index of a plugin."""
        return f"{self.home}{name}/"

    def ledger(self, name: str) -> str:
        """A ledger's page; ``name`` is ``plugin.ledger``."""
        return self.home + name.replace(".", "/", 1)

    def record(self, ledger: str, record: object) -> str:
        """A record's page."""
        return f"{self.ledger(ledger)}/{record}"

    def anywhere(self, record: object) -> str:
        """A record whose ledger is not known here; answers with its page."""
        return f"{self.home}record/{record}"

    def command(self, name: str) -> str:
        """The form of a command that is not on one record."""
        plugin, _, local = name.partition(".")
        return f"{self.home}{plugin}/do/{local}"

    def batch(self, name: str) -> str:
        """The grid in which many of one command are typed at once."""
        plugin, _, local = name.partition(".")
        return f"{self.home}{plugin}/batch/{local}"

    def record_command(self, ledger: str, record: object, name: str) -> str:
        """The form of a command on one record."""
        return f"{self.record(ledger, record)}/{name.partition('.')[2]}"

    def control(self, control: Any, *parts: str) -> str:
        """A page of one entry of 系统管理."""
        if control.target:
            return self.page(control.target)
        return "/".join([f"{self.home}admin/{control.code}", *parts])

    def kpis(self, plugin: str) -> str:
        """The indicators of a plugin."""
        return f"{self.home}{plugin}/kpis"

    def kpi(self, name: str) -> str:
        """One indicator; ``name`` is ``plugin.kpi``."""
        plugin, _, local = name.partition(".")
        return f"{self.home}{plugin}/kpis/{local}"


def addresses_of(request: Any) -> Addresses:
    """The addresses of the request's site, below its name or its own host's top."""
    name = "" if request.by_host else f"{request.site.name}/"
    return Addresses(f"{request.script_name}/{name}")
