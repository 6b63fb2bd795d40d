"""提醒 of 办公用房: what is above the standard, late or over, and for whom."""

from __future__ import annotations

ALL = ()
