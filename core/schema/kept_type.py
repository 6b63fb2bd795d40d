"""A field's type as JSON, for what is described while its code is there."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from houqin.core.schema.types import FieldType


def facts_of(kind: FieldType) -> dict[str, Any]:
    """A type without what is empty, as most of it is, or every site pays for it."""
    return {name: value for name, value in asdict(kind).items() if value}


def type_of(facts: dict[str, Any]) -> FieldType:
    """The type that was described."""
    choices = tuple((code, title) for code, title in facts.get("choices", ()))
    return FieldType(**{**facts, "choices": choices})
