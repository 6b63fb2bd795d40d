"""Views: parse, ask one thing of core, return what the template shows."""

from __future__ import annotations

from typing import Any


def includeme(config: Any) -> None:
    """Register every page."""
    for name in (
        "entry",
        "external",
        "second",
        "first_run",
        "new_site",
        "shared",
        "account",
        "totp",
        "slip",
        "devices",
        "logins",
        "home",
        "auditing_cards",
        "beginning_card",
        "signing_card",
        "worklists",
        "alerts",
        "ledger",
        "printing",
        "print_batch",
        "record",
        "record_tabs",
        "command",
        "batch",
        "books",
        "slip_entry",
        "ledger_import",
        "workbook",
        "amend",
        "erase",
        "reveal",
        "together",
        "attachment",
        "chains",
        "indicator",
        "report",
        "sample",
        "remains",
        "evidence",
        "finding",
        "inspection",
        "compare",
        "brief",
        "programs",
        "openapi",
        "admin",
        "followers",
        "choices",
        "help",
        "large_type",
        "language",
    ):
        config.include(f"houqin.core.web.views.{name}")
