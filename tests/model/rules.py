"""Power, owners, productive tools and events drawn by a seed, over a small world."""

import random
from dataclasses import replace

from planner.case.records import Case, Deployment, Event, Lane, Limit, Measure, Owner, SitePower
from tests.model.worlds import world


def ruled(seed: int) -> Case:
    """Return a world with two futures and a random part of these rules, each of which binds in some."""
    rng, case = random.Random(seed), world(seed)
    (base,) = case.scenarios
    calm = replace(base, name="calm", probability=0.6)
    storm = replace(base, name="storm", probability=0.4, delay_periods=rng.choice((0, 1)))
    case = replace(case, scenarios=(calm, storm))
    for rule in (_power, _deployment, _owners, _tools, _events):
        if rng.random() < 0.7:
            case = rule(rng, case)
    return case


def _power(rng: random.Random, case: Case) -> Case:
    def arriving() -> tuple[float, ...]:
        first, second = rng.choice((0.0, 50.0, 120.0)), rng.choice((0.0, 60.0, 100.0))
        step = rng.randrange(1, case.calendar.periods)
        return tuple(first if t < step else first + second for t in case.calendar.horizon)

    return replace(case, site_power=tuple(SitePower(site, arriving()) for site in rng.sample(sorted(case.sites), 2)))


def _deployment(rng: random.Random, case: Case) -> Case:
    power = {"big": 2.0, "small": rng.choice((0.0, 0.5))}
    products = {name: replace(one, power_kw=power[name]) for name, one in case.products.items()}
    yearly = rng.choice((10.0, 25.0, 60.0))
    rows = tuple(
        Deployment(market, tuple(yearly * (t + 1) for t in case.calendar.horizon))
        for market in rng.sample(sorted(case.markets), 2)
    )
    settings = replace(case.settings, deployment_overhead=rng.choice((0.0, 0.4)))
    return replace(case, products=products, deployment=rows, settings=settings)


def _owners(rng: random.Random, case: Case) -> Case:
    owners = {name: Owner(name, max_phase_starts_per_year=rng.choice((1.0, 2.0, 9.0))) for name in ("mine", "yours")}
    pairs = {key: replace(pair, owner=rng.choice(("mine", "yours", ""))) for key, pair in case.pairs.items()}
    limits = (
        Limit("capex", Measure.CAPEX_SHARE, owner="mine", maximum=rng.choice((0.3, 0.6))),
        Limit("online", Measure.ONLINE_PHASES, owner="yours", maximum=float(rng.choice((1, 3)))),
    )
    bank = replace(case.funds["bank"], owners=frozenset({"mine", "yours"}))
    funds = {**case.funds, "bank": bank} if rng.random() < 0.5 else case.funds
    return replace(case, owners=owners, pairs=pairs, limits=limits, funds=funds)


def _tools(rng: random.Random, case: Case) -> Case:
    return replace(
        case, tools={n: replace(t, productivity_growth=rng.choice((0.1, 0.5))) for n, t in case.tools.items()}
    )


def _events(rng: random.Random, case: Case) -> Case:
    def storm(factor: float, **subject: str) -> Event:
        return Event("storm", rng.randrange(4), factor, rng.choice((4, 9)), **subject)

    every = (
        storm(rng.choice((0.0, 0.5)), region=rng.choice(("here", "far"))),
        storm(rng.choice((0.0, 0.5)), site="B", node=rng.choice(("", "N5"))),
        storm(0.0, from_region="far", to_region="here", node="HBM"),
        storm(rng.choice((0.0, 0.5)), from_region="here", to_market="south"),
        storm(rng.choice((0.0, 0.5)), tool="scanner"),
    )
    lanes = (*case.lanes, Lane("here", to_market="south", max_kunits=20.0))
    return replace(case, events=tuple(event for event in every if rng.random() < 0.6), lanes=lanes)
