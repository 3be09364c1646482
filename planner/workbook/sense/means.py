"""Sense of means and policy: windows, bounds, whole phases, locks on what is listed, funds that can pay."""

import math
from collections.abc import Iterator

from planner.case.records import Measure
from planner.workbook.contract.goods import ConversionRow, LaneRow
from planner.workbook.contract.means import BudgetRow, FundRow, IncentiveRow, LastPlanRow, LimitRow, LockRow
from planner.workbook.contract.places import NodeRow, PairRow, RegionRow, SiteRow
from planner.workbook.faults import codes
from planner.workbook.faults.codes import Code
from planner.workbook.faults.fault import Fault
from planner.workbook.read.table import Record, Table
from planner.workbook.sense.scene import Scene

_WHOLE_TOLERANCE = 1e-6
WINDOWS = (
    (LaneRow, "from_period", "until_period"),
    (LimitRow, "from_period", "until_period"),
    (LockRow, "from_period", "until_period"),
    (IncentiveRow, "start_from", "start_until"),
)


def means_faults(scene: Scene) -> Iterator[Fault]:
    """Return the faults of windows, limits, locks and funds."""
    yield from _windows(scene)
    yield from _limits(scene)
    yield from _locks(scene)
    yield from _unlisted(scene)
    yield from _funds(scene)


def _windows(scene: Scene) -> Iterator[Fault]:
    calendar = scene.calendar
    if calendar is None:
        return
    for kind, start, end in WINDOWS:
        for table, record, _ in scene.sound(kind, start, end):
            first, last = record.values.get(start), record.values.get(end)
            if first is not None and last is not None and calendar.ordinal(last) < calendar.ordinal(first):
                fix = f"write {first} or later here, or {last} or earlier into {table.cell(record, start)}"
                says = {"found": last, "expected": f"{first} or later", "fix": fix}
                yield table.fault(codes.UNTIL_BEFORE_FROM, record, end, **says)


def _limits(scene: Scene) -> Iterator[Fault]:
    for table, record, limit in scene.sound(LimitRow, "measure", "min", "max"):
        if limit.min is not None and limit.max is not None and limit.min > limit.max:
            yield _least_above_most(codes.LIMIT_MIN_ABOVE_MAX, table, record, ("min", limit.min), ("max", limit.max))
        if limit.measure in (Measure.OUTPUT_SHARE, Measure.CAPEX_SHARE):
            for field, bound in (("min", limit.min), ("max", limit.max)):
                if bound is not None and 0.0 < bound < 1.0:
                    fix = f"write {bound * 100:g} if {bound * 100:g} % is meant"
                    yield table.fault(codes.FRACTION_FOR_PERCENT, record, field, found=bound, fix=fix)


def _least_above_most(
    code: Code, table: Table, record: Record, least: tuple[str, float], most: tuple[str, float]
) -> Fault:
    fix = f"write at most {most[1]:g} here, or at least {least[1]:g} into {table.cell(record, most[0])}"
    return table.fault(code, record, least[0], found=f"{least[1]:g} to {most[1]:g}", fix=fix)


def _locks(scene: Scene) -> Iterator[Fault]:
    for table, record, lock in scene.sound(LockRow, "min_phases", "max_phases"):
        parts = list(_not_whole(table, record, "min_phases", lock.min_phases))
        parts += _not_whole(table, record, "max_phases", lock.max_phases)
        if not parts and lock.max_phases is not None and round(lock.min_phases) > round(lock.max_phases):
            least, most = ("min_phases", lock.min_phases), ("max_phases", lock.max_phases)
            yield _least_above_most(codes.LOCK_MIN_ABOVE_MAX, table, record, least, most)
        yield from parts
    for table, record, start in scene.sound(LastPlanRow, "phases"):
        yield from _not_whole(table, record, "phases", start.phases)


def _not_whole(table: Table, record: Record, field: str, phases: float | None) -> Iterator[Fault]:
    if phases is not None and abs(phases - round(phases)) > _WHOLE_TOLERANCE:
        fix = f"write {math.floor(phases)} or {math.ceil(phases)}"
        yield table.fault(codes.NOT_WHOLE, record, field, found=phases, expected="whole phases", fix=fix)


def _unlisted(scene: Scene) -> Iterator[Fault]:
    pairs = {(r.values.get("site"), r.values.get("node")) for r in _records(scene, PairRow)}
    lumps = {
        (r.values.get("site"), r.values.get("from_node"), r.values.get("to_node"))
        for r in _records(scene, ConversionRow)
    }
    pairs_known = scene.is_whole(PairRow, "site", "node")
    lumps_known = scene.is_whole(ConversionRow, "site", "from_node", "to_node")
    for table, record, lock in scene.sound(LockRow, "site", "node", "from_node", "min_phases"):
        if lock.from_node:
            listed = not lumps_known or (lock.site, lock.from_node, lock.node) in lumps
            found, sheet = f"{lock.from_node} to {lock.node} at {lock.site}", "conversions"
        else:
            listed = not pairs_known or (lock.site, lock.node) in pairs
            found, sheet = f"{lock.node} at {lock.site}", "site_nodes"
        if not listed:
            code = codes.LOCK_WITHOUT_PAIR if lock.min_phases > 0 else codes.UNUSED_LOCK
            fix = f"list {found} on the {sheet} sheet, or delete the row"
            yield table.fault(code, record, "site", found=found, expected=f"a row of {sheet}", fix=fix)
    for table, record, start in scene.sound(LastPlanRow, "site", "node"):
        if pairs_known and (start.site, start.node) not in pairs:
            found = f"{start.node} at {start.site}"
            fix = f"list {found} on the site_nodes sheet, or delete the row"
            yield table.fault(codes.UNUSED_LOCK, record, "site", found=found, expected="a row of site_nodes", fix=fix)


def _records(scene: Scene, kind: type[PairRow] | type[ConversionRow]) -> tuple[Record, ...]:
    table = scene.table(kind)
    return table.records if table else ()


def _funds(scene: Scene) -> Iterator[Fault]:
    budget = scene.table(BudgetRow)
    if budget is not None and budget.records and scene.is_whole(BudgetRow, "fund"):
        paid = {record.values.get("fund") for record in budget.records}
        for table, record, fund in scene.sound(FundRow, "fund"):
            if fund.fund not in paid:
                yield table.fault(codes.FUND_WITHOUT_BUDGET, record, "fund", found=fund.fund)
    funds = [fund for _, _, fund in scene.sound(FundRow, "regions", "blocs", "nodes", "kinds")]
    purses = scene.table(FundRow)
    if purses is None or len(funds) != len(purses.records) or not funds:
        return
    regions = {row.region: row for _, _, row in scene.sound(RegionRow, "region", "bloc")}
    sites = {row.site: row for _, _, row in scene.sound(SiteRow, "site", "region")}
    nodes = {row.node: row for _, _, row in scene.sound(NodeRow, "node", "kind")}
    for pairs, record, pair in scene.sound(PairRow, "site", "node"):
        site, node = sites.get(pair.site), nodes.get(pair.node)
        region = regions.get(site.region) if site else None
        if region is None or node is None:
            continue
        if not any(_may_pay(fund, region, node) for fund in funds):
            found = f"{pair.node} at {pair.site}"
            yield pairs.fault(codes.NO_FUND_MAY_PAY, record, "site", found=found)


def _may_pay(fund: FundRow, region: RegionRow, node: NodeRow) -> bool:
    return (
        (not fund.regions or region.region in fund.regions)
        and (not fund.blocs or region.bloc in fund.blocs)
        and (not fund.nodes or node.node in fund.nodes)
        and (not fund.kinds or node.kind in fund.kinds)
    )
