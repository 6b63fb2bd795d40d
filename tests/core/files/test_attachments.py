"""The attachments of a site: taken in, read back whole, swept, found missing."""

from __future__ import annotations

import hashlib
import io
import time
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.files.attachments import ABANDONED, AttachmentUnreadable
from houqin.core.files.database import DatabaseStore
from houqin.core.files.folder import FolderStore
from houqin.core.files.refusal import FileRefused
from houqin.core.site.checking import check
from houqin.core.site.directory import Directory
from houqin.core.site.site import Site
from tests import filing
from tests.filing import handed_in
from tests.office import KEY, declared

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tests.office import Office

TOLL = {"kind": "toll", "amount": 1500}
AFTER_A_DAY = time.time_ns() // 1000 + 10 * ABANDONED


@pytest.fixture(params=["folder", "database"])
def office(office: Office, request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """An office whose attachments lie in a folder, or in its database."""
    place = FolderStore(tmp_path / "files")
    other = DatabaseStore(office.site.store)
    places = (place, other) if request.param == "folder" else (other, place)
    store = office.site.store
    office.site = Site("office", store, declared(), KEY, places)
    return office


@pytest.fixture
def trip(office: Office, car: UUID, driver: UUID) -> UUID:
    """A dispatched trip."""
    return office.trip(car, driver)


def content_of(office: Office, reference: dict[str, Any]) -> bytes:
    with office.site.attachments.open(reference["digest"]) as opened:
        return opened.read()


def known(office: Office, table: str = "attachment") -> int:
    with office.site.store.reading() as connection:
        found = connection.execute(f"SELECT count(*) FROM [{table}]")  # noqa: S608 - a constant
    return int(found[0][0])


def damage(office: Office, digest: str) -> None:
    office.site.attachments.places[0].keep(digest, io.BytesIO(b"something else"))


def test_a_file_is_known_by_the_digest_of_its_content(office: Office) -> None:
    content = filing.photo()
    reference = handed_in(office.site, office.clerk, content, "C:/相册/票据.JPG")
    assert reference == {
        "digest": hashlib.sha256(content).hexdigest(), "name": "票据.JPG",
        "type": "image/jpeg", "size": len(content),
    }  # fmt: skip
    assert content_of(office, reference) == content


def test_the_same_content_is_kept_once(office: Office) -> None:
    content = filing.photo()
    first = handed_in(office.site, office.clerk, content, "票据.jpg")
    again = handed_in(office.site, office.dispatcher, content, "停车费.jpg")
    assert first["digest"] == again["digest"]
    assert again["name"] == "停车费.jpg"
    assert (known(office), known(office, "attachment_upload")) == (1, 2)


def test_what_is_refused_leaves_no_trace(office: Office) -> None:
    with pytest.raises(FileRefused):
        handed_in(office.site, office.clerk, b"<html>", "票据.jpg")
    assert known(office) == 0
    assert office.site.attachments.places[0].kept(2**60) == []


def test_a_damaged_content_is_never_given_out(office: Office) -> None:
    reference = handed_in(office.site, office.clerk)
    damage(office, reference["digest"])
    with pytest.raises(AttachmentUnreadable, match="附件内容已损坏"):
        office.site.attachments.open(reference["digest"])


def test_a_missing_content_is_said_to_be_missing(office: Office) -> None:
    reference = handed_in(office.site, office.clerk)
    office.site.attachments.places[0].remove(reference["digest"])
    with pytest.raises(AttachmentUnreadable, match="附件内容缺失"):
        office.site.attachments.open(reference["digest"])


def test_handing_in_again_mends_what_is_damaged(office: Office) -> None:
    content = filing.photo()
    reference = handed_in(office.site, office.clerk, content)
    damage(office, reference["digest"])
    handed_in(office.site, office.dispatcher, content)
    assert content_of(office, reference) == content


def test_contents_are_found_after_the_setting_changed(office: Office) -> None:
    content = filing.photo()
    reference = handed_in(office.site, office.clerk, content)
    turned = tuple(reversed(office.site.attachments.places))
    office.site = Site("office", office.site.store, declared(), KEY, turned)
    assert content_of(office, reference) == content
    other = handed_in(office.site, office.clerk)
    assert turned[0].holds(other["digest"])
    assert not turned[1].holds(other["digest"])


def test_an_intact_copy_elsewhere_is_read_instead_of_a_damaged_one(
    office: Office,
) -> None:
    content = filing.photo()
    reference = handed_in(office.site, office.clerk, content)
    office.site.attachments.places[1].keep(reference["digest"], io.BytesIO(content))
    damage(office, reference["digest"])
    assert content_of(office, reference) == content


# Sweeping


def test_what_no_record_took_up_is_swept_after_a_day(
    office: Office, trip: UUID
) -> None:
    held = handed_in(office.site, office.dispatcher)
    left = handed_in(office.site, office.dispatcher)
    office.cost(trip, {**TOLL, "photos": [held]})
    assert office.site.attachments.sweep() == []
    assert office.site.attachments.sweep(AFTER_A_DAY) == [left["digest"]]
    assert office.site.attachments.places[0].kept(2**60) == [held["digest"]]
    assert known(office) == 1
    assert known(office, "attachment_upload") == 0
    assert known(office, "attachment_thumbnail") == 1
    with pytest.raises(AttachmentUnreadable):
        office.site.attachments.open(left["digest"])


def test_what_a_voided_entry_holds_is_not_swept(office: Office, trip: UUID) -> None:
    held = handed_in(office.site, office.dispatcher)
    office.cost(trip, {**TOLL, "photos": [held]})
    office.void(trip, office.last(trip).version)
    assert office.site.attachments.sweep(AFTER_A_DAY) == []
    office.void(trip)
    assert office.site.attachments.sweep(AFTER_A_DAY) == []
    assert content_of(office, held)


def test_what_was_handed_in_again_has_a_day_more(office: Office) -> None:
    content = filing.photo()
    handed_in(office.site, office.clerk, content)
    with office.site.store.writing() as connection:
        connection.run("UPDATE [attachment] SET stored = 1")
        connection.run("UPDATE [attachment_upload] SET stored = 1")
    handed_in(office.site, office.dispatcher, content)
    assert office.site.attachments.sweep() == []


def test_handing_in_sweeps_now_and_then(office: Office) -> None:
    left = handed_in(office.site, office.clerk)
    with office.site.store.writing() as connection:
        connection.run("UPDATE [attachment] SET stored = 1")
        connection.run("UPDATE [attachment_upload] SET stored = 1")
    handed_in(office.site, office.clerk)
    assert office.site.attachments.places[0].holds(left["digest"])
    office.site.attachments._swept = 0
    handed_in(office.site, office.clerk)
    assert not office.site.attachments.places[0].holds(left["digest"])


def test_a_content_nothing_knows_of_is_swept(office: Office) -> None:
    content = filing.photo()
    digest = hashlib.sha256(content).hexdigest()
    office.site.attachments.places[1].keep(digest, io.BytesIO(content))
    assert office.site.attachments.sweep() == []
    assert office.site.attachments.sweep(AFTER_A_DAY) == [digest]


# Checking


def test_check_names_what_cannot_be_read(office: Office, trip: UUID) -> None:
    held = handed_in(office.site, office.dispatcher)
    office.cost(trip, {**TOLL, "photos": [held]})
    (found,) = [f for f in check(office.site).findings if f.kind == "attachment"]
    assert (found.title, found.agrees, found.detail) == ("附件", True, "1个")
    damage(office, held["digest"])
    (found,) = [f for f in check(office.site).findings if f.kind == "attachment"]
    assert not found.agrees
    assert held["digest"][:12] in found.detail
    assert "已损坏" in found.detail


def test_check_proves_who_holds_what(office: Office, trip: UUID) -> None:
    held = handed_in(office.site, office.dispatcher)
    office.cost(trip, {**TOLL, "photos": [held]})
    with office.site.store.writing() as connection:
        connection.run("DELETE FROM [guard_attachment]")
    differing = [f.name for f in check(office.site).findings if not f.agrees]
    assert differing == ["core.attachments"]


# The setting


def test_a_directory_keeps_contents_where_the_setting_says(tmp_path: Path) -> None:
    for chosen, kind in (("folder", FolderStore), ("database", DatabaseStore)):
        directory = Directory(tmp_path / chosen, declared(), attachments=chosen)
        site = directory.create("county", title="青山县")
        reference = handed_in(site, site.system_actor)
        assert isinstance(site.attachments.places[0], kind)
        path = tmp_path / chosen / "files" / "county" / reference["digest"][:2]
        assert path.is_dir() is (chosen == "folder")
        site.store.close()


def test_another_setting_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="只能是folder、database"):
        Directory(tmp_path, declared(), attachments="cloud")
