"""What the work summary says of office rooms."""

from __future__ import annotations

ALL = ()
