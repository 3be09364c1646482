"""`planner audit`: recompute every rule from the case and the plan workbook alone."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from planner import __version__
from planner.audit import audit as audit_plan
from planner.cli.exits import Exit, Stop
from planner.cli.messages import findings, say
from planner.cli.origin import as_solved, other_input, plan_for
from planner.cli.reading import Faulty, read_source
from planner.cli.terminal.console import out
from planner.plan.records import Plan
from planner.report.readback.claims import wrong_claims
from planner.report.readback.reader_sheets import wrong_cells
from planner.workbook.faults import codes
from planner.workbook.file.book import open_book
from planner.workbook.file.identity import is_case


def audit(
    source: Annotated[Path, typer.Argument(metavar="IN.xlsx", help="The case.", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="Its plan.", show_default=False)],
) -> None:
    """Check a plan workbook against its case: every rule and cost line is recomputed, without model or solver."""
    try:
        read = read_source(source)
    except Faulty as faulty:
        _stop_if_swapped(source, target, faulty)
        raise
    read = as_solved(read, target)
    plan = plan_for(target, read)
    verdict = audit_plan(read.case, plan)
    wrong = [*wrong_claims(target, read.case, plan)]
    unread = _not_compared(plan)
    wrong += () if unread else wrong_cells(target, read.case, plan, verdict)
    verdict = replace(verdict, findings=(*verdict.findings, *wrong))
    out().print(Text(findings(verdict)))
    say(unread)
    say(other_input(source, read, plan))
    raise typer.Exit(int(Exit.OK if verdict.clean else Exit.FAULTS))


def _not_compared(plan: Plan) -> str:
    """Return a warning where another version wrote the sheets for readers, in its own words."""
    writer = str(plan.run.get("planner_version", __version__))
    if writer == __version__:
        return ""
    return (
        f"Warning: version {writer} of the planner wrote this plan and this is {__version__}, so the sheets for "
        "readers were not compared with the records. Trust the sheets from summary on."
    )


def _stop_if_swapped(source: Path, target: Path, faulty: Faulty) -> None:
    """Stop with one sentence where the plan was given first and the case second."""
    is_plan = any(fault.code == codes.FILE_IS_PLAN.id for fault in faulty.faults)
    if is_plan and is_case(open_book(target).sheets):
        words = f"{source} is the plan and {target} is the case: give the case first, planner audit {target} {source}"
        raise Stop(Exit.USAGE, f"{words}.") from faulty
