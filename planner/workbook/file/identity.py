"""Is a workbook a case or the plan of one? They are easily given in each other's place: then that is the only fault."""

from collections.abc import Sequence

from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, fault, show
from planner.workbook.layout.sheet_names import contract_name
from planner.workbook.text.values import RawSheet
from planner.workbook.text.words import fold

_CASE_SHEETS = frozenset(("settings", "regions", "sites", "nodes", "products", "demand"))
_PLAN_SHEETS = frozenset(("summary", "openings", "starts", "draws", "wafers", "shipments", "shortage", "run"))
_ENOUGH = 3
"""A workbook with so many sheets of one kind, and fewer of the other, is of that kind."""


def is_plan(sheets: Sequence[RawSheet]) -> bool:
    """True for the workbook of a plan."""
    return _count(sheets, _PLAN_SHEETS) >= _ENOUGH > _count(sheets, _CASE_SHEETS)


def is_case(sheets: Sequence[RawSheet]) -> bool:
    """True for the workbook of a case."""
    return _count(sheets, _CASE_SHEETS) >= _ENOUGH > _count(sheets, _PLAN_SHEETS)


def plan_for_case(sheets: Sequence[RawSheet]) -> Fault:
    """Return the fault of a plan in the place of a case. It names the case that the plan was made from."""
    source = _run(sheets).get("input_file", "")
    fix = f"give the case that the plan was made from: {source}" if source else ""
    return fault(codes.FILE_IS_PLAN, found=f"the plan of {source}" if source else "a plan", fix=fix)


def case_for_plan() -> Fault:
    """Return the fault of a case in the place of a plan."""
    return fault(codes.FILE_IS_CASE)


def _run(sheets: Sequence[RawSheet]) -> dict[str, str]:
    """Return what a plan says of the run that it comes from."""
    rows = (cells for sheet in sheets if fold(sheet.name) == "run" for _, cells in sheet.rows)
    return {show(cells[0]): show(cells[1]) for cells in rows if len(cells) > 1}


def _count(sheets: Sequence[RawSheet], names: frozenset[str]) -> int:
    return len(names.intersection(contract_name(sheet.name, names) or fold(sheet.name) for sheet in sheets))
