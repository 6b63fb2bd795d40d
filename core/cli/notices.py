"""What the program notes while it works: one line each, never a traceback."""

from __future__ import annotations

import logging

import click


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
