"""Tiny cases built in code: one site, one node, one product, one market, and what a test changes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planner.case.calendar import Calendar
from planner.case.records import (
    Case,
    Fund,
    Kind,
    Market,
    Node,
    Pair,
    Part,
    Product,
    Region,
    Scenario,
    Settings,
    Site,
    Source,
)


def pair(site: str, node: str, lead_periods: int = 1, **changes: Any) -> Pair:
    """A pair with a flat ramp, paid at the start, whose expansions are like its first phase."""
    made = Pair(
        site=site,
        node=node,
        lead_periods=lead_periods,
        ramp=(1.0,),
        spend=(1.0,),
        expansion_lead_periods=lead_periods,
        expansion_spend=(1.0,),
    )
    made = replace(made, **changes)
    if "expansion_lead_periods" not in changes:
        made = replace(made, expansion_lead_periods=made.lead_periods)
    if "expansion_spend" not in changes:
        made = replace(made, expansion_spend=made.spend)
    return made


def product(name: str = "chip", node: str = "N3", good_units_per_wafer: float = 1.0, **changes: Any) -> Product:
    """A product of one logic die, without packaging; a thousand packages short cost 1 usd_bn."""
    source = Source(node=node, units=1.0, good_units_per_wafer=good_units_per_wafer)
    made = Product(name=name, parts=(Part(name="die", sources=(source,)),), shortage_penalty_usd=1e6)
    return replace(made, **changes)


def tiny(periods: int = 4, demand: Mapping[tuple[str, str], tuple[float, ...]] | None = None, **changes: Any) -> Case:
    """One region, site, node, product and market; quarters from 2027Q1.

    A phase makes 1 kwspm, that is 3 thousand wafers and as many packages a quarter, costs 1 usd_bn and has a lead time
    of one quarter. Demand is 3 kunits in every period. The fund never binds.
    """
    calendar = changes.pop("calendar", Calendar.starting("2027Q1", periods))
    wanted = demand if demand is not None else {("chip", "world"): (3.0,) * periods}
    case = Case(
        settings=Settings(case_name="tiny"),
        calendar=calendar,
        regions={"here": Region("here")},
        sites={"A": Site("A", "here")},
        nodes={"N3": Node("N3", Kind.LOGIC, phase_kwspm=1.0, phase_capex_usd_bn=1.0)},
        pairs={("A", "N3"): pair("A", "N3")},
        products={"chip": product()},
        markets={"world": Market("world")},
        scenarios=(Scenario("base", 1.0, wanted),),
        funds={"purse": Fund("purse", (1000.0,) + (0.0,) * (periods - 1))},
    )
    return replace(case, **changes)
