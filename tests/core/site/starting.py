"""Starts the application of a folder and tells which files of sites that opened.

Run as a process of its own: a hook of the interpreter's cannot be taken off again.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path

OPENED: list[str] = []


def hear(event: str, arguments: tuple[object, ...]) -> None:
    """Keep the name of whatever is opened below sites or keys."""
    if event in {"open", "sqlite3.connect"}:
        name = str(arguments[0])
        if "/sites/" in name or "/keys/" in name:
            OPENED.append(Path(name.removeprefix("file:").partition("?")[0]).name)


def start(var: str) -> None:
    """What ``houqin serve`` does until it answers, the second after, and monitoring."""
    warnings.simplefilter("ignore")
    from webtest import TestApp  # noqa: PLC0415 - warns when it is imported

    from houqin.core.cli.serving import _announce  # noqa: PLC0415 - as late as serve
    from houqin.core.site.working import Working  # noqa: PLC0415 - as late as serve
    from houqin.core.web.application import main  # noqa: PLC0415 - as late as serve

    begun = time.perf_counter()
    application = main({}, var=var)
    _announce(application.registry, "127.0.0.1:1", as_json=False)
    directory = application.registry.houqin_directory
    spent = time.perf_counter() - begun
    with Working(directory, duties=True, visit=3600):
        time.sleep(1.2)
    visitor = TestApp(application, extra_environ={"REMOTE_ADDR": "127.0.0.1"})
    assert visitor.get("/-/health").json["sites"] == []
    assert "houqin_requests_total" in visitor.get("/-/metrics").text
    assert "s199" in visitor.get("/").text
    before = list(OPENED)
    directory.open("s007")
    print(json.dumps({"before": before, "after": sorted(set(OPENED)), "spent": spent}))  # noqa: T201 - its answer


if __name__ == "__main__":
    sys.addaudithook(hear)
    start(sys.argv[1])
