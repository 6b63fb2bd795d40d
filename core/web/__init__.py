"""The pages: traversal site / plugin / ledger / record, views that ask one thing each.

Everything a page shows comes from core; everything it does is one command.
"""

from __future__ import annotations

from typing import Any


def includeme(config: Any) -> None:
    """Put the pages together; reads as a table of contents."""
    config.include("houqin.core.web.renderer")
    config.include("houqin.core.web.security")
    config.include("houqin.core.web.tokens")
    config.include("houqin.core.web.tree")
    config.include("houqin.core.web.uploads")
    config.include("houqin.core.web.page")
    config.include("houqin.core.web.noting")
    config.include("houqin.core.web.worklists")
    config.include("houqin.core.web.compression")
    config.include("houqin.core.web.language")
    config.include("houqin.core.web.guard")
    config.include("houqin.core.web.monitoring")
    config.include("houqin.core.web.failures")
    config.include("houqin.core.web.looking")
    config.include("houqin.core.web.views")
