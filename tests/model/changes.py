"""Changes of a whole case whose effect on the optimum is known beforehand."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from itertools import product
from typing import Any, TypeVar

from planner.case.records import Case, Lane, Lock
from planner.plan.records import Plan

_Record = TypeVar("_Record")
_NAMES = (
    "name", "region", "site", "node", "product", "market", "bloc", "from_region", "to_region", "to_market", "from_node",
    "to_node",
)  # fmt: skip
_SETS = ("regions", "blocs", "nodes")
_NESTED = ("parts", "sources", "uses")
_MONEY = (
    "opening_cost_usd_bn", "power_price_usd_kwh", "phase_capex_usd_bn", "wafer_cost_usd", "capex_usd_bn_per_lump",
    "fixed_cost_usd_bn_per_phase_year", "shortage_penalty_usd", "price_usd", "stock_cost_usd_per_period",
    "cost_usd_per_unit", "cap_usd_bn",
)  # fmt: skip


def renamed(case: Case) -> Case:
    """Return the case with every name written backwards and every table upside down."""
    (future,) = case.scenarios
    wanted = {tuple(map(_backwards, key)): kunits for key, kunits in future.demand_kunits.items()}
    turned = _each_table(case, _rename)
    return replace(turned, scenarios=(replace(future, demand_kunits=dict(reversed(wanted.items()))),))  # type: ignore[arg-type]


def dearer(case: Case, factor: float) -> Case:
    """Return the case with all money times a factor."""

    def scaled(record: _Record) -> _Record:
        found = {f.name: getattr(record, f.name) for f in fields(record) if f.name in _MONEY}  # type: ignore[arg-type]
        return replace(record, **{name: usd * factor for name, usd in found.items() if usd is not None})  # type: ignore[type-var]

    made = _each_table(case, scaled, reverse=False)
    funds = {
        name: replace(fund, budget_usd_bn=tuple(usd_bn * factor for usd_bn in fund.budget_usd_bn))
        for name, fund in made.funds.items()
    }
    return replace(made, funds=funds)


def locked(case: Case, plan: Plan) -> Case:
    """Return the case with every start, shell and conversion of a plan locked, period by period, zeros included."""
    phases = {(row.site, row.node, row.period): row.phases for row in plan.starts}
    lumps = {(row.site, row.from_node, row.node, row.period): row.lumps for row in plan.converted}
    shells = {(row.site, row.period): row.shells for row in plan.shells_built}
    locks = []
    for t in case.calendar.horizon:
        for site, node in case.pairs:
            count = phases.get((site, node, t), 0)
            locks.append(Lock(site, node, "", t, t, count, count))
        for site in case.shells:
            count = shells.get((site, t), 0)
            locks.append(Lock(site, "", "", t, t, count, count))
        for row in case.conversions:
            count = lumps.get((row.site, row.from_node, row.to_node, t), 0)
            locks.append(Lock(row.site, row.to_node, row.from_node, t, t, count, count))
    return replace(case, locks=tuple(locks))


def told_apart(case: Case) -> Case:
    """Return the case with limits that never bind on every lane, so that nothing may be merged.

    They stand first: of equally specific rows the later one sets the price.
    """
    markets = [Lane(r, to_market=m, max_kunits=1e6) for r, m in product(case.regions, case.markets)]
    regions = [Lane(a, to_region=b, max_kunits=1e6) for a, b in product(case.regions, case.regions) if a != b]
    return replace(case, lanes=(*markets, *regions, *case.lanes))


def _each_table(case: Case, change: Callable[[Any], Any], *, reverse: bool = True) -> Case:
    """Return the case with every record of every table changed, in reverse order if asked."""
    found: dict[str, Any] = {}
    for table in fields(case):
        rows = getattr(case, table.name)
        if table.name in ("settings", "calendar", "scenarios"):
            continue
        if isinstance(rows, Mapping):
            changed = [change(row) for row in rows.values()]
            named = {(row.site, row.node) if table.name == "pairs" else row.name: row for row in changed}
            found[table.name] = dict(reversed(named.items())) if reverse else named
        else:
            changed = [change(row) for row in rows]
            found[table.name] = tuple(reversed(changed) if reverse else changed)
    return replace(case, **found)


def _rename(record: Any) -> Any:
    found: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in _NAMES:
            found[field.name] = _backwards(value)
        elif field.name in _SETS:
            found[field.name] = frozenset(map(_backwards, value))
        elif field.name in _NESTED:
            found[field.name] = tuple(_rename(row) for row in reversed(value))
    return replace(record, **found)


def _backwards(name: str) -> str:
    return f"{name[::-1]}'s" if name else ""
