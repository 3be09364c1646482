"""Shares with a slipped point, and indices that are differences: 9.5 for 95 %, and 0 where 1 changes nothing."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.problem import Problem
from planner.case.records import Node, Product, Region

_USUAL = 0.2
_FRACTION = 0.01
"""Less is a fraction where per cent is due, which is reported where a cell is read."""
_SHARES = ((Product, "assembly_yield"), (Node, "utilisation"))
_INDICES = ("shell_cost_index", "equipment_cost_index", "operating_cost_index")


def share_problems(draft: Draft) -> Iterator[Problem]:
    """Yield shares that are unusually small, and cost indices of 0 beside others."""
    show = draft.words.share
    for kind, name in _SHARES:
        for entry in draft.entries(kind, name):
            share = getattr(entry.record, name)
            if _FRACTION < share < _USUAL and 10 * share <= 1:
                yield entry.problem(
                    codes.WIDE_RANGE,
                    name,
                    found=show(share),
                    expected=f"{show(_USUAL)} to {show(1.0)} as is usual",
                    fix=f"write {show(10 * share)} if the point has slipped, otherwise ignore this",
                )
    for name in _INDICES:
        for region in draft.entries(Region, name):
            if getattr(region.record, name) == 0:
                yield region.problem(
                    codes.WIDE_RANGE,
                    name,
                    found="0",
                    expected="1 for the costs of the nodes, 1.2 for a fifth more",
                    fix="write 1 if nothing is added to the costs: 0 makes this free",
                )
                break
