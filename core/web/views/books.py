"""成册台账: several ledgers as they stood on a day, printed as one."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.printing.book_sheet import PAPERS, book_values, counts_of
from houqin.core.printing.typesetting import CannotTypeset
from houqin.core.web.book_tree import BookNode, BookPaper
from houqin.core.web.page import Link
from houqin.core.web.papers import pdf_of, printing_of


def show_book(context: BookNode, request: Any) -> dict[str, Any]:
    """Its parts, how many rows each has, and what is to be chosen."""
    book, reader = context.book, request.reader
    plugin = request.declared.plugins[book.plugin]
    request.page.crumbs = [Link(plugin.title, request.to.plugin(plugin.name))]
    counted = zip(book.parts, counts_of(reader, book), strict=True)
    return {
        "title": book.title,
        "parts": [
            (part.title, count, request.to.ledger(part.ledger))
            for part, count in counted
        ],
        "day": str(reader.last_day()),
        "action": f"{request.path}.pdf",
        "papers": [(name, name.upper()) for name in PAPERS],
    }


def print_book(context: BookPaper, request: Any) -> Any:
    """The PDF; without one the page says why."""
    book, reader = context.book, request.reader
    day = reader.last_day()
    paper = str(request.GET.get("paper", "a4"))
    printing = printing_of(request, f"统计时点：{day}")
    values = book_values(reader, book, printing, paper if paper in PAPERS else "a4")
    try:
        return pdf_of(request, "book.typ", values, f"{book.title} {day}")
    except CannotTypeset as error:
        request.session.flash(("late", error.message))
        return HTTPSeeOther(request.path.removesuffix(".pdf"))


def includeme(config: Any) -> None:
    """Register the page of a book and its paper."""
    get = {"request_method": "GET"}
    config.add_view(show_book, context=BookNode, renderer="book.pt", **get)
    config.add_view(print_book, context=BookPaper, **get)
