"""What home pages show of 办公用房, one module for each post; and its own pages."""

from __future__ import annotations

ALL = ()
PAGES = ()
