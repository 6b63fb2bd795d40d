"""The SQL both databases are spoken to in, translated for psycopg."""

from __future__ import annotations

import re
from itertools import count

KEPT = 4096
"""Translations remembered; SQL text is constant but for the length of lists."""

_TOKEN = re.compile(r"'(?:[^']|'')*'|\?|%|\[(\w+)\]")


class Translation(dict[str, str]):
    """Translates `?` to `%s` and `[table]` to a qualified name, once a text.

    String literals keep their question marks and brackets.
    """

    def __init__(self, schema: str) -> None:
        super().__init__()
        self._schema = schema

    def __missing__(self, sql: str) -> str:
        if len(self) >= KEPT:
            self.clear()
        text = self[sql] = self._translated(sql)
        return text

    def _translated(self, sql: str) -> str:
        return _TOKEN.sub(self._replace, sql)

    def _replace(self, token: re.Match[str]) -> str:
        if token[1] is not None:
            return f'"{self._schema}"."{token[1]}"'
        if token[0] == "?":
            return "%s"
        return token[0].replace("%", "%%")


class Numbering(Translation):
    """The same for the server itself, whose parameters are `$1`, `$2` and so on."""

    def _translated(self, sql: str) -> str:
        numbers = count(1)

        def replace(token: re.Match[str]) -> str:
            if token[0] == "?":
                return f"${next(numbers)}"
            return token[0] if token[1] is None else self._replace(token)

        return _TOKEN.sub(replace, sql)
