"""见证单位: a head is handed over, printed with its code, acknowledged or cosigned."""

from __future__ import annotations

import struct
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from houqin.core.audit.checkpoints import sign
from houqin.core.audit.cosigning import Cosigner, cosigned, cosigner
from houqin.core.printing.form_sheet import form_sheets
from houqin.core.printing.ledger_sheet import Printing
from houqin.core.schema.errors import FormErrors
from houqin.events.errors import NoteInvalid
from houqin.events.note import parse
from tests.office import TODAY, refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

PRIVATE = Ed25519PrivateKey.generate()
NAME = "witness.example"


def key_text(name: str = NAME) -> str:
    public = PRIVATE.public_key().public_bytes_raw()
    key = Cosigner(name, public)
    return f"{name}+{key.id.hex()}+{b64encode(bytes([4]) + public).decode()}"


def with_cosignature(note: str, at: int = 1_700_000_000) -> str:
    """The note as a witness gives it back, by the words of the specification."""
    key = cosigner(key_text())
    said = f"cosignature/v1\ntime {at}\n{parse(note).text}".encode()
    content = key.id + struct.pack(">Q", at) + PRIVATE.sign(said)
    return f"{note}— {NAME} {b64encode(content).decode()}\n"


@pytest.fixture
def keeper(signing: Office) -> UUID:
    """Who signs and hands over."""
    return signing.person("孙主管", "audit_administrator")


@pytest.fixture
def witness(signing: Office, keeper: UUID) -> UUID:
    return signing.made(
        "core.register_witness", keeper, name="X市审计局", public_key=key_text()
    )


def row(office: Office, slip: UUID) -> Any:
    with office.site.reader() as reader:
        return reader.ledger("core.checkpoint_slips").row(str(slip))


def test_the_newest_head_is_handed_over_whole_and_acknowledged(
    signing: Office, keeper: UUID, witness: UUID
) -> None:
    (first, second) = sign(signing.site)
    slip = signing.made("core.hand_checkpoint", keeper, witness=witness)
    values = row(signing, slip).values
    assert values["head"] == first.note
    assert values["size"] == first.position
    assert values["root"] in first.note
    assert values["root_sm3"] in second.note
    signing.do(
        "core.acknowledge_checkpoint", keeper, record=slip, received_on=TODAY,
        receiver="王科长", number="X审收〔2023〕5号",
    )  # fmt: skip
    assert row(signing, slip).state == "acknowledged"


def test_the_code_on_the_slip_is_the_head_itself(
    signing: Office, keeper: UUID, witness: UUID
) -> None:
    (first, _) = sign(signing.site)
    slip = signing.made("core.hand_checkpoint", keeper, witness=witness)
    form = signing.site.declarations.printed_forms["core.CheckpointSlip"]
    with signing.site.reader() as reader:
        printing = Printing("某县", "今天", "某人")
        sheets = form_sheets(reader, form, form.leaves[0], slip, "http://x/", printing)
    assert [sheet.copy for sheet in sheets] == ["见证单位联", "存根联"]
    assert sheets[0].address.rstrip("\n") == first.note.rstrip("\n")
    assert sheets[0].large


def test_a_cosigned_head_is_checked_before_it_is_taken(
    signing: Office, keeper: UUID, witness: UUID
) -> None:
    (first, _) = sign(signing.site)
    slip = signing.made("core.hand_checkpoint", keeper, witness=witness)
    given = {"record": slip, "received_on": TODAY, "receiver": "程序"}
    signing.person("某某")
    (later, _) = sign(signing.site)
    good = with_cosignature(first.note)
    for wrong, said in (
        (with_cosignature(later.note), "不是这张存证单"),
        (first.note, "不成立"),
        (good.replace(NAME, "others.example"), "不成立"),
        (good.replace("— witness", "—"), "不成立"),
    ):
        with pytest.raises(FormErrors, match=said):
            signing.do("core.acknowledge_checkpoint", keeper, **given, cosigned=wrong)
    signing.do("core.acknowledge_checkpoint", keeper, **given, cosigned=good)
    assert cosigned(row(signing, slip).values["cosigned"] + "\n", cosigner(key_text()))


def test_what_is_wrong_is_refused_in_words(
    signing: Office, keeper: UUID, witness: UUID
) -> None:
    with refused("还没有存证点"):
        signing.do("core.hand_checkpoint", keeper, witness=witness)
    with pytest.raises(FormErrors, match="不是联署公钥"):
        signing.do(
            "core.register_witness", keeper, name="乙", public_key="witness+1+AAAA"
        )
    with refused("见证单位"):
        signing.do("core.register_witness", keeper, name="X市审计局")
    signing.do("core.end_witness", keeper, record=witness, reason="撤并")
    sign(signing.site)
    with refused("已停用"):
        signing.do("core.hand_checkpoint", keeper, witness=witness)
    with pytest.raises(NoteInvalid):
        cosigner(key_text().replace("witness", "others"))
