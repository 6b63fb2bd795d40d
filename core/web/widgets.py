"""What a template needs to draw one field, worked out from its declaration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from houqin.core.schema.files import ACCEPT, MOST_FILES, is_reference
from houqin.core.web.choices import CHOSEN, SEVERAL, is_id
from houqin.core.web.finding import PICKED
from houqin.core.web.kept import kept_reference, kept_text, size_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from houqin.core.schema.form import FieldSpec
    from houqin.core.site.choosing import Offer
    from houqin.core.web.choices import Choosing
    from houqin.core.web.forms import Typed

#: Up to so many choices are all in sight; more are a list one can search.
FEW = 6
SEARCHABLE = 12
_LINES_AT_FIRST = 3
_TAKEN = f"照片、PDF和办公文档，一张表最多{MOST_FILES}个；涉密的不得上传"
_INPUT_TYPES = {"date": "date", "instant": "datetime-local", "secret": "password"}
_KEYBOARDS = {"integer": "numeric", "quantity": "decimal", "money": "decimal"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    value: str
    label: str
    hint: str
    selected: bool
    keys: str | None = None


@dataclass(frozen=True, slots=True)
class Widget:
    """One field as drawn.

    ``widget`` is input, textarea, select, picks, files, lines, ticks, or finder: a list
    so long that it is asked for; ``source`` then names its register.
    """

    name: str
    label: str
    widget: str
    required: bool
    value: str = ""
    error: str = ""
    help: str = ""
    type: str = "text"
    unit: str = ""
    inputmode: str | None = None
    maxlength: int | None = None
    options: list[Option] = field(default_factory=list)
    heads: list[Widget] = field(default_factory=list)
    lines: list[list[Widget]] = field(default_factory=list)
    wide: bool = False
    multiple: bool = False
    source: str = ""
    proposals: tuple[str, ...] = ()
    accept: str | None = None
    sought: bool = False

    @property
    def id(self) -> str:
        """The element's id."""
        return f"field-{self.name}"

    @property
    def labelled(self) -> bool:
        """Whether one control stands for the field, so that a label can name it."""
        return self.widget in {"input", "textarea", "select", "finder"}

    @property
    def picked(self) -> str:
        """The name under which one of the matches is posted."""
        return self.name + PICKED

    @property
    def spoken(self) -> str | None:
        """What a control in a line is called; elsewhere its label says it."""
        return self.label if "-" in self.name else None

    @property
    def search(self) -> bool:
        """Whether the list is searched in: it is long, or the form is all keys."""
        return self.sought or len(self.options) > SEARCHABLE

    @property
    def step(self) -> str | None:
        """Whole minutes are enough for any browser's widget."""
        return "60" if self.type == "datetime-local" else None


class Drawing:
    """Draws the fields of one form as typed, with what is wrong beside each.

    :param choosing: what a field offers.
    :param more: the list of lines that gets one line more.
    :param proposals: by field, what one may want to type.
    :param keys: every list is searched in, however short.
    """

    def __init__(
        self,
        choosing: Choosing,
        errors: dict[str, str],
        more: str = "",
        proposals: Mapping[str, Sequence[str]] | None = None,
        *,
        keys: bool = False,
    ) -> None:
        self._keys = keys
        self._choosing = choosing
        self._errors = errors
        self._more = more
        self._proposals = proposals or {}

    def fields(
        self, specs: Sequence[FieldSpec], typed: Typed, prefix: str = ""
    ) -> list[Widget]:
        """Every field in the order of its declaration."""
        return [self._draw(spec, typed.get(spec.name, ""), prefix) for spec in specs]

    def _draw(self, spec: FieldSpec, typed: Any, prefix: str) -> Widget:
        if spec.kind == "lines":
            return self._lines(spec, typed or [], prefix)
        if spec.kind == "ticks":
            return self._ticks(spec, typed or {})
        common = {
            "name": prefix + spec.name,
            "label": spec.title,
            "required": spec.required,
            "error": self._errors.get((prefix + spec.name).replace("-", "."), ""),
            "help": spec.help,
        }
        if spec.kind == "files":
            return _handed_in(typed, common)
        if spec.kind in CHOSEN:
            return self._chosen(spec, typed, common, in_line=bool(prefix))
        proposed = tuple(self._proposals.get(prefix + spec.name, ()))
        return _typed_in(spec, typed, {**common, "proposals": proposed})

    def _chosen(
        self, spec: FieldSpec, typed: Any, common: dict[str, Any], *, in_line: bool
    ) -> Widget:
        chosen = typed if isinstance(typed, list) else [typed]
        several = spec.kind in SEVERAL
        if self._choosing.large(spec):
            return self._finder(spec, chosen, common)
        offered = self._choosing(spec)
        searched = self._keys or len(offered) > SEARCHABLE
        options = [_option(o, chosen, searched=searched) for o in offered]
        # A radio button once pressed stays pressed: what may be left out is a list.
        settled = spec.required or spec.default is not None
        few = spec.kind != "reference" and len(options) <= FEW and settled
        few = few and not in_line
        in_sight = few or (several and len(options) <= SEARCHABLE)
        sought = self._keys and not in_sight
        return Widget(
            **common,
            widget="picks" if in_sight else "select",
            type="checkbox" if several else "radio",
            options=options,
            multiple=several,
            sought=sought,
            wide=several or (in_sight and len(options) > FEW // 2),
        )

    def _finder(
        self, spec: FieldSpec, chosen: list[str], common: dict[str, Any]
    ) -> Widget:
        """What is chosen, and what fits a text that was not clear."""
        text = next((t for t in chosen if t and not is_id(t)), "")
        offered = self._choosing.of_ids(spec, chosen)
        offered += self._choosing.matching(spec, text)
        several = spec.kind in SEVERAL
        return Widget(
            **common,
            widget="finder",
            type="checkbox" if several else "radio",
            value=text,
            options=[_option(offer, chosen, searched=True) for offer in offered],
            multiple=several,
            source=spec.reference,
            wide=several,
        )

    def _lines(self, spec: FieldSpec, typed: list[Typed], prefix: str) -> Widget:
        name = prefix + spec.name
        simple = not any(part.reference for part in spec.lines)
        blank = 0 if typed else _LINES_AT_FIRST if simple else 1
        blank += self._more == name
        lines: list[Typed] = [*typed, *({} for _ in range(blank))]
        return Widget(
            name, spec.title, "lines", spec.required, help=spec.help, wide=True,
            error=self._errors.get(name.replace("-", "."), ""),
            heads=[_head(part) for part in spec.lines],
            lines=[
                self.fields(spec.lines, line, f"{name}-{number}-")
                for number, line in enumerate(lines)
            ],
        )  # fmt: skip

    def _ticks(self, spec: FieldSpec, typed: dict[str, str]) -> Widget:
        """Everybody who is listed, by what the list says beside the name."""
        (marks,) = (part.choices for part in spec.lines if part.name == "tick")
        usual = marks[0][0]
        listed = sorted(self._choosing(spec), key=lambda o: (o.hint, o.title))
        return Widget(
            spec.name, spec.title, "ticks", spec.required, help=spec.help, wide=True,
            error=self._errors.get(spec.name, ""),
            options=[Option(code, title, "", selected=False) for code, title in marks],
            lines=[
                [_ticked(spec.name, offer, marks, typed.get(offer.id, usual))]
                for offer in listed
            ],
        )  # fmt: skip


def _ticked(
    name: str, offer: Offer, marks: Sequence[tuple[str, str]], tick: str
) -> Widget:
    """One person or unit of a list, with one mark of several."""
    options = [Option(code, title, "", code == tick) for code, title in marks]
    return Widget(
        f"{name}-{offer.id}", offer.title, "picks", required=True, help=offer.hint,
        type="radio", options=options,
    )  # fmt: skip


def _option(offer: Offer, chosen: list[str], *, searched: bool) -> Option:
    keys = offer.keys if searched else None
    return Option(offer.id, offer.title, offer.hint, offer.id in chosen, keys)


def _handed_in(typed: Any, common: dict[str, Any]) -> Widget:
    """Files kept from before as ticked boxes, and room for more."""
    kept = [kept_reference(text) for text in typed or []]
    options = [
        Option(kept_text(k), k["name"], size_text(k["size"]), selected=True)
        for k in kept
        if is_reference(k)
    ]
    common["help"] = common["help"] or _TAKEN
    return Widget(**common, widget="files", options=options, accept=ACCEPT, wide=True)


def _head(spec: FieldSpec) -> Widget:
    return Widget(spec.name, spec.title, "input", spec.required)


def _typed_in(spec: FieldSpec, typed: Any, common: dict[str, Any]) -> Widget:
    long = spec.kind == "longtext"
    return Widget(
        **common,
        widget="textarea" if long else "input",
        value="" if spec.kind == "secret" else str(typed),
        type=_INPUT_TYPES.get(spec.kind, "text"),
        inputmode=_KEYBOARDS.get(spec.kind),
        maxlength=spec.max_length,
        unit=spec.unit,
        wide=long,
    )
