"""Levers of regions, sites, nodes and pairs."""

from collections.abc import Iterator

from planner.study.explain.levers.cells import ANY_COUNT, count, date, number, to_date
from planner.study.explain.levers.lever import Kind, Lever
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.goods import ConversionRow
from planner.workbook.contract.owners import OwnerRow
from planner.workbook.contract.places import NodeRow, PairRow, RegionRow, SiteRow
from planner.workbook.contract.power import SitePowerRow


def place_levers(tables: Tables) -> Iterator[Lever]:
    """Yield the levers: dates, floor, power, phases of a pair, conversions and crews."""
    for of_site in enumerate(tables.of(SiteRow)):
        yield from _of_site(tables, of_site)
    home = {site.site: site.region for site in tables.of(SiteRow)}
    for connection in enumerate(tables.of(SitePowerRow)):
        site = connection[1].site
        name, who = f"more power connected to {site}", f"the grid operator of {home[site]}"
        yield to_date(Kind.POWER, name, who, connection, tables.calendar, max_amount=_any_mw(tables))
    for at, node in enumerate(tables.of(NodeRow)):
        who = f"the developer of {node.node}"
        name = f"{node.node} available sooner"
        yield from date(Kind.DATES, name, who, (at, node), "available_from", tables.calendar)
    for at, pair in enumerate(tables.of(PairRow)):
        if pair.max_phases is not None:
            name = f"more phases of {pair.node} at {pair.site}"
            yield count(Kind.PHASES, name, f"the owner of {pair.site}", (at, pair), "max_phases")
    for row in enumerate(tables.of(ConversionRow)):
        yield from _of_conversion(tables, row)
    for at, region in enumerate(tables.of(RegionRow)):
        if region.max_phase_starts_per_year is not None:
            name, who = f"more crews in {region.region}", f"the building trade of {region.region}"
            yield count(Kind.CREWS, name, who, (at, region), "max_phase_starts_per_year", in_rows=True)
    for at, owner in enumerate(tables.of(OwnerRow)):
        if owner.max_phase_starts_per_year is not None:
            name = f"more starts of {owner.owner}"
            yield count(Kind.CREWS, name, owner.owner, (at, owner), "max_phase_starts_per_year", in_rows=True)


def _of_site(tables: Tables, row: tuple[int, SiteRow]) -> Iterator[Lever]:
    _, site = row
    who = f"the permitting authority of {site.region}"
    yield from date(Kind.DATES, f"{site.site} available sooner", who, row, "available_from", tables.calendar)
    nodes = tables.of(NodeRow)
    if site.floor_units is not None:
        max_amount = ANY_COUNT * max([1.0, *(node.floor_units_per_phase for node in nodes)])
        name, who = f"more floor at {site.site}", f"the owner of {site.site}"
        yield number(
            Kind.FLOOR, name, who, row, "floor_units", max_amount=max_amount, size=site.floor_units, in_rows=True
        )
    if site.power_limit_mw is not None:
        name, who, size = f"more power at {site.site}", f"the grid operator of {site.region}", site.power_limit_mw
        yield number(Kind.POWER, name, who, row, "power_limit_mw", max_amount=_any_mw(tables), size=size, in_rows=True)


def _any_mw(tables: Tables) -> float:
    """Return more power than any case needs at a site."""
    return ANY_COUNT * max([1.0, *(node.power_mw_per_phase for node in tables.of(NodeRow))])


def _of_conversion(tables: Tables, row: tuple[int, ConversionRow]) -> Iterator[Lever]:
    _, of = row
    what, who = f"conversions of {of.from_node} to {of.to_node} at {of.site}", f"the owner of {of.site}"
    if of.max_lumps is not None:
        yield count(Kind.CONVERSIONS, f"more {what}", who, row, "max_lumps")
    yield from date(Kind.CONVERSIONS, f"{what} sooner", who, row, "earliest", tables.calendar)
