"""`planner doctor`: whether an installation can be relied on, and what to do where it cannot."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from planner import __version__
from planner.cli.doctor.components import bill_of_materials, components
from planner.cli.doctor.finding import Finding, State
from planner.cli.doctor.libraries import libraries, python
from planner.cli.doctor.machine import cores, folders, memory, terminal
from planner.cli.exits import Exit, Stop
from planner.cli.files import check_output
from planner.cli.messages import say
from planner.cli.terminal.console import out, print_json
from planner.workbook.file.saving import write_whole


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    licences: Annotated[
        bool, typer.Option("--licences", help="List the packages that are used, with version and licence, and end.")
    ] = False,
    sbom: Annotated[
        Path | None,
        typer.Option(
            "--sbom", metavar="FILE.json", help="Write a software bill of materials and end.", show_default=False
        ),
    ] = None,
) -> None:
    """Check the installation: versions, solver, charts, fonts, memory, folders. Solves and draws something small."""
    if licences or sbom is not None:
        _materials(licences, sbom)
        return
    findings = tuple(_findings())
    wrong = [one for one in findings if one.state is State.WRONG]
    if as_json:
        print_json({"sound": not wrong, "findings": [one.to_json() for one in findings]})
    else:
        _print(findings)
    if wrong:
        sentence = f"Plans cannot be made here, or not relied on: see {', '.join(one.part for one in wrong)}."
        raise Stop(Exit.FAULTS, "" if as_json else sentence)


def _materials(licences: bool, sbom: Path | None) -> None:
    """List the packages that are used, and write the bill of materials where that is asked."""
    parts = components()
    if licences:
        table = Table("package", "version", "licence", box=None, pad_edge=False)
        for part in parts:
            table.add_row(part.name, part.version, part.licence)
        out().print(table)
    if sbom is not None:
        check_output(sbom, ".json", "a bill of materials")
        try:
            write_whole(sbom, json.dumps(bill_of_materials(__version__, parts), indent=1).encode())
        except OSError as error:
            raise Stop(Exit.USAGE, f"{sbom} cannot be written ({error.strerror or error}).") from error
        say(f"{sbom} lists {len(parts)} packages (CycloneDX 1.5).")


def _findings() -> Iterator[Finding]:
    yield python()
    yield from libraries()
    yield from _work()
    yield cores()
    yield from memory()
    yield from folders()
    yield terminal()


def _work() -> Iterator[Finding]:
    """Load what plans only now: a library that is broken must not hide the other findings."""
    try:
        from planner.cli.doctor.work import drawing, solving
    except Exception as error:
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"
        yield Finding("solving", State.WRONG, what, "Install the planner and its libraries again.")
        return
    looks: tuple[Callable[[], Finding], ...] = (solving, drawing)
    yield from (look() for look in looks)


def _print(findings: Iterable[Finding]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for one in findings:
        table.add_row(one.part, str(one.state), one.what)
        if one.fix:
            table.add_row("", "", one.fix)
    out().print(table)
