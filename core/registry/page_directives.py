"""The directives for what a plugin shows: menu, cards, pages, papers, sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.registry.declarations import (
    Card,
    Control,
    MenuItem,
    PluginPage,
    RecordTab,
)
from houqin.core.registry.declaring import (
    DeclarationError,
    declare,
    declared_in,
    setter,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyramid.config import Configurator

    from houqin.core.model.waiting import WorklistSource
    from houqin.core.registry.books import Book
    from houqin.core.registry.printing import PrintedForm
    from houqin.core.registry.reporting import ReportSection


def add_menu_item(
    config: Configurator,
    plugin: str,
    title: str,
    target: str,
    permission: str = "",
    order: int = 100,
    section: str = "",
) -> None:
    """An entry of the navigation; ``target`` is a path below the plugin.

    :param section: entries of one section are folded under it, where the first stands.
    """
    item = MenuItem(plugin, title, target, str(permission), order, section)
    menu = declared_in(config).menu
    declare(config, "menu item", f"{plugin}/{target}", item, lambda: menu.append(item))


def add_menu(
    config: Configurator, plugin: str, items: Iterable[tuple[str, str, str, str]]
) -> None:
    """A plugin's whole navigation in its order: title, target, permission, section."""
    for order, (title, target, permission, section) in enumerate(items, 1):
        add_menu_item(config, plugin, title, target, permission, 10 * order, section)


def add_card(config: Configurator, *cards: Card) -> None:
    """Cards of the home page."""
    known = declared_in(config).cards
    for card in cards:
        declare(config, "card", card.name, card, setter(known, card.name, card))


def add_plugin_page(config: Configurator, *pages: PluginPage) -> None:
    """Pages that are no ledger, form or indicator."""
    known = declared_in(config).pages
    for page in pages:
        if not page.permission:
            raise DeclarationError(f"page {page.name} needs no right")
        declare(config, "page", page.name, page, setter(known, page.name, page))


def add_record_tab(config: Configurator, *tabs: RecordTab) -> None:
    """Tabs on records, another module's too, which is then among what it requires."""
    known = declared_in(config).record_tabs
    for tab in tabs:
        if not tab.permission:
            raise DeclarationError(f"record tab {tab.name} needs no right")
        declare(config, "record tab", tab.name, tab, setter(known, tab.name, tab))


def add_control(  # noqa: PLR0913 - a declaration names all it declares
    config: Configurator,
    code: str,
    title: str,
    help: str,  # noqa: A002 - as everywhere a declaration says it
    permission: str,
    *,
    section: str,
    order: int = 100,
    target: str = "",
    parts: str = "",
    icon: str = "module",
    ledger: str = "",
) -> None:
    """An entry of 系统管理.

    Its views are those with the predicate ``control=code``; only who has the right
    reaches them.
    """
    if not permission:
        raise DeclarationError(f"control {code} needs no right")
    control = Control(
        code, title, help, str(permission), section, order, target, parts, icon, ledger
    )
    known = declared_in(config).controls
    declare(config, "control", code, control, setter(known, code, control))


def add_worklist_source(
    config: Configurator, name: str, source: WorklistSource
) -> None:
    """What 待办 shows beside the states of workflows."""
    known = declared_in(config).worklist_sources
    declare(config, "worklist source", name, source, setter(known, name, source))


def add_printed_form(config: Configurator, *forms: PrintedForm) -> None:
    """The paper form of an aggregate's records; each aggregate has one at most.

    :raises DeclarationError: when the places of a row do not fill it.
    """
    known = declared_in(config).printed_forms
    for form in forms:
        if labels := form.unfilled():
            message = f"printed form {form.name}: {labels} do not fill a row"
            raise DeclarationError(message)
        register = setter(known, form.aggregate, form)
        declare(config, "printed form", form.aggregate, form, register)


def add_book(config: Configurator, *books: Book) -> None:
    """Ledgers that are printed together as one book."""
    known = declared_in(config).books
    for book in books:
        if not book.permission:
            raise DeclarationError(f"book {book.name} needs no right")
        declare(config, "book", book.name, book, setter(known, book.name, book))


def add_report_section(config: Configurator, *sections: ReportSection) -> None:
    """Sentences of the work summary; a figure nobody counts yet is left out."""
    known = declared_in(config).report_sections
    for section in sections:
        register = setter(known, section.name, section)
        declare(config, "report section", section.name, section, register)


SHOWN = (
    add_menu_item,
    add_menu,
    add_card,
    add_plugin_page,
    add_record_tab,
    add_control,
    add_worklist_source,
    add_printed_form,
    add_book,
    add_report_section,
)
