"""Rules about places, money and means, drawn for a tiny case."""

import random
from dataclasses import replace

from planner.case.records import (
    Case,
    Committed,
    Covers,
    Deployment,
    Event,
    Fund,
    Incentive,
    Kind,
    Lock,
    Node,
    Owner,
    Shell,
    SitePower,
    Tool,
    ToolUse,
)


def sites(rng: random.Random, case: Case) -> Case:
    """Sites cost money to open, may open later, and have little floor and power, which costs money."""
    changed = {
        name: replace(
            site,
            floor_units=rng.choice((2.0, 3.0, float("inf"))),
            opening_cost_usd_bn=rng.choice((0.0, 0.5, 1.0)),
            available_from=rng.choice((0, 0, 1)),
            power_limit_mw=rng.choice((60.0, 100.0, float("inf"))),
            power_price_usd_kwh=rng.choice((0.0, 0.1)),
            shell_cost_index=rng.choice((1.0, 1.5)),
        )
        for name, site in case.sites.items()
    }
    return replace(case, sites=changed, nodes=_powered(case))


def _powered(case: Case) -> dict[str, Node]:
    return {name: replace(node, power_mw_per_phase=50.0) for name, node in case.nodes.items()}


def site_power(rng: random.Random, case: Case) -> Case:
    """Power is connected in steps."""
    rows = tuple(
        SitePower(site, tuple(rng.choice((0.0, 50.0)) + (60.0 if t >= step else 0.0) for t in case.calendar.horizon))
        for site in case.sites
        for step in (rng.randrange(case.calendar.periods),)
        if rng.random() < 0.7
    )
    rows = tuple(replace(row, mw=tuple(sorted(row.mw))) for row in rows)
    return replace(case, site_power=rows, nodes=_powered(case))


def idle_power(rng: random.Random, case: Case) -> Case:
    """Phases draw less where they make less, and power costs money or is short."""
    nodes = {name: replace(node, idle_power=rng.choice((0.0, 0.3, 0.8))) for name, node in _powered(case).items()}
    sites = {
        name: replace(
            site,
            power_price_usd_kwh=rng.choice((site.power_price_usd_kwh, 0.1, 0.5)),
            power_limit_mw=rng.choice((site.power_limit_mw, 40.0, 70.0)),
        )
        for name, site in case.sites.items()
    }
    return replace(case, sites=sites, nodes=nodes)


def deployment(rng: random.Random, case: Case) -> Case:
    """A market energises so much a period."""
    products = {name: replace(one, power_kw=rng.choice((1.0, 2.0))) for name, one in case.products.items()}
    a_period = rng.choice((1.0, 3.0, 6.0))
    rows = tuple(
        Deployment(market, tuple(a_period * (t + rng.choice((0, 1))) for t in case.calendar.horizon))
        for market in case.markets
        if rng.random() < 0.7
    )
    rows = tuple(replace(row, mw=tuple(sorted(row.mw))) for row in rows)
    settings = replace(case.settings, deployment_overhead=rng.choice((0.0, 0.5)))
    return replace(case, products=products, deployment=rows, settings=settings)


def owners(rng: random.Random, case: Case) -> Case:
    """Pairs have owners, who start so many phases a year."""
    named = {name: Owner(name, max_phase_starts_per_year=rng.choice((1.0, 2.0))) for name in ("mine", "yours")}
    pairs = {key: replace(pair, owner=rng.choice(("mine", "yours", ""))) for key, pair in case.pairs.items()}
    funds = {name: replace(fund, owners=frozenset({"mine", "yours"})) for name, fund in case.funds.items()}
    used = {pair.owner for pair in pairs.values()}
    return replace(case, owners=named, pairs=pairs, funds=funds if used and rng.random() < 0.3 else case.funds)


def crews(rng: random.Random, case: Case) -> Case:
    """Regions start so many phases a year, and phases take more or less of them."""
    regions = {
        name: replace(region, max_phase_starts_per_year=rng.choice((1.0, 2.0, 3.0)))
        for name, region in case.regions.items()
    }
    nodes = {name: replace(node, crew_units_per_phase=rng.choice((1.0, 2.0, 0.5))) for name, node in case.nodes.items()}
    return replace(case, regions=regions, nodes=nodes)


def prices(rng: random.Random, case: Case) -> Case:
    """Phases get cheaper or dearer from year to year, and those after the first one."""
    nodes = {name: replace(node, capex_trend=rng.choice((-0.3, 0.2))) for name, node in case.nodes.items()}
    pairs = {key: replace(pair, expansion_capex_factor=rng.choice((0.5, 1.0, 1.3))) for key, pair in case.pairs.items()}
    return replace(case, nodes=nodes, pairs=pairs)


def capacity(rng: random.Random, case: Case) -> Case:
    """Something is there already, or comes, or goes."""
    rows = tuple(
        Committed(
            site,
            node,
            tuple(rng.choice((0.0, 0.2, 0.5)) * 3 / case.calendar.period_months for _ in case.calendar.horizon),
            uses_tools=rng.random() < 0.7,
        )
        for site in case.sites
        for node in case.nodes
        if rng.random() < 0.5
    )
    return replace(case, committed=rows)


def tools(rng: random.Random, case: Case) -> Case:
    """A scarce machine grows more productive."""
    scale = 3 / case.calendar.period_months
    uses = tuple(
        ToolUse(node, rng.choice((1.0, 2.0)), rng.choice((0, 0, 1))) for node in case.nodes if rng.random() < 0.8
    )
    deliveries = tuple(rng.choice((0.0, 1.0, 2.0)) * scale for _ in case.calendar.horizon)
    growth = rng.choice((0.0, 0.1, 0.5))
    return replace(case, tools={"scanner": Tool("scanner", deliveries, uses or (ToolUse("N3", 1.0),), growth)})


def shells(rng: random.Random, case: Case) -> Case:
    """Some sites build shells before phases."""
    rows = {
        site: Shell(
            site,
            capex_usd_bn=rng.choice((0.2, 0.5, 1.0)),
            lead_periods=rng.choice((0, 1)),
            spend=rng.choice(((1.0,), (0.4, 0.6))),
            floor_units=rng.choice((1.0, 2.0, 2.5)),
            max_shells=rng.choice((1, 2)),
            ready=rng.choice((0, 0, 1)),
            ready_from=rng.choice((-3, 0, 1)),
        )
        for site in case.sites
        if rng.random() < 0.7
    }
    settings = replace(case.settings, shell_life_years=rng.choice((2.0, 20.0)))
    return replace(case, shells=rows, settings=settings)


def futures(rng: random.Random, case: Case) -> Case:
    """Two futures, one with less demand, late phases and fewer tools."""
    (base,) = case.scenarios
    low = {key: tuple(0.5 * amount for amount in kunits) for key, kunits in base.demand_kunits.items()}
    storm = replace(
        base,
        name="storm",
        probability=0.4,
        demand_kunits=rng.choice((low, base.demand_kunits)),
        tool_factor=rng.choice((0.5, 1.0)),
        delay_periods=rng.choice((0, 0, 1)),
    )
    case = replace(case, scenarios=(replace(base, probability=0.6), storm))

    def event(factor: float, **about: str) -> Event:
        begin = rng.randrange(case.calendar.periods)
        return Event("storm", begin, factor, begin + rng.choice((0, 1, 9)), **about)

    region, market, site = rng.choice(list(case.regions)), rng.choice(list(case.markets)), rng.choice(list(case.sites))
    every = [
        event(rng.choice((0.0, 0.5)), region=region, node=rng.choice(("", "N3"))),
        event(rng.choice((0.0, 0.5)), site=site),
        event(0.0, from_region=region, to_market=market),
    ]
    every += [event(rng.choice((0.0, 0.5)), tool=tool) for tool in case.tools]
    return replace(case, events=tuple(one for one in every if rng.random() < 0.5))


def funds(rng: random.Random, case: Case) -> Case:
    """Two funds with little money, which may lapse, cost interest, or pay for some things only."""

    def budget() -> tuple[float, ...]:
        return tuple(rng.choice((0.0, 0.5, 1.0, 2.0)) for _ in case.calendar.horizon)

    region, node = rng.choice(list(case.regions)), rng.choice(list(case.nodes))
    state = Fund(
        "state",
        budget(),
        regions=frozenset(rng.choice(((), (region,)))),
        nodes=frozenset(rng.choice(((), (), (node,)))),
        kinds=frozenset(rng.choice(((), (), (Kind.LOGIC,)))),
        carry_over=rng.random() < 0.5,
        max_share=rng.choice((1.0, 0.6)),
    )
    bank = Fund("bank", budget(), cost_of_money=rng.choice((0.0, 0.1)), carry_over=rng.random() < 0.7)
    return replace(case, funds={"state": state, "bank": bank})


def incentives(rng: random.Random, case: Case) -> Case:
    """A grant with a cap and a credit without one."""
    region = rng.choice(list(case.regions))
    rows = (
        Incentive("grant", 0.3, region=region, covers=rng.choice(tuple(Covers)), cap_usd_bn=rng.choice((0.1, 0.4))),
        Incentive("credit", 0.2, covers=rng.choice(tuple(Covers)), start_from=rng.choice((0, 1))),
        Incentive("logic", 0.4, kind=Kind.LOGIC, cap_usd_bn=rng.choice((0.3, 2.0)), start_until=rng.choice((1, 9))),
    )
    return replace(case, incentives=tuple(row for row in rows if rng.random() < 0.6))


def locks(rng: random.Random, case: Case) -> Case:
    """A phase that must start, or may not."""
    site, node = rng.choice(list(case.pairs))
    begin = rng.randrange(case.calendar.periods)
    rows = (
        Lock(site, node, from_period=begin, until_period=begin + rng.choice((0, 1, 5)), min_phases=1),
        Lock(site, node, from_period=begin, max_phases=rng.choice((0, 1))),
    )
    shell = tuple(Lock(s, "", from_period=0, until_period=1, min_phases=1) for s in case.shells if rng.random() < 0.3)
    return replace(case, locks=(rng.choice(rows), *shell))


MEANS = (sites, idle_power, site_power, deployment, owners, crews, prices, capacity, tools, shells, funds, incentives)
