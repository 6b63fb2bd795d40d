"""English pages: every Chinese text is looked up on its way out.

Views, templates and declarations speak Chinese alone; a Chinese page pays nothing. A
browser that asked for English gets the finished page with its texts, and the attributes
people read, exchanged for what the catalogues of core and of the plugins say. What they
lack stays Chinese; what people typed stays, unless it is exactly a word of ours.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pyramid.tweens import EXCVIEW

from houqin.core.registry.catalogue_file import read_catalogue
from houqin.core.registry.messages import CHINESE
from houqin.core.web.renderer import plugin_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Self

#: What this browser reads; a person's own matter, and no event.
COOKIE = "houqin_language"
ENGLISH = "en"
_CORE = "houqin.core"
#: A tag, or the text up to the next one.
_TOKEN = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+|<""")
_READ = re.compile(
    r'\b(title|aria-label|placeholder|alt|label|data-label)="([^"]*)"'
)  # fmt: skip
#: Nothing in these is a text of ours.
_UNREAD = re.compile(r"<(script|style|textarea)\b")
_DIGITS = re.compile(r"\d[\d,.:]*(?:-\d\d){0,2}")
_HOLE = "{}"
#: What stands between two texts of their own, and in English.
_APART = {"。": ". ", "；": "; ", " · ": " · ", "、": ", "}
#: What stands in brackets behind a text: the unit of a number.
_BESIDE = re.compile("([^（）]*)（([^（）]+)）")
#: Fewer characters say too little to be found among what people typed.
_TELLING = 2


class _Pattern(NamedTuple):
    """A message with holes: its longest piece is looked for first, being fast."""

    piece: str
    whole: re.Pattern[str]
    said: str

    @classmethod
    def of(cls, message: str, said: str) -> Self:
        """Ready to be matched."""
        pieces = message.split(_HOLE)
        whole = re.compile("(.*?)".join(map(re.escape, pieces)))
        return cls(max(pieces, key=len), whole, said)


class Catalogue:
    """Messages in one language; what is filled in is carried over."""

    def __init__(self, messages: dict[str, str]) -> None:
        self._exact = {m: said for m, said in messages.items() if _HOLE not in m}
        self._filled = {m: said for m, said in messages.items() if _HOLE in m}
        self._patterns = [
            _Pattern.of(message, said)
            for message, said in sorted(self._filled.items(), key=_specific)
            if len(CHINESE.findall(message)) >= _TELLING
        ]

    def say(self, text: str) -> str:
        """A text in this language, or as it is where the catalogue lacks it."""
        inner = " ".join(text.split())
        if not CHINESE.search(inner):
            return text
        found = self._exact.get(inner) or self._fill(inner)
        if found is None:
            return text
        start = len(text) - len(text.lstrip())
        return text[:start] + found + text[len(text.rstrip()) :]

    def _fill(self, text: str) -> str | None:
        """A message with something filled in: numbers are the cheap case."""
        numbers = _DIGITS.findall(text)
        if said := self._filled.get(_DIGITS.sub(_HOLE, text)):
            return said.format(*numbers)
        for piece, whole, said in self._patterns:
            if piece in text and (match := whole.fullmatch(text)):
                return said.format(*map(self.say, match.groups()))
        if match := _BESIDE.fullmatch(text):
            before, inside = self.say(match[1]), self.say(match[2])
            if (before, inside) != match.groups():
                return f"{before} ({inside})".lstrip()
        for apart, between in _APART.items():
            parts = text.split(apart) if apart in text else []
            said_parts = [self.say(part) for part in parts]
            # What people typed keeps its own marks.
            if said_parts != parts:
                return between.join(said_parts).rstrip()
        return None

    def page(self, page: str) -> str:
        """A whole page."""
        inside, parts = "", []
        for token in _TOKEN.findall(page):
            if inside:
                inside = "" if token.startswith(f"</{inside}") else inside
                parts.append(token)
            elif token.startswith("<"):
                unread = _UNREAD.match(token)
                inside = unread[1] if unread and not token.endswith("/>") else ""
                parts.append(_READ.sub(self._attribute, token))
            else:
                parts.append(self._escaped(token))
        return "".join(parts).replace('lang="zh-CN"', f'lang="{ENGLISH}"', 1)

    def _escaped(self, text: str) -> str:
        if not CHINESE.search(text):
            return text
        plain = html.unescape(text)
        said = self.say(plain)
        return text if said is plain else html.escape(said, quote=False)

    def _attribute(self, found: re.Match[str]) -> str:
        plain = html.unescape(found[2])
        said = self.say(plain)
        return found[0] if said is plain else f'{found[1]}="{html.escape(said)}"'


def _specific(entry: tuple[str, str]) -> int:
    """What says most itself comes first."""
    return -len(entry[0].replace(_HOLE, ""))


@lru_cache(maxsize=20)
def _catalogue(packages: tuple[str, ...]) -> Catalogue:
    """Plugins in their order, core's words where they have none of their own."""
    messages: dict[str, str] = {}
    for package in (*packages, _CORE):
        messages = read_catalogue(package, ENGLISH) | messages
    return Catalogue(messages)


def catalogue_of(packages: Iterable[str]) -> Catalogue:
    """What core and these packages say in English."""
    return _catalogue(tuple(packages))


def reads_english(request: Any) -> bool:
    """Whether this browser asked for English."""
    return bool(request.cookies.get(COOKIE) == ENGLISH)


def translate(handler: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:
    """Exchange the words of pages for whoever asked for it."""
    packages = plugin_packages(registry.houqin)

    def translating(request: Any) -> Any:
        response = handler(request)
        if reads_english(request) and response.content_type == "text/html":
            response.text = catalogue_of(packages).page(response.text)
        return response

    return translating


def includeme(config: Any) -> None:
    """Stand outside the views, inside compression."""
    config.add_tween(
        "houqin.core.web.language.translate",
        under="houqin.core.web.compression.compress",
        over=EXCVIEW,
    )
