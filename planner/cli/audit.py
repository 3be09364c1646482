"""`planner audit`: recompute every rule from the case and the plan workbook alone."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from planner.case.records import Case
from planner.cli.console import out
from planner.cli.exits import Exit
from planner.cli.reading import Faulty, read_source
from planner.cli.tell import findings
from planner.plan.audit import audit as audit_plan
from planner.plan.records import Plan
from planner.report.read import read_plan
from planner.workbook.faults import InputFaults


def audit(
    source: Annotated[Path, typer.Argument(metavar="IN.xlsx", help="The case.", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="Its plan.", show_default=False)],
) -> None:
    """Check a plan workbook against its case: every rule and cost line is recomputed, without model or solver."""
    case = read_source(source).case
    verdict = audit_plan(case, _plan(target, case))
    out().print(Text(findings(verdict)))
    raise typer.Exit(int(Exit.OK if verdict.clean else Exit.FAULTS))


def _plan(path: Path, case: Case) -> Plan:
    try:
        return read_plan(path, case)
    except InputFaults as error:
        raise Faulty(path, error.faults) from error
