"""The web application as PasteDeploy starts it."""

from __future__ import annotations

from typing import Any

from houqin.core.config import configure


def main(global_config: dict[str, str], **settings: str) -> Any:
    """Make the WSGI application that an ini file's ``app`` section names."""
    configuration = configure({**global_config, **settings}, web=True)
    return configuration.make_wsgi_app()
