"""The command line: one Typer app, which turns every exception into a sentence."""

import os
import sys
import traceback
from typing import Annotated

import typer

from planner import __version__
from planner.cli.commands.audit import audit
from planner.cli.commands.check import check
from planner.cli.commands.compare import compare
from planner.cli.commands.explain_code import explain_code
from planner.cli.commands.export import export
from planner.cli.commands.formulation import formulation
from planner.cli.commands.frontier import frontier
from planner.cli.commands.read import read
from planner.cli.commands.runs import runs
from planner.cli.commands.schema import schema
from planner.cli.commands.serve import serve
from planner.cli.commands.solve_command import solve
from planner.cli.commands.template import template
from planner.cli.commands.worth import worth
from planner.cli.crash import to_send
from planner.cli.exits import Exit, Stop
from planner.cli.memory import NO_MEMORY, is_lack_of_memory
from planner.cli.messages import say, say_stop
from planner.cli.terminal.help_text import Command, Group
from planner.cli.terminal.streams import after_flush, steady_streams
from planner.logs import Level, log_to_stderr

app = typer.Typer(
    name="planner",
    cls=Group,
    help="Plan where, when and for which nodes to build chip fabs, within budget and with a proven gap.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    *(solve, check, explain_code, template, schema, formulation, export, audit, read, serve, runs),
    *(compare, worth, frontier),
):
    app.command(cls=Command)(command)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"planner {__version__}")
        raise typer.Exit


@app.callback()
def planner(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Log what happens, as with --log-level info.")
    ] = False,
    log_level: Annotated[
        Level | None,
        typer.Option(metavar="LEVEL", help=f"Log to stderr: {', '.join(Level)}.", show_default=str(Level.WARNING)),
    ] = None,
) -> None:
    """Plan where, when and for which nodes to build chip fabs, within budget and with a proven gap."""
    log_to_stderr(log_level or (Level.INFO if verbose else None))


def main() -> None:
    """Run the command line and end the process with its exit code."""
    steady_streams()
    code, sentence = after_flush(_run())
    say(sentence)
    sys.exit(code)


def _run() -> int:
    try:
        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Stop as stop:
        say_stop(stop)
        return stop.exit
    except Exception as error:
        if os.environ.get("PLANNER_DEBUG") == "1":
            traceback.print_exc()
        if is_lack_of_memory(error):
            say(NO_MEMORY)
            return Exit.INTERNAL
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        say(f"internal error: {cause}")
        say(f"{to_send(error)} PLANNER_DEBUG=1 shows where it happened.")
    return Exit.INTERNAL


if __name__ == "__main__":
    main()
