"""`planner check`: every fault of a workbook at once, and what its blanks stand for."""

from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from planner.cli.console import out, print_json
from planner.cli.faults_text import counts, faults_text
from planner.cli.reading import exit_of
from planner.workbook.defaults import Default
from planner.workbook.faults import Severity
from planner.workbook.reader import Reading, read_workbook


def check(
    source: Annotated[Path, typer.Argument(metavar="IN.xlsx", help="The case.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List every fault of a workbook with its cell and how to mend it, and the defaults taken."""
    reading = read_workbook(source)
    if as_json:
        print_json(_record(source, reading))
    else:
        _print(source, reading)
    raise typer.Exit(int(exit_of(reading.faults)))


def _record(source: Path, reading: Reading) -> dict[str, Any]:
    number = {s: sum(fault.severity is s for fault in reading.faults) for s in Severity}
    return {
        "file": str(source),
        "exit_code": int(exit_of(reading.faults)),
        "errors": number[Severity.ERROR],
        "warnings": number[Severity.WARNING],
        "infos": number[Severity.INFO],
        "faults": [fault.to_json() for fault in reading.faults],
        "defaults": [{"sheet": d.sheet, "field": d.field, "value": d.value, "rows": d.rows} for d in reading.defaults],
    }


def _print(source: Path, reading: Reading) -> None:
    console = out()
    console.print(Text(f"{source}: {counts(reading.faults)}", style="bold"), soft_wrap=True)
    if reading.faults:
        console.print()
        console.print(faults_text(reading.faults))
    if reading.defaults:
        console.print()
        console.print(Text("Taken for blank cells and absent columns (- stands for none, any or no limit)"))
        console.print(_defaults(reading.defaults))


def _defaults(defaults: tuple[Default, ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for sheet, taken in groupby(defaults, key=lambda default: default.sheet):
        table.add_row(f"  {sheet}", Text(", ".join(f"{d.field} {d.value or '-'}" for d in taken), style="dim"))
    return table
