"""`planner check`: every fault of a workbook at once, and the defaults used for its blanks."""

from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from planner.cli.exits import Exit, Stop
from planner.cli.files import check_target
from planner.cli.messages import say
from planner.cli.reading import exit_of, known_schedule
from planner.cli.terminal.age import age_record, age_text
from planner.cli.terminal.annotations import annotations
from planner.cli.terminal.console import out, print_json
from planner.cli.terminal.faults import counts, faults_text, hint
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Severity
from planner.workbook.file.book import DAMAGED, plainly
from planner.workbook.marking.mark import mark
from planner.workbook.read.defaults import Default
from planner.workbook.reader import Reading, read_workbook

if TYPE_CHECKING:
    from planner.study.sensitivity.age import Ages
    from planner.study.sensitivity.decisions import Decision

ODD = (*DAMAGED, SyntaxError)
"""What a workbook may raise that is read, but too odd for a copy."""


class Format(StrEnum):
    """What is printed on stdout."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    source: Annotated[Path, typer.Argument(metavar="IN.xlsx", help="The case.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object: --format json.")] = False,
    form: Annotated[
        Format,
        typer.Option(
            "--format", metavar="FORM", help="text, json, or github: one annotation line per fault for a workflow."
        ),
    ] = Format.TEXT,
    age: Annotated[
        bool, typer.Option("--age", help="List the figures whose sources are older than a year.", show_default=False)
    ] = False,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            metavar="PLAN.xlsx",
            help="With --age: the rows of low confidence that the plan's decisions of its first year rest on.",
            show_default=False,
        ),
    ] = None,
    marked: Annotated[
        Path | None,
        typer.Option("--mark", metavar="OUT.xlsx", help="Write a copy with the faults marked.", show_default=False),
    ] = None,
) -> None:
    """List every fault of a workbook with its cell and how to fix it, and the defaults used."""
    if marked is not None:
        check_target(marked, source, suffixes=(".xlsx", ".xlsm"))
    if plan is not None and not age:
        raise Stop(Exit.USAGE, "--plan needs --age: it says what the decisions of the plan's first year rest on.")
    reading = read_workbook(source)
    if marked is not None:
        _mark(source, marked, reading)
    aged = _aged(reading, plan) if age else None
    if as_json or form is Format.JSON:
        print_json(_record(source, reading) | ({} if aged is None else {"age": age_record(*aged)}))
    elif form is Format.GITHUB:
        for line in annotations(source, reading.faults):
            print(line)
    else:
        _print(source, reading)
        if aged is not None:
            out().print()
            out().print(age_text(*aged), soft_wrap=True)
    raise typer.Exit(int(exit_of(reading.faults)))


def _aged(reading: Reading, plan: Path | None) -> "tuple[Ages, tuple[Decision, ...] | None] | None":
    """Return the age of the rows, and what the first decisions of a plan rest on; nothing for rows with errors."""
    from planner.study.sensitivity.age import ages_of
    from planner.study.sensitivity.decisions import first_decisions

    if reading.tables is None:
        return None
    ages = ages_of(reading.tables, date.today())
    if plan is None or reading.case is None:
        return ages, None
    schedule, _ = known_schedule(plan, reading.case)
    return ages, first_decisions(reading.tables, reading.case, schedule)


def _mark(source: Path, marked: Path, reading: Reading) -> None:
    if exit_of(reading.faults) is Exit.USAGE:
        say(f"{marked} was not written: {source} cannot be read as a case.")
        return
    has_macros = any(fault.code == codes.FILE_HAS_MACROS.id for fault in reading.faults)
    suffix = ".xlsm" if has_macros else ".xlsx"
    if marked.suffix.lower() != suffix:
        held = "holds macros, which the copy keeps" if has_macros else "holds no macros"
        raise Stop(Exit.USAGE, f"{source} {held}: the name {marked.name} must end in {suffix}.")
    try:
        mark(source, marked, reading.faults)
    except OSError as error:
        raise Stop(Exit.USAGE, f"{marked} cannot be written: {error.strerror or error}.") from error
    except ODD as error:  # a part that the reader leaves out may be too unusual to copy
        fix = "Save it again in a spreadsheet program and mark that; the faults are listed here all the same"
        raise Stop(Exit.USAGE, f"{marked} cannot be written: {source} has {plainly(error)}. {fix}.") from error
    say(f"{marked} is a copy of {source} with {counts(reading.faults)} marked.")


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
        console.print()
        console.print(hint(reading.faults))
    if reading.defaults:
        console.print()
        console.print(Text("Defaults used for blank cells and missing columns (- means none, any or no limit)"))
        console.print(_defaults(reading.defaults))


def _defaults(defaults: tuple[Default, ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for sheet, values in groupby(defaults, key=lambda default: default.sheet):
        table.add_row(f"  {sheet}", Text(", ".join(f"{d.field} {d.value or '-'}" for d in values), style="dim"))
    return table
