"""What a package's words are in another language: its ``locale`` folder.

Chinese text is the message. ``{}`` in it stands for whatever is filled in there, the
translation has as many, in the same order. Files are those of gettext, without plurals
and contexts: ``locale/en/LC_MESSAGES/houqin.po``.
"""

from __future__ import annotations

import re
from ast import literal_eval
from importlib.util import find_spec
from pathlib import Path

_ENTRY = re.compile(
    r'^msgid (?P<id>"(?:.*"\n")*.*")\nmsgstr (?P<str>"(?:.*"\n")*.*")$', re.MULTILINE
)


def package_folder(package: str) -> Path:
    """Where a package lies; a module alone has nothing beside its code."""
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0] if places else package)


def read_catalogue(package: str, language: str) -> dict[str, str]:
    """The messages of a package in a language; nothing where it has none.

    A message without a translation counts as not there.
    """
    folder = package_folder(package) / "locale" / language / "LC_MESSAGES"
    file = folder / "houqin.po"
    if not file.is_file():
        return {}
    found = _ENTRY.finditer(file.read_text(encoding="utf-8"))
    pairs = ((_text(entry["id"]), _text(entry["str"])) for entry in found)
    return {message: said for message, said in pairs if message and said}


def _text(quoted: str) -> str:
    return "".join(str(literal_eval(line)) for line in quoted.split("\n"))
