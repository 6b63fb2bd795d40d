"""The sheets of many records of one ledger, as somebody may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.printing.form_sheet import form_sheets, paper_values
from houqin.core.printing.record_sheet import record_sheet

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.printing.form_sheet import FormSheet
    from houqin.core.printing.ledger_sheet import Printing
    from houqin.core.printing.sources import Filling
    from houqin.core.registry.printing import PrintedForm
    from houqin.core.site.reader import Reader


class SheetMaker:
    """Makes the sheets of records, as somebody may see them.

    :param base: the full address of the records' ledger.
    """

    def __init__(
        self,
        reader: Reader,
        form: PrintedForm | None,
        leaf: str,
        printing: Printing,
        base: str,
    ) -> None:
        self.reader, self.form, self.printing = reader, form, printing
        self._leaf, self._base = leaf, base
        self._known: dict[UUID, Filling] = {}

    def of(self, record: UUID, state: str | None) -> list[FormSheet]:
        """The sheets of one record."""
        chosen = (record, f"{self._base}/{record}", self.printing)
        if self.form is None:
            return [record_sheet(self.reader, *chosen)]
        leaf = self.form.leaf(self._leaf) or self.form.due(state)
        return form_sheets(self.reader, self.form, leaf, *chosen, self._known)


def form_values(
    form: PrintedForm | None, title: str, sheets: list[FormSheet], printing: Printing
) -> dict[str, Any]:
    """What the template of the PDF shows, on the form's paper."""
    return paper_values(title, form.paper if form else "a4", sheets, printing)
