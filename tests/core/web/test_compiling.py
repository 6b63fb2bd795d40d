"""Templates are compiled at their first use, whoever else compiles one just then."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from houqin.core.site.themes import find_theme
from houqin.core.web.renderer import Templates, _loader_of, plugin_templates

THREADS = 8


def test_threads_that_compile_at_once_do_not_disturb_one_another() -> None:
    theme = find_theme("zhengwu")
    names = [path.name for path in Path(theme.templates[0]).glob("*.pt")]
    assert len(names) > THREADS
    for _attempt in range(2):
        _loader_of.cache_clear()
        templates = Templates(theme, (), reload=False)
        loaded = [templates._loader.load(name) for name in names]
        with ThreadPoolExecutor(THREADS) as pool:
            compiled = list(pool.map(lambda template: template.cook_check(), loaded))
        assert any(compiled)
        assert all(template._cooked for template in loaded)


def test_a_plugin_of_one_module_brings_no_templates() -> None:
    (folder,) = plugin_templates(["colorsys", "houqin.plugins.vehicles"])
    assert folder.endswith("vehicles/templates")
