from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.events import canonical, leaf
from houqin.events.clock import SteppingClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.log import Log

if TYPE_CHECKING:
    from houqin.events.store import Store

GOLDEN = json.loads(
    (Path(__file__).parent / "golden" / "leaves.json").read_text(encoding="utf-8")
)


def header_of(case: dict[str, Any]) -> leaf.Header:
    return leaf.Header(
        *(
            bytes.fromhex(value) if name in IDENTITIES else value
            for name, value in case["header"].items()
        )
    )


IDENTITIES = {"stream", "actor", "on_behalf_of", "command", "correlation"}


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["title"])
def test_bytes_and_hashes_are_the_golden_ones(case: dict[str, Any]) -> None:
    payload = canonical.encode(case["payload"])
    metadata = canonical.encode(case["metadata"])
    assert payload.hex() == case["payload_bytes"]
    assert metadata.hex() == case["metadata_bytes"]
    body = leaf.body_bytes(bytes.fromhex(case["salt"]), payload, metadata)
    seal = leaf.seal(header_of(case), body)
    for name, value in seal._asdict().items():
        assert value.hex() == case[name], name
    content = leaf.leaf_bytes(header_of(case), seal.body_sha256, seal.body_sm3)
    assert content.hex() == case["leaf"]


def test_a_row_holds_the_leaf_laid_out_byte_by_byte(store: Store) -> None:
    log = Log(store, SteppingClock(1_700_000_000_000_000))
    stream, actor, owner = uuid4(), uuid4(), uuid4()
    author = Authorship(actor, uuid4(), uuid4())
    event = NewEvent(
        stream,
        3,
        "vehicles.Trip.Returned",
        {"odometer": 120345},
        occurred=1_699_999_999_000_000,
        on_behalf_of=owner,
        metadata={"channel": "phone"},
        class_version=2,
        causing=1,
    )
    with log.transaction(author) as transaction:
        transaction.append([event._replace(stream=uuid4()), event])
    with store.reading() as connection:
        ((salt, *hashes),) = connection.execute(
            "SELECT b.salt, e.body_sha256, e.body_sm3, e.leaf_sha256, e.leaf_sm3"
            " FROM [event] e JOIN [body] b ON b.position = e.position"
            " WHERE e.position = 2"
        )
    body = (
        salt
        + struct.pack(">I", len(b'{"odometer":120345}'))
        + b'{"odometer":120345}{"channel":"phone"}'
    )
    content = b"".join(
        [
            b"HQ1\n",
            (2).to_bytes(8, "big"),
            stream.bytes,
            (3).to_bytes(4, "big"),
            (2).to_bytes(2, "big"),
            (22).to_bytes(2, "big"),
            b"vehicles.Trip.Returned",
            (1_699_999_999_000_000).to_bytes(8, "big", signed=True),
            (1_700_000_000_000_001).to_bytes(8, "big", signed=True),
            actor.bytes,
            owner.bytes,
            author.command.bytes,
            author.correlation.bytes,
            (1).to_bytes(8, "big"),
            hashlib.sha256(body).digest(),
            hashlib.new("sm3", body).digest(),
        ]
    )
    assert hashes == [
        hashlib.sha256(body).digest(),
        hashlib.new("sm3", body).digest(),
        hashlib.sha256(b"\0" + content).digest(),
        hashlib.new("sm3", b"\0" + content).digest(),
    ]


def test_salts_differ_between_events_of_one_body(store: Store) -> None:
    log = Log(store, SteppingClock(1))
    with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
        transaction.append([NewEvent(uuid4(), 1, "a.B.C", {}, 1) for _ in range(20)])
    with store.reading() as connection:
        salts = {salt for (salt,) in connection.execute("SELECT salt FROM [body]")}
    assert len(salts) == 20
    assert {len(salt) for salt in salts} == {16}


def test_sm3_is_the_standards_example_in_both_implementations() -> None:
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert leaf.sm3(b"abc").hex() == expected
    assert leaf._sm3_of_cryptography(b"abc").hex() == expected
