"""What a command raises when it cannot do what it was asked."""

from __future__ import annotations


class Failed(Exception):
    """What was asked cannot be done; the message says why, in one sentence."""
