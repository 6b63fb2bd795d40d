"""The invented county: one year that every bundled module acts its own part of.

The units, the people and the clock are here; a module brings the people of its posts
and what they did, as :class:`~houqin.core.demonstration.parts.Part` says. All parts
are played as one, in the order of their recording.
"""

from __future__ import annotations

from .accounts import PASSWORD, Account, accounts_of
from .county import Person
from .identities import SITE
from .parts import Handed, Part, Timed
from .playing import LOADED_AT, OPENS_AT, TITLE, acts_of_year, load, play

__all__ = [
    "LOADED_AT",
    "OPENS_AT",
    "PASSWORD",
    "SITE",
    "TITLE",
    "Account",
    "Handed",
    "Part",
    "Person",
    "Timed",
    "accounts_of",
    "acts_of_year",
    "load",
    "play",
]
