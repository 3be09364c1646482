"""Returns, cash flow and unit cost as tables, one fact per row; none where the case has no transfer prices."""

from collections.abc import Iterator

import pandas as pd

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.contract.tables import plan_tables
from planner.report.figures.value.returns import Return, Value, value
from planner.report.figures.value.unit_cost import package_costs, wafer_costs
from planner.report.words.returns import payback_words, rate_words, worth_words

RETURN_COLUMNS = (
    "kind", "name", "put_in_usd_bn", "end_value_usd_bn", "rate_pct", "npv_usd_bn", "irr_pct", "paid_back",
    "discounted_paid_back",
)  # fmt: skip
CASH_COLUMNS = ("kind", "name", "line", "period", "usd_bn")
COST_COLUMNS = ("item", "site", "year", "thousands", "line", "usd")


def all_tables(case: Case, plan: Plan) -> dict[str, pd.DataFrame]:
    """Return the sheets of the plan workbook that hold data, and these tables."""
    return plan_tables(case, plan) | value_tables(case, plan)


def value_tables(case: Case, plan: Plan) -> dict[str, pd.DataFrame]:
    """Return the tables by the names of their sheets."""
    worth = value(case, plan)
    if worth is None:
        return {}
    return {
        "returns": pd.DataFrame(list(_returns(worth)), columns=list(RETURN_COLUMNS)),
        "cash_flow": pd.DataFrame(list(_cash(worth)), columns=list(CASH_COLUMNS)),
        "unit_cost": pd.DataFrame(list(_costs(worth)), columns=list(COST_COLUMNS)),
    }


def _returns(worth: Value) -> Iterator[tuple[object, ...]]:
    case = worth.case
    for kind, of in _listed(worth):
        yield (
            kind, of.name, of.invested_usd_bn, of.statement.end_value_usd_bn, 100 * of.rate, worth_words(of),
            rate_words(of), payback_words(case, of, of.payback), payback_words(case, of, of.discounted_payback),
        )  # fmt: skip


def _cash(worth: Value) -> Iterator[tuple[object, ...]]:
    for kind, of in _listed(worth):
        for flow, series in of.statement.lines.items():
            for t, usd_bn in enumerate(series):
                yield kind, of.name, flow.value, worth.case.calendar.label(t), usd_bn


def _costs(worth: Value) -> Iterator[tuple[object, ...]]:
    for row in wafer_costs(worth):
        lines = {
            "cash": row.cash_usd, "power": row.power_usd, "fixed cost": row.fixed_usd,
            "depreciation": row.depreciation_usd, "grants": -row.grants_usd, "total": row.total_usd,
        }  # fmt: skip
        for line, usd in lines.items():
            yield f"wafer {row.fab.label}", row.fab.site, row.year, row.kwafers, line, usd
    for package in package_costs(worth):
        lines = {
            "made here": package.here_usd, "parts from fabs": package.parts_usd, "parts bought": package.bought_usd,
            "total": package.total_usd,
        }  # fmt: skip
        for line, usd in lines.items():
            yield f"package {package.product}", package.site, package.year, package.kunits, line, usd


def _listed(worth: Value) -> Iterator[tuple[str, Return]]:
    return ((kind.lower(), of) for kind, listed in worth.by_kind.items() for of in listed)
