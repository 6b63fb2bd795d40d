"""Every text that a plugin declares for people to read: titles, help, choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from houqin.core.model.aggregate import event_classes, field_annotations, field_types
from houqin.core.registry.declaring import KINDS
from houqin.core.schema.form import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.registry.declarations import Declarations
    from houqin.core.schema.form import FieldSpec
    from houqin.core.schema.types import FieldType

CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: Kinds of declarations with a title, by the field that holds them.
_TITLED = (
    "plugins", "controls", "cards", "pages", "record_tabs", "commands", "ledgers",
    "kpis", "alerts", "roles", "settings", "printed_forms", "books", "report_sections",
    "rights", "blueprints",
)  # fmt: skip
#: What else of them is read beside the title.
_READ = ("title", "help", "meaning", "unit")
#: Entries of 系统管理, roles and 单位模板 have short names.
_SHORT = frozenset({"controls", "roles", "blueprints"})


def declared_messages(declared: Declarations, plugin: str) -> set[str]:
    """The Chinese texts of what a plugin (or core) declares."""
    parts = (_titles, _menu, _forms, _columns, _aggregates)
    found = {text for part in parts for text in part(declared, plugin)}
    found |= set(KINDS.values()) if plugin == "core" else set()
    return {text for text in found if text and CHINESE.search(text)}


def _owner(kind: str, name: str) -> str:
    owner, dot, _ = name.partition(".")
    return "core" if kind in _SHORT and not dot else owner


def _titles(declared: Declarations, plugin: str) -> Iterator[str]:
    for kind in _TITLED:
        for name, each in getattr(declared, kind).items():
            if _owner(kind, name) == plugin:
                yield from (str(getattr(each, part, "")) for part in _READ)


def _menu(declared: Declarations, plugin: str) -> Iterator[str]:
    yield from (item.title for item in declared.menu if item.plugin == plugin)


def _forms(declared: Declarations, plugin: str) -> Iterator[str]:
    for specs in (declared.commands, declared.settings):
        for spec in specs.values():
            if spec.plugin == plugin:
                yield from _fields(spec.fields)


def _fields(fields: tuple[FieldSpec, ...]) -> Iterator[str]:
    for field in fields:
        yield field.title
        yield field.help
        yield from _choices(field.type)
        yield from _fields(field.lines)


def _choices(kind: FieldType) -> Iterator[str]:
    yield from (title for _code, title in kind.choices)


def _columns(declared: Declarations, plugin: str) -> Iterator[str]:
    for ledger in declared.ledgers.values():
        if ledger.plugin == plugin:
            for column in ledger.columns:
                yield column.title
                yield from _choices(column.type)


def _aggregates(declared: Declarations, plugin: str) -> Iterator[str]:
    for spec in declared.aggregates.values():
        if spec.plugin == plugin:
            yield spec.title
            if spec.cls.workflow is not None:
                yield from (s.title for s in spec.cls.workflow.states.values())
            for event in event_classes(spec.cls):
                yield from _event(event)


def _event(event: Any) -> Iterator[str]:
    yield event.title
    yield from (title_of(said) for said in field_annotations(event).values())
    for kind in field_types(event).values():
        yield from _choices(kind)
