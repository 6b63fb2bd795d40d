"""No 文号 twice, whether it was typed or drawn."""

from __future__ import annotations

from houqin.core.model.guards import Claims
from houqin.core.model.numbers import DOCUMENT, Serials
from houqin.core.projection.sources import field
from houqin.plugins.civilized_city.notice import Notice

document_numbers = Claims(
    "civilized_city.document_numbers", [Notice], "文号", field="number"
)
document_numbers.on(Notice.Numbered, value=field("number"))

notice_serials = Serials("civilized_city.notice_serials", Notice, "创督", DOCUMENT)
notice_serials.on(Notice.Entered, serial=field("serial"))

ALL = (document_numbers, notice_serials)
