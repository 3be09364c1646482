"""Reach agrees with the model: a phase is out of reach exactly where a lock that requires it is infeasible."""

from collections.abc import Callable
from dataclasses import replace

import highspy
import pytest
from pyomo.common.errors import InfeasibleConstraintException

from planner.case.records import (
    Case,
    Committed,
    Deployment,
    Fund,
    Incentive,
    Lock,
    Site,
    SitePower,
    Tool,
    ToolUse,
    UnderWay,
)
from planner.model.build import build
from planner.shape.reach.reach import Reach
from planner.shape.shape import Shape
from planner.solver.highs import load
from planner.solver.program.compile import compile_stages
from tests.cases import pair, tiny
from tests.model.parts import chip, node_n3

Change = Callable[[Case], Case]
KEY = ("A", "N3")


def with_funds(*funds: Fund) -> Change:
    """Replace the funds."""
    return lambda case: replace(case, funds={fund.name: fund for fund in funds})


def with_site(**changes: float) -> Change:
    """Change the site."""
    return lambda case: replace(case, sites={"A": replace(Site("A", "here"), **changes)})  # type: ignore[arg-type]


def with_tools(*deliveries: float, before: int = 0) -> Change:
    """Let the node need two machines a phase."""
    return lambda case: replace(case, tools={"EUV": Tool("EUV", deliveries, (ToolUse("N3", 2.0, before),))})


def in_halves(case: Case) -> Case:
    """Pay a phase in two instalments, the second one due when it is ready."""
    return replace(case, pairs={KEY: pair(*KEY, spend=(0.5, 0.5))})


def after(*changes: Change) -> Change:
    """Make several changes."""

    def change(case: Case) -> Case:
        for one in changes:
            case = one(case)
        return case

    return change


def credit(rate: float, cap: float) -> Change:
    """Grant a credit with a cap."""
    return lambda case: replace(case, incentives=(Incentive("grant", rate, cap_usd_bn=cap),))


def connected(*mw: float) -> Change:
    """Let a phase draw 100 MW, and connect so much to its site."""

    def change(case: Case) -> Case:
        return replace(node_n3(case, power_mw_per_phase=100.0), site_power=(SitePower("A", mw),))

    return change


def growing(case: Case) -> Case:
    """Let committed capacity take two machines in the third period."""
    return replace(case, committed=(Committed("A", "N3", (1.0, 1.0, 2.0, 2.0)),))


def under_way(phases: int, *bills: float) -> Change:
    """Let phases of the pair be under way, which are ready in the third period."""
    return lambda case: replace(case, under_way=(UnderWay("A", "N3", phases, 2, bills or (0.0,) * 4),))


CASES: dict[str, tuple[Change, bool]] = {
    "the whole price at once": (with_funds(Fund("f", (0.0, 0.0, 1.0, 0.0))), True),
    "a hundredth less": (with_funds(Fund("f", (0.0, 0.0, 0.99, 0.0))), False),
    "after the last start": (with_funds(Fund("f", (0.0, 0.0, 0.0, 9.0))), False),
    "the second half when it is due": (after(in_halves, with_funds(Fund("f", (0.0, 0.0, 0.5, 0.5)))), True),
    "the first half too late": (after(in_halves, with_funds(Fund("f", (0.0, 0.0, 0.4, 0.6)))), False),
    "two halves that lapse": (after(in_halves, with_funds(Fund("f", (0.5, 0.5, 0, 0), carry_over=False))), True),
    "all at once, lapsing": (after(in_halves, with_funds(Fund("f", (9.0, 0, 0, 0), carry_over=False))), False),
    "two funds of 60 and 40 %": (
        with_funds(Fund("f", (9.0, 0, 0, 0), max_share=0.6), Fund("g", (0.4, 0, 0, 0), max_share=0.4)), True),
    "the smaller one has too little": (
        with_funds(Fund("f", (9.0, 0, 0, 0), max_share=0.6), Fund("g", (0.39, 0, 0, 0), max_share=0.4)), False),
    "a credit up to its cap": (after(credit(0.5, 0.3), with_funds(Fund("f", (0.7, 0, 0, 0)))), True),
    "a credit beyond its cap": (after(credit(0.5, 0.3), with_funds(Fund("f", (0.69, 0, 0, 0)))), False),
    "the opening too": (after(with_site(opening_cost_usd_bn=2.0), with_funds(Fund("f", (3.0, 0, 0, 0)))), True),
    "not the opening": (after(with_site(opening_cost_usd_bn=2.0), with_funds(Fund("f", (2.9, 0, 0, 0)))), False),
    "machines when it is ready": (with_tools(0, 0, 0, 2), True),
    "machines too late": (with_tools(0, 0, 0, 2, before=1), False),
    "machines taken by committed capacity": (after(growing, with_tools(3, 0, 0, 0)), False),
    "machines for both": (after(growing, with_tools(4, 0, 0, 0)), True),
    "floor for one more": (after(with_site(floor_units=3.0), under_way(2)), True),
    "floor that is taken": (after(with_site(floor_units=2.0), under_way(2)), False),
    "money for bills and a phase": (after(with_funds(Fund("f", (0.5, 0, 1.5, 0))), under_way(1, 0.5, 0, 0.5, 0)), True),
    "money for bills alone": (after(with_funds(Fund("f", (0.5, 0, 1.4, 0))), under_way(1, 0.5, 0, 0.5, 0)), False),
    "bills of another fund": (
        after(with_funds(Fund("f", (0, 0, 1.0, 0)), Fund("g", (0.5, 0, 0.5, 0))), under_way(1, 0.5, 0, 0.5, 0)), True),
    "floor for one phase": (with_site(floor_units=1.0), True),
    "floor for less": (with_site(floor_units=0.9), False),
    "power connected when it is ready": (connected(0, 0, 0, 100), True),
    "power that stays too little": (connected(0, 99, 99, 99), False),
    "power that goes again": (connected(0, 100, 100, 0), False),
    "crews for one": (lambda case: replace(case, regions={
        "here": replace(case.regions["here"], max_phase_starts_per_year=1.0)}), True),
    "crews for half": (lambda case: replace(case, regions={
        "here": replace(case.regions["here"], max_phase_starts_per_year=0.5)}), False),
    "a site in time": (with_site(available_from=2), True),
    "a site too late": (with_site(available_from=3), False),
}  # fmt: skip


def is_feasible(case: Case) -> bool:
    """Say whether the model of a case has a solution."""
    try:
        solver = load(compile_stages(build(Shape(case)))[-1])
    except InfeasibleConstraintException:
        return False
    solver.run()
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


@pytest.mark.parametrize(("change", "is_in_reach"), CASES.values(), ids=CASES)
def test_reach_agrees_with_the_model(change: Change, is_in_reach: bool) -> None:
    case = change(tiny())
    assert (KEY not in Reach(case).reasons) is is_in_reach
    last_start = case.calendar.last - case.pairs[KEY].lead_periods
    locked = replace(case, locks=(Lock(*KEY, until_period=last_start, min_phases=1),))
    assert is_feasible(locked) is is_in_reach


def test_what_no_market_can_switch_on_is_of_no_use() -> None:
    def reasons(mw: float) -> list[str]:
        case = replace(chip(tiny(), power_kw=2.0), deployment=(Deployment("world", (0.0, 0.0, 0.0, mw)),))
        return [reason.sentence for reason in Reach(case).reasons.values()]

    assert reasons(0.0) == ["no market can switch chip on"]
    assert reasons(1.0) == []
