"""存证点: when they are signed, what they say, and when they are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.audit.checkpoints import Occasion, Signed, give_up, sign, stored, tick
from houqin.core.site.schedule import Schedule
from houqin.core.site.signing import SigningKeyMissing, heads_path
from houqin.core.site.system_log import Choosing
from houqin.events import note
from houqin.events.errors import NoteInvalid
from houqin.events.tree import ALGORITHMS, SHA256, SM3
from houqin.events.tree_nodes import StoredTree
from tests.office import refused, when

if TYPE_CHECKING:
    from tests.office import Office


def head(office: Office) -> int:
    with office.site.store.reading() as connection:
        return office.site.log.head(connection)[0]


def signed(office: Office) -> list[Signed]:
    with office.site.store.reading() as connection:
        return [each for each in stored(connection) if each.algorithm == "sha256"]


def tamper(office: Office, sql: str) -> None:
    with office.site.store.writing() as connection:
        connection.run(sql)


def more(office: Office) -> None:
    """One more event."""
    office.person("某某", "clerk")


def test_both_trees_are_signed_as_they_are(signing: Office) -> None:
    made = sign(signing.site)
    position = head(signing)
    assert [(each.algorithm, each.position) for each in made] == [
        ("sha256", position),
        ("sm3", position),
    ]
    keys = signing.site.signing_keys
    with signing.site.store.reading() as connection:
        for each, algorithm in zip(made, ALGORITHMS, strict=True):
            text = note.open_note(each.note, keys.verifiers(algorithm))
            root = StoredTree(connection, algorithm).root(position)
            assert note.checkpoint(text)[1:] == (position, root)


def test_the_origin_says_whose_tree_it_is_and_that_it_is_a_demonstration(
    signing: Office,
) -> None:
    first, second = (each.note.partition("\n")[0] for each in sign(signing.site))
    assert first == f"houqin/演示/{signing.site.id}"
    assert second == f"houqin/演示/{signing.site.id}/sm3"


def test_a_head_is_signed_once(signing: Office) -> None:
    assert sign(signing.site) == sign(signing.site)
    assert len(signed(signing)) == 1


def test_who_asked_for_it_is_kept(signing: Office) -> None:
    sign(signing.site, person=signing.administrator)
    (kept,) = signed(signing)
    assert (kept.occasion, kept.person) == ("demand", signing.administrator)
    assert kept.signed == signing.site.now()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE [event] SET leaf_sha256 = leaf_sm3 WHERE position = 3",
        "UPDATE [event] SET leaf_sm3 = leaf_sha256 WHERE position = 3",
        "DELETE FROM [event] WHERE position = 3",
        "UPDATE [log_head] SET position = 4",
        "UPDATE [log_head] SET frontier_sm3 = frontier_sha256",
    ],
)
def test_what_contradicts_the_last_one_is_refused(
    signing: Office, tampering: str
) -> None:
    sign(signing.site)
    more(signing)
    tamper(signing, tampering)
    with refused("与上一个存证点不一致"):
        sign(signing.site)
    assert len(signed(signing)) == 1


def test_a_last_one_signed_by_somebody_else_is_refused(signing: Office) -> None:
    sign(signing.site)
    more(signing)
    tamper(signing, "UPDATE [checkpoint] SET note = replace(note, 'houqin', 'others')")
    with refused("数字签名无效"):
        sign(signing.site)


def test_nothing_is_signed_without_a_key(office: Office) -> None:
    with pytest.raises(SigningKeyMissing):
        sign(office.site)


def test_a_new_key_leaves_the_old_signatures_verifiable(signing: Office) -> None:
    (before, _) = sign(signing.site)
    keys = signing.site.signing_keys
    (old,) = keys.verifiers(SHA256)
    keys.rotate()
    more(signing)
    (after, _) = sign(signing.site)
    new, still = keys.verifiers(SHA256)
    assert still == old
    for text, by, other in ((before.note, old, new), (after.note, new, old)):
        assert note.open_note(text, [by])
        with pytest.raises(NoteInvalid):
            note.open_note(text, [other])
    assert keys.path.stat().st_mode & 0o777 == 0o600
    assert len(keys.verifiers(SM3)) == 2


def test_a_lost_key_is_replaced_and_what_it_signed_still_holds(signing: Office) -> None:
    (before, _) = sign(signing.site)
    keys = signing.site.signing_keys
    keys.path.unlink()
    more(signing)
    with pytest.raises(SigningKeyMissing):
        sign(signing.site)
    keys.rotate()
    (after, _) = sign(signing.site)
    assert [each.position for each in signed(signing)] == [
        after.position,
        before.position,
    ]


def test_the_first_tick_signs(signing: Office) -> None:
    tick(signing.site)
    (kept,) = signed(signing)
    assert (kept.position, kept.occasion) == (head(signing), "schedule")


def test_a_tick_signs_when_the_time_has_come(signing: Office) -> None:
    signing.at("2023-03-01 09:00")
    tick(signing.site)
    more(signing)
    signing.at("2023-03-02 08:59")
    tick(signing.site)
    assert len(signed(signing)) == 1
    signing.at("2023-03-02 09:00")
    tick(signing.site)
    assert [each.position for each in signed(signing)] == [
        head(signing),
        head(signing) - 1,
    ]


def test_nothing_new_is_not_signed_again(signing: Office) -> None:
    signing.at("2023-03-01 09:00")
    tick(signing.site)
    signing.at("2023-05-01 09:00")
    tick(signing.site)
    assert len(signed(signing)) == 1


def test_the_parameter_says_how_often(signing: Office) -> None:
    signing.at("2023-03-01 09:00")
    signing.do(
        "core.change_settings", group="core.checkpoints",
        values={"checkpoint_hours": 2},
    )  # fmt: skip
    tick(signing.site)
    more(signing)
    signing.at("2023-03-01 11:01")
    tick(signing.site)
    assert len(signed(signing)) == 2


def test_a_month_is_signed_as_it_ended(signing: Office) -> None:
    """A tick that comes late stands for the last record of the month all the same."""
    signing.at("2023-03-30 09:00")
    tick(signing.site)
    signing.at("2023-03-31 23:59")
    more(signing)
    march = head(signing)
    signing.at("2023-04-01 00:05")
    more(signing)
    tick(signing.site)
    newest, month, _first = signed(signing)
    assert (month.position, month.occasion) == (march, "month")
    assert (newest.position, newest.occasion) == (head(signing), "schedule")
    assert month.signed == when("2023-04-01 00:05")
    tick(signing.site)
    assert len(signed(signing)) == 3


def test_what_cannot_be_signed_stands_in_the_system_log(signing: Office) -> None:
    tick(signing.site)
    signing.at("2023-03-09 09:00")
    more(signing)
    tamper(signing, "UPDATE [event] SET leaf_sha256 = leaf_sm3 WHERE position = 3")
    with refused("与上一个存证点不一致"):
        tick(signing.site)
    with signing.site.store.reading() as connection:
        (line,) = signing.site.system_log.read(connection, Choosing("fault"))
    assert line.text.startswith("没有存证：现在的原始记录与上一个存证点不一致")
    assert len(signed(signing)) == 1


def test_a_site_signs_by_itself(signing: Office) -> None:
    done = Schedule(signing.site).go_on()
    assert "core.checkpoints" in done
    assert len(signed(signing)) == 1


def test_an_earlier_position_is_signed_as_it_was(signing: Office) -> None:
    (made, _) = sign(signing.site, Occasion.MONTH, position=5)
    with signing.site.store.reading() as connection:
        root = StoredTree(connection, SHA256).root(5)
    text = note.open_note(made.note, signing.site.signing_keys.verifiers(SHA256))
    assert note.checkpoint(text)[1:] == (5, root)


def test_an_earlier_position_is_signed_also_after_a_later_one(signing: Office) -> None:
    (later, _) = sign(signing.site)
    (made, _) = sign(signing.site, Occasion.MONTH, position=3)
    assert [each.position for each in signed(signing)] == [later.position, 3]
    tamper(signing, "UPDATE [event] SET leaf_sha256 = leaf_sm3 WHERE position = 3")
    with refused("与上一个存证点不一致"):
        sign(signing.site, Occasion.MONTH, position=4)
    assert made.note.split("\n")[1] == "3"


def test_a_month_is_signed_although_somebody_signed_after_it(signing: Office) -> None:
    signing.at("2023-03-31 23:59")
    more(signing)
    march = head(signing)
    signing.at("2023-04-01 00:05")
    more(signing)
    sign(signing.site)
    tick(signing.site)
    assert [(each.position, each.occasion) for each in signed(signing)] == [
        (march + 1, "demand"),
        (march, "month"),
    ]


def test_every_month_that_ended_unsigned_is_signed(signing: Office) -> None:
    signing.at("2023-03-30 09:00")
    tick(signing.site)
    ended = []
    for day in ("2023-03-31 09:00", "2023-04-10 09:00", "2023-06-02 09:00"):
        signing.at(day)
        more(signing)
        ended.append(head(signing))
    tick(signing.site)
    found = [(each.position, each.occasion) for each in signed(signing)[:-1]]
    assert found == [(ended[2], "schedule"), (ended[1], "month"), (ended[0], "month")]


def test_the_first_tick_signs_how_the_last_month_ended(signing: Office) -> None:
    signing.at("2023-03-31 09:00")
    more(signing)
    march = head(signing)
    signing.at("2023-04-01 09:00")
    more(signing)
    tick(signing.site)
    assert [each.position for each in signed(signing)] == [march + 1, march]


def test_an_older_note_in_place_of_the_last_one_is_refused(signing: Office) -> None:
    sign(signing.site)
    more(signing)
    sign(signing.site)
    more(signing)
    tamper(
        signing,
        "UPDATE [checkpoint] SET note = (SELECT note FROM [checkpoint] AS c"
        " WHERE c.algorithm = [checkpoint].algorithm ORDER BY position LIMIT 1)",
    )
    with refused("数字签名无效"):
        sign(signing.site)


@pytest.mark.parametrize("more_events", [0, 1])
def test_a_log_written_anew_contradicts_the_head_kept_beside_the_key(
    signing: Office, more_events: int
) -> None:
    """Who has the database alone takes the signed heads out of it."""
    sign(signing.site)
    keys = signing.site.signing_keys
    signer = keys.signer(SHA256)
    size = head(signing) + more_events
    another = note.Checkpoint(signer.verifier.name, size, b"\1" * 32)
    keys.keep_heads({"sha256": signer.sign(str(another))})
    tamper(signing, "DELETE FROM [checkpoint]")
    with refused("不一致"):
        sign(signing.site)
    heads_path(keys.path).unlink()
    sign(signing.site)


def test_the_head_signed_last_lies_beside_the_key(signing: Office) -> None:
    keys = signing.site.signing_keys
    for _ in range(2):
        more(signing)
        made = sign(signing.site)
        assert [keys.last_head(each) for each in ALGORITHMS] == [m.note for m in made]
    sign(signing.site, Occasion.MONTH, position=3)
    assert [keys.last_head(each) for each in ALGORITHMS] == [m.note for m in made]


def test_a_head_of_another_site_beside_the_key_is_refused(signing: Office) -> None:
    keys = signing.site.signing_keys
    stranger = note.Signer("houqin/other", keys.path.read_bytes())
    theirs = stranger.sign(str(note.Checkpoint("houqin/other", 1, b"\1" * 32)))
    keys.keep_heads({"sha256": theirs})
    with refused("数字签名无效"):
        sign(signing.site)


def test_heads_are_given_up_whatever_they_hold(signing: Office) -> None:
    sign(signing.site)
    keys = signing.site.signing_keys
    with signing.site.reader() as reader:
        before = reader.position
    kept = {each.name: keys.last_head(each) or "" for each in ALGORITHMS}
    assert give_up(signing.site) == list(kept.values())
    keys.keep_heads({**kept, "sha256": "not a note"})
    assert give_up(signing.site)[0] == "not a note"
    with refused("没有留存"):
        give_up(signing.site)
    with signing.site.store.reading() as connection:
        lines = signing.site.system_log.read(connection, Choosing("audit"))
    said = [line.text for line in lines]
    assert any(f"登记序号{before:,}）" in text for text in said)
    assert any(f"登记序号无法读出、{before:,}）" in text for text in said)
    # They are kept apart from each other.
    assert len(list(keys.path.parent.glob("*.heads.*"))) == 2


def test_what_cannot_be_kept_beside_the_key_is_not_signed(signing: Office) -> None:
    keys = signing.site.signing_keys
    heads_path(keys.path).mkdir()
    with refused("没有存证"):
        sign(signing.site)
    assert signed(signing) == []
    heads_path(keys.path).rmdir()
    sign(signing.site)
    assert len(signed(signing)) == 1
