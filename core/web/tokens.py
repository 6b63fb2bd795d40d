"""CSRF tokens as pages carry them: the session's one, masked anew for every response.

Two pages never show the same text, so a compressed page tells nothing by its length.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from pyramid.interfaces import ICSRFStoragePolicy
from zope.interface import implementer


def _mixed(token: bytes, pad: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(token, pad, strict=True))


def masked(token: str) -> str:
    """The token under a pad that is used once."""
    plain = token.encode()
    pad = secrets.token_bytes(len(plain))
    return urlsafe_b64encode(pad + _mixed(plain, pad)).decode()


def unmasked(shown: str) -> str:
    """The token that was masked; nothing for a text that is none."""
    try:
        both = urlsafe_b64decode(shown.encode())
        half = len(both) // 2
        return _mixed(both[half:], both[:half]).decode()
    except ValueError:
        return ""


@implementer(ICSRFStoragePolicy)
class MaskedTokens:
    """The session keeps the token, pages show it masked."""

    def new_csrf_token(self, request: Any) -> str:
        """A new token, as a page shows it."""
        return masked(request.session.new_csrf_token())

    def get_csrf_token(self, request: Any) -> str:
        """The session's token, as a page shows it."""
        return masked(request.session.get_csrf_token())

    def check_csrf_token(self, request: Any, supplied_token: str) -> bool:
        """Whether it is the session's token, masked or as it is."""
        expected = request.session.get_csrf_token().encode()
        bare, given = unmasked(supplied_token), supplied_token
        return any(
            secrets.compare_digest(expected, text.encode(errors="replace"))
            for text in (bare, given)
        )


def includeme(config: Any) -> None:
    """Let pages carry masked tokens."""
    config.set_csrf_storage_policy(MaskedTokens())
