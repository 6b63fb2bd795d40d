"""``houqin worker``: scheduled work and followers, without pages."""

from __future__ import annotations

import signal
import sys
import threading
from functools import partial
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import click

from houqin.core.cli.ini import app_settings
from houqin.core.cli.notices import log_as_a_server, log_as_settings_say
from houqin.core.cli.supervising import Supervisor
from houqin.core.cli.workers import Process, supervised

if TYPE_CHECKING:
    from houqin.core.cli.workers import Supervised


@click.command()
@click.argument("ini", default="production.ini")
@click.option("--var", envvar="HOUQIN_VAR", metavar="DIR", help="Instead of the ini's.")
def worker(ini: str, var: str | None) -> None:
    """Do scheduled work and followers for the sites an INI file names."""
    log_as_a_server()
    given = supervised()
    if given is not None:
        settings = app_settings(Path(ini), var)
        log_as_settings_say(settings)
        _work(given, settings)
        return
    typed = ["worker", ini, *(("--var", var) if var else ())]
    sys.exit(Supervisor(partial(Process, typed, ())).run())


def _work(given: Supervised, settings: dict[str, str]) -> None:
    from houqin.core.config import configure, declarations_of  # noqa: PLC0415 - a worker's
    from houqin.core.site.directory import Directory  # noqa: PLC0415 - a worker's
    from houqin.core.site.working import Working  # noqa: PLC0415 - a worker's

    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    declared = declarations_of(configure(settings, web=False))
    directory = Directory(Path(settings["var"]), declared)
    # It has nothing else to do: every site is looked after at every turn.
    with Working(directory, duties=True, few=inf):
        given.say_ready()
        if not given.again:
            click.echo("后台任务已启动，按 Ctrl-C 结束")
        ended.wait()
