"""Files that acts of the year name: handed in before, known by their digest."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.identities import person_id
from houqin.core.demonstration.parts import Handed
from houqin.core.demonstration.playing import hand_in
from tests import filing
from tests.core.conftest import office

if TYPE_CHECKING:
    from tests.office import Office

__all__ = ["office"]


def test_a_file_is_there_under_the_reference_that_acts_have(office: Office) -> None:
    handed = Handed("keeper", "三层.png", filing.photo((40, 20), "PNG"))
    part: Any = SimpleNamespace(files=lambda: [handed])
    without: Any = SimpleNamespace()
    hand_in(office.site, [without, part])
    reference = handed.reference
    again = filing.handed_in(
        office.site, person_id("keeper"), handed.content, handed.name
    )
    assert again == reference
    with office.site.attachments.open(reference["digest"]) as file:
        assert file.read() == handed.content
