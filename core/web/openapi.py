"""OpenAPI 3.1 of a site: commands, ledgers, records, measures, pages, as declared.

Only what the asker may see and do is described.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.model.permission import CorePermission
from houqin.core.projection.rollup import bases_of
from houqin.core.site.sampling import MOST, MOST_SEED
from houqin.core.web.tree import rights_of_figure
from houqin.core.web.views.command import CHANNELS
from houqin.core.web.worklists import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.command import CommandSpec
    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.registry.declarations import Declarations, PluginPage

Schema = dict[str, Any]

VERSION = "3.1.0"
_REF = "#/components/schemas/{model}"
_JSON, _PROBLEM = "application/json", "application/problem+json"
_SAID = {
    400: "地址或内容无法识别",
    401: "没有登录",
    403: "没有权限",
    404: "没有找到",
    409: "规则不允许",
    422: "填写有误",
}
_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_DAY: Schema = {"type": "string", "format": "date"}
_UUID: Schema = {"type": "string", "format": "uuid"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
#: A column's value, by the kind of its type; whatever is not here is a text.
_VALUES: dict[str, Schema] = {
    "integer": {"type": "integer"}, "quantity": {"type": "integer"},
    "money": {"type": "integer"}, "boolean": {"type": "boolean"},
    "instant": _MOMENT, "references": {"type": "array", "items": _TEXT},
    "roles": {"type": "array", "items": _TEXT}, "files": {},
}  # fmt: skip

_COUNT: Schema = {"type": "integer", "minimum": 0}
_OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_HOME: Schema = {
    "type": "object",
    "properties": {
        "site": _TEXT, "title": _TEXT, "person": _UUID, "name": _TEXT,
        "rights": _TEXTS, "csrf_token": _TEXT, "waiting": _COUNT,
        "cards": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": _TEXT, "title": _TEXT, "shown": {"type": "object"},
                },
                "required": ["name", "title", "shown"],
            },
        },
        "figures": _OBJECTS,
    },
    "required": ["site", "person", "rights", "csrf_token", "cards", "figures"],
}  # fmt: skip
_LIST: Schema = {
    "type": "object",
    "properties": {
        "list": _TEXT, "title": _TEXT, "waiting": _COUNT, "overdue": _COUNT,
        "unread": _COUNT, "items": _OBJECTS, "next": _MAYBE,
    },
    "required": ["list", "waiting", "items"],
}  # fmt: skip
_ALERTS: Schema = {
    "type": "object",
    "properties": {"red": _COUNT, "yellow": _COUNT, "alerts": _OBJECTS},
    "required": ["red", "yellow", "alerts"],
}


_COMPARED: Schema = {
    "type": "object",
    "properties": {
        "from": _DAY, "to": _DAY, "reported": _TEXT, "other_from": _DAY,
        "other_to": _DAY, "as_reported": _OBJECTS, "two_periods": _OBJECTS,
    },
    "required": ["from", "to", "as_reported", "two_periods"],
}  # fmt: skip
_SAMPLED: Schema = {
    "type": "object",
    "properties": {
        "ledger": _TEXT, "seed": _TEXT, "of": _COUNT, "columns": _OBJECTS,
        "rows": _OBJECTS,
    },
    "required": ["ledger", "seed", "of", "columns", "rows"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom the description is.

    :param rights: every right that reaches something.
    :param reads: reads under a letter, and does what is one's own, and 取证单.
    """

    rights: frozenset[str]
    reads: bool = False

    def sees(self, ledger: Ledger) -> bool:
        """Whether the ledger opens; a roll-up where all it is read from does."""
        return all(base.seen_by in self.rights for base in bases_of(ledger))

    def may(self, spec: CommandSpec) -> bool:
        """Whether the command may be given on anything at all."""
        if spec.secrets or (self.reads and not (spec.own or spec.audits)):
            return False
        return not spec.permission or spec.permission in self.rights


class _Document:
    """The description while it is put together."""

    def __init__(self, declared: Declarations, asker: Asker) -> None:
        self._declared = declared
        self._asker = asker
        self.paths: dict[str, Schema] = {}
        self.schemas: dict[str, Schema] = {
            "Problem": _object(
                {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"},
                 "detail": _TEXT, "error": _TEXT, "message": _TEXT,
                 "fields": {"type": "object", "additionalProperties": _TEXT}},
                ("title", "status", "detail"),
            ),
            "Outcome": _object(
                {"command": _TEXT, "command_id": _UUID,
                 "first": {"type": ["integer", "null"]},
                 "last": {"type": ["integer", "null"]},
                 "records": {"type": "array", "items": _UUID},
                 "repeated": {"type": "boolean"}},
                ("command", "command_id", "records", "repeated"),
            ),
        }  # fmt: skip

    def add_ledger(self, ledger: Ledger) -> None:
        """Its rows, page by page, filtered and sorted as on the page."""
        path = f"/{ledger.name.replace('.', '/', 1)}"
        shown = [column for column in ledger.columns if not column.hidden]
        filters = [
            _query(f"f.{column.name}", column.title, _TEXT)
            for column in shown
            if column.filter and not column.personal
        ]
        page = {"type": "integer", "minimum": 1, "maximum": 1_000_000}
        asked = [_query("page", "页码", page), _query("sort", "排序栏目", _TEXT)]
        self._get(path, ledger.title, _rows_of(shown), [*asked, *_horizon(), *filters])
        if ledger.kind == "record":
            self._get(
                f"{path}/{{record}}", f"{ledger.title}的一份",
                {"type": "object"}, _horizon(), path_of=("record",),
            )  # fmt: skip

    def add_home(self) -> None:
        """工作台, 待办 and 提醒."""
        self._get("/", "工作台", _HOME, [_query("year", "年份", _TEXT)])
        number = {"type": "integer", "minimum": 1}
        lists = _query("list", "哪一种", {"enum": list(TITLES)})
        self._get("/waiting", "待办", _LIST, [lists, _query("page", "页码", number)])
        self._get("/alerts", "提醒", _ALERTS, [_query("all", "全部", {"enum": ["1"]})])

    def add_audit(self) -> None:
        """指标表 and 抽样, for who verifies."""
        days = [_query("from", "起始日期", _DAY), _query("to", "截止日期", _DAY)]
        others = [
            _query("reported", "报送日", _DAY),
            _query("other_from", "对比期起始日期", _DAY),
            _query("other_to", "对比期截止日期", _DAY),
        ]
        self._get("/compare", "指标表", _COMPARED, [*days, *others, *_horizon()])
        lots = [
            _query("seed", "种子", {"type": "string", "maxLength": MOST_SEED}),
            _query(
                "size", "抽取条数", {"type": "integer", "minimum": 1, "maximum": MOST}
            ),
        ]
        for ledger in filter(self._asker.sees, self._declared.ledgers.values()):
            if ledger.kind != "rollup":
                path = f"/{ledger.name.replace('.', '/', 1)}/sample"
                title = f"{ledger.title}抽样"
                self._get(path, title, _SAMPLED, [*days, *lots, *_horizon()])

    def add_module(self, name: str, title: str) -> None:
        """The index of a plugin."""
        self._get(f"/{name}/", title, _shown_as("groups", {"type": "array"}), [])

    def add_page(self, page: PluginPage) -> None:
        """A page of a plugin's own."""
        asked = [_query(name, title, _TEXT) for name, title in page.asks]
        schema = _shown_as("shown", {"type": "object"})
        self._get(f"/{page.name.replace('.', '/', 1)}", page.title, schema, asked)

    def add_kpi(self, kpi: Kpi) -> None:
        """One figure."""
        plugin, _, local = kpi.name.partition(".")
        asked = [
            _query("from", "起始日期", _DAY), _query("to", "截止日期", _DAY),
            _query("by", "分组", _TEXT), *_horizon(),
        ]  # fmt: skip
        self._get(f"/{plugin}/kpis/{local}", kpi.title, {"type": "object"}, asked)

    def add_command(self, spec: CommandSpec) -> None:
        """A command, free or on a record of every ledger that has such."""
        plugin, _, local = spec.name.partition(".")
        if "record" not in spec.form.model_fields:
            self._post(f"/{plugin}/do/{local}", spec, ())
            return
        for ledger in self._ledgers_of(spec):
            path = ledger.name.replace(".", "/", 1)
            self._post(f"/{path}/{{record}}/{local}", spec, ("record",))

    def _ledgers_of(self, spec: CommandSpec) -> Iterable[Ledger]:
        """The lists of the records that a command may be given on.

        What is about one's own login stands in no list.
        """
        for topic, aggregate in self._declared.aggregates.items():
            wanted = issubclass(aggregate.cls, spec.on) if spec.on else not spec.own
            own = spec.plugin in {"core", aggregate.plugin}
            ledger = self._declared.ledger_of(topic)
            if wanted and own and ledger is not None and self._asker.sees(ledger):
                yield ledger

    def _get(
        self,
        path: str,
        title: str,
        schema: Schema,
        parameters: list[Schema],
        path_of: tuple[str, ...] = (),
    ) -> None:
        self.paths.setdefault(path, {})["get"] = {
            "summary": title,
            "operationId": f"get{path}",
            "parameters": [*map(_in_path, path_of), *parameters],
            "responses": _answers(schema, 400, 401, 403, 404),
        }

    def _post(self, path: str, spec: CommandSpec, path_of: tuple[str, ...]) -> None:
        given = self._input_of(spec)
        channel = {"enum": [code for code, _title in CHANNELS]}
        body = _object(
            {"input": given, "command_id": _UUID, "occurred_at": _MOMENT,
             "on_behalf_of": _UUID, "channel": channel},
            ("input",),
        )  # fmt: skip
        outcome = {"$ref": _REF.format(model="Outcome")}
        self.paths.setdefault(path, {})["post"] = {
            "summary": spec.title,
            "description": spec.help,
            "operationId": f"post{path}",
            "parameters": [*map(_in_path, path_of)],
            "requestBody": {"required": True, "content": {_JSON: {"schema": body}}},
            "responses": _answers(outcome, 400, 401, 403, 404, 409, 422),
        }

    def _input_of(self, spec: CommandSpec) -> Schema:
        """The form's own schema; what it refers to goes among the components."""
        schema = spec.form.model_json_schema(ref_template=_REF)
        for name, inner in schema.pop("$defs", {}).items():
            self.schemas[name] = inner
        schema.get("properties", {}).pop("record", None)
        if "required" in schema:
            left = [name for name in schema["required"] if name != "record"]
            schema["required"] = left
        return schema


def describe(declared: Declarations, site: str, title: str, asker: Asker) -> Schema:
    """The description of one site for whoever asks.

    :param site: the site's address, without its host.
    """
    document = _Document(declared, asker)
    document.add_home()
    if CorePermission.VERIFY in asker.rights:
        document.add_audit()
    for plugin in declared.plugins.values():
        document.add_module(plugin.name, plugin.title)
    for page in declared.pages.values():
        if str(page.permission) in asker.rights:
            document.add_page(page)
    for ledger in filter(asker.sees, declared.ledgers.values()):
        document.add_ledger(ledger)
    for kpi in declared.kpis.values():
        if rights_of_figure(declared, kpi) <= asker.rights:
            document.add_kpi(kpi)
    for spec in filter(asker.may, declared.commands.values()):
        document.add_command(spec)
    return {
        "openapi": VERSION,
        "info": {"title": title, "version": declared.plugins["core"].version},
        "servers": [{"url": site}],
        "security": [{"login": [], "token": []}],
        "paths": document.paths,
        "components": {
            "schemas": document.schemas,
            "securitySchemes": {
                "login": {"type": "apiKey", "in": "cookie", "name": "auth_tkt"},
                "token": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    }


def _object(properties: dict[str, Schema], required: tuple[str, ...]) -> Schema:
    return {
        "type": "object", "properties": properties, "required": list(required),
        "additionalProperties": False,
    }  # fmt: skip


def _shown_as(name: str, schema: Schema) -> Schema:
    """A page with its title; what it shows beside is its own."""
    properties = {"title": _TEXT, name: schema}
    return {"type": "object", "properties": properties, "required": ["title", name]}


def _query(name: str, title: str, schema: Schema) -> Schema:
    return {
        "name": name, "in": "query", "required": False, "description": title,
        "schema": schema,
    }  # fmt: skip


def _in_path(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": _UUID}


def _horizon() -> list[Schema]:
    return [
        _query("as_of", "截至日期", _DAY),
        _query("recorded_by", "按登记时间截止", _DAY),
        _query("at", "登记序号", {"type": "integer", "minimum": 1}),
    ]


def _rows_of(columns: list[Column]) -> Schema:
    values = {
        c.name: {"anyOf": [_VALUES.get(c.type.kind, _TEXT), {"type": "null"}]}
        for c in columns
        if not c.personal
    }
    row = {
        "type": "object",
        "properties": {
            "key": _TEXT, "record": _MAYBE, "state": _MAYBE,
            "voided": {"type": "boolean"},
            "values": {"type": "object", "properties": values},
            "shown": {"type": "object", "additionalProperties": _TEXT},
        },
        "required": ["key", "voided", "values", "shown"],
    }  # fmt: skip
    return {
        "type": "object",
        "properties": {
            "ledger": _TEXT, "title": _TEXT, "page": {"type": "integer"},
            "size": {"type": "integer"}, "columns": {"type": "array"},
            "rows": {"type": "array", "items": row},
        },
        "required": ["ledger", "title", "rows"],
    }  # fmt: skip


def _answers(schema: Schema, *problems: int) -> Schema:
    """What is answered, and every way in which it is not."""
    problem = {"schema": {"$ref": _REF.format(model="Problem")}}
    wrong = {
        str(status): {"description": _SAID[status], "content": {_PROBLEM: problem}}
        for status in problems
    }
    good = {"description": "完成", "content": {_JSON: {"schema": schema}}}
    return {"200": good, **wrong}
