"""What people do with cars: every command of this part of the domain."""

from __future__ import annotations

from houqin.plugins.vehicles import dispatching, registering, requesting, travelling

ALL = (*registering.ALL, *requesting.ALL, *dispatching.ALL, *travelling.ALL)
