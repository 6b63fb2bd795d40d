"""``/<site>/choices/<aggregate>?q=``: what fits, for lists too long for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPForbidden

from houqin.core.site.choosing import MOST_MATCHES, matching
from houqin.core.web.choices_tree import ChoicesOf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from houqin.core.registry.declarations import Declarations
    from houqin.core.schema.form import FieldSpec

#: More than anybody types to find a name.
_MOST_CHARACTERS = 40


def may_choose(declared: Declarations, rights: Collection[str], aggregate: str) -> bool:
    """Whether a form of somebody with these rights offers such records."""
    return any(
        _refers(spec.fields, aggregate)
        for spec in declared.commands.values()
        if not spec.permission or spec.permission in rights
    )


def _refers(fields: Iterable[FieldSpec], aggregate: str) -> bool:
    return any(f.reference == aggregate or _refers(f.lines, aggregate) for f in fields)


def show_matches(context: ChoicesOf, request: Any) -> dict[str, Any]:
    """The first matches, best first."""
    aggregate = context.__name__
    if not may_choose(request.declared, request.rights, aggregate):
        raise HTTPForbidden
    typed = request.GET.get("q", "")[:_MOST_CHARACTERS]
    found = matching(request.reader.offers(aggregate), typed)[:MOST_MATCHES]
    request.response.cache_control = "no-store"
    return {
        "matches": [
            {"value": o.id, "text": o.title, "hint": o.hint, "keys": o.keys}
            for o in found
        ]
    }


def includeme(config: Any) -> None:
    """Register the answer."""
    config.add_view(
        show_matches, context=ChoicesOf, request_method="GET", renderer="json"
    )
