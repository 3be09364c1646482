"""The optimum of micro cases against every schedule there is, costed by arithmetic that knows no model."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, product

import pytest

from planner.case.records import Case, EndValue, Fund, Lane, Settings, Tool, ToolUse
from tests.cases import tiny
from tests.model.parts import node_n3, pair_a, with_site
from tests.model.solving import least, near

PERIODS = 4
RATE = 0.1
KUNITS_PER_PHASE = 3.0
Schedule = tuple[int, ...]


def micro(rng: random.Random) -> Case:
    """Return a case of two sites in regions of their own, one node and one market."""
    case = tiny(
        demand={("chip", "world"): tuple(float(rng.randint(0, 8)) for _ in range(PERIODS))},
        settings=Settings("micro", RATE, end_value=rng.choice((EndValue.NONE, EndValue.STRAIGHT_LINE))),
    )
    ramps, spends = ((1.0,), (0.5, 1.0)), ((1.0,), (0.5, 0.5), (0.0, 0.4, 0.6))
    case = pair_a(case, lead_periods=1, ramp=rng.choice(ramps), spend=rng.choice(spends), max_phases=2)
    case = with_site(
        case, lead_periods=rng.choice((0, 1, 2)), ramp=rng.choice(ramps), spend=rng.choice(spends), max_phases=2,
        capex_factor=rng.choice((0.5, 0.8, 1.2)),
    )  # fmt: skip
    sites = {s: replace(site, opening_cost_usd_bn=rng.choice((0.0, 0.5, 2.0))) for s, site in case.sites.items()}
    case = node_n3(replace(case, sites=sites), wafer_cost_usd=1e5, fixed_cost_usd_bn_per_phase_year=0.2)
    deliveries = tuple(rng.choice((0.0, 1.0, 2.0)) for _ in range(PERIODS))
    return replace(
        case,
        lanes=(Lane("here", to_market="world", cost_usd_per_unit=rng.choice((0.0, 2e5, 5e5))),),
        funds={"purse": Fund("purse", tuple(rng.choice((0.0, 0.8, 2.0)) for _ in range(PERIODS)))},
        tools={"scanner": Tool("scanner", deliveries, (ToolUse("N3", 1.0),))},
    )


def schedules(case: Case, site: str) -> Iterator[Schedule]:
    """Yield the phases started in each period, all that could come online within the horizon."""
    last = PERIODS - case.pairs[site, "N3"].lead_periods
    for counts in product(range(3), repeat=last):
        if sum(counts) <= 2:
            yield counts + (0,) * (PERIODS - last)


def discount(t: float) -> float:
    return float((1 + RATE) ** -(t / 4))


def cost(case: Case, plan: dict[str, Schedule]) -> float | None:
    """Return the discounted cost of a plan that ships as cheaply as it can, None where it breaks a rule."""
    due = [0.0] * PERIODS
    made = {site: [0.0] * PERIODS for site in plan}
    online = [0] * PERIODS
    left = 0.0
    for site, counts in plan.items():
        pair = case.pairs[site, "N3"]
        if any(counts):
            due[next(t for t, count in enumerate(counts) if count)] += case.sites[site].opening_cost_usd_bn
        for u, count in enumerate(counts):
            for offset, share in enumerate(pair.spend):
                due[min(u + offset, PERIODS - 1)] += share * count * pair.capex_factor
            first = u + pair.lead_periods
            for t in range(first, PERIODS):
                made[site][t] += count * KUNITS_PER_PHASE * (pair.ramp[0] if t == first else pair.ramp[-1])
                online[t] += count
            if case.settings.end_value is EndValue.STRAIGHT_LINE and first < PERIODS:
                left += count * pair.capex_factor * (1 - (PERIODS - first) / 20)
    if any(
        spent > had + 1e-9
        for spent, had in zip(accumulate(due), accumulate(case.funds["purse"].budget_usd_bn), strict=True)
    ):
        return None
    if any(need > there for need, there in zip(online, accumulate(case.tools["scanner"].deliveries), strict=True)):
        return None
    total = -left * discount(PERIODS)
    freight = {"A": case.lanes[0].cost_usd_per_unit * 1e-6, "B": 0.0}
    for t, wanted in enumerate(case.scenarios[0].demand_kunits["chip", "world"]):
        running = due[t] + 0.05 * online[t]
        for site in sorted(plan, key=lambda name: freight[name]):
            shipped = min(wanted, made[site][t])
            running += shipped * (0.1 + freight[site])
            wanted -= shipped
        total += (running + wanted * 1.0) * discount(t + 0.5)
    return total


@pytest.mark.parametrize("seed", range(8))
def test_no_schedule_is_cheaper_than_the_optimum(seed: int) -> None:
    case = micro(random.Random(seed))
    costs = [cost(case, {"A": a, "B": b}) for a in schedules(case, "A") for b in schedules(case, "B")]
    assert least(case) == near(min(usd_bn for usd_bn in costs if usd_bn is not None))
