"""OpenAPI 3.1 of a site: commands, ledgers, records, measures, as declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.web.views.command import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.command import CommandSpec
    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.registry.declarations import Declarations

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


class _Document:
    """The description while it is put together."""

    def __init__(self, declared: Declarations) -> None:
        self._declared = declared
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
        """The lists of the records that a command may be given on."""
        for topic, aggregate in self._declared.aggregates.items():
            wanted = spec.on is None or issubclass(aggregate.cls, spec.on)
            own = spec.plugin in {"core", aggregate.plugin}
            ledger = self._declared.ledger_of(topic)
            if wanted and own and ledger is not None:
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


def describe(declared: Declarations, site: str, title: str) -> Schema:
    """The whole description of one site.

    :param site: the site's address, without its host.
    """
    document = _Document(declared)
    for ledger in declared.ledgers.values():
        document.add_ledger(ledger)
    for kpi in declared.kpis.values():
        document.add_kpi(kpi)
    for spec in declared.commands.values():
        if not spec.secrets:
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
