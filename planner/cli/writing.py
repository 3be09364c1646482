"""Saves a plan, in another place where the target cannot be written, and its tables as CSV."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from planner.audit import Audit
from planner.case.records import Case
from planner.cli.exits import Exit, Stop
from planner.plan.records import Plan
from planner.report.excel.workbook import write_plan
from planner.report.words.verdict import audit_lines


def save_plan(target: Path, case: Case, plan: Plan, audit: Audit) -> None:
    """Write the plan workbook with the verdict. Raises Stop where it had to be saved elsewhere, or nowhere."""
    try:
        write_plan(target, case, plan, audit_lines(audit))
    except OSError as error:
        refuge = Path(tempfile.mkdtemp(prefix="planner-")) / target.name
        write_plan(refuge, case, plan, audit_lines(audit))
        reason = error.strerror or str(error)
        raise Stop(Exit.USAGE, f"{target} cannot be written ({reason}); the plan is saved as {refuge}.") from error


def save_csv(folder: Path, write: Callable[[Path], None]) -> None:
    """Write tables into a folder. Raises Stop where that fails."""
    try:
        write(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(Exit.USAGE, f"{folder} cannot be written ({reason}).") from error
