"""Records and attachments: who may take up what, and erasure as the only removal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from houqin.core.files.attachments import AttachmentUnreadable
from houqin.core.projection.horizon import Horizon
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site.attached import attachments_of
from houqin.core.site.checking import check
from tests import filing
from tests.filing import handed_in
from tests.office import refused

if TYPE_CHECKING:
    from houqin.core.site.attached import Held
    from tests.office import Office

TOLL = {"kind": "toll", "amount": 1500}
SAID = {"basis": "consent", "document": "青后勤〔2023〕5号", "reason": "本人申请"}
GROUNDS = "依据个人信息保护法第四十七条第三项，青后勤〔2023〕5号"


@pytest.fixture
def trip(office: Office, car: UUID, driver: UUID) -> UUID:
    """A dispatched trip."""
    return office.trip(car, driver)


def held(office: Office, record: UUID, **horizon: Any) -> list[Held]:
    with office.site.reader(Horizon(**horizon)) as reader:
        return attachments_of(reader, record)


def cost(office: Office, trip: UUID, *photos: dict[str, Any], **more: Any) -> None:
    office.cost(trip, {**TOLL, "photos": list(photos)}, **more)


def erase(
    office: Office, record: UUID, digest: str, by: UUID | None = None, **more: Any
) -> None:
    given = {"record": record, "digest": digest, **SAID, **more}
    office.do("core.erase_attachment", by or office.administrator, **given)


def wrong(office: Office, trip: UUID, *photos: dict[str, Any], **more: Any) -> Any:
    with pytest.raises(FormErrors) as caught:
        cost(office, trip, *photos, **more)
    return caught.value.errors


# Taking up


def test_a_record_holds_what_its_form_named(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher, name="过路费.jpg")
    cost(office, trip, photo)
    (found,) = held(office, trip)
    assert (found.digest, found.name, found.size) == (
        photo["digest"], "过路费.jpg", photo["size"],
    )  # fmt: skip
    assert (found.title, found.step, found.who) == ("票据照片", "费用登记", "王调度")
    assert not found.struck
    assert found.erasure is None


def test_its_history_names_them(office: Office, trip: UUID) -> None:
    photos = [
        handed_in(office.site, office.dispatcher, name=name)
        for name in ("过路费.jpg", "停车费.jpg")
    ]
    cost(office, trip, *photos)
    with office.site.reader() as reader:
        last = reader.history(trip)[-1]
    assert ("票据照片", "", "过路费.jpg、停车费.jpg") in last.changes


def test_what_was_never_handed_in_is_refused(office: Office, trip: UUID) -> None:
    made_up = {"digest": "ab" * 32, "name": "票据.jpg", "type": "image/jpeg", "size": 9}
    assert wrong(office, trip, made_up) == {
        "lines.0.photos": "“票据.jpg”没有上传成功或者已超过一天，请重新上传"
    }


def test_nobody_takes_up_by_its_digest_what_another_handed_in(
    office: Office, trip: UUID
) -> None:
    photo = handed_in(office.site, office.clerk)
    assert "lines.0.photos" in wrong(office, trip, photo, by=office.dispatcher)
    handed_in(office.site, office.dispatcher)
    assert "lines.0.photos" in wrong(office, trip, photo, by=office.dispatcher)


def test_the_system_takes_up_anything(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.clerk)
    cost(office, trip, photo, by=office.site.system_actor)
    assert len(held(office, trip)) == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"size": 1}, "与上传的内容不符"),
        ({"name": "票据.pdf", "type": "application/pdf"}, "与上传的内容不符"),
        ({"name": "机密.jpg"}, "非涉密系统"),
        ({"name": "票据.exe.jpg"}, "两个扩展名"),
    ],
)
def test_a_reference_says_what_was_handed_in(
    office: Office, trip: UUID, changed: dict[str, Any], why: str
) -> None:
    photo = handed_in(office.site, office.dispatcher) | changed
    assert why in wrong(office, trip, photo)["lines.0.photos"]


def test_one_content_may_go_by_names_of_its_family(office: Office, trip: UUID) -> None:
    content = filing.compound("会议纪要")
    handed_in(office.site, office.dispatcher, content, "纪要.doc")
    cost(office, trip, handed_in(office.site, office.dispatcher, content, "纪要.wps"))
    assert [h.name for h in held(office, trip)] == ["纪要.wps"]


def test_a_refused_command_takes_nothing_up(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher)
    with pytest.raises(FormErrors):
        office.cost(trip, {**TOLL, "photos": [photo]}, {**TOLL, "photos": [1]})
    assert held(office, trip) == []


def test_a_command_sent_twice_takes_up_once(office: Office, trip: UUID) -> None:
    photo, command = handed_in(office.site, office.dispatcher), uuid4()
    for _ in range(2):
        cost(office, trip, photo, id=command)
    assert len(held(office, trip)) == 1


# Voiding and correcting


def test_voiding_shows_them_struck(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher)
    cost(office, trip, photo)
    office.void(trip, office.last(trip).version)
    assert [h.struck for h in held(office, trip)] == [True]
    with office.site.attachments.open(photo["digest"]) as opened:
        assert opened.read(3) == b"\xff\xd8\xff"


def test_no_correction_exchanges_them(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher)
    cost(office, trip, photo)
    version = office.last(trip).version
    other = handed_in(office.site, office.dispatcher)
    with pytest.raises(FormErrors):
        office.correct(trip, version, photos=[other])
    office.correct(trip, version, amount=1600)
    assert [h.digest for h in held(office, trip)] == [photo["digest"]]


# Erasing


def test_erasing_removes_the_content_and_keeps_the_record(
    office: Office, trip: UUID
) -> None:
    photo = handed_in(office.site, office.dispatcher, name="身份证.jpg")
    cost(office, trip, photo)
    erase(office, trip, photo["digest"])
    with pytest.raises(AttachmentUnreadable):
        office.site.attachments.open(photo["digest"])
    with office.site.store.reading() as connection:
        assert not office.site.attachments.thumbnail(connection, photo["digest"])
    (found,) = held(office, trip)
    assert found.erasure is not None
    assert found.erasure.text == f"已清除（{GROUNDS}）"
    assert check(office.site).agrees


def test_an_erased_attachment_is_named_nowhere(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher, name="身份证.jpg")
    cost(office, trip, photo)
    before = office.site.now()
    office.at("2023-03-07 08:00")
    erase(office, trip, photo["digest"])
    with office.site.reader() as reader:
        *_, told, erased = reader.history(trip)
    assert ("票据照片", "", f"已清除（{GROUNDS}）") in told.changes
    assert (erased.title, erased.reason) == ("清除附件", "本人申请")
    assert (erased.restorable, erased.correctable, erased.voided) == (False,) * 3
    # The view of an earlier day does not bring it back.
    with office.site.reader() as reader:
        day = reader.last_day()
    (found,) = held(office, trip, recorded_by=day.replace(day=6))
    assert found.erasure is not None
    assert before < found.erasure.when


def test_erasing_needs_its_right(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher)
    cost(office, trip, photo)
    with refused("没有“清除附件”的权限", NotPermitted):
        erase(office, trip, photo["digest"], office.dispatcher)
    with office.site.attachments.open(photo["digest"]):
        pass


def test_a_basis_must_be_named(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher)
    cost(office, trip, photo)
    with pytest.raises(FormErrors, match="法律依据不在可选范围内"):
        erase(office, trip, photo["digest"], basis=" ")
    with pytest.raises(FormErrors, match="须写明法规和条款"):
        erase(office, trip, photo["digest"], basis="other")


def test_other_records_with_the_same_content_are_named_and_confirmed(
    office: Office, trip: UUID, driver: UUID
) -> None:
    photo = handed_in(office.site, office.dispatcher)
    other = office.trip(office.car(), driver, "14:00", "16:00")
    cost(office, trip, photo)
    cost(office, other, photo)
    serial = office.site.services.title
    with office.site.store.reading() as connection:
        named = serial(connection, str(other))
    with refused(f"须一并清除：{named}"):
        erase(office, trip, photo["digest"])
    erase(office, trip, photo["digest"], others=[other])
    for record in (trip, other):
        (found,) = held(office, record)
        assert found.erasure is not None


def test_what_is_not_there_or_gone_cannot_be_erased(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher)
    with refused("这份单据没有这个附件"):
        erase(office, trip, photo["digest"])
    cost(office, trip, photo)
    erase(office, trip, photo["digest"])
    with refused("这个附件已经清除过"):
        erase(office, trip, photo["digest"])


def test_an_erasure_cannot_be_undone(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher)
    cost(office, trip, photo)
    erase(office, trip, photo["digest"])
    with refused("附件清除不能撤销"):
        office.restore(trip)
    with refused("更正和作废请用“撤销”"):
        office.void(trip, office.last(trip).version)


def test_a_voided_record_is_erased_too(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher)
    cost(office, trip, photo)
    office.void(trip)
    erase(office, trip, photo["digest"])
    (found,) = held(office, trip)
    assert (found.struck, found.erasure is not None) == (True, True)


def test_no_count_changes_by_an_erasure(office: Office, trip: UUID) -> None:
    photo = handed_in(office.site, office.dispatcher)
    cost(office, trip, photo)
    # The list of erasures has one line more.
    names = [n for n in office.site.declarations.ledgers if n != "core.erasures"]
    with office.site.reader() as reader:
        before = [reader.digest(name) for name in names]
    erase(office, trip, photo["digest"])
    with office.site.reader() as reader:
        assert [reader.digest(name) for name in names] == before
    office.site.rebuild()
    with office.site.reader() as reader:
        assert [reader.digest(name) for name in names] == before


def test_the_same_content_may_be_handed_in_anew(office: Office, trip: UUID) -> None:
    content = filing.photo()
    photo = handed_in(office.site, office.dispatcher, content)
    cost(office, trip, photo)
    erase(office, trip, photo["digest"])
    again = handed_in(office.site, office.dispatcher, content)
    with office.site.attachments.open(again["digest"]) as opened:
        assert opened.read() == content
    cost(office, trip, again)
    assert [h.erasure is None for h in held(office, trip)] == [False, True]


# Beside the steps


def test_whoever_is_concerned_adds_files_to_a_record(office: Office) -> None:
    request = office.request()
    scan = handed_in(office.site, office.clerk, filing.pdf("会议通知"), "通知.pdf")
    office.do("core.attach", office.clerk, record=request, files=[scan], note="来文")
    (found,) = held(office, request)
    assert (found.name, found.title, found.step) == ("通知.pdf", "附件", "上传附件")
    with office.site.reader() as reader:
        last = reader.history(request)[-1]
    assert ("附件", "", "通知.pdf") in last.changes
    assert ("附件说明", "", "来文") in last.changes
    assert office.state(request) == "requested"


def test_nobody_else_adds_files(office: Office) -> None:
    request = office.request()
    scan = handed_in(office.site, office.dispatcher)
    with refused("只有经办过、申请或被知会的人"):
        office.do("core.attach", office.dispatcher, record=request, files=[scan])


def test_adding_files_needs_a_file(office: Office) -> None:
    request = office.request()
    with pytest.raises(FormErrors, match="附件必须"):
        office.do("core.attach", office.clerk, record=request, files=[])
