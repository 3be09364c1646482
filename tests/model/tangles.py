"""Worlds in which every rule is on at once, drawn by a seed: limits, locks, a last plan, scenarios, chains of rules."""

import math
import random
from dataclasses import replace
from typing import TypeVar

from planner.case.checks import check
from planner.case.checks.codes import SITE_OUTPUT_UNKNOWN
from planner.case.records import (
    Case,
    Committed,
    Conversion,
    Covers,
    EndValue,
    Fund,
    Incentive,
    Kind,
    Lane,
    Limit,
    Lock,
    Measure,
    Objective,
    Pair,
    Part,
    PlannedStart,
    Product,
    ProfitOf,
    Scenario,
    Source,
)
from tests.model.parts import per_wafer
from tests.model.worlds import PERIODS, REGIONS, world

_Rule = TypeVar("_Rule")
BLOCS = ("west", "east")


def tangle(seed: int) -> Case:
    """Return a world with rules of every kind; it may be that no plan keeps them all."""
    rng = random.Random(seed)
    case = _with_products(rng, world(seed))
    return _with_known_outputs(_late_rules(random.Random(f"{seed} late"), _tangled(rng, case)))


def _late_rules(rng: random.Random, case: Case) -> Case:
    """Return the case with rules that leave what others draw as it was: retirement, and the profit of fabs."""
    committed = tuple(
        replace(row, fixed_cost_usd_bn_per_year=rng.choice((0.0, 0.1)), retire_from=rng.choice((0, 2, 4)))
        if rng.random() < 0.3
        else row
        for row in case.committed
    )
    case = replace(case, committed=committed)
    if case.settings.objective is not Objective.PROFIT or rng.random() < 0.5:
        return case
    nodes = {name: replace(node, wafer_price_usd=rng.choice((2e4, 4e4))) for name, node in case.nodes.items()}
    return replace(case, nodes=nodes, settings=replace(case.settings, profit_of=ProfitOf.FABS))


def _tangled(rng: random.Random, case: Case) -> Case:
    return replace(
        case,
        settings=replace(
            case.settings,
            objective=rng.choice((Objective.LEAST_COST, *Objective)),
            end_value=rng.choice(tuple(EndValue)),
            equipment_life_years=rng.choice((1.0, 5.0)),
            change_price_usd_bn_per_phase=rng.choice((0.0, 0.05)),
            max_changes=rng.choice((math.inf, 8, 12)),
        ),
        calendar=replace(case.calendar, period_months=rng.choice((3, 3, 12, 1))),
        sites={name: replace(site, region=rng.choice((site.region, *REGIONS))) for name, site in case.sites.items()},
        pairs={key: _expanded(rng, pair) for key, pair in case.pairs.items()},
        scenarios=_scenarios(rng, case),
        funds={fund.name: fund for fund in _funds(rng)},
        committed=tuple(row for row in _committed(rng, case) if rng.random() < 0.7),
        conversions=_some(rng, _conversions(rng), 0.7),
        lanes=(*case.lanes, *_some(rng, _lanes(rng), 0.6)),
        incentives=_some(rng, _incentives(rng), 0.7),
        limits=_some(rng, _limits(rng), 0.3),
        locks=_some(rng, _locks(rng, case), 0.4),
        last_plan=_some(rng, _last_plan(rng, case), 0.7),
    )


def _with_known_outputs(case: Case) -> Case:
    """Leave out limits on the output of a site that shares its region with others that make the same."""
    unknown = {problem.record.key for problem in check(case) if problem.code == SITE_OUTPUT_UNKNOWN.id}
    return replace(case, limits=tuple(limit for number, limit in enumerate(case.limits) if number not in unknown))


def _some(rng: random.Random, rows: list[_Rule], share: float) -> tuple[_Rule, ...]:
    return tuple(row for row in rows if rng.random() < share)


def _expanded(rng: random.Random, pair: Pair) -> Pair:
    """Expansions may come sooner or later than a first phase, and be paid otherwise."""
    return replace(
        pair,
        expansion_lead_periods=max(0, pair.lead_periods + rng.choice((-1, 0, 1))),
        expansion_spend=rng.choice(((1.0,), (0.3, 0.7), (0.0, 0.4, 0.6))),
    )


def _with_products(rng: random.Random, case: Case) -> Case:
    """Return the case with products of odd make: of memory alone, of a node used twice, of a part of two kinds."""
    stack, package = per_wafer("HBM", 400.0, 2.0), per_wafer("CoWoS", 40.0)
    made = {
        "card": (Part("stack", (stack,)),),
        "double": (
            Part("die", (Source("N5", 1.0, die_area_mm2=300.0),)),
            Part("package", (package,)),
            Part("bridge", (per_wafer("CoWoS", 200.0, 2.0),)),
        ),
        "pair": (
            Part("die", (Source("N3", 1.0, die_area_mm2=300.0), per_wafer("N5", 90.0))),
            Part("base", (per_wafer("N5", 300.0),)),
            Part("stack", (stack,)),
        ),
        "mixed": (
            Part("die", (Source("N3", 1.0, die_area_mm2=200.0),)),
            Part("base", (per_wafer("HBM", 90.0), per_wafer("CoWoS", 40.0))),
        ),
    }
    odd = {
        name: Product(
            name,
            parts,
            shortage_penalty_usd=9_000.0,
            price_usd=6_000.0,
            stock_cost_usd_per_period=rng.choice((None, 30.0)),
        )
        for name, parts in made.items()
        if rng.random() < 0.4
    }
    (base,) = case.scenarios
    wanted = {
        (name, market): tuple(float(rng.randint(0, 9)) for _ in range(PERIODS))
        for name in odd
        for market in case.markets
        if rng.random() < 0.7
    }
    nodes = {name: replace(node, cycle_periods=rng.choice((0, 1, 2))) for name, node in case.nodes.items()}
    return replace(
        case,
        nodes=nodes,
        products={**case.products, **odd},
        scenarios=(replace(base, demand_kunits={**base.demand_kunits, **wanted}),),
    )


def _scenarios(rng: random.Random, case: Case) -> tuple[Scenario, ...]:
    (base,) = case.scenarios
    low = {key: tuple(0.7 * kunits for kunits in series) for key, series in base.demand_kunits.items()}
    futures = (
        replace(base, name="base", probability=0.6, delay_periods=rng.choice((0, 0, 1))),
        Scenario("slow", 0.4, low, tool_factor=rng.choice((0.6, 1.0, 1.5)), delay_periods=rng.choice((0, 1, 2))),
        Scenario("never", 0.0, base.demand_kunits, tool_factor=0.5, delay_periods=1),
    )
    count = rng.choice((1, 2, 2, 3))
    return (replace(base, delay_periods=rng.choice((0, 1))),) if count == 1 else futures[:count]


def _funds(rng: random.Random) -> list[Fund]:
    def paid(usd_bn: float) -> tuple[float, ...]:
        return tuple(usd_bn if t % rng.choice((1, 3)) == 0 else 0.0 for t in range(PERIODS))

    return [
        Fund("state", paid(0.9), blocs=frozenset({"east"}), max_share=rng.choice((0.5, 0.75))),
        Fund("bank", paid(rng.choice((0.5, 1.0))), cost_of_money=0.05),
        Fund("twin", paid(0.2), cost_of_money=0.05),
        Fund("grantor", paid(0.3), kinds=frozenset({Kind.MEMORY, Kind.PACKAGING}), carry_over=False),
        Fund("owner", paid(0.3), nodes=frozenset({"N3", "N5"}), carry_over=False, max_share=rng.choice((0.6, 1.0))),
        Fund("local", paid(0.2), regions=frozenset({"here", "far"}), max_share=0.9),
    ]


def _committed(rng: random.Random, case: Case) -> tuple[Committed, ...]:
    later = Committed("D", "N3", tuple(0.0 if t < 2 else 0.2 for t in range(PERIODS)), uses_tools=rng.random() < 0.5)
    return (*case.committed, later, Committed("A", "N5", (0.2,) * PERIODS))


def _conversions(rng: random.Random) -> list[Conversion]:
    return [
        Conversion("B", "N5", "N3", 0.1, capex_usd_bn_per_lump=0.1, downtime_periods=1, output_ratio=0.8),
        Conversion("B", "N3", "CoWoS", 0.2, capex_usd_bn_per_lump=0.02, output_ratio=1.2, max_lumps=2),
        Conversion("A", "N5", "N3", 0.1, 0.05, downtime_periods=rng.choice((0, 2)), earliest=1),
        Conversion("D", "N3", "N5", 0.25, output_ratio=1.5),
        Conversion("A", "N3", "HBM", 0.25, 0.01, max_lumps=1),
    ]


def _lanes(rng: random.Random) -> list[Lane]:
    return [
        Lane("here", to_region="here", node="HBM", cost_usd_per_unit=3.0, max_kunits=rng.choice((20.0, 60.0))),
        Lane("far", to_region="there", product="small", allowed=False, from_period=2, until_period=3),
        Lane("far", to_region="here", max_kunits=80.0, cost_usd_per_unit=1.0),
        Lane("there", to_market="south", node="N5", tariff=0.2, cost_usd_per_unit=9.0),
        Lane("there", to_market="south", product="big", tariff=0.05),
        Lane("far", to_market="east", product="small", max_kunits=25.0, from_period=3),
        Lane("here", to_market="south", allowed=False, node="HBM", from_period=4),
        Lane(to_region="here", node="HBM", cost_usd_per_unit=2.0),
        Lane(to_market="east", allowed=False, product="small", until_period=rng.choice((0, 2))),
        Lane(to_region="there", product="big", max_kunits=rng.choice((20.0, 50.0)), from_period=1),
        Lane(to_market="west", tariff=0.05, product="big"),
    ]


def _incentives(rng: random.Random) -> list[Incentive]:
    return [
        Incentive("grant", 0.25, region="there", covers=Covers.EQUIPMENT, start_until=2),
        Incentive("credit", 0.15, kind=Kind.MEMORY, cap_usd_bn=0.2),
        Incentive("shell", 0.5, site="A", covers=Covers.SHELL, cap_usd_bn=rng.choice((0.05, 5.0))),
        Incentive("all", 0.6, kind=Kind.LOGIC, cap_usd_bn=rng.choice((0.3, 1.0)), start_from=1),
        Incentive("gift", 0.4, region="here", cap_usd_bn=0.5),
        Incentive("rebate", 0.3, site="D"),
    ]


def _limits(rng: random.Random) -> list[Limit]:
    return [
        Limit("west output", Measure.OUTPUT_SHARE, bloc="west", maximum=0.6, from_period=2),
        Limit("far small", Measure.OUTPUT_SHARE, region="far", product="small", minimum=0.2),
        Limit("N3 at A", Measure.OUTPUT_SHARE, site="A", node="N3", maximum=0.7),
        Limit("logic of all", Measure.OUTPUT_SHARE, kind=Kind.LOGIC, minimum=0.1),
        Limit("east capex", Measure.CAPEX_SHARE, bloc="east", maximum=0.8),
        Limit("packaging", Measure.CAPEX_SHARE, kind=Kind.PACKAGING, minimum=0.1, from_period=1, until_period=4),
        Limit("at B", Measure.CAPEX_SHARE, site="B", node="N3", maximum=0.5),
        Limit("grown", Measure.ONLINE_PHASES, region=rng.choice(REGIONS), minimum=1, from_period=4),
        Limit("few", Measure.ONLINE_PHASES, kind=Kind.LOGIC, maximum=3),
        Limit("begun", Measure.PHASES_STARTED, bloc=rng.choice(BLOCS), maximum=4, until_period=3),
        Limit("soon", Measure.PHASES_STARTED, node="N3", minimum=1, until_period=3),
    ]


def _locks(rng: random.Random, case: Case) -> list[Lock]:
    (one, node), (other, of) = rng.sample(sorted(case.pairs), 2)
    return [
        Lock(one, node, from_period=1, until_period=2, min_phases=1),
        Lock(other, of, max_phases=1),
        Lock(one, node, from_period=3, max_phases=0),
        Lock("B", "N3", from_node="N5", until_period=3, max_phases=1),
        Lock("A", "N3", from_node="N5", from_period=2, until_period=9, max_phases=2),
        Lock("D", "CoWoS", from_period=5, min_phases=1),
    ]


def _last_plan(rng: random.Random, case: Case) -> list[PlannedStart]:
    places = rng.sample(sorted(case.pairs), 3)
    return [PlannedStart(*place, rng.randrange(-1, PERIODS), rng.choice((1, 2))) for place in places]
