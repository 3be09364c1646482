"""The work itself, on a case whose optimum is known: read, solve, audit, draw."""

import tempfile
from pathlib import Path
from typing import Any

from planner.charts.draw import available
from planner.charts.pen import NotDrawn, pen
from planner.cli.doctor.finding import Finding, State
from planner.pipeline import solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from planner.workbook.reader import read_case
from planner.workbook.template.examples import Example, write_example

OPTIMUM_USD_BN = 15.287924
"""Of the example starter, proven by two solvers."""
_TOLERANCE = 1e-4
_REPORT = "Install the planner again; if that does not help, report it with this table."


def solving() -> Finding:
    """Solve the smallest example as `planner solve` does, and compare with its optimum."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "case.xlsx"
            write_example(path, Example.STARTER)
            result = solve(read_case(path), SolveOptions(time_limit_seconds=600.0))
    except Exception as error:
        return Finding("solving", State.WRONG, f"{type(error).__name__}: {' '.join(str(error).split())}", _REPORT)
    if result.audit is None or result.status is not Status.OPTIMAL:
        return Finding("solving", State.WRONG, result.message or str(result.status), _REPORT)
    cost_usd_bn = result.plan.outcome.objective
    if not result.audit.clean or abs(cost_usd_bn - OPTIMUM_USD_BN) > _TOLERANCE * OPTIMUM_USD_BN:
        what = f"an optimum of {cost_usd_bn:.6f} instead of {OPTIMUM_USD_BN:.6f} bn USD"
        return Finding("solving", State.WRONG, what, _REPORT)
    return Finding("solving", State.GOOD, "the example starter: proven optimum as expected, audit clean")


def drawing() -> Finding:
    """Draw a chart with a title and without: they are the same picture where there are no fonts."""
    if not available():
        return Finding("charts", State.ABSENT, "not installed; plan workbooks have no pictures")
    try:
        with pen() as draw:
            plain, titled = draw([_chart(""), _chart("Demand covered")])()
    except NotDrawn as error:
        return Finding("charts", State.POOR, str(error), "Plan workbooks are written without pictures.")
    if plain == titled:
        fix = "Install fonts (on Debian: apt install fonts-dejavu-core)."
        return Finding("charts", State.POOR, "drawn without letters: there are no fonts", fix)
    return Finding("charts", State.GOOD, "drawn, with letters")


def _chart(title: str) -> dict[str, Any]:
    size = {"width": 200, "height": 100, "autosize": {"type": "none"}, "padding": 40}
    return {**size, "data": {"values": [{}]}, "mark": "point", **({"title": title} if title else {})}
