"""Where books of ledgers are: below their plugin, with a paper each."""

from __future__ import annotations

from typing import Any

from houqin.core.web.node import Node

_PDF = ".pdf"


class Books(Node):
    """Ledgers of a plugin that are printed together."""

    def __getitem__(self, name: str) -> BookNode:
        assert self.__parent__ is not None  # noqa: S101 - a plugin
        local, plugin = name.removesuffix(_PDF), self.__parent__.__name__
        book = self.declarations.books[f"{plugin}.{local}"]
        return (
            BookNode(self, name, book) if local == name else BookPaper(self, name, book)
        )


class BookNode(Node):
    """One book of ledgers."""

    def __init__(self, parent: Node, name: str, book: Any) -> None:
        super().__init__(parent, name)
        self.book = book

    @property
    def rights(self) -> frozenset[str]:
        """The right it was declared with lets in."""
        return frozenset({str(self.book.permission)})


class BookPaper(BookNode):
    """The same on paper."""
