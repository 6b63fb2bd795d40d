"""Marks of classification: in a name, in the text of a file (GB/T 9704 密级).

A word in running text is no mark: 保守国家秘密法 is taught to everybody. A mark has a
star, stands alone in its line, or follows 密级.
"""

from __future__ import annotations

import re
import unicodedata

_LEVEL = "(?:绝密|机密|秘密|絕密|機密|祕密)"
_STAR = r"[★☆✩✭⭐*＊]"
_MARKS = (
    re.compile(rf"{_LEVEL}\s*{_STAR}\s*[0-9一二三四五六七八九十长期年月]*"),
    re.compile(rf"密\s*级\s*[:：]?\s*{_LEVEL}"),
    re.compile(rf"^[\s【\[（(〔]*{_LEVEL}级?[\s】\]）)〕]*$", re.MULTILINE),
)
_NAMED = re.compile(_LEVEL)
#: What a name may speak of without being marked.
_SPOKEN_OF = re.compile("(?:国家|商业|个人|工作|保守|保护)秘密|非涉密")
_SPACES = re.compile(r"[\s_.·\-—~＿　]+")


def mark_in_name(name: str) -> str | None:
    """The level a file's name claims."""
    plain = unicodedata.normalize("NFKC", name)
    found = _NAMED.search(_SPOKEN_OF.sub("", _SPACES.sub("", plain)))
    return found.group() if found else None


def mark_in_text(text: str) -> str | None:
    """The first mark a text bears."""
    lines = text.replace("\r", "\n")
    for mark in _MARKS:
        if found := mark.search(lines):
            return " ".join(found.group().split())
    return None
