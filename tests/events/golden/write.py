"""Write leaves.json; see README.md. Shares no code with houqin.events."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes

FILE = Path(__file__).with_name("leaves.json")

ZERO = "00" * 16
CASES: list[dict[str, Any]] = [
    {
        "title": "the first event of a log",
        "header": {
            "position": 1,
            "stream": "0b5e2f0a4d3c4b8e9f6a7c1d2e3f4a5b",
            "version": 1,
            "class_version": 1,
            "topic": "core.Site.Opened",
            "occurred": 1672617600000000,
            "recorded": 1672617600000000,
            "actor": "11111111222233334444555555555555",
            "on_behalf_of": ZERO,
            "command": "66666666777788889999aaaaaaaaaaaa",
            "correlation": "66666666777788889999aaaaaaaaaaaa",
            "causing": 0,
        },
        "salt": "000102030405060708090a0b0c0d0e0f",
        "payload": {"zone": "Asia/Shanghai", "format": 1, "clock": "system"},
        "metadata": {},
    },
    {
        "title": "a paper entry on behalf of another, caused by an event, in Chinese",
        "header": {
            "position": 2**53 - 1,
            "stream": "ffffffffffffffffffffffffffffffff",
            "version": 2**32 - 1,
            "class_version": 2**16 - 1,
            "topic": "vehicles.Trip.Departed",
            "occurred": -1,
            "recorded": 1704182400000001,
            "actor": "11111111222233334444555555555555",
            "on_behalf_of": "abababababababababababababababab",
            "command": "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
            "correlation": "efefefefefefefefefefefefefefefef",
            "causing": 41,
        },
        "salt": "f0" * 16,
        "payload": {
            "note": '去机场 "接机"\\\n',
            "amounts": [0, -9007199254740991, 9007199254740991],
            "nested": {"b": None, "a": [True, False, {}], "_9": []},
        },
        "metadata": {"channel": "paper", "precision": "day"},
    },
    {
        "title": "empty body, shortest topic, everything absent",
        "header": {
            "position": 2,
            "stream": ZERO,
            "version": 1,
            "class_version": 1,
            "topic": "a.B.C",
            "occurred": 0,
            "recorded": 1,
            "actor": ZERO,
            "on_behalf_of": ZERO,
            "command": ZERO,
            "correlation": ZERO,
            "causing": 0,
        },
        "salt": ZERO,
        "payload": {},
        "metadata": {},
    },
]


def canonical(value: object) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def sm3(content: bytes) -> bytes:
    state = hashes.Hash(hashes.SM3())
    state.update(content)
    return state.finalize()


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def leaf(header: dict[str, Any], body: bytes) -> bytes:
    topic = header["topic"].encode()
    content = b"HQ1\n"
    content += struct.pack(">Q", header["position"])
    content += bytes.fromhex(header["stream"])
    content += struct.pack(">I", header["version"])
    content += struct.pack(">H", header["class_version"])
    content += struct.pack(">H", len(topic)) + topic
    content += struct.pack(">q", header["occurred"])
    content += struct.pack(">q", header["recorded"])
    for name in ("actor", "on_behalf_of", "command", "correlation"):
        content += bytes.fromhex(header[name])
    content += struct.pack(">Q", header["causing"])
    return content + sha256(body) + sm3(body)


def completed(case: dict[str, Any]) -> dict[str, Any]:
    payload, metadata = canonical(case["payload"]), canonical(case["metadata"])
    salt = bytes.fromhex(case["salt"])
    body = salt + struct.pack(">I", len(payload)) + payload + metadata
    content = leaf(case["header"], body)
    return case | {
        "payload_bytes": payload.hex(),
        "metadata_bytes": metadata.hex(),
        "body_sha256": sha256(body).hex(),
        "body_sm3": sm3(body).hex(),
        "leaf": content.hex(),
        "leaf_sha256": sha256(b"\0" + content).hex(),
        "leaf_sm3": sm3(b"\0" + content).hex(),
    }


if __name__ == "__main__":
    text = json.dumps([completed(case) for case in CASES], indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", encoding="utf-8")
