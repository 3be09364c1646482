"""The world case in one of its futures, and what accelerators of a future number, cost and draw."""

from collections.abc import Iterable
from functools import cache

from inputs.build import HERE
from inputs.world.curves import BASE
from planner.case.records import Case
from planner.workbook.case_file import read_case_file
from planner.workbook.edit.apply import edited, sound_case
from planner.workbook.edit.parse import parse_edits


@cache
def future(scenario: str) -> Case:
    """Return the world case with all probability on a scenario, as `--set` gives it."""
    tables = read_case_file(HERE / "world.xlsx").tables
    assert tables is not None
    away = [] if scenario == BASE else [f"scenarios[{BASE}].probability_pct = 0"]
    return sound_case(edited(tables, parse_edits([*away, f"scenarios[{scenario}].probability_pct = 100"], tables)))


def of_year(case: Case, year: int) -> list[int]:
    """Return the periods of a year."""
    return [t for t in case.calendar.horizon if case.calendar.year(t) == year]


def million(case: Case, periods: Iterable[int], product: str = "") -> float:
    """Return million accelerators demanded in some periods, of one product or of all."""
    return sum(kunits for name, kunits in _wanted(case, periods) if product in ("", name)) / 1000


def value_usd_bn(case: Case, periods: Iterable[int]) -> float:
    """Return what the accelerators demanded in some periods cost."""
    return sum(kunits * case.products[name].price_usd for name, kunits in _wanted(case, periods)) / 1e6


def power_gw(case: Case, periods: Iterable[int]) -> float:
    """Return what the accelerators demanded in some periods draw, all in."""
    all_in = 1 + case.settings.deployment_overhead
    return all_in * sum(kunits * case.products[name].power_kw for name, kunits in _wanted(case, periods)) / 1000


def _wanted(case: Case, periods: Iterable[int]) -> list[tuple[str, float]]:
    """Return accelerators, what draws power, with thousand packages demanded."""
    (scenario,) = case.scenarios
    at = list(periods)
    rows = [(name, kunits) for (name, _), kunits in scenario.demand_kunits.items()]
    rows += [(buyer.item, tier.kunits) for buyer, tier in scenario.tiers.items()]
    return [(name, sum(kunits[t] for t in at)) for name, kunits in rows if case.products[name].power_kw > 0]
