"""PDF by typst, in a process of its own, within limits of time and number.

Templates are ours and fixed. What people typed reaches them as JSON and is shown as
text, so no character of it is ever markup.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from functools import lru_cache
from importlib.resources import files
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from houqin.core.printing.fonts import chinese, families, missing

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

#: Seconds; a ledger of 5,000 rows takes about ten.
PATIENCE = 120
_AT_ONCE = BoundedSemaphore(2)


class CannotTypeset(RuntimeError):
    """No PDF can be made here; one Chinese sentence. Browsers print instead."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def obstacle() -> str:
    """Why no PDF can be made on this machine; nothing where it can."""
    if not families():
        return "没有安装 typst，不能生成 PDF"
    return missing()


@lru_cache(maxsize=10)
def _template(name: str) -> str:
    folder = files("houqin.core.printing") / "templates"
    return (folder / name).read_text(encoding="utf-8")


def typeset(
    template: str,
    values: Mapping[str, Any],
    *,
    two_up: bool = False,
    turns: BoundedSemaphore = _AT_ONCE,
) -> bytes:
    """The PDF of a template of ours.

    :param two_up: A5 pages, two on one A4.
    :param turns: how many are set at once; what nobody waits for has its own.
    :raises CannotTypeset: without typst or Chinese type, and where it takes too long.
    """
    if reason := obstacle():
        raise CannotTypeset(reason)
    given = {
        "template": _template("paper.typ") + _template(template),
        "values": {**values, "fonts": chinese()},
        "two_up": two_up,
    }
    command = [sys.executable, "-P", "-m", "houqin.core.printing.setter"]
    with turns:
        try:
            done = subprocess.run(  # noqa: S603 - our own module, by this interpreter
                command, input=json.dumps(given).encode(), capture_output=True,
                timeout=PATIENCE, check=True,
            )  # fmt: skip
        except (subprocess.SubprocessError, OSError) as error:
            said = getattr(error, "stderr", None) or b""
            log.exception("no PDF of %s: %s", template, said.decode(errors="replace"))
            raise CannotTypeset("没能生成 PDF") from error
    return done.stdout
