"""The command line: one Typer app, which turns every exception into a sentence."""

import os
import sys
import traceback
from collections.abc import Mapping
from typing import Annotated, ClassVar

import typer

from planner import __version__
from planner.cli.exits import Exit, Stop
from planner.cli.terminal.help_text import Group, Listed
from planner.cli.terminal.streams import after_flush, steady_streams
from planner.logs import Level, log_to_stderr


class Commands(Group):
    """Every command, in the order of the help."""

    listed: ClassVar[Mapping[str, Listed]] = {
        name: Listed(f"planner.cli.commands.{module}", module.removesuffix("_command"), summary)
        for name, module, summary in (
            ("solve", "solve_command", "Solve a case and write its plan."),
            ("check", "check", "List every fault of a workbook with its cell and how to fix it."),
            ("explain-code", "explain_code", "Explain a fault code."),
            ("compare", "compare", "Show what differs between two cases or two plans."),
            ("worth", "worth", "Rank what one more of each thing would save."),
            ("explain", "explain", "Say why there is no plan, or why demand stays short, and what would help."),
            ("calendar", "calendar", "Show what has to be approved, ordered and paid first."),
            ("frontier", "frontier", "Show cost and coverage over the budget, or over any other cells."),
            ("sensitivity", "sensitivity", "Show how far the optimum moves with each assumption."),
            ("alternatives", "alternatives", "Show what all plans of about the best cost build, and how they differ."),
            ("coalitions", "coalitions", "Show what each subset of funds or blocs saves, and a fair share for each."),
            ("scenarios", "scenarios", "Plan for several futures: what to commit to now, and what can wait."),
            ("replan", "replan", "Carry a plan into new facts: what to move, why, and the next case."),
            ("stress", "stress", "Test a fixed plan in many futures, and without one site or lane at a time."),
            ("template", "template", "Write the empty workbook, or an example to start from."),
            ("schema", "schema", "Print every sheet and field of the input workbook."),
            ("formulation", "formulation", "Print the equations of the model, family by family."),
            ("export", "export", "Write the model of a case for other programs."),
            ("audit", "audit", "Check a plan workbook against its case."),
            ("certify", "certify", "Write a certificate of plan and bound, which a short program checks."),
            ("rerun", "rerun", "Solve the case of a plan again and compare the plans."),
            ("show", "show", "Print the summary of a plan workbook again."),
            ("read", "read", "Give the tables of a plan workbook to other programs."),
            ("serve", "serve", "Serve pages and an API to check and solve workbooks and to look at plans."),
            ("runs", "runs", "List the runs of the browser, the newest first."),
            ("doctor", "doctor", "Check the installation: versions, solver, charts, memory, folders."),
        )
    }


app = typer.Typer(
    name="planner",
    cls=Commands,
    help="Plan where, when and for which nodes to build chip fabs, within budget and with a proven gap.",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"planner {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def planner(
    context: typer.Context,
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
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), nl=False)
        raise typer.Exit(Exit.USAGE)  # here, since versions of click differ in the code
    log_to_stderr(log_level or (Level.INFO if verbose else None))


def main() -> None:
    """Run the command line and end the process with its exit code."""
    steady_streams()
    code, sentence = after_flush(_run())
    if sentence:
        from planner.cli.messages import say

        say(sentence)
    sys.exit(code)


def _run() -> int:
    try:
        app(prog_name="planner")  # also where it was started as a module
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Stop as stop:
        from planner.cli.messages import say_stop

        say_stop(stop)
        return stop.exit
    except Exception as error:
        from planner.cli.crash import to_send
        from planner.cli.memory import NO_MEMORY, is_lack_of_memory
        from planner.cli.messages import say

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
