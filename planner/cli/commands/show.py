"""`planner show`: the summary of a plan workbook again, from the workbook alone."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from planner.case.calendar import months_of_label, parse_label
from planner.cli.exits import Exit, Stop
from planner.cli.reading import Faulty
from planner.cli.terminal.console import out, print_json
from planner.registry.rows import LIMITS
from planner.report.contract.layout import IRR, NPV, PAID_BACK, RETURNS_PREFIX
from planner.report.figures.built import count
from planner.report.readback.headline import read_figures
from planner.report.readback.tables import read_tables
from planner.report.words.terminal import headline_lines, returns_lines
from planner.workbook.faults.fault import InputFaults

_MAX_BUILT, _MAX_BINDING = 12, 5
Tables = dict[str, Any]
"""The tables of a plan workbook by name, as `read_tables` returns them."""


def show(
    target: Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="The plan.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print the summary of a plan workbook again."""
    try:
        tables = read_tables(target)
        headline = read_figures(tables)
    except InputFaults as error:
        raise Faulty(target, error.faults) from error
    if as_json:
        print_json(_record(target, tables))
        return
    console = out()
    for line in (*headline_lines(headline), *_built(tables), *_short(tables), *_returns(tables), *_binding(tables)):
        console.print(line)


def _record(path: Path, tables: Tables) -> dict[str, Any]:
    """Return the summary by key, and what is short, built and bound by row."""
    return {
        "file": str(path),
        **{key: value for key, value, _ in tables["summary"].itertuples(index=False, name=None)},
        "shortage": tables["shortage"].to_dict("records"),
        "builds": {name: tables[name].to_dict("records") for name in ("starts", "openings")},
        "causes": [_sentence(rule, where) for rule, where, _ in _rules(tables)],
    }


def _built(tables: Tables) -> list[Text | Table]:
    starts = tables["starts"]
    if starts.empty:
        return []
    table = _table()
    table.add_column("site", no_wrap=True, overflow="ellipsis", max_width=26)
    table.add_column("node", no_wrap=True, overflow="ellipsis", max_width=14)
    for head in ("phases", "first start", "last start"):
        table.add_column(head, justify="right", no_wrap=True)
    pairs = starts.groupby(["site", "node"], sort=False)
    sizes = pairs["phases"].sum().sort_values(ascending=False, kind="stable")
    for site, node in list(sizes.index)[:_MAX_BUILT]:
        periods = sorted(pairs.get_group((site, node))["period"], key=_ordinal)
        table.add_row(site, node, f"{sizes[site, node]}", periods[0], periods[-1])
    left = sizes.iloc[_MAX_BUILT:]
    if len(left):
        table.add_row(f"{len(left)} more", "", f"{left.sum()}", "", "")
    return [Text(), Text("What is built, and when", style="bold"), table]


def _ordinal(label: str) -> int:
    try:
        return parse_label(label, months_of_label(label))
    except ValueError as error:
        raise Stop(Exit.FAULTS, f"The sheet starts: {error}. Use a workbook written by planner solve.") from error


def _short(tables: Tables) -> list[Text | Table]:
    """Return the shortage by year; of several scenarios each one's, since a plan workbook holds no probabilities."""
    short = tables["shortage"]
    if short.empty:
        return []
    yearly = short.assign(year=short["period"].str[:4]).groupby(["scenario", "year"])["kunits"].sum()
    years = yearly.unstack(fill_value=0)
    table = _table()
    table.add_column("year")
    for scenario in years.index:
        table.add_column(scenario if len(years.index) > 1 else "shortage", justify="right")
    for year in years.columns:
        table.add_row(year, *(f"{kunits:,.1f}" for kunits in years[year]))
    return [Text(), Text("Shortage by year, kunits", style="bold"), table]


def _returns(tables: Tables) -> list[RenderableType]:
    """Return what funds get back, where the plan says."""
    by_name: dict[str, dict[str, Any]] = {}
    for key, value, _ in tables["summary"].itertuples(index=False, name=None):
        if str(key).startswith(RETURNS_PREFIX):
            name, figure = str(key).removeprefix(RETURNS_PREFIX).rsplit(".", 1)
            by_name.setdefault(name, {})[figure] = value
    rows = [(name, *(of.get(figure, "") for figure in (NPV, IRR, PAID_BACK))) for name, of in by_name.items()]
    return [Text(), *returns_lines(rows)] if rows else []


def _binding(tables: Tables) -> list[Text | Table]:
    lines = [f"  {_sentence(rule, where)}, in {count(periods, 'period')}" for rule, where, periods in _rules(tables)]
    return [Text(), Text("What binds", style="bold"), *map(Text, lines[:_MAX_BINDING])] if lines else []


def _rules(tables: Tables) -> list[tuple[str, str, int]]:
    """Return each rule that binds with the place where it binds longest, and in how many periods it does."""
    binding = tables["binding"]
    longest: dict[str, tuple[str, str, int]] = {}
    for (rule, where), periods in Counter(zip(binding["rule"], binding["where"], strict=True)).most_common():
        longest.setdefault(rule, (rule, where, periods))
    return list(longest.values())


def _sentence(rule: str, where: str) -> str:
    return LIMITS[rule].sentence.format(where=where) if rule in LIMITS else f"{where}: {rule.replace('_', ' ')}"


def _table() -> Table:
    return Table(box=None, header_style="dim", pad_edge=False)
