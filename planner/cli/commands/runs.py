"""`planner runs`: the runs stored by `planner serve`."""

import sqlite3
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from planner.cli.exits import Exit, Stop
from planner.cli.terminal.console import out, print_json
from planner.web.settings import default_store
from planner.web.store.records import DATABASE, State
from planner.web.store.store import Store


def runs(
    store: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the run store.", show_default="user data folder")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the runs of the browser, the newest first."""
    folder = store or default_store()
    if not (folder / DATABASE).exists():
        raise Stop(
            Exit.USAGE, f"There are no runs in {folder}. planner serve creates it; --store names another folder."
        )
    try:
        stored = [run for run in Store(folder, create=False).runs() if not run.is_study]
    except sqlite3.DatabaseError as error:
        raise Stop(Exit.USAGE, f"{folder / DATABASE} cannot be read: {error}.") from error
    if as_json:
        print_json({"store": str(folder), "runs": [run.to_json() for run in stored]})
        return
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("run", no_wrap=True, min_width=16)
    table.add_column("case", no_wrap=True, overflow="ellipsis", max_width=22)
    table.add_column("state", no_wrap=True, min_width=11)
    for head in ("covered %", "capex", "gap %"):
        table.add_column(head, no_wrap=True, justify="right", min_width=len(head))
    for run in stored:
        figures = run.figures
        gap = figures.get("gap")
        table.add_row(
            run.id,
            run.case_name or run.title,
            (run.state is State.ENDED and run.status) or str(run.state),
            f"{figures['coverage_pct']:.1f}" if figures else "",
            f"{figures['capex_usd_bn']:,.1f}" if figures else "",
            f"{100 * gap:.2f}" if gap is not None else "",
        )
    out().print(table)
