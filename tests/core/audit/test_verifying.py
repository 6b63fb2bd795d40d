"""核验 of a site against its own 存证点 and one kept elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from houqin.core.audit.checkpoints import sign
from houqin.core.audit.verifying import verify_site
from houqin.core.site.log_problems import CHANGED, UNCHANGED
from houqin.events.entry import NewEvent
from houqin.events.erasure import PAYLOAD_ERASED
from houqin.events.note import Checkpoint, Signer
from houqin.events.reading import last_version
from houqin.events.tree import SHA256
from houqin.events.verification import Problem
from tests.core.audit.test_checkpoints import head, more, tamper
from tests.office import refused

if TYPE_CHECKING:
    from houqin.core.audit.verifying import Audit
    from tests.office import Office


def codes(found: Audit) -> set[str]:
    return {problem.code for problem in found.problems}


def test_what_nobody_touched_is_said_to_be_unchanged(signing: Office) -> None:
    texts = [each.note for each in sign(signing.site)]
    more(signing)
    sign(signing.site)
    for text in (None, *texts, "\n".join(texts)):
        found = verify_site(signing.site, text)
        assert (found.problems, found.sound, found.said) == ([], True, UNCHANGED)
        assert [each.holds for each in found.judged] == [True] * 4
        assert found.position == head(signing)
    assert [each.size for each in found.against] == [head(signing) - 1] * 2


def test_an_erased_text_leaves_everything_provable(signing: Office) -> None:
    person = signing.person("某某", "clerk")
    text = "\n".join(each.note for each in sign(signing.site))
    with signing.site.store.reading() as connection:
        (event,) = signing.site.log.read_stream(connection, person)[:1]
    payload = {"target": 1, "payload": event.payload, "metadata": {}}
    with signing.site.log.transaction(signing.site.author()) as transaction:
        version = 1 + last_version(transaction.connection, person)
        transaction.append(
            [NewEvent(person, version, PAYLOAD_ERASED, payload, transaction.now)]
        )
        transaction.record_itself()
    with signing.site.store.reading() as connection:
        sql = "SELECT count(*) FROM [body] WHERE position = ?"
        assert connection.execute(sql, (event.position,)) == [(0,)]
    assert verify_site(signing.site, text).problems == []


def test_a_change_is_named_and_the_result_says_so(signing: Office) -> None:
    sign(signing.site)
    tamper(signing, "UPDATE [event] SET occurred = occurred - 1 WHERE position = 4")
    found = verify_site(signing.site)
    assert found.problems == [Problem("header", 4, 4)]
    assert (found.sound, found.said) == (False, CHANGED)


def test_a_tail_that_is_gone_is_told_by_what_was_kept(signing: Office) -> None:
    (kept, _) = sign(signing.site)
    tamper(signing, "DELETE FROM [checkpoint]")
    last = kept.position
    for table in ("event", "body"):
        tamper(signing, f"DELETE FROM [{table}] WHERE position = {last}")  # noqa: S608
    assert "cut" not in codes(verify_site(signing.site))
    found = verify_site(signing.site, kept.note)
    assert Problem("cut", last, last) in found.problems


def test_a_forged_row_of_a_checkpoint_is_named(signing: Office) -> None:
    (kept, _) = sign(signing.site)
    tamper(signing, "UPDATE [checkpoint] SET position = 3 WHERE algorithm = 'sha256'")
    found = verify_site(signing.site)
    assert found.problems == [Problem("signature", 3, 3)]
    assert [(each.signature, each.holds) for each in found.judged] == [
        (True, True),
        (False, False),
    ]
    assert verify_site(signing.site, kept.note).problems == found.problems


def test_a_head_that_was_signed_for_another_log_is_refused(signing: Office) -> None:
    key = Ed25519PrivateKey.generate().private_bytes_raw()
    own = signing.site.signing_keys.origins["sha256"]
    for origin in (own, f"houqin/{uuid4()}"):
        text = Signer(origin, key).sign(str(Checkpoint(origin, 1, bytes(32))))
        with refused("不是本站点的存证点"):
            verify_site(signing.site, text)
    brought = [Signer(f"houqin/{uuid4()}", key).verifier]
    with refused("不是本站点的存证点"):
        verify_site(signing.site, text, brought)


def test_an_auditor_may_bring_the_key(signing: Office) -> None:
    (kept, _) = sign(signing.site)
    keys = signing.site.signing_keys.verifiers(SHA256)
    assert verify_site(signing.site, kept.note, keys).sound


@pytest.mark.parametrize("text", ["", "\n", "某文件\n", "a\n\nb\n\nc\n"])
def test_what_is_no_checkpoint_is_refused(signing: Office, text: str) -> None:
    with refused("不是本站点的存证点"):
        verify_site(signing.site, text)


def test_a_command_that_is_gone_is_found_and_named(signing: Office) -> None:
    """It could be sent once more, and would be done twice."""
    more(signing)
    position = head(signing)
    with signing.site.store.writing() as connection:
        connection.run("DELETE FROM [command] WHERE last_position = ?", (position,))
    found = verify_site(signing.site)
    assert [(each.code, each.first) for each in found.problems] == [
        ("commandless", position)
    ]
