"""`planner read`: the tables of a plan workbook for other programs, as JSON or CSV."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from planner.cli.files import check_folder
from planner.cli.messages import say
from planner.cli.reading import Faulty
from planner.cli.terminal.console import out, print_json
from planner.cli.writing import save_csv
from planner.report.contract.tidy_csv import write_csv
from planner.report.readback.tables import COLUMNS, read_tables
from planner.report.words.formats import percent
from planner.workbook.faults.fault import InputFaults

_UNITS = {"usd_bn": "bn USD", "fraction": "of the objective"}
_DECIMALS = {"usd_bn": 3, "kunits": 1}
"""A million USD and a hundred packages; `--json` and `--csv` give all digits."""
_MAX_DECIMALS = 6


def read(
    target: Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="The plan.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="DIR", help="Write the tables as CSV.", show_default=False)
    ] = None,
) -> None:
    """Give the tables of a plan workbook to other programs."""
    if csv is not None:
        check_folder(csv, COLUMNS, target)
    try:
        tables = read_tables(target)
    except InputFaults as error:
        raise Faulty(target, error.faults) from error
    if csv is not None:
        save_csv(csv, lambda folder: write_csv(folder, tables))
        say(f"{csv} holds {len(tables)} tables.")
    if as_json:
        print_json({"file": str(target), "tables": {name: t.to_dict("records") for name, t in tables.items()}})
    else:
        console = out()
        console.print(_listed({name: (len(table), list(table.columns)) for name, table in tables.items()}))
        console.print()
        for key, value, unit in tables["summary"].itertuples(index=False, name=None):
            console.print(Text(f"{key:<22} {shown(value, unit)}"), soft_wrap=True)


def shown(value: str | int | float, unit: str) -> str:
    """Return a value with its unit, rounded for display: what is left of a solver's tolerances is zero."""
    if unit == "%":
        return percent(float(value))
    number = _rounded(value, _DECIMALS.get(unit, _MAX_DECIMALS)) if isinstance(value, float) else str(value)
    return f"{number} {_UNITS.get(unit, unit)}".rstrip()


def _rounded(value: float, decimals: int) -> str:
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".rstrip("0").rstrip(".")


def _listed(tables: dict[str, tuple[int, list[str]]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for justify in ("left", "right", "left"):
        table.add_column(justify=justify)
    for name, (rows, columns) in tables.items():
        table.add_row(name, f"{rows:,}", ", ".join(columns))
    return table
