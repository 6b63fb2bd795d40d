"""What the program notes while it works: one line each, never a traceback."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import click

from houqin.core.cli.failed import Failed

if TYPE_CHECKING:
    from collections.abc import Mapping


class Notices(logging.Handler):
    """Writes warnings to standard error as people read them."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the message without its traceback."""
        click.echo(f"houqin: {' '.join(record.getMessage().split())}", err=True)


_notices = Notices(logging.WARNING)
_silence = logging.NullHandler()


def show_notices() -> None:
    """Show our own warnings; a library's are told by the error that follows."""
    logging.getLogger("houqin").addHandler(_notices)
    logging.getLogger().addHandler(_silence)


def log_as_a_server() -> None:
    """Let a server's log have everything, tracebacks too."""
    logging.getLogger("houqin").removeHandler(_notices)
    logging.getLogger().removeHandler(_silence)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")


def log_as_settings_say(settings: Mapping[str, str]) -> None:
    """Write one JSON object a line where ``houqin.log = json``.

    :raises Failed: when the setting says anything but ``json`` or ``text``.
    """
    form = settings.get("houqin.log", "text")
    if form not in {"json", "text"}:
        raise Failed(f"houqin.log只能是json或text，不能是{form}")
    if form == "json":
        from houqin.core.site.log_lines import JsonLines  # noqa: PLC0415 - loads much

        for handler in logging.getLogger().handlers:
            handler.setFormatter(JsonLines())
        # Requests and commands, which nobody wants between the lines for people.
        logging.getLogger("houqin").setLevel(logging.INFO)
