"""A whole column in another unit is named, with the factor; no column of a sound case is."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from planner.case.checks import Problem, check
from planner.case.checks.draft.of_case import draft_of
from planner.case.checks.draft.records import Demand
from planner.case.checks.sense.units.patterns import pattern_problems
from planner.case.records import Case, Purchase, Tool, ToolUse
from planner.workbook.reader import read_case
from tests.benchmarks.generate import LARGEST, Size, generate
from tests.cases import tiny

ROOT = Path(__file__).parents[4]
UNITS = {"W718", "W732"}
Change = Callable[[Case], Case]


@cache
def starter() -> Case:
    return read_case(ROOT / "inputs" / "starter.xlsx")


@cache
def foundry() -> Case:
    return read_case(ROOT / "inputs" / "foundry.xlsx")


@cache
def national() -> Case:
    return read_case(ROOT / "inputs" / "national_programme.xlsx")


@cache
def world() -> Case:
    return read_case(ROOT / "inputs" / "world.xlsx")


def times(records: str, field: str, factor: float, only: object = None) -> Change:
    """Multiply a field of every record, or of one; of a series every value."""

    def changed(record: Any) -> Any:
        value = getattr(record, field)
        return replace(
            record, **{field: tuple(factor * v for v in value) if isinstance(value, tuple) else factor * value}
        )

    def change(case: Case) -> Case:
        old: Any = getattr(case, records)
        if isinstance(old, tuple):
            new: Any = tuple(changed(one) for one in old)
        else:
            new = {key: changed(one) if only in (None, key) else one for key, one in old.items()}
        made: dict[str, Any] = {records: new}
        return replace(case, **made)

    return change


def demand(factor: float, product: str = "") -> Change:
    """Multiply demand, or that for one product."""

    def change(case: Case) -> Case:
        def scaled(key: tuple[str, str], kunits: tuple[float, ...]) -> tuple[float, ...]:
            return tuple(factor * v for v in kunits) if product in ("", key[0]) else kunits

        scenarios = tuple(
            replace(one, demand_kunits={key: scaled(key, kunits) for key, kunits in one.demand_kunits.items()})
            for one in case.scenarios
        )
        return replace(case, scenarios=scenarios)

    return change


def units(case: Case) -> list[Problem]:
    return [problem for problem in check(case) if problem.code in UNITS]


USD_M, USD_K, KW, GW = (f"if it is in {unit}" for unit in ("USD m", "USD thousand", "kW", "GW"))
WAFERS, PACKAGES, PER_CENT = "if it is in wafers a month", "if it is in packages", "if the column is in per cent"
COLUMNS: list[tuple[str, Callable[[], Case], Change, str, str]] = [
    ("budget in USD m", starter, times("funds", "budget_usd_bn", 1000), "budget_usd_bn",
     "divide the column by 1000 if it is in USD m"),
    ("demand in packages", starter, demand(1000), "demand_kunits", "divide the column by 1000 if it is in packages"),
    ("demand in packages, foundry", foundry, demand(1000), "demand_kunits", PACKAGES),
    ("demand in packages, national", national, demand(1000), "demand_kunits", PACKAGES),
    ("demand a year", starter, demand(4), "demand_kunits", "divide the column by 4 if it is in kunits a year"),
    ("demand a year, foundry", foundry, demand(4), "demand_kunits", "divide the column by 4 if"),
    ("demand a year, national", national, demand(4), "demand_kunits", "divide the column by 4 if"),
    ("capacity a year", starter, times("committed", "kwspm", 12), "kwspm",
     "divide the column by 12 if it is in thousand wafers a year, or leave out what serves other demand, otherwise "
     "ignore this"),
    ("capacity a year, foundry", foundry, times("committed", "kwspm", 12), "kwspm", "divide the column by 12 if"),
    ("capacity a year, national", national, times("committed", "kwspm", 12), "kwspm", "divide the column by 12 if"),
    ("capacity a year, world", world, times("committed", "kwspm", 12), "kwspm", "divide the column by 12 if"),
    ("demand in millions", starter, demand(0.001), "demand_kunits", "multiply the column by 1000 if it is in millions"),
    ("demand for one product in packages", foundry, demand(1000, "ASIC set"), "demand_kunits", PACKAGES),
    ("phase capex in USD m", starter, times("nodes", "phase_capex_usd_bn", 1000), "phase_capex_usd_bn", USD_M),
    ("one phase capex in USD m", foundry, times("nodes", "phase_capex_usd_bn", 1000, "N3"), "phase_capex_usd_bn",
     "divide it by 1000 if it is in USD m"),
    ("phase size in wafers", starter, times("nodes", "phase_kwspm", 1000), "phase_kwspm", WAFERS),
    ("capacity in wafers", starter, times("committed", "kwspm", 1000), "kwspm", WAFERS),
    ("wafer cost in USD thousand", starter, times("nodes", "wafer_cost_usd", 0.001), "wafer_cost_usd",
     "multiply the column by 1000 if it is in USD thousand"),
    ("power per phase in kW", starter, times("nodes", "power_mw_per_phase", 1000), "power_mw_per_phase", KW),
    ("power per phase in GW", starter, times("nodes", "power_mw_per_phase", 0.001), "power_mw_per_phase", GW),
    ("power limit in kW", national, times("sites", "power_limit_mw", 1000), "power_limit_mw", KW),
    ("opening cost in USD m", starter, times("sites", "opening_cost_usd_bn", 1000), "opening_cost_usd_bn", USD_M),
    ("fixed cost in USD m", starter, times("nodes", "fixed_cost_usd_bn_per_phase_year", 1000),
     "fixed_cost_usd_bn_per_phase_year", USD_M),
    ("lead time in months", national, times("pairs", "lead_periods", 3), "lead_periods",
     "divide the column by 3 if it is in months"),
    ("penalty in USD thousand", starter, times("products", "shortage_penalty_usd", 0.001), "shortage_penalty_usd",
     USD_K),
    ("price in USD thousand", starter, times("products", "price_usd", 0.001), "price_usd", USD_K),
    ("conversions in wafers", foundry, times("conversions", "lump_kwspm", 1000), "lump_kwspm", WAFERS),
    ("conversions in USD m", foundry, times("conversions", "capex_usd_bn_per_lump", 1000), "capex_usd_bn_per_lump",
     USD_M),
    ("an index in per cent", starter, times("regions", "shell_cost_index", 100), "shell_cost_index",
     "divide every value by 100 if the column is in per cent"),
    ("a factor in per cent", national, times("pairs", "capex_factor", 100), "capex_factor", PER_CENT),
    ("power price in cents", starter, times("sites", "power_price_usd_kwh", 100), "power_price_usd_kwh",
     "divide every value by 100 if the column is in cents per kWh, by 1000 if it is in USD/MWh"),
    ("power price a MWh", starter, times("sites", "power_price_usd_kwh", 1000), "power_price_usd_kwh",
     "divide every value by 1000 if the column is in USD/MWh"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("of", "change", "field", "fix"), [one[1:] for one in COLUMNS], ids=[one[0] for one in COLUMNS]
)
def test_a_column_in_another_unit_is_named_with_its_factor(
    of: Callable[[], Case], change: Change, field: str, fix: str
) -> None:
    problems = units(change(of()))
    assert [problem.field.partition("[")[0] for problem in problems] == [field]
    assert fix in problems[0].fix
    assert problems[0].record.kind
    assert "e+" not in problems[0].fix


RATE = "or by its rate to the dollar if it is in another currency"
OTHER_MONEY: list[tuple[str, Callable[[], Case], Change, str, str]] = [
    ("budget", starter, times("funds", "budget_usd_bn", 150), "budget_usd_bn", RATE),
    ("budget, national", national, times("funds", "budget_usd_bn", 150), "budget_usd_bn", RATE),
    ("budget in won", foundry, times("funds", "budget_usd_bn", 1400), "budget_usd_bn", RATE),
    ("budget of one fund", world, times("funds", "budget_usd_bn", 150, "Gulf sovereign funds"), "budget_usd_bn", RATE),
    ("phase capex", starter, times("nodes", "phase_capex_usd_bn", 150), "phase_capex_usd_bn", RATE),
    ("phase capex, world", world, times("nodes", "phase_capex_usd_bn", 150), "phase_capex_usd_bn",
     "divide the column by about 150 if it is in JPY bn"),
    ("opening cost", foundry, times("sites", "opening_cost_usd_bn", 150), "opening_cost_usd_bn", RATE),
    ("shells", world, times("shells", "capex_usd_bn", 150), "capex_usd_bn", RATE),
    ("fixed cost", national, times("nodes", "fixed_cost_usd_bn_per_phase_year", 150),
     "fixed_cost_usd_bn_per_phase_year", RATE),
    ("conversions", foundry, times("conversions", "capex_usd_bn_per_lump", 150), "capex_usd_bn_per_lump", RATE),
    ("wafer cost", starter, times("nodes", "wafer_cost_usd", 150), "wafer_cost_usd", "by about 150 if it is in JPY"),
    ("prices", starter, times("products", "price_usd", 150), "price_usd", "by about 150 if it is in JPY"),
    ("prices of fabs", foundry, times("products", "price_usd", 150), "shortage_penalty_usd",
     "or convert what it is compared with if that is in another currency"),
    ("power price", starter, times("sites", "power_price_usd_kwh", 150), "power_price_usd_kwh", RATE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("of", "change", "field", "fix"), [one[1:] for one in OTHER_MONEY], ids=[one[0] for one in OTHER_MONEY]
)
def test_a_column_in_another_currency_is_named(of: Callable[[], Case], change: Change, field: str, fix: str) -> None:
    problems = units(change(of()))
    assert {problem.field.partition("[")[0] for problem in problems} == {field}
    assert fix in problems[0].fix


def test_prices_and_penalties_in_the_same_other_currency_are_named() -> None:
    prices = times("products", "price_usd", 150)(starter())
    (found,) = units(times("products", "shortage_penalty_usd", 150)(prices))
    assert (found.field, units(times("products", "shortage_penalty_usd", 50)(starter()))) == ("price_usd", [])
    assert found.fix == (
        "all that is demanded sells for 1.55 times the output of the largest economy in a year; at most 1 is usual: "
        "convert the column if it is in another currency or unit, otherwise ignore this"
    )


def test_a_large_fund_beside_small_ones_is_not_out_of_proportion() -> None:
    assert not units(times("funds", "budget_usd_bn", 10, "Hyperscaler consortium")(world()))


def test_two_columns_in_another_unit_are_both_named() -> None:
    change = times("nodes", "phase_kwspm", 1000)
    both = times("committed", "kwspm", 1000)(change(starter()))
    assert [problem.field for problem in units(both)] == ["phase_kwspm", "kwspm"]


def test_demand_and_capacity_are_compared_at_first_and_at_the_end() -> None:
    (demanded,), (makes,) = units(demand(4)(starter())), units(times("committed", "kwspm", 12)(starter()))
    assert demanded.fix.startswith(
        "demand in 2027Q1 is 2.71 times what capacity makes at its scarcest node, and in 2029Q4 far more than all "
        "capacity would make with every phase built (see "
    )
    assert makes.fix.startswith(
        "capacity makes 17.7 times the demand of 2027Q1 even at its scarcest node, and enough for all later demand, so "
        "that nothing new is needed (see "
    )
    assert units(demand(0.02)(starter())) == [], "34 times as much is no matter of a year"
    late = demand(4)(replace(starter(), committed=()))
    assert units(late) == [], "without capacity at first only one of the two figures is known"


def test_the_reason_names_what_it_is_compared_with() -> None:
    (problem,) = units(times("funds", "budget_usd_bn", 1000)(starter()))
    assert problem.fix.startswith("Founders has 533 times the capex of everything that can be built (see nodes['")
    assert problem.fix.endswith(
        "at most 10 is usual: divide the column by 1000 if it is in USD m, or by its rate to the dollar if it is in "
        "another currency, otherwise ignore this"
    )


@pytest.mark.parametrize(
    "case",
    [
        tiny(),
        starter(),
        foundry(),
        national(),
        generate(Size(sites=4, nodes=3, periods=8, products=2)),
        generate(LARGEST),
    ],
    ids=["tiny", "starter", "foundry", "national", "small", "largest"],
)
def test_nothing_is_out_of_proportion_in_a_sound_case(case: Case) -> None:
    assert units(case) == []


@pytest.mark.parametrize(
    "change",
    [
        demand(0.0),
        demand(0.4),
        demand(2.0),
        times("funds", "budget_usd_bn", 10),
        times("funds", "budget_usd_bn", 0.0),
        times("nodes", "phase_capex_usd_bn", 0.0),
        times("nodes", "wafer_cost_usd", 0.2),
        lambda case: replace(case, committed=()),
        lambda case: replace(case, pairs={}),
        lambda case: replace(case, funds={}),
    ],
)
def test_an_unusual_case_is_not_a_unit(change: Change) -> None:
    for of in (starter, foundry, national):
        assert units(change(of())) == []


def test_a_limit_of_nines_stands_for_none() -> None:
    case = national()
    sites = {name: replace(site, power_limit_mw=99999.0) for name, site in case.sites.items()}
    assert units(replace(case, sites=sites)) == []


def warnings(case: Case) -> list[Problem]:
    return [problem for problem in check(case) if problem.code == "W732"]


def test_lead_times_that_are_all_whole_quarters_of_months_are_named() -> None:
    (found,) = warnings(times("pairs", "lead_periods", 3)(starter()))
    assert found.field == "lead_periods"
    assert found.fix == (
        "every lead time is a multiple of 3, and a period has 3 months: divide the column by 3 if it is in months, "
        "otherwise ignore this"
    )


def test_ages_of_ramps_in_months_are_named() -> None:
    draft = draft_of(starter())
    ramps = tuple(
        replace(curve, ages=tuple(3 * age for age in range(5)), entries=curve.entries[:1] * 5) for curve in draft.ramps
    )
    (found,) = pattern_problems(replace(draft, ramps=ramps))
    assert "every age of a ramp is a multiple of 3" in found.fix
    assert found.found == "12"


@pytest.mark.parametrize(
    ("budgets", "is_named"),
    [
        ([2.0 * (t + 1) for t in range(12)], True),
        ([3.0, 5.0, 9.0, 12.0, 16.0, 18.0, 18.0, 18.0, 18.0, 18.0, 18.0, 18.0], True),
        ([1.1**t for t in range(12)], False),
        ([2.0] * 12, False),
        ([2.0 * 1.5**t for t in range(12)], False),
    ],
    ids=["even", "with an end", "growing", "constant", "growing fast"],
)
def test_a_cumulative_budget_is_named_and_one_that_grows_is_not(budgets: list[float], is_named: bool) -> None:
    case = starter()
    name, fund = next(iter(case.funds.items()))
    changed = replace(case, funds={**case.funds, name: replace(fund, budget_usd_bn=tuple(budgets))})
    found = [one for one in warnings(changed) if one.field == "budget_usd_bn" and "cumulative" in one.fix]
    assert bool(found) is is_named


def test_parts_bought_in_units_are_named() -> None:
    case = starter()
    part = next(iter(case.products.values())).parts[0].name
    region = next(iter(case.regions))
    most = max(max(row.record.kunits) for row in draft_of(case).all(Demand))

    def offered(kunits: float) -> Case:
        one = Purchase(part, region, 100.0, (kunits,) * case.calendar.periods)
        return replace(case, purchases=(one,))

    assert not [one for one in warnings(offered(most)) if one.field == "kunits"]
    assert [one for one in warnings(offered(5_000 * most)) if "if it is in units" in one.fix]


def with_machine(deliveries: list[float], before: int) -> Case:
    case = starter()
    uses = tuple(ToolUse(node, 0.5, before) for node in case.nodes)
    return replace(case, tools={"EUV": Tool("EUV", tuple(deliveries), uses)})


@pytest.mark.parametrize(
    ("deliveries", "is_named"),
    [([2.0 * (t + 1) for t in range(12)], True), ([2.0] * 12, False), ([2.0 + 0.5 * t for t in range(12)], False)],
    ids=["to date", "constant", "growing"],
)
def test_deliveries_to_date_are_named_and_those_that_grow_are_not(deliveries: list[float], is_named: bool) -> None:
    named = [one for one in warnings(with_machine(deliveries, 2)) if "machines to date" in one.fix]
    assert bool(named) is is_named


def test_machines_installed_before_construction_starts_are_named() -> None:
    assert not warnings(with_machine([9.0] * 12, 3))
    first, second = warnings(with_machine([9.0] * 12, 6))
    assert (first.field, first.found, second.found) == ("uses[0].periods_before_output", "6", "6")
    assert first.fix == (
        "write at most 5, or divide it by 3 if it is in months: machines are installed while a phase is built"
    )


def to_date(rows: int) -> Change:
    """Add demand up, in so many rows."""

    def change(case: Case) -> Case:
        (one,) = case.scenarios
        added = {key: tuple(accumulate(kunits)) for key, kunits in list(one.demand_kunits.items())[:rows]}
        return replace(case, scenarios=(replace(one, demand_kunits={**one.demand_kunits, **added}),))

    return change


def test_demand_to_date_is_named_where_every_row_is_so() -> None:
    (found,) = (one for one in warnings(to_date(4)(starter())) if "as demand to date does" in one.fix)
    assert found.fix.startswith("demand in every row rises in every period")
    assert not [one for one in warnings(to_date(1)(starter())) if "to date" in one.fix]


def test_floor_in_square_metres_is_named() -> None:
    (found,) = units(times("sites", "floor_units", 10_000)(starter()))
    assert "the floor at Kaohsiung is enough for 40000 phases" in found.fix
    assert "divide the column by 10000 if it is in m2" in found.fix
