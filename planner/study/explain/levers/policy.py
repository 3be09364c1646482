"""Levers of money, tools, power in the markets, lanes, purchases, limits, locks and changes to the last plan."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from planner.case.records import Measure
from planner.study.explain.levers.cells import ANY_COUNT, count, date, in_period, number, switch, to_date
from planner.study.explain.levers.lever import Kind, Lever
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.goods import PurchaseRow
from planner.workbook.contract.lanes import LaneRow
from planner.workbook.contract.means import BudgetRow, FundRow, LimitRow, LockRow, ToolRow
from planner.workbook.contract.power import DeploymentRow
from planner.workbook.contract.settings import SettingRow
from planner.workbook.edit.edits import CellEdit

ANY_USD_BN, ANY_TOOLS, ANY_KUNITS, ANY_MW = 1e5, 1e5, 1e7, 1e7
"""More than any case needs, and few enough for a solver's tolerances."""


def policy_levers(tables: Tables) -> Iterator[Lever]:
    """Yield the levers."""
    lapsing = {fund.fund for fund in tables.of(FundRow) if not fund.carry_over}
    for at, budget in enumerate(tables.of(BudgetRow)):
        yield from _of_budget(tables, (at, budget), lapses=budget.fund in lapsing)
    for at, tool in enumerate(tables.of(ToolRow)):
        yield _of_tool(tables, (at, tool))
    yield from chain.from_iterable(_of_fund(row) for row in enumerate(tables.of(FundRow)))
    for deployment in enumerate(tables.of(DeploymentRow)):
        market = deployment[1].market
        name, who = f"more power for accelerators in {market}", f"the power utility of {market}"
        yield to_date(Kind.DEPLOYMENT, name, who, deployment, tables.calendar, max_amount=ANY_MW)
    yield from chain.from_iterable(_of_lane(row) for row in enumerate(tables.of(LaneRow)))
    yield from chain.from_iterable(_of_purchase(tables, row) for row in enumerate(tables.of(PurchaseRow)))
    yield from chain.from_iterable(_of_limit(tables, row) for row in enumerate(tables.of(LimitRow)))
    yield from chain.from_iterable(_of_lock(tables, row) for row in enumerate(tables.of(LockRow)))
    allowed = tables.settings.max_changes
    if allowed is not None:
        yield _of_changes(allowed)
    worst_usd_bn = tables.settings.max_shortage_cost_usd_bn
    if worst_usd_bn is not None:
        yield _of_worst_shortage(worst_usd_bn)


def _of_budget(tables: Tables, row: tuple[int, BudgetRow], *, lapses: bool) -> Iterator[Lever]:
    """Yield one lever for money that is carried over, at the start of the horizon; else one for each period."""
    fund, calendar = row[1].fund, tables.calendar
    by_period = tuple(
        in_period(
            Kind.MONEY, f"more money in {fund} in {calendar.label(t)}", fund, row, t, calendar, max_amount=ANY_USD_BN
        )
        for t in calendar.horizon
    )
    if lapses:
        yield from by_period
    else:
        yield replace(by_period[0], later=by_period[1:])


def _of_tool(tables: Tables, row: tuple[int, ToolRow]) -> Lever:
    tool, calendar = row[1].tool, tables.calendar
    who = f"the maker of {tool}"
    first, *later = (
        replace(
            in_period(
                Kind.TOOLS, f"more of {tool} in {calendar.label(t)}", who, row, t, calendar, max_amount=ANY_TOOLS
            ),
            is_whole=True,
        )
        for t in calendar.horizon
    )
    return replace(first, later=tuple(later))


def _of_fund(row: tuple[int, FundRow]) -> Iterator[Lever]:
    _, fund = row
    if fund.max_share_pct < 100:
        name, max_amount = f"a larger share of {fund.fund} at each site", 100 - fund.max_share_pct
        yield number(Kind.FUND_RULES, name, fund.fund, row, "max_share_pct", max_amount=max_amount, size=100.0)
    named = [field for field in ("regions", "blocs", "nodes", "kinds", "owners") if getattr(fund, field)]
    if named:
        name = f"{fund.fund} may pay for everything"
        yield switch(Kind.FUND_RULES, name, fund.fund, row, dict.fromkeys(named, ()))
    if not fund.carry_over:
        yield switch(Kind.FUND_RULES, f"{fund.fund} carries over what is left", fund.fund, row, {"carry_over": True})


def _of_lane(row: tuple[int, LaneRow]) -> Iterator[Lever]:
    _, lane = row
    to, origin = lane.to_region or lane.to_market or lane.to_bloc, lane.from_region or lane.from_bloc
    where = f"from {origin or 'any region'} to {to or 'any place'}"
    what = f" for {lane.node or lane.product}" if lane.node or lane.product else ""
    who = f"the ministry of trade of {origin or to or 'each region'}"
    if not lane.allowed:
        yield switch(Kind.LANES, f"the lane {where} open{what}", who, row, {"allowed": True})
    elif lane.max_kunits is not None:
        name, size = f"a wider lane {where}{what}", lane.max_kunits
        yield number(Kind.LANES, name, who, row, "max_kunits", max_amount=ANY_KUNITS, size=size, in_rows=True)


def _of_purchase(tables: Tables, row: tuple[int, PurchaseRow]) -> Iterator[Lever]:
    """Yield one lever for each period. More of an offer under take or pay is also more that is paid for."""
    _, offer = row
    for t in tables.calendar.horizon:
        name = f"more of {offer.part} offered in {offer.region} in {tables.calendar.label(t)}"
        who = f"the seller of {offer.part}"
        yield in_period(Kind.PURCHASES, name, who, row, t, tables.calendar, max_amount=ANY_KUNITS)


def _of_limit(tables: Tables, row: tuple[int, LimitRow]) -> Iterator[Lever]:
    _, limit = row
    who, is_count = f"whoever set {limit.limit}", limit.measure in (Measure.PHASES_STARTED, Measure.ONLINE_PHASES)
    if limit.min:
        name = f"a lower minimum of {limit.limit}"
        if is_count:
            yield count(Kind.LIMITS, name, who, row, "min", sign=-1)
        else:
            yield number(Kind.LIMITS, name, who, row, "min", max_amount=limit.min, size=limit.min, sign=-1)
        yield from date(
            Kind.LIMITS, f"{limit.limit} from later on", who, row, "from_period", tables.calendar, later=True
        )
    if limit.max is not None:
        name = f"a higher maximum of {limit.limit}"
        if is_count:
            yield count(Kind.LIMITS, name, who, row, "max", in_rows=True)
        elif limit.max < 100:
            yield number(Kind.LIMITS, name, who, row, "max", max_amount=100 - limit.max, size=100.0)


def _of_lock(tables: Tables, row: tuple[int, LockRow]) -> Iterator[Lever]:
    _, lock = row
    what, who = f"{lock.node or 'the shells'} at {lock.site}", "whoever set the lock"
    phases = "phases" if lock.node else "starts"
    if lock.min_phases:
        yield count(Kind.LOCKS, f"fewer {phases} of {what} demanded by the lock", who, row, "min_phases", sign=-1)
        if lock.until_period:
            name = f"more time for the lock on {what}"
            yield from date(Kind.LOCKS, name, who, row, "until_period", tables.calendar, later=True)
    if lock.max_phases is not None:
        yield count(Kind.LOCKS, f"more {phases} of {what} allowed by the lock", who, row, "max_phases", in_rows=True)


def _of_changes(allowed: int) -> Lever:
    def edits(amount: float) -> tuple[CellEdit, ...]:
        return (CellEdit(SettingRow.sheet, (), "max_changes", allowed, allowed + int(amount)),)

    name, size = "more changes to the last plan", max(1.0, float(allowed))
    return Lever(Kind.CHANGES, name, "the board", ANY_COUNT, size, edits, is_whole=True, in_rows=True)


def _of_worst_shortage(worst_usd_bn: float) -> Lever:
    field = "max_shortage_cost_usd_bn"

    def edits(amount: float) -> tuple[CellEdit, ...]:
        return (CellEdit(SettingRow.sheet, (), field, worst_usd_bn, float(f"{worst_usd_bn + amount:.12g}")),)

    name, size = "a higher cap on what shortage may cost", max(1.0, worst_usd_bn)
    return Lever(Kind.LIMITS, name, "the board", ANY_USD_BN, size, edits, in_rows=True)
