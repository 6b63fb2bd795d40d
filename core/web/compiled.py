"""What templates compile to is kept where Python keeps its own, by its rules.

That is ``__pycache__`` beside the template, or below ``PYTHONPYCACHEPREFIX``; nothing
is written under ``PYTHONDONTWRITEBYTECODE`` or where the process may not write.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from chameleon.zpt.template import PageTemplateFile

if TYPE_CHECKING:
    from collections.abc import Collection

#: Python 3.11 counts the depth of syntax trees for all threads together: two that
#: compile at once may both fail ("AST constructor recursion depth mismatch").
_COMPILING = RLock()


class Template(PageTemplateFile):
    """A template whose first use in a process waits for the others' first uses."""

    def __init__(self, filename: str, **options: Any) -> None:
        """Keep what it compiles to beside this one file."""
        super().__init__(filename, **options)
        self.loader = Kept(filename)  # type: ignore[assignment]  # it has both methods
        self._options = repr(sorted(options.get("boolean_attributes", ())))

    def cook_check(self) -> bool:
        """Compile it if it is not, or not any more."""
        if self._cooked and not self.auto_reload:
            return False
        with _COMPILING:
            return bool(super().cook_check())

    def digest(self, body: str, names: Collection[str]) -> str:
        """All that what it compiles to depends on; the library reads every package."""
        told = (_compiler(), self.filename, self._options, *names, body)
        return sha256("\0".join(map(str, told)).encode()).hexdigest()


class Kept:
    """The compiled form of one template, as Chameleon asks a loader for it."""

    def __init__(self, template: str) -> None:
        self._file = Path(cache_from_source(template)).with_suffix(".ptc")

    def get(self, name: str) -> dict[str, Any] | None:
        """What it defines, if that of this digest was kept."""
        with suppress(OSError, ValueError, EOFError, TypeError):
            kept = self._file.read_bytes()
            mark = _mark(name)
            if kept.startswith(mark):
                return _run(marshal.loads(kept[len(mark) :]))  # noqa: S302 - as Python trusts its own
        return None

    def build(self, source: str, name: str) -> dict[str, Any]:
        """What it defines; kept for the next process if that may be."""
        code = compile(source, name, "exec")
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                self._keep(_mark(name) + marshal.dumps(code))
        return _run(code)

    def _keep(self, content: bytes) -> None:
        """Whole or not at all: another process may be reading."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(f".{os.getpid()}")
        try:
            new.write_bytes(content)
            new.replace(self._file)
        finally:
            new.unlink(missing_ok=True)


def _run(code: Any) -> dict[str, Any]:
    defined: dict[str, Any] = {}
    exec(code, defined)  # noqa: S102 - what Chameleon made of a template
    return defined


def _mark(name: str) -> bytes:
    return MAGIC_NUMBER + name.encode()


@cache
def _compiler() -> str:
    return version("Chameleon")
