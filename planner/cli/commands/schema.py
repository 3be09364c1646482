"""`planner schema`: the workbook contract, for people or as JSON."""

from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from planner.cli.terminal.console import out, print_json
from planner.workbook.contract_export import schema_json

_REMARKS = ("source", "note")


def schema(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Print every sheet and field of the input workbook with unit, default and meaning."""
    contract = schema_json()
    if as_json:
        print_json(contract)
        return
    console = out()
    console.print(
        Text("Sheets marked * and fields marked ! are required. Every sheet may have the columns source and note.")
    )
    console.print(Text("The settings sheet has the columns key and value, and a row for each key listed."))
    for sheet in contract["sheets"]:
        console.print()
        console.print(_sheet(sheet, contract["settings"] if sheet["sheet"] == "settings" else []))


def _sheet(sheet: dict[str, Any], settings: list[dict[str, Any]]) -> RenderableType:
    name = Text.assemble((f"{sheet['sheet']}{'*' if sheet['required'] else ''}", "bold"), f"  {sheet['about']}")
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column()
    for field in settings or sheet["fields"]:
        if field["id"] not in _REMARKS:
            table.add_row(f"{field['id']}{'!' if field['required'] else ''}", _meaning(field))
    series = sheet["period_columns"]
    if series:
        table.add_row("2026Q4 ...", f"{series['doc']} [{series['unit']}]")
    return Group(name, Padding(table, (0, 0, 0, 2)))


def _meaning(field: dict[str, Any]) -> str:
    unit = f" [{field['unit']}]" if field["unit"] else ""
    choices = f"; {' | '.join(field['choices'])}" if field["choices"] else ""
    default = field["default"]
    default_text = "" if field["required"] or default in (None, "", []) else f"; default {_shown(default)}"
    shown = "" if field["acts"] else "; shown only"
    return f"{field['doc']}{unit}{choices}{default_text}{shown}"


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    return f"{default:g}" if isinstance(default, float) else str(default)
