"""Who asks: a person's browser, or a program that says it reads JSON."""

from __future__ import annotations

from typing import Any

_JSON = "application/json"
#: What a view for programs asks of a request.
WANTED = {"header": f"Accept:^{_JSON}"}


def wants_json(request: Any) -> bool:
    """Whether the answer goes to a program."""
    return str(request.headers.get("Accept", "")).startswith(_JSON)


def told_in_json(
    request: Any, title: str, text: str, fields: dict[str, str] | None = None
) -> dict[str, Any]:
    """What went wrong, for a program; the status says which kind."""
    request.override_renderer = "json"
    told: dict[str, Any] = {"error": title, "message": text}
    return told | ({"fields": fields} if fields else {})
