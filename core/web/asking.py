"""Who asks: a person's browser, or a program that says it reads JSON."""

from __future__ import annotations

from typing import Any

_JSON = "application/json"
PROBLEM = "application/problem+json"
#: What a view for programs asks of a request.
WANTED = {"header": f"Accept:^{_JSON}"}


def wants_json(request: Any) -> bool:
    """Whether the answer goes to a program."""
    return str(request.headers.get("Accept", "")).startswith(_JSON)


def told_in_json(
    request: Any, title: str, text: str, fields: dict[str, str] | None = None
) -> dict[str, Any]:
    """What went wrong, for a program, as RFC 9457 has it; fields by name."""
    request.override_renderer = "json"
    request.response.content_type = PROBLEM
    told: dict[str, Any] = {
        "type": "about:blank", "title": title, "status": request.response.status_int,
        "detail": text,
        # What programs were told before there were problem details.
        "error": title, "message": text,
    }  # fmt: skip
    return told | ({"fields": fields} if fields else {})
