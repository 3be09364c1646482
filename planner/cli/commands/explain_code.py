"""`planner explain-code`: what a fault code means."""

from typing import Annotated

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from planner.cli.exits import Exit, Stop
from planner.cli.terminal.console import out, print_json
from planner.workbook.contract_export import code_json
from planner.workbook.faults.codes import CODES, Code
from planner.workbook.faults.explained.every import EXPLANATIONS, find_code, near_codes


def explain_code(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="Such as E402. Without one, all are listed.", show_default=False)
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Explain a fault code: when it is reported, an example, and how to fix it."""
    if not code:
        _list(as_json)
        return
    match = find_code(code)
    if match is None:
        near = near_codes(code)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        raise Stop(Exit.USAGE, f"Unknown fault code {code}. {hint}planner explain-code lists all codes.")
    if as_json:
        print_json(code_json(match))
    else:
        _print(match)


def _list(as_json: bool) -> None:
    if as_json:
        print_json({"codes": [code_json(code) for code in CODES.values()]})
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for code in CODES.values():
        table.add_row(code.id, code.meaning)
    console = out()
    console.print(Text("E is an error, W a warning, I a note on what was assumed."))
    console.print()
    console.print(table)


def _print(code: Code) -> None:
    explanation = EXPLANATIONS[code]
    console = out()
    console.print(Text.assemble((f"{code.id}  ", "bold"), code.meaning))
    for title, text in (("When", explanation.when), ("Example", explanation.example), ("Fix", explanation.fix)):
        console.print()
        console.print(Text(title, style="bold"))
        console.print(Padding(Text(text), (0, 0, 0, 2), expand=False))
