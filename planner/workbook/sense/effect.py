"""Sense of effect: cells that can change nothing beside the others, and rows that speak of nothing in the case."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.case.records import Kind, Measure
from planner.workbook.contract.goods import CapacityRow, ConversionRow, LaneRow, MaterialRow
from planner.workbook.contract.means import (
    FundRow,
    IncentiveRow,
    LastPlanRow,
    LimitRow,
    ScenarioRow,
    SettingRow,
    ToolRow,
    ToolUseRow,
)
from planner.workbook.contract.places import NodeRow, PairRow, RegionRow, SiteRow
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, fault
from planner.workbook.sense.means import WINDOWS
from planner.workbook.sense.scene import Scene

_SOMEWHERE = "a place where it is built, or made"
_NO_TOOL = "clear it, or say on the tool_use sheet which nodes need the machine"


@dataclass(frozen=True, slots=True)
class _Place:
    """A node at a site, with all the names by which other rows may speak of it."""

    region: str
    bloc: str
    site: str
    node: str
    kind: Kind


def effect_faults(scene: Scene) -> Iterator[Fault]:
    """Return warnings about cells and rows without effect; each says what would give it one."""
    yield from _lanes(scene)
    yield from _limits(scene)
    yield from _incentives(scene)
    yield from _funds(scene)
    yield from _windows(scene)
    yield from _tools(scene)
    yield from _changes(scene)
    for table, record, row in scene.sound(MaterialRow, "good_units_per_wafer", "harvest_pct"):
        if row.good_units_per_wafer is not None and row.harvest_pct > 0:
            fix = "clear it, or give the die area instead of the good units"
            yield table.fault(codes.NO_EFFECT, record, "harvest_pct", found=row.harvest_pct, fix=fix)


def _lanes(scene: Scene) -> Iterator[Fault]:
    sold = {(row.node, row.product) for _, _, row in scene.sound(MaterialRow, "product", "part", "node")}
    moved = set(_moved(scene))
    known = bool(sold) and scene.is_whole(MaterialRow, "product", "part", "node") and scene.is_whole(NodeRow, "kind")
    for table, record, lane in scene.sound(LaneRow):
        if lane.to_region and lane.tariff_pct > 0:
            fix = "clear it: tariffs are charged on lanes to markets"
            yield table.fault(codes.NO_EFFECT, record, "tariff_pct", found=lane.tariff_pct, fix=fix)
        flows = moved if lane.to_region else sold
        if known and not any(lane.node in ("", n) and lane.product in ("", p) for n, p in flows):
            field = "node" if lane.node else "product" if lane.product else "to_region"
            what = "a part that moves between regions" if lane.to_region else "a product made of it"
            yield table.fault(codes.ROW_IDLE, record, field, found=record.values.get(field, ""), expected=what)


def _moved(scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield (node, product) of the parts that move: all but those that are made where the package is finished."""
    kinds = {row.node: row.kind for _, _, row in scene.sound(NodeRow, "node", "kind")}
    parts: dict[str, dict[str, list[str]]] = {}
    for _, _, row in scene.sound(MaterialRow, "product", "part", "node"):
        parts.setdefault(row.product, {}).setdefault(row.part, []).append(row.node)
    for product, nodes in parts.items():
        made = {kinds.get(of_part[0]) for of_part in nodes.values()}
        finishing = next((kind for kind in (Kind.PACKAGING, Kind.LOGIC) if kind in made), None)
        for of_part in nodes.values():
            if finishing is not None and kinds.get(of_part[0]) is not finishing:
                yield from ((node, product) for node in of_part)


def _limits(scene: Scene) -> Iterator[Fault]:
    home = {row.site: row.region for _, _, row in scene.sound(SiteRow, "site", "region")}
    bloc = {row.region: row.bloc for _, _, row in scene.sound(RegionRow, "region", "bloc")}
    kinds = {row.node: row.kind for _, _, row in scene.sound(NodeRow, "node", "kind")}
    built, running = list(_places(scene, PairRow)), list(_places(scene, PairRow, CapacityRow, ConversionRow))
    for table, record, limit in scene.sound(LimitRow):
        places = running if limit.measure is Measure.OUTPUT_SHARE else built
        if limit.min is None and limit.max is None:
            yield table.fault(codes.ROW_IDLE, record, "limit", found=limit.limit, expected="a min or a max")
        if limit.product and limit.measure is not Measure.OUTPUT_SHARE:
            fix = "clear it: phases and capex belong to no product; an output_share may name one"
            yield table.fault(codes.NO_EFFECT, record, "product", found=limit.product, fix=fix)
        region = home.get(limit.site, limit.region)
        apart = [
            (field, beside)
            for field, holds, beside in (
                ("site", not limit.region or region == limit.region, limit.region),
                ("bloc", not limit.bloc or not region or bloc.get(region, limit.bloc) == limit.bloc, region),
                ("kind", limit.kind is None or kinds.get(limit.node, limit.kind) is limit.kind, limit.node),
            )
            if not holds
        ]
        for field, beside in apart:
            found = f"{getattr(limit, field)}, beside {beside}"
            yield table.fault(codes.ROW_IDLE, record, field, found=found, fix="clear one of the two cells")
        if not apart and not any(_is_about(limit, place) for place in places):
            yield table.fault(codes.ROW_IDLE, record, "limit", found=limit.limit, expected=_SOMEWHERE)


def _incentives(scene: Scene) -> Iterator[Fault]:
    home = {row.site: row.region for _, _, row in scene.sound(SiteRow, "site", "region")}
    places = list(_places(scene, PairRow))
    for table, record, row in scene.sound(IncentiveRow):
        if row.region and row.site and home.get(row.site, row.region) != row.region:
            found = f"{row.site}, beside {row.region}"
            yield table.fault(codes.ROW_IDLE, record, "site", found=found, fix="clear one of the two cells")
        elif not any(
            row.region in ("", place.region) and row.site in ("", place.site) and row.kind in (None, place.kind)
            for place in places
        ):
            yield table.fault(codes.ROW_IDLE, record, "incentive", found=row.incentive, expected="a row of site_nodes")


def _funds(scene: Scene) -> Iterator[Fault]:
    places = list(_places(scene, PairRow, ConversionRow))
    funds = list(scene.sound(FundRow))
    if not places or not all(any(_may_pay(fund, place) for *_, fund in funds) for place in places):
        return  # what nobody may pay for is told elsewhere
    for table, record, fund in funds:
        if not any(_may_pay(fund, place) for place in places):
            expected = "a row of site_nodes or conversions that it may pay for"
            yield table.fault(codes.ROW_IDLE, record, "fund", found=fund.fund, expected=expected)


def _may_pay(fund: FundRow, place: _Place) -> bool:
    return (
        (not fund.regions or place.region in fund.regions)
        and (not fund.blocs or place.bloc in fund.blocs)
        and (not fund.nodes or place.node in fund.nodes)
        and (not fund.kinds or place.kind in fund.kinds)
    )


def _places(scene: Scene, *kinds: type[PairRow | CapacityRow | ConversionRow]) -> Iterator[_Place]:
    """Yield the places that the rows of these kinds name."""
    home = {row.site: row.region for _, _, row in scene.sound(SiteRow)}
    bloc = {row.region: row.bloc for _, _, row in scene.sound(RegionRow)}
    kind_of = {row.node: row.kind for _, _, row in scene.sound(NodeRow)}
    for kind in kinds:
        for _, _, row in scene.sound(kind):
            node = row.to_node if isinstance(row, ConversionRow) else row.node
            if row.site in home and node in kind_of:
                region = home[row.site]
                yield _Place(region, bloc.get(region, ""), row.site, node, kind_of[node])


def _is_about(limit: LimitRow, place: _Place) -> bool:
    return (
        limit.region in ("", place.region)
        and limit.bloc in ("", place.bloc)
        and limit.site in ("", place.site)
        and limit.node in ("", place.node)
        and limit.kind in (None, place.kind)
    )


def _windows(scene: Scene) -> Iterator[Fault]:
    calendar = scene.calendar
    if calendar is None:
        return
    horizon = f"{calendar.label(0)} to {calendar.label(calendar.last)}"
    for kind, start, end in WINDOWS:
        for table, record, _ in scene.sound(kind, start, end):
            first, last = record.values.get(start), record.values.get(end)
            late = first is not None and calendar.ordinal(first) > calendar.last
            if late or (last is not None and calendar.ordinal(last) < 0):
                found, fix = (first, start) if late else (last, end)
                fix = "change the period, or delete the row: its window lies outside the horizon"
                field = start if late else end
                yield table.fault(codes.ROW_IDLE, record, field, found=found, expected=horizon, fix=fix)


def _tools(scene: Scene) -> Iterator[Fault]:
    if not scene.is_whole(ToolUseRow, "tool", "tools_per_kwspm"):
        return
    uses = scene.sound(ToolUseRow, "tool", "node", "tools_per_kwspm")
    used = {row.tool for _, _, row in uses if row.tools_per_kwspm > 0}
    for table, record, row in scene.sound(ToolRow, "tool"):
        if row.tool not in used:
            yield table.fault(codes.ROW_IDLE, record, "tool", found=row.tool, fix=_NO_TOOL)
    for table, record, future in scene.sound(ScenarioRow, "tool_factor_pct"):
        if future.tool_factor_pct != 100.0 and not used:
            yield table.fault(codes.NO_EFFECT, record, "tool_factor_pct", found=future.tool_factor_pct, fix=_NO_TOOL)
        elif future.tool_factor_pct > 100.0:
            fix = "write 100: the factor limits what can be used and adds nothing"
            yield table.fault(codes.NO_EFFECT, record, "tool_factor_pct", found=future.tool_factor_pct, fix=fix)


def _changes(scene: Scene) -> Iterator[Fault]:
    settings, table = scene.settings, scene.table(LastPlanRow)
    if settings.values is None or LastPlanRow.sheet in scene.absent:
        return
    price, most = settings.values.change_price_usd_bn_per_phase, settings.values.max_changes
    if table is not None and table.records and price == 0.0 and most is None:
        fix = "give the setting change_price_usd_bn_per_phase or max_changes, or delete the rows"
        yield table.fault(codes.ROW_IDLE, table.records[0], "site", found=f"{len(table.records)} rows", fix=fix)
    for name, value in (("change_price_usd_bn_per_phase", price or None), ("max_changes", most)):
        if value is not None and name in settings.cells and (table is None or not table.records):
            fix = "clear it, or list the starts of the last plan on the last_plan sheet"
            yield fault(codes.NO_EFFECT, SettingRow.sheet, *settings.cells[name], found=value, fix=fix)
