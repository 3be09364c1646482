"""Shells beside every other rule: plans keep their audit, redundant rows cut nothing off, and locks give plans back."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, product
from typing import Any

import pytest

from planner.case.records import Case, EndValue, Fund, Incentive, Region, Settings, Shell
from planner.model.build import build
from planner.pipeline import solve
from planner.plan.records import Status
from planner.registry.rows import SHELL_FIRST
from planner.shape.shape import Shape
from planner.solver.options import SolveOptions
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.program.compile import compile_matrix
from tests.cases import tiny
from tests.model.changes import locked
from tests.model.parts import node_n3, pair_a, with_site
from tests.model.shelled import with_shells
from tests.model.solving import EXACT, best_plan, least, near
from tests.model.tangles import tangle
from tests.model.worlds import world

PERIODS = 4
RATE = 0.1
Series = tuple[int, ...]


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_of_a_tangle_with_shells_keeps_its_audit(seed: int) -> None:
    solved = solve(with_shells(tangle(seed), seed), SolveOptions(gap=1e-4, threads=1))
    assert solved.plan.outcome.status in (Status.OPTIMAL, Status.INFEASIBLE), solved.plan.run
    if solved.audit is not None:
        assert [str(finding) for finding in solved.audit.findings] == []


@pytest.mark.parametrize("seed", [3, 4])
def test_redundant_rows_cut_off_no_plan_and_locks_give_it_back(seed: int) -> None:
    case = with_shells(world(seed), seed)
    plan = best_plan(case)
    plain = compile_matrix(build(Shape(case), ())).without_rows((SHELL_FIRST.name,))
    found = solve_matrix(plain, EXACT)
    assert found.objective == near(plan.outcome.objective)
    assert plan.shells_built
    assert least(locked(case, plan)) == near(plan.outcome.objective)


def micro(rng: random.Random) -> Case:
    """Return a case of a site with shells and a site without, in one region, and one node."""
    case = tiny(
        demand={("chip", "world"): tuple(float(rng.randint(0, 8)) for _ in range(PERIODS))},
        settings=Settings(
            "micro",
            RATE,
            end_value=rng.choice((EndValue.NONE, EndValue.STRAIGHT_LINE)),
            shell_life_years=rng.choice((2.0, 20.0)),
        ),
        regions={"here": Region("here", max_phase_starts_per_year=rng.choice((3.0, 1.5, 99.0)))},
    )
    changes: dict[str, Any] = {"max_phases": 2, "expansion_capex_factor": rng.choice((0.6, 1.0, 1.4))}
    case = pair_a(case, lead_periods=rng.choice((0, 1)), spend=rng.choice(((1.0,), (0.5, 0.5))), **changes)
    case = with_site(case, region="here", lead_periods=rng.choice((1, 2)), **changes)
    case = node_n3(case, shell_share=0.3, capex_trend=rng.choice((0.0, 0.3, -0.3)), crew_units_per_phase=1.5)
    shell = Shell(
        "A",
        capex_usd_bn=rng.choice((0.1, 0.4, 1.0)),
        lead_periods=rng.choice((0, 1)),
        spend=rng.choice(((1.0,), (0.5, 0.5))),
        floor_units=rng.choice((1.0, 2.0)),
        max_shells=rng.choice((1, 2)),
        ready=rng.choice((0, 0, 1)),
        ready_from=rng.choice((0, 2)),
    )
    money = tuple(rng.choice((0.0, 0.8, 2.0)) for _ in range(PERIODS))
    grants = (Incentive("grant", 0.25, site="A"),) if rng.random() < 0.5 else ()
    sites = {name: replace(site, opening_cost_usd_bn=rng.choice((0.0, 0.2))) for name, site in case.sites.items()}
    return replace(case, shells={"A": shell}, sites=sites, funds={"purse": Fund("purse", money)}, incentives=grants)


def series(maximum: int, last: int) -> Iterator[Series]:
    """Yield what may start in each period up to the last one, so much in all at most."""
    for counts in product(range(maximum + 1), repeat=last + 1):
        if sum(counts) <= maximum:
            yield counts + (0,) * (PERIODS - last - 1)


def discount(t: float) -> float:
    return float((1 + RATE) ** -(t / 4))


def cost(case: Case, phases: dict[str, Series], shells: Series) -> float | None:
    """Return the discounted cost of a plan, None where it breaks a rule."""
    shell, node, region = case.shells["A"], case.nodes["N3"], case.regions["here"]
    due, made, left = [0.0] * PERIODS, [0.0] * PERIODS, 0.0
    grant = case.incentives[0].rate if case.incentives else 0.0
    for t in range(PERIODS):
        finished = sum(shells[: max(0, t - shell.lead_periods + 1)]) + (shell.ready if t >= shell.ready_from else 0)
        if sum(phases["A"][: t + 1]) > finished * shell.floor_units:
            return None
        if 1.5 * sum(sum(counts[t : t + 4]) for counts in phases.values()) > region.max_phase_starts_per_year:
            return None

    def pay(start: int, spend: tuple[float, ...], usd_bn: float) -> None:
        for offset, share in enumerate(spend):
            due[min(start + offset, PERIODS - 1)] += share * usd_bn

    def worth(ready: int, life_years: float) -> float:
        counts = case.settings.end_value is EndValue.STRAIGHT_LINE and ready < PERIODS
        return max(0.0, 1 - (PERIODS - ready) / (4 * life_years)) if counts else 0.0

    for site, counts in phases.items():
        pair, is_shelled = case.pairs[site, "N3"], site in case.shells
        begun = [t for t, count in enumerate(counts) if count] + [t for t, n in enumerate(shells) if n and is_shelled]
        if begun and not (is_shelled and shell.ready):
            due[min(begun)] += case.sites[site].opening_cost_usd_bn
        built = 0
        for u, count in enumerate(counts):
            for _ in range(count):
                usd_bn = (1 + node.capex_trend) ** (u / 4) * (pair.expansion_capex_factor if built else 1.0)
                usd_bn *= (1 - node.shell_share) * (1 - grant) if is_shelled else 1.0
                built += 1
                pay(u, pair.spend, usd_bn)
                left += usd_bn * worth(u + pair.lead_periods, 5.0)
                for t in range(u + pair.lead_periods, PERIODS):
                    made[t] += 3.0
    for u, count in enumerate(shells):
        usd_bn = count * shell.capex_usd_bn * (1 - grant)
        pay(u, shell.spend, usd_bn)
        left += usd_bn * worth(u + shell.lead_periods, case.settings.shell_life_years)
    budget = case.funds["purse"].budget_usd_bn
    if any(spent > had + 1e-9 for spent, had in zip(accumulate(due), accumulate(budget), strict=True)):
        return None
    wanted = case.scenarios[0].demand_kunits["chip", "world"]
    flows = (due[t] + max(0.0, wanted[t] - made[t]) for t in range(PERIODS))
    total = sum(usd_bn * discount(t + 0.5) for t, usd_bn in enumerate(flows))
    return total - left * discount(PERIODS)


@pytest.mark.parametrize("seed", range(4))
def test_no_schedule_with_shells_is_cheaper_than_the_optimum(seed: int) -> None:
    case = micro(random.Random(seed))
    last = {site: PERIODS - 1 - case.pairs[site, "N3"].lead_periods for site in "AB"}
    costs = [
        cost(case, {"A": a, "B": b}, shells)
        for a in series(2, last["A"])
        for b in series(2, last["B"])
        for shells in series(int(case.shells["A"].max_shells), PERIODS - 1)
    ]
    assert least(case) == near(min(usd_bn for usd_bn in costs if usd_bn is not None))
