"""Rows that were tried travel in the trial's own form, packed.

No server keeps names of people in a file, and any process may answer the next request.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from typing import Any

from houqin.core.schema.errors import FormErrors

#: Unpacked rows of five thousand people are far less.
MOST_BYTES = 8_000_000
_LOST = "试导入的内容不完整，请重新上传文件"


def pack(given: dict[str, Any]) -> str:
    """What was understood, as one field of a form."""
    kept = json.dumps(given, ensure_ascii=False).encode()
    return b64encode(zlib.compress(kept)).decode()


def unpack(packed: object) -> dict[str, Any]:
    """The rows as they were tried; the command judges them again.

    :raises FormErrors: when they are none.
    """
    try:
        inflate = zlib.decompressobj()
        kept = inflate.decompress(b64decode(str(packed), validate=True), MOST_BYTES)
        found = json.loads(kept)
    except (BadBase64, zlib.error, ValueError, RecursionError) as error:
        raise FormErrors({"": _LOST}) from error
    if not isinstance(found, dict) or not inflate.eof:
        raise FormErrors({"": _LOST})
    return found
