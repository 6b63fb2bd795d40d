"""Pages and static files leave compressed: an old line carries a page in one second.

A compressed page that repeats what somebody else chose beside a secret would tell the
secret by its length; the only secret of a page is the CSRF token, and that one is
masked anew for every response (see tokens.py).
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

from pyramid.tweens import EXCVIEW

from houqin.core.web.stylesheets import squeezed

if TYPE_CHECKING:
    from collections.abc import Callable

#: Below this a packet is a packet.
LEAST_BYTES = 1000
#: A file that is larger is no style and no script.
MOST_BYTES = 2_000_000
#: What a page is worth: beyond it only time grows.
_PAGE_LEVEL, _FILE_LEVEL = 5, 9
_KEPT_FILES = 100
_TYPES = frozenset(
    [
        "application/javascript",
        "application/json",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
    ]
)


class Files:
    """Static files as compressed before; their address or date changes with them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Any, ...], bytes] = {}

    def compressed(self, request: Any, response: Any) -> bytes:
        """The file's compressed bytes; its own are read only the first time."""
        key = (request.path, response.last_modified, response.content_length)
        if key not in self._kept:
            if len(self._kept) >= _KEPT_FILES:
                self._kept.clear()
            self._kept[key] = gzip.compress(_short(response), _FILE_LEVEL, mtime=0)
        elif hasattr(response.app_iter, "close"):
            response.app_iter.close()
        return self._kept[key]


def _short(response: Any) -> bytes:
    """A style sheet without its comments; anything else as it is."""
    body: bytes = response.body
    if response.content_type != "text/css":
        return body
    return squeezed(body.decode("utf-8")).encode()


def _worth(request: Any, response: Any) -> bool:
    length, asked = response.content_length, request.accept_encoding
    return (
        request.method == "GET"
        and asked.header_value is not None
        and length is not None
        and LEAST_BYTES <= length <= MOST_BYTES
        and bool(asked.acceptable_offers(["gzip"]))
    )


def compress(handler: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:  # noqa: ARG001 - a tween factory has it
    """Compress what a browser takes compressed."""
    files = Files()

    def compressing(request: Any) -> Any:
        response = handler(request)
        if response.content_type not in _TYPES or response.content_encoding:
            return response
        response.vary = [*(response.vary or ()), "Accept-Encoding"]
        if not _worth(request, response):
            return response
        if response.last_modified is None:
            body = gzip.compress(response.body, _PAGE_LEVEL, mtime=0)
        else:
            body = files.compressed(request, response)
        response.body = body
        response.content_encoding = "gzip"
        return response

    return compressing


def includeme(config: Any) -> None:
    """Stand outside the views, inside the guard."""
    config.add_tween("houqin.core.web.compression.compress", over=EXCVIEW)
