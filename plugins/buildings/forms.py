"""The papers of 办公用房."""

from __future__ import annotations

ALL = ()
