"""What bundled plugins and others' are tested with; needs no test framework.

:class:`Bench` tries commands on a real site, :class:`PluginConformance` is the suite
every plugin passes::

    class TestClinic(PluginConformance):
        plugin = "clinic"
"""

from __future__ import annotations

from houqin.core.testing.bench import Bench, opened
from houqin.core.testing.conformance import PluginConformance

__all__ = ["Bench", "PluginConformance", "opened"]
