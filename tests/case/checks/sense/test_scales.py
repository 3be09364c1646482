"""Figures for a year, a quarter or a month where others are due, and additions where a level is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from planner.case.checks import Problem, check
from planner.case.checks.draft.of_case import draft_of
from planner.case.checks.sense.profiles import profile_problems
from planner.case.records import Case, Committed, Market
from tests.case.checks.sense.test_units import foundry, national, starter, times, world


def warnings(case: Case) -> list[Problem]:
    return [problem for problem in check(case) if problem.code == "W732"]


def from_period(first: int, factor: float, *products: str) -> Callable[[Case], Case]:
    """Multiply demand from a period on, of all products or of some."""

    def change(case: Case) -> Case:
        (one,) = case.scenarios
        later = {
            key: tuple(value * factor if t >= first else value for t, value in enumerate(kunits))
            for key, kunits in one.demand_kunits.items()
            if not products or key[0] in products
        }
        return replace(case, scenarios=(replace(one, demand_kunits={**one.demand_kunits, **later}),))

    return change


@pytest.mark.parametrize(
    ("of", "change", "fix"),
    [
        (starter, from_period(4, 4.0), "in 4 rows the figures from 2028Q1 on are about 4.4 times those before: divide "
         "the larger ones by 4 if they are for a year, or multiply the smaller ones by 3 if they are for a month; "),
        (starter, from_period(4, 0.25), "in 4 rows the figures before 2028Q1 are about 3.6 times those from then on: "),
        (foundry, from_period(5, 4.0), "in 5 rows the figures from 2028Q1 on are about 4 times those before: "),
        (starter, from_period(4, 1.8), ""),
        (starter, from_period(4, 4.0, "Trainer"), ""),
        (starter, from_period(11, 4.0), ""),
    ],
    ids=["a year later", "a year before", "some products begin later", "growth", "one product", "the last period"],
)  # fmt: skip
def test_demand_that_jumps_in_every_row_is_named_at_the_seam(
    of: Callable[[], Case], change: Callable[[Case], Case], fix: str
) -> None:
    named = [problem for problem in warnings(change(of())) if "the figures" in problem.fix]
    assert [problem.fix.startswith(fix) for problem in named] == [True] * bool(fix)


def test_capacity_for_a_year_from_a_seam_on_is_named() -> None:
    case = starter()
    rows = tuple(
        replace(row, kwspm=(*row.kwspm[:4], *(12 * value for value in row.kwspm[4:]))) for row in case.committed
    )
    named = [problem.fix for problem in warnings(replace(case, committed=rows))]
    assert named == [
        "in 2 rows the figures from 2028Q1 on are about 12 times those before: divide the larger ones by 12 if they "
        "are for a year; otherwise ignore this"
    ]


@pytest.mark.parametrize("of", [starter, foundry, national, world], ids=["starter", "foundry", "national", "world"])
@pytest.mark.parametrize(("factor", "period"), [(3, "quarter"), (12, "year")])
def test_phases_in_wafers_of_a_longer_time_are_named(of: Callable[[], Case], factor: int, period: str) -> None:
    assert not warnings(of())
    (found,) = warnings(times("nodes", "phase_kwspm", factor)(of()))
    assert found.field == "phase_kwspm"
    assert f"divide the column by {factor} if it is in thousand wafers a {period}, otherwise ignore this" in found.fix


def test_one_phase_size_out_of_proportion_to_nodes_of_its_kind_is_named() -> None:
    (found,) = warnings(times("nodes", "phase_kwspm", 12, "N3")(foundry()))
    assert found.fix == (
        "1 kwspm of N3 costs 0.033 USD bn and draws 0.75 MW, far less than the other logic nodes need, while a wafer "
        "costs much beside that: divide it by 12 if it is in thousand wafers a year, otherwise ignore this"
    )


def test_an_older_node_is_cheap_and_draws_little() -> None:
    case = foundry()
    old = replace(case.nodes["N7"], phase_capex_usd_bn=1.2, power_mw_per_phase=30, wafer_cost_usd=600)
    assert not warnings(replace(case, nodes={**case.nodes, "N7": old}))


@pytest.mark.parametrize(
    ("shares", "fix"),
    [
        ((0.5, 0.3, 0.2), "the shares of this ramp sum to 1, as what each age adds does: write 0.5, 0.8, 1 if that is "
         "meant, otherwise ignore this"),
        ((0.4, 0.6, 1.0), ""),
        ((1.0,), ""),
    ],
)  # fmt: skip
def test_a_ramp_of_additions_is_named_once(shares: tuple[float, ...], fix: str) -> None:
    draft = draft_of(starter())
    curve = next(curve for curve in draft.ramps if curve.entries)
    ramp = replace(curve, shares=shares, ages=tuple(range(len(shares))), entries=curve.entries[:1] * len(shares))
    assert [problem.fix for problem in profile_problems(replace(draft, ramps=(ramp,)))] == [fix] * bool(fix)


def test_spends_to_date_are_named_with_what_each_period_adds() -> None:
    draft = draft_of(starter())
    curve = next(curve for curve in draft.spends if curve.entries)
    spend = replace(curve, shares=(0.2, 0.7, 1.0), ages=(0, 1, 2), entries=curve.entries[:1] * 3)
    (found,) = profile_problems(replace(draft, spends=(spend,)))
    assert (found.code, found.fix) == (
        "E701", "write what each period adds, if these are shares to date: 0.2, 0.5, 0.3"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kwspm", "is_named"),
    [([10] + [0] * 11, True), ([10, 0, 0, 5] + [0] * 8, True), ([10] * 12, False), ([0, 5, 0] + [0] * 9, False)],
    ids=["once", "and later", "a level", "from the second period on"],
)
def test_capacity_that_each_period_adds_is_named(kwspm: list[float], is_named: bool) -> None:
    case = starter()
    rows = tuple(Committed(row.site, row.node, tuple(map(float, kwspm))) for row in case.committed)
    named = [one for one in warnings(replace(case, committed=rows)) if "if these are additions" in one.fix]
    assert bool(named) is is_named
    if named:
        assert named[0].fix.startswith(
            "all capacity of 0 (2027Q1) is gone in 1 (2027Q2): write what there is in each period"
        )


def slipped(records: str, key: str, field: str, value: float) -> Case:
    case = starter()
    rows = dict(getattr(case, records))
    changed: dict[str, Any] = {records: {**rows, key: replace(rows[key], **{field: value})}}
    return replace(case, **changed)


@pytest.mark.parametrize(
    ("case", "fix"),
    [
        (slipped("nodes", "N3", "utilisation", 0.095), "write 0.95 if the point has slipped, otherwise ignore this"),
        (slipped("products", "Trainer", "assembly_yield", 0.095), "write 0.95 if the point has slipped, otherwise "
         "ignore this"),
        (slipped("nodes", "N3", "utilisation", 0.3), ""),
        (slipped("regions", "USA", "shell_cost_index", 0.0), "write 1 if nothing is added to the costs: 0 makes this "
         "free"),
    ],
)  # fmt: skip
def test_a_share_with_a_slipped_point_and_an_index_of_zero_are_named(case: Case, fix: str) -> None:
    assert [problem.fix for problem in check(case) if problem.code == "W718"] == [fix] * bool(fix)


def with_market(name: str, *rows: tuple[str, tuple[float, ...]]) -> Case:
    """Add a market with demand for some products."""
    case = starter()
    (one,) = case.scenarios
    demand = {**one.demand_kunits, **{(product, name): kunits for product, kunits in rows}}
    scenarios = (replace(one, demand_kunits=demand),)
    return replace(case, markets={**case.markets, name: Market(name)}, scenarios=scenarios)


def total(product: str, factor: float = 1.0) -> tuple[str, tuple[float, ...]]:
    (one,) = starter().scenarios
    rows = [kunits for (item, _), kunits in one.demand_kunits.items() if item == product]
    return product, tuple(factor * sum(values) for values in zip(*rows, strict=True))


@pytest.mark.parametrize(
    ("case", "named"),
    [
        (with_market("World", total("Trainer")), ["World"]),
        (with_market("The three", total("Trainer"), total("Server")), ["The three"]),
        (with_market("Europe", total("Trainer")), []),
        (with_market("World", total("Trainer"), total("Server", 0.9)), []),
    ],
    ids=["by its name", "for two products", "by chance", "not for every product"],
)
def test_a_market_that_is_the_sum_of_the_others_is_named(case: Case, named: list[str]) -> None:
    found = [problem for problem in check(case) if problem.code == "W733"]
    assert [problem.found for problem in found] == named
    for problem in found:
        assert problem.fix == (
            f"in every period demand of {problem.found} is the sum of that of all other markets: delete its rows if "
            "they are totals, for every row counts; otherwise ignore this"
        )


def test_a_fund_that_is_the_sum_of_others_is_named() -> None:
    case = starter()
    (fund,) = case.funds.values()
    other = replace(fund, name="Bank", budget_usd_bn=tuple(0.1 * t for t in case.calendar.horizon))
    third = replace(fund, name="State", budget_usd_bn=tuple(2.0 - 0.1 * t for t in case.calendar.horizon))
    both = [fund.budget_usd_bn, other.budget_usd_bn, third.budget_usd_bn]
    all_of = replace(fund, name="Programme", budget_usd_bn=tuple(map(sum, zip(*both, strict=True))))
    funds = {one.name: one for one in (fund, other, third, all_of)}
    assert [problem.found for problem in check(replace(case, funds=funds)) if problem.code == "W733"] == ["Programme"]
