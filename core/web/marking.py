"""Where one is in the menu: the entry of this page, and what is unfolded with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from houqin.core.web.page import Group, Link


def marked(group: Group, path: str, whole: str) -> Group:
    """The entry of this page; one that names a list of it rather than the page.

    All entries of a group with an address lie below it, so most are as they were.
    """
    if group.url and not path.startswith(group.url):
        return group
    every = [*group.links, *(inner for link in group.links for inner in link.below)]
    here = whole if any(link.url == whole for link in every) else path
    links = tuple(_marked_link(link, here, path) for link in group.links)
    return replace(group, links=links)


def _marked_link(link: Link, here: str, path: str) -> Link:
    """A section is unfolded while one is at a place of it, or below one."""
    if not link.below:
        return replace(link, current="page") if link.url == here else link
    below = tuple(_marked_link(inner, here, path) for inner in link.below)
    within = any(inner.current or path.startswith(f"{inner.url}/") for inner in below)
    return replace(link, below=below, current="true" if within else None)


def within(link: Link, home: str, path: str) -> Link:
    """Marked on the pages below it too."""
    inside = link.url.startswith(home) and path.startswith(f"{link.url}/")
    return replace(link, current="true") if inside else link
