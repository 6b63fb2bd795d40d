"""The group of all commands; every failure ends here as one line and an exit code."""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

#: A command's module is loaded when the command is asked for.
COMMANDS = {
    "serve": "serving",
    "worker": "working",
    "demo": "demonstration",
    "act": "acting",
    "import": "importing",
    "site": "sites",
    "plugin": "plugins",
    "ledger": "ledgers",
    "kpi": "figures",
    "alerts": "alerting",
    "report": "reporting",
    "history": "histories",
    "permissions": "permissions",
    "rebuild": "upkeep",
    "resume": "upkeep",
    "check": "upkeep",
    "followers": "following",
    "upload": "attachments",
    "sweep": "attachments",
    "audit": "auditing",
    "backup": "backing_up",
    "restore": "backing_up",
    "doctor": "doctor",
}


class Commands(click.Group):
    """Loads commands late, and says what went wrong in one Chinese line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click names its parameters
        """The commands in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click names its parameters
        """The command of that name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"houqin.core.cli.{COMMANDS[cmd_name]}")
        # No function of Python is called import.
        found: click.Command = getattr(module, cmd_name, None) or getattr(
            module, f"{cmd_name}_"
        )
        return found

    def main(  # type: ignore[override]  # it never returns
        self, args: Sequence[str] | None = None, prog_name: str | None = None,
        **extra: Any,
    ) -> NoReturn:  # fmt: skip
        extra["standalone_mode"] = False
        try:
            code = super().main(args, prog_name, **extra)
        except Exception as error:  # noqa: BLE001 - nobody gets a traceback
            from houqin.core.cli.failures import exit_code, line  # noqa: PLC0415 - only for failures

            click.echo(f"houqin: {line(error)}", err=True)
            code = exit_code(error)
        sys.exit(code if isinstance(code, int) else 0)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="houqin", message="%(prog)s %(version)s")
@click.pass_context
def houqin(context: click.Context) -> None:
    """Sites, ledgers and indicators of government logistics service centres."""
    from houqin.core.cli.notices import show_notices  # noqa: PLC0415 - loads logging

    # Pyramid 2.1 imports pkg_resources, which warns of itself and of odd paths.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"pyramid\.asset")
    show_notices()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> NoReturn:
    """Run ``houqin``; a terminal that lacks a character shows its number."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a text stream here
    houqin.main(prog_name="houqin")


if __name__ == "__main__":
    main()
