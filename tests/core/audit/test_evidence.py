"""存证凭证: checked without the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from houqin.core.audit.checkpoints import sign
from houqin.core.audit.evidence import check, prove
from houqin.events.note import Signer
from houqin.events.tree import SHA256
from tests.core.audit.test_checkpoints import head, more, tamper
from tests.office import refused

if TYPE_CHECKING:
    from houqin.events.note import Verifier
    from tests.office import Office


@pytest.fixture
def known(signing: Office) -> list[Verifier]:
    return signing.site.signing_keys.verifiers(SHA256)


def test_every_event_is_proved(signing: Office, known: list[Verifier]) -> None:
    sign(signing.site)
    with signing.site.store.reading() as connection:
        events = list(signing.site.log.read(connection))
    for event in events:
        header, signed = check(prove(signing.site, event.position), known)
        assert header.position == event.position
        assert header.originator_id == event.stream.bytes
        assert (header.topic, header.recorded) == (event.topic, event.recorded)
        assert signed.size == len(events)


def test_a_proof_leads_to_the_first_head_that_covers_it(
    signing: Office, known: list[Verifier]
) -> None:
    sign(signing.site)
    first = head(signing)
    more(signing)
    sign(signing.site)
    assert check(prove(signing.site, 2), known).head.size == first
    assert check(prove(signing.site, first + 1), known).head.size == head(signing)


def test_what_is_not_signed_yet_has_no_proof(signing: Office) -> None:
    with refused("还没有存证"):
        prove(signing.site, 1)
    with refused("没有登记序号9000"):
        prove(signing.site, 9000)


def test_a_damaged_log_proves_nothing(signing: Office) -> None:
    sign(signing.site)
    tamper(signing, "DELETE FROM [event] WHERE position = 3")
    with refused("请先核验"):
        prove(signing.site, 4)


def test_the_text_is_that_of_c2sp(signing: Office) -> None:
    (kept, _) = sign(signing.site)
    lines = prove(signing.site, 3).split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra SFEx")
    assert lines[2] == "index 2"
    assert "\n".join(lines).endswith(f"\n\n{kept.note}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("index 2", "index 3"),
        ("index 2", "index 02"),
        ("extra SFEx", "extra SFEy"),
        ("extra SFEx", "extra S!Ex"),
        ("houqin/", "others/"),
        ("tlog-proof@v1", "tlog-proof@v2"),
        ("\n\n", "\n"),
        ("\n\n", "\nAAAA\n\n"),
    ],
)
def test_a_proof_that_was_touched_does_not_hold(
    signing: Office, known: list[Verifier], old: str, new: str
) -> None:
    sign(signing.site)
    text = prove(signing.site, 3)
    assert old in text
    with refused("存证凭证"):
        check(text.replace(old, new, 1), known)


def test_a_key_nobody_knows_proves_nothing(
    signing: Office, known: list[Verifier]
) -> None:
    sign(signing.site)
    key = Ed25519PrivateKey.generate().private_bytes_raw()
    with refused("no known key"):
        check(prove(signing.site, 1), [Signer(known[0].name, key).verifier])
