#!/usr/bin/env python3
"""核验审计取证包：只用 Python 自带的功能，不与原系统共用代码。

用法：在解压后的文件夹中运行  python verify.py [--key 公钥]...
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Point = tuple[int, int, int, int]
    #: Name, four bytes that stand for it, the key itself.
    Key = tuple[str, bytes, bytes]
    #: Whose tree, how many events, the root.
    Head = tuple[str, int, bytes]

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
HERE = Path(__file__).resolve().parent
FORMAT = "houqin-evidence/1"
SIGNATURE, KEY = 64, 33


class Wrong(Exception):
    """What does not hold, in one sentence."""


# Ed25519 (RFC 8032): verification alone.


def add(one: Point, two: Point) -> Point:
    """Add two points of the curve, in extended coordinates."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    """Add a point to itself so many times."""
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def point(content: bytes) -> Point:
    """Read a point of 32 bytes."""
    y = int.from_bytes(content, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if y >= P or x * x % P != square or (not x and sign):
        raise Wrong("公钥或数字签名不是曲线上的点")
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed_by(public: bytes, text: bytes, signature: bytes) -> bool:
    """Tell whether a key signed a text."""
    if len(signature) != SIGNATURE:
        return False
    s = int.from_bytes(signature[32:], "little")
    digest = hashlib.sha512(signature[:32] + public + text).digest()
    h = int.from_bytes(digest, "little") % L
    left = times(s, BASE)
    right = add(point(signature[:32]), times(h, point(public)))
    same = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return s < L and same and (left[1] * right[2] - right[1] * left[2]) % P == 0


# Signed notes (c2sp.org/signed-note) and the trees of RFC 6962.


def read_key(text: str) -> Key:
    """Read a verifier key: its name, its four bytes and the 32 of the key."""
    name, number, shown = text.strip().split("+", 2)
    key = base64.b64decode(shown)
    known = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if len(key) != KEY or key[:1] != b"\x01" or known.hex() != number:
        raise Wrong("公钥自相矛盾：" + text)
    return name, known, key[1:]


def opened(note: str, keys: list[Key]) -> str:
    """Return the text of a note that a known key has signed."""
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    for line in lines.splitlines():
        _, name, shown = line.split(" ")
        signature = base64.b64decode(shown)
        for known, number, public in keys:
            if (known, number) == (name, signature[:4]):
                if not signed_by(public, text.encode(), signature[4:]):
                    raise Wrong("数字签名不成立：" + name)
                return text
    raise Wrong("没有用所给公钥签的数字签名")


def head_of(text: str) -> Head:
    """Read a head: whose, how large, its root."""
    lines = text.split("\n")
    return lines[0], int(lines[1]), base64.b64decode(lines[2])


def join(name: str, left: bytes, right: bytes) -> bytes:
    """Hash two subtrees."""
    return hashlib.new(name, b"\x01" + left + right).digest()


def climb(name: str, index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """Return the root that a leaf leads to (RFC 9162, 2.1.3.2)."""
    at, last, found = index, size - 1, leaf
    for other in path:
        if last == 0:
            raise Wrong("路径过长")
        if at % 2 or at == last:
            found = join(name, other, found)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            found = join(name, found, other)
        at, last = at // 2, last // 2
    if last:
        raise Wrong("路径过短")
    return found


def goes_on(name: str, before: Head, after: Head, path: list[bytes]) -> None:
    """Check that the larger tree begins with the smaller (RFC 9162, 2.1.4.2)."""
    first, path = before[1], list(path)
    if first & (first - 1) == 0:
        path.insert(0, before[2])
    at, last = first - 1, after[1] - 1
    while at % 2:
        at, last = at // 2, last // 2
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            raise Wrong("前后一致证明过长")
        if at % 2 or at == last:
            old, new = join(name, other, old), join(name, other, new)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            new = join(name, new, other)
        at, last = at // 2, last // 2
    if last or old != before[2] or new != after[2]:
        raise Wrong(f"与登记序号{first}的存证点前后不一致")


# What lies in the folder.


def content(name: str) -> bytes:
    """Read a file of the bundle."""
    try:
        return HERE.joinpath(*name.split("/")).read_bytes()
    except OSError:
        raise Wrong("缺少文件 " + name) from None


def lines_of(name: str) -> list[dict[str, Any]]:
    """Read a file of one JSON object a line."""
    return [json.loads(line) for line in content(name).decode().splitlines()]


def check_files(keys: list[Key]) -> dict[str, Any]:
    """Compare every file with the signed list, and nothing else is there."""
    listed = content("manifest.json")
    text = opened(content("manifest.note").decode(), keys)
    if text != FORMAT + "\n" + hashlib.sha256(listed).hexdigest() + "\n":
        raise Wrong("manifest.json 与数字签名不符")
    manifest: dict[str, Any] = json.loads(listed)
    for name, digest in manifest["files"].items():
        if hashlib.sha256(content(name)).hexdigest() != digest:
            raise Wrong("文件被改动：" + name)
        folder, _, last = name.partition("/")
        if folder == "attachments" and last.partition(".")[0] != digest:
            raise Wrong("附件与其校验码不符：" + name)
    return manifest


def check_event(event: dict[str, Any], heads: dict[str, Head]) -> None:
    """Check one event: its text against its leaf, its leaf against the heads."""
    leaf = base64.b64decode(event["leaf"])
    position = struct.unpack_from(">Q", leaf, 4)[0]
    if event["payload"] is not None:
        payload, rest = event["payload"].encode(), event["metadata"].encode()
        body = base64.b64decode(event["salt"]) + struct.pack(">I", len(payload))
        body += payload + rest
        for name, kept in (("sha256", leaf[-64:-32]), ("sm3", leaf[-32:])):
            if name in heads and hashlib.new(name, body).digest() != kept:
                raise Wrong(f"登记序号{position}的正文被改动")
    for name, (_origin, size, root) in heads.items():
        path = [base64.b64decode(each) for each in event["proof"][name]]
        start = hashlib.new(name, b"\x00" + leaf).digest()
        inside = 0 < position <= size
        if not inside or climb(name, position - 1, size, start, path) != root:
            raise Wrong(f"登记序号{position}不在存证点之内")


def check_row(row: dict[str, Any]) -> None:
    """Check that a row is what its digest says."""
    canonical = row["canonical"].encode() + b"\n"
    if hashlib.sha256(canonical).hexdigest() != row["digest"]:
        raise Wrong("台账记录与校验码不符：" + row["record"])


def check_earlier(each: dict[str, Any], heads: dict[str, Head]) -> int:
    """Check that the tree goes on from an earlier head; 1 where that was checked."""
    name = each["algorithm"]
    if name not in heads:
        return 0
    path = [base64.b64decode(step) for step in each["proof"]]
    goes_on(name, head_of(each["note"]), heads[name], path)
    return 1


def heads_of(keys: list[Key]) -> dict[str, Head]:
    """Read the heads of the trees that these keys sign for, and this Python hashes."""
    found = {}
    for name in ("sha256", "sm3"):
        note = content(f"checkpoint-{name}.txt").decode()
        signs = any(key[0] == head_of(note)[0] for key in keys)
        if signs and name in hashlib.algorithms_available:
            found[name] = head_of(opened(note, keys))
    if not found:
        raise Wrong("存证点不是用所给公钥签的")
    return found


def check(given: list[Key]) -> None:
    """Check everything there is, and say what was found."""
    own = [read_key(key) for key in content("keys.txt").decode().split()]
    manifest, heads = check_files(given or own), heads_of(given or own)
    rows, events = lines_of("rows.jsonl"), lines_of("events.jsonl")
    for row in rows:
        check_row(row)
    for event in events:
        check_event(event, heads)
    earlier = sum(check_earlier(e, heads) for e in lines_of("consistency.jsonl"))
    print(f"单位：{manifest['unit']}")
    for title, text in manifest["said"].items():
        print(f"{title}：{text}")
    print(f"台账记录{len(rows)}条，业务记录{len(events)}条")
    for origin, size, root in heads.values():
        shown = base64.b64encode(root).decode()
        print(f"存证点 {origin} 登记序号 {size} 校验码 {shown}")
    print(f"此前存证点{earlier}个，前后一致")
    if "sm3" not in heads:
        print("没有核对SM3")
    if not given:
        print("用的是包内公钥，请与另行取得的公钥比对")


def main(given: list[str]) -> int:
    """Check the folder this lies in; 0 where everything holds."""
    try:
        named = zip(given[::2], given[1::2])
        check([read_key(key) for option, key in named if option == "--key"])
    except (Wrong, ValueError, KeyError, TypeError, struct.error) as error:
        print(f"核验不通过：{error}")
        return 1
    print("核验通过：登记后未发现改动；业务是否真实须核对原始凭证。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
