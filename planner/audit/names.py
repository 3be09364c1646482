"""Names, periods and counts: everything that a plan mentions exists in the case, lies in the horizon and is a number.

Each fact is in one row: a second row with the same names and period is reported, and both count.

Rows that fail are reported and left out of the checks that follow, which can then look up names safely.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from planner.audit.findings import COUNT, KUNITS, Ledger
from planner.case.calendar import NO_END
from planner.case.records import Case
from planner.plan.records import (
    Converted,
    Credit,
    Draw,
    PartFlow,
    PartStock,
    PhaseUse,
    Plan,
    Purchased,
    Retired,
    ShellStart,
    Shipment,
    Shortage,
    Start,
    Wafers,
)

_Record = TypeVar("_Record")
_TABLES = (
    "openings", "shells_built", "starts", "converted", "retired", "draws", "credits", "wafers", "phase_use", "flows",
    "purchased", "part_stock", "packages", "shipments", "shortage", "capacity",
)  # fmt: skip
_WHOLE = ("phases", "shells", "lumps")
_QUANTITIES = (*_WHOLE, "usd_bn", "kwafers", "unsold_kwafers", "kunits", "backlog_kunits", "kwspm", "used_kwspm")
_AMOUNTS = (*_QUANTITIES, "defect_factor")


def known(case: Case, plan: Plan, ledger: Ledger) -> Plan:
    """Return the plan without the rows that the case does not know, each of which is a finding."""
    names = _names(case)
    rows: dict[str, Any] = {table: _valid_rows(case, names, table, getattr(plan, table), ledger) for table in _TABLES}
    for table in _TABLES:
        _stand_once(table, rows[table], ledger)
    return replace(plan, **rows)


def _stand_once(table: str, rows: Iterable[Any], ledger: Ledger) -> None:
    """Require that no two rows are about the same thing."""
    for row, count in Counter(map(_about, rows)).items():
        where = f"{table} {' '.join(str(part) for part in row if isinstance(part, str))}".rstrip()
        period = next((part for part in row if isinstance(part, int)), None)
        ledger.holds("row_twice", where, period, "more than one row about the same thing", count == 1, count, 1)


def _about(row: Any) -> tuple[Any, ...]:
    """Return what a row is about: all but its amounts."""
    return tuple(getattr(row, name) for name in _columns(row) if name not in _QUANTITIES)


def _names(case: Case) -> dict[str, Collection[str]]:
    return {
        "site": case.sites,
        "node": case.nodes,
        "from_node": case.nodes,
        "region": case.regions,
        "from_region": case.regions,
        "to_region": case.regions,
        "product": case.products,
        "market": case.markets,
        "tier": {"", *(buyer.tier for scenario in case.scenarios for buyer in scenario.tiers)},
        "compute_class": {"", *case.classes},
        "fund": case.funds,
        "incentive": {incentive.name for incentive in case.incentives},
        "scenario": {scenario.name for scenario in case.scenarios},
    }


def _valid_rows(
    case: Case, names: dict[str, Collection[str]], table: str, rows: Iterable[_Record], ledger: Ledger
) -> tuple[_Record, ...]:
    return tuple(
        row
        for row in rows
        if _names_known(names, table, row, ledger)
        and _numbers_sound(row, where := f"{table} {where_of(row)}", ledger)
        and _in_horizon(case, row, where, ledger)
        and _listed(case, row, where, ledger)
    )


def _names_known(names: dict[str, Collection[str]], table: str, row: Any, ledger: Ledger) -> bool:
    sound = True
    for column in _columns(row):
        if column not in names:
            continue
        name = getattr(row, column)
        may_be_blank = column == "node" and isinstance(row, Draw | Credit | PartStock)
        ok = name in names[column] or (may_be_blank and name == "")
        ok = ok or (isinstance(row, Shortage) and column == "product" and name in names["compute_class"])
        text = f"{column} {name!r} is not in the case"
        sound &= ledger.holds("names", table, None, text, ok, name, f"a known {column}")
    return sound


def _numbers_sound(row: Any, where: str, ledger: Ledger) -> bool:
    sound = True
    for column in _columns(row):
        if column not in _AMOUNTS:
            continue
        value = getattr(row, column)
        fine = math.isfinite(value) and value >= -(COUNT if column in _WHOLE else KUNITS)
        text = f"{column} is not a number of 0 or more"
        sound &= ledger.holds("amounts", where, None, text, fine, value, "0 or more")
        if fine and column in _WHOLE:
            whole = abs(value - round(value)) <= COUNT
            ledger.holds("whole_phases", where, None, f"{column} is not whole", whole, value, "a whole number")
    return sound


def _in_horizon(case: Case, row: Any, where: str, ledger: Ledger) -> bool:
    period = row.start_period if hasattr(row, "start_period") else row.period
    earliest = -case.nodes[row.node].cycle_periods if isinstance(row, Wafers) else 0
    ok = earliest <= period <= case.calendar.last
    text = f"period {period} lies outside the horizon"
    return ledger.holds("periods", where, None, text, ok, period, f"{earliest} to {case.calendar.last}")


def _listed(case: Case, row: Any, where: str, ledger: Ledger) -> bool:
    if isinstance(row, Start):
        ok = (row.site, row.node) in case.pairs
        return ledger.holds("listed_pairs", where, row.period, "the pair is not listed", ok, row.node, "a listed pair")
    if isinstance(row, ShellStart):
        ok = row.site in case.shells
        return ledger.holds("listed_shells", where, row.period, "the site has no shells", ok, row.site, "a listed site")
    if isinstance(row, Converted):
        listed = {(c.site, c.from_node, c.to_node) for c in case.conversions}
        ok = (row.site, row.from_node, row.node) in listed
        text = "the conversion is not listed"
        return ledger.holds("listed_conversions", where, row.period, text, ok, row.node, "a listed conversion")
    if isinstance(row, Retired):
        listed_pairs = {(c.site, c.node) for c in case.committed if c.retire_from != NO_END}
        ok, text = (row.site, row.node) in listed_pairs, "nothing there may be retired"
        return ledger.holds("listed_retired", where, row.period, text, ok, row.node, "capacity that may be retired")
    if isinstance(row, PhaseUse):
        node = case.nodes[row.node]
        ok = (row.site, row.node) in case.pairs and node.power_mw_per_phase * (1 - node.idle_power) > 0
        text = "its phases draw the same power whatever they make"
        return ledger.holds("listed_idle", where, row.period, text, ok, row.node, "a node that draws less when idle")
    if isinstance(row, Shipment) and row.compute_class:
        members = {member.product for member in case.classes[row.compute_class].members}
        text = f"{row.product} does not serve {row.compute_class}"
        ok = row.product in members
        return ledger.holds("listed_members", where, row.period, text, ok, row.product, "a product of the class")
    if isinstance(row, Purchased):
        offered = {one.part for one in case.purchases if one.region == row.region}
        ok = row.part in offered & {part.name for part in case.products[row.product].parts}
        text = f"nobody offers {row.part} of {row.product} in {row.region}"
        return ledger.holds("listed_purchases", where, row.period, text, ok, row.part, "a part that is offered")
    if isinstance(row, PartStock):
        stocked = {
            (part.name, s.node)
            for part in case.products[row.product].parts
            for s in part.all_sources
            if s.stock_cost_usd_per_unit_period is not None
        }
        text = f"{row.part} of {row.product} waits without a stock cost"
        ok = (row.part, row.node) in stocked
        return ledger.holds("listed_stock", where, row.period, text, ok, row.part, "a part with a stock cost")
    if isinstance(row, Wafers | PartFlow):
        sources = {(part.name, s.node) for part in case.products[row.product].parts for s in part.sources}
        text = f"{row.node} does not make {row.part} of {row.product}"
        ok = (row.part, row.node) in sources
        return ledger.holds("listed_sources", where, row.period, text, ok, row.node, "a node of the part")
    return True


def where_of(row: Any) -> str:
    """Return the names of a row in one string."""
    return " ".join(value for name in _columns(row) if isinstance(value := getattr(row, name), str))


def _columns(row: Any) -> Iterable[str]:
    """Return the names of the fields of a record; `dataclasses.fields` takes longer than all that is done with them."""
    return row.__dataclass_fields__  # type: ignore[no-any-return]
