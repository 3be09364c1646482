"""The headline figures of a plan workbook, without its case."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planner.case.records import Objective
from planner.plan.records import Stage, Status
from planner.report.contract.layout import FIRST_PREFIX, UNAVOIDABLE
from planner.report.figures.headline import Figures, changeable_gap
from planner.workbook.faults import codes
from planner.workbook.faults.fault import InputFaults, fault

_STAGE = ("objective", "bound", "gap")
_NUMBERS = (
    *_STAGE, "gap_usd_bn", "coverage_pct", "worst_coverage_pct", "demand_kunits", "shipped_kunits", "shortage_kunits",
    "capex_usd_bn", "credits_usd_bn", "drawn_usd_bn", "budget_usd_bn",
)  # fmt: skip
_COUNTS = ("phases", "lumps", "sites")
# Only plans of cases that have any say how many, and how much.
_SHELLS, _RETIRED, _UNDER_WAY, _PROFIT_OF = "shells", "retired", "under_way_usd_bn", "profit_of"


def read_figures(tables: Mapping[str, pd.DataFrame]) -> Figures:
    """Return the figures on the sheet `summary`. Raises InputFaults where one is missing or is not a number."""
    values = {key: value for key, value, _ in tables["summary"].itertuples(index=False, name=None)}
    try:
        read: dict[str, Any] = {key: float(values[key]) for key in _NUMBERS}
        read |= {key: int(values[key]) for key in _COUNTS}
        read["shells"] = int(values.get(_SHELLS, 0))
        read["retired"] = int(values.get(_RETIRED, 0))
        read["under_way_usd_bn"] = float(values.get(_UNDER_WAY, 0.0))
        sells = values["objective_kind"] == Objective.PROFIT
        read["profit_of"] = str(values.get(_PROFIT_OF, ""))
        unavoidable_usd_bn = float(values.get(UNAVOIDABLE, 0.0))
        read["changeable_gap"] = changeable_gap(read["objective"], read["bound"], unavoidable_usd_bn)
        return Figures(status=Status(values["status"]), sells=sells, first_stage=_first_stage(values), **read)
    except KeyError as missing:
        expected = f"the key {missing.args[0]} with its value"
    except (ValueError, OverflowError):
        expected = "the figures as the planner wrote them"
    raise InputFaults((fault(codes.BLANK_REQUIRED, "summary", expected=expected),))


def _first_stage(values: Mapping[str, str | float]) -> Stage | None:
    keys = [f"{FIRST_PREFIX}{name}" for name in _STAGE]
    return Stage(*(float(values[key]) for key in keys)) if all(key in values for key in keys) else None
