"""What every plugin keeps to, bundled or not; pytest collects a subclass of it."""

from __future__ import annotations

import random
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from houqin.core.model.correcting import correctable_fields
from houqin.core.projection.effective import CORRECTED, VOIDED, is_amendment, resolve
from houqin.core.projection.writing import WriteSet
from houqin.core.registry.catalogue_file import package_folder, read_catalogue
from houqin.core.registry.messages import declared_messages
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.site.plugins import planning, running
from houqin.core.site.rebuilding import projections_of
from houqin.core.site.site import Site
from houqin.core.testing.bench import KEY, Bench, declared
from houqin.core.testing.code_messages import code_messages
from houqin.core.testing.inventing import invented
from houqin.core.testing.template_messages import template_messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from houqin.core.model.catalogue import AggregateSpec
    from houqin.core.projection.effective import Effective
    from houqin.core.registry.declarations import Declarations
    from houqin.events.entry import RecordedEvent

#: Parts of a stream taken by chance, beside those that lack one event each.
_BY_CHANCE = 30
_ZONE = ZoneInfo("Asia/Shanghai")
#: Core itself, which is there already: without it a setting would mean every plugin.
_NO_PLUGIN = "houqin.core.people"

declared_once = cache(declared)


class PluginConformance:
    """Subclass it as ``Test...`` and say which plugin is meant."""

    #: The plugin's name, as its entry point has it.
    plugin: ClassVar[str] = ""
    #: Its module, where it has no entry point.
    module: ClassVar[str] = ""
    #: Names or modules of the plugins it needs.
    needs: ClassVar[tuple[str, ...]] = ()

    def story(self, bench: Bench) -> None:
        """Give some commands; what they led to is corrected and voided one by one."""

    # What the tests stand on

    @property
    def declarations(self) -> Declarations:
        """What core, the plugin and what it needs declare."""
        return declared_once(*self.needs, self.module or self.plugin)

    @property
    def aggregates(self) -> list[AggregateSpec]:
        """The plugin's own."""
        specs = self.declarations.aggregates.values()
        return [spec for spec in specs if spec.plugin == self.plugin]

    def parts(self) -> Iterator[tuple[str, Effective]]:
        """Parts of a stream of each aggregate that hold its first event."""
        for spec in self.aggregates:
            for whole in (True, False):
                for part in _parts(invented(spec.cls, whole=whole)):
                    yield spec.topic, _resolved(part)

    def fold(self, topic: str, effective: Effective) -> None:
        """Everything that is computed from a stream: rows, guards, the record."""
        projections = projections_of(self.declarations, _ZONE)
        for base in projections.bases.values():
            if base.ledger.per.topic == topic:
                WriteSet(base).change(None, effective)
        for guard in self.declarations.guards_of(topic):
            guard.rows(topic, effective)

    # What is declared

    def test_what_it_declares_bears_its_name(self) -> None:
        """Nothing of another plugin's is claimed."""
        known = self.declarations
        why = [f"{e.name}: {e.error}" for e in known.quarantined.values()]
        assert self.plugin in known.plugins, why or f"no plugin {self.plugin}"
        own = f"{self.plugin}."
        for kind in (known.commands, known.ledgers, known.kpis):
            mine = {name for name, x in kind.items() if _module(x) == self.plugin}
            assert all(name.startswith(own) for name in mine), mine
        assert self.aggregates, "no aggregate"

    def test_every_column_and_field_has_a_title(self) -> None:
        """Nobody reads a name of the code on a page."""
        known, own = self.declarations, f"{self.plugin}."
        bare = [
            f"{name}: {field.name}"
            for name, command in known.commands.items()
            if name.startswith(own)
            for field in command.fields
            if field.title == field.name
        ]
        bare += [
            f"{name}: {column.name}"
            for name, ledger in known.ledgers.items()
            if name.startswith(own)
            for column in ledger.columns
            if not column.title
        ]
        assert bare == []

    def test_every_message_has_its_english(self) -> None:
        """Where it brings a catalogue, all it declares, shows and refuses is there."""
        package = self.declarations.plugins[self.plugin].package
        own = read_catalogue(package, "en")
        words = own.keys() | read_catalogue("houqin.core", "en").keys()
        said = declared_messages(self.declarations, self.plugin)
        folder = package_folder(package)
        said |= template_messages(folder / "templates") | code_messages(folder)
        assert not own or sorted(said - words) == []

    # Made-up streams

    def test_any_part_of_a_record_can_be_folded(self) -> None:
        """Voidings and horizons leave holes anywhere behind the first event."""
        for topic, effective in self.parts():
            self.fold(topic, effective)

    def test_every_event_can_be_corrected(self) -> None:
        """A field that may be left out is taken away, the others stay."""
        for spec in self.aggregates:
            whole = invented(spec.cls)
            least = {e.version: e.payload for e in invented(spec.cls, whole=False)}
            for event in whole:
                gone = event.payload.keys() - least[event.version].keys()
                cls = self.declarations.topics.class_of(event.topic)
                named = gone & set(correctable_fields(cls)) if cls else gone
                change = {"payload": dict.fromkeys(named)}
                amended = _amended(whole, CORRECTED, event.version, change)
                self.fold(spec.topic, _resolved(amended))

    def test_every_event_can_be_voided(self) -> None:
        """Alone, and the whole record."""
        for spec in self.aggregates:
            whole = invented(spec.cls)
            for target in (0, *(event.version for event in whole)):
                amended = _amended(whole, VOIDED, target, {})
                self.fold(spec.topic, _resolved(amended))

    # The story

    def told(self, folder: str) -> Bench:
        """A site where the story has happened."""
        bench = Bench.of(Path(folder), *self.needs, self.module or self.plugin)
        self.story(bench)
        return bench

    def test_live_and_rebuilt_agree(self) -> None:
        """What commands wrote is what their events say."""
        with tempfile.TemporaryDirectory() as folder:
            bench = self.told(folder)
            digests = _digests(bench)
            bench.assert_sound()
            bench.site.rebuild(jobs=1)
            assert _digests(bench) == digests
            bench.close()

    def test_what_is_corrected_or_voided_agrees(self) -> None:
        """Every event of the story, the last one first; a rule may refuse it."""
        with tempfile.TemporaryDirectory() as folder:
            bench = self.told(folder)
            for event in reversed(self._own(bench)):
                _amend(bench, event)
            bench.assert_sound()
            bench.close()

    def _own(self, bench: Bench) -> list[RecordedEvent]:
        every = bench.since(0)
        return [e for e in every if e.topic.startswith(f"{self.plugin}.")]

    def test_the_site_serves_without_its_code(self) -> None:
        """What it recorded stays in the log, and the rest goes on."""
        with tempfile.TemporaryDirectory() as folder:
            bench = self.told(folder)
            without = declared_once(*self.needs or (_NO_PLUGIN,))
            told = bench.since(0)
            site = Site("bench", bench.site.store, without, KEY)
            left = Bench(site)
            assert [e.payload for e in left.since(0)] == [e.payload for e in told]
            left.assert_sound()
            left.department("另一个单位")
            bench.close()

    def test_it_is_uninstalled_and_installed_again(self) -> None:
        """The site goes on without it; once it is back nothing is lost."""
        with tempfile.TemporaryDirectory() as folder:
            bench = self.told(folder)
            before = _digests(bench, self.plugin)
            running.run(bench.site, planning.uninstalling(bench.site, self.plugin))
            assert self.plugin not in bench.site.declarations.plugins
            bench.assert_sound()
            bench.department("另一个单位")
            running.install(bench.site, self.plugin)
            assert _digests(bench, self.plugin) == before
            bench.assert_sound()
            bench.close()


def _module(declared_thing: Any) -> str:
    """The plugin that made it, as its own name says."""
    return str(declared_thing.name).partition(".")[0]


def _resolved(stream: Sequence[RecordedEvent]) -> Effective:
    found = resolve(stream)
    assert found is not None
    return found


def _parts(stream: list[RecordedEvent]) -> Iterator[list[RecordedEvent]]:
    """Whole, the first event alone, without each one, and some by chance."""
    first, *rest = stream
    yield stream
    yield [first]
    for left_out in rest:
        yield [event for event in stream if event is not left_out]
    # The same parts at every run: a failure comes again.
    chance = random.Random(0)  # noqa: S311 - no secret
    for _ in range(_BY_CHANCE):
        yield [first, *(event for event in rest if chance.random() < 1 / 2)]


def _amended(
    stream: list[RecordedEvent], topic: str, target: int, change: dict[str, Any]
) -> list[RecordedEvent]:
    last = stream[-1]
    amendment = last._replace(
        position=last.position + 1, version=last.version + 1, topic=topic,
        payload={"target": target, "reason": "填错", **change},
    )  # fmt: skip
    return [*stream, amendment]


def _digests(bench: Bench, plugin: str = "") -> dict[str, str]:
    """Of every ledger, or of a plugin's own."""
    ledgers = bench.site.declarations.ledgers.values()
    names = [x.name for x in ledgers if plugin in {"", x.plugin}]
    with bench.site.reader() as reader:
        return {name: reader.digest(name) for name in names}


def _amend(bench: Bench, event: RecordedEvent) -> None:
    """Correct when it happened, undo that, and void it."""
    if is_amendment(event):
        return
    header = {"channel": "paper"}
    record: UUID = event.stream
    _tried(
        bench, "core.correct", record=record, target=event.version, header=header
    )  # fmt: skip
    _tried(bench, "core.void", record=record, target=event.version)


def _tried(bench: Bench, command: str, **given: Any) -> None:
    """A rule may refuse it in words; nothing else may go wrong."""
    try:
        bench.do(command, reason="填错", **given)
    except (Refused, FormErrors):
        return
