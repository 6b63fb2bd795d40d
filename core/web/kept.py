"""Files handed in already, as a form carries them from one showing to the next."""

from __future__ import annotations

import json
from typing import Any

from houqin.core.schema.files import KEYS

_KILO = 1024


def kept_text(reference: dict[str, Any]) -> str:
    """A reference as the value of a ticked box."""
    ordered = {key: reference[key] for key in KEYS if key in reference}
    return json.dumps(ordered, ensure_ascii=False)


def kept_reference(text: str) -> Any:
    """What a box carried; anything else is for the form's check to refuse."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def size_text(size: int) -> str:
    """``3.2 MB``, ``48 KB``."""
    if size >= _KILO * _KILO:
        return f"{size / _KILO / _KILO:.1f} MB"
    return f"{max(size // _KILO, 1)} KB"
