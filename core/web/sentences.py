"""Sentences of the work summary on pages: every figure a link to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.report.composing import Summary, summarise
from houqin.core.web.addresses import with_query

if TYPE_CHECKING:
    from houqin.core.report.composing import Piece, Said
    from houqin.core.site.figures import Figure
    from houqin.core.web.periods import Period


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a sentence; ``url`` leads to the rows behind a figure."""

    text: str
    url: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class SentenceShown:
    """A sentence as a page shows it."""

    code: str
    title: str
    stretches: list[Stretch]
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class Source:
    """One figure exactly, with its definition and the way to its rows."""

    said: str
    title: str
    exact: str
    meaning: str
    url: str


def sections_of(request: Any, plugin: str) -> list[Any]:
    """The sentences a module declares."""
    declared = request.declared.report_sections.values()
    return [section for section in declared if section.plugin == plugin]


def summary_of(request: Any, plugin: Any, period: Period) -> Summary:
    """The sentences of a module for a period, as the person sees them."""
    title = f"{request.site.title}{plugin.title}工作总结"
    sections = sections_of(request, plugin.name)
    return summarise(request.reader, title, sections, *period.days)  # type: ignore[misc]  # never all times


def shown(request: Any, summary: Summary) -> list[SentenceShown]:
    """The sentences with their links."""
    return [_shown(request, said) for said in summary.said]


def _shown(request: Any, said: Said) -> SentenceShown:
    stretches = [_stretch(request, piece) for piece in said.pieces]
    sources = [_source(request, piece.text, piece.figure) for piece in said.figures]
    return SentenceShown(said.name.replace(".", "-"), said.title, stretches, sources)


def _stretch(request: Any, piece: Piece) -> Stretch:
    figure = piece.figure
    if figure is None:
        return Stretch(piece.text)
    told = f"{figure.kpi.title} {figure.text} {figure.kpi.unit}".rstrip()
    return Stretch(piece.text, figure_url(request, figure), told)


def _source(request: Any, said: str, figure: Any) -> Source:
    kpi = figure.kpi
    exact = f"{figure.text} {kpi.unit}".rstrip()
    return Source(said, kpi.title, exact, kpi.meaning, figure_url(request, figure))


def figure_url(request: Any, figure: Figure) -> str:
    """The rows a figure counts; of one worked out of others its page leads to them.

    A level is the state of its last day.
    """
    kpi, kept = figure.kpi, dict(request.typed_horizon.pairs)
    days = [("from", str(figure.start)), ("to", str(figure.end))]
    if kpi.composed:
        return with_query(request.to.kpi(kpi.name), kept.items(), days)
    if kpi.of_a_day:
        kept["as_of"] = min(kept["as_of"] or str(figure.end), str(figure.end))
    url = request.to.ledger(kpi.over.name)
    return with_query(url, kept.items(), [("kpi", kpi.name)], days)
