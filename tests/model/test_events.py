"""Events: what one scenario loses of capacity, lanes and deliveries, with construction the same in all.

A phase makes 3 a quarter from quarter 1 and costs 1; a thousand packages short cost 1. Scenarios have half the weight.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.case.checks import check
from planner.case.records import Case, Committed, Event, Lane, Tool, ToolUse
from planner.model.build import build
from planner.registry.variables import DECISIONS
from planner.shape.shape import Shape
from planner.solver.program.compile import compile_matrix
from planner.workbook.reader import read_case
from tests.cases import tiny
from tests.model.parts import pair_a, with_node, with_site
from tests.model.solving import best_plan, least, near, starts
from tests.workbook.books import Sheets, save, sound

WANTED = {("chip", "world"): (3.0,) * 4}


def two_futures(case: Case, *events: Event) -> Case:
    """Return the case with two scenarios of the same demand, calm and storm, and these events."""
    (base,) = case.scenarios
    futures = tuple(replace(base, name=name, probability=0.5) for name in ("calm", "storm"))
    return replace(case, scenarios=futures, events=events)


def storm(factor: float = 0.0, first: int = 0, last: int = 9, **subject: str) -> Event:
    return Event("storm", first, factor, last, **subject)


def test_without_an_event_both_futures_are_alike() -> None:
    assert least(two_futures(tiny())) == near(1 + 3)


def test_a_region_that_is_gone_makes_nothing() -> None:
    # Quarters 2 and 3 are lost in one of two futures.
    assert least(two_futures(tiny(), storm(first=2, last=3, region="here"))) == near(1 + 3 + 0.5 * 6)


def test_half_a_site_makes_half() -> None:
    one = pair_a(tiny(), max_phases=1)
    assert least(two_futures(one, storm(0.5, first=1, site="A"))) == near(1 + 3 + 0.5 * 3 * 1.5)
    # A second phase costs 1, and half of two are one.
    assert least(two_futures(tiny(), storm(0.5, first=1, site="A"))) == near(2 + 3)


def test_committed_capacity_is_lost_too() -> None:
    case = tiny(committed=(Committed("A", "N3", (1.0,) * 4),))
    assert least(two_futures(case, storm(first=1, last=1, region="here"))) == near(0.5 * 3)


def test_what_may_be_lost_makes_another_site_worth_building() -> None:
    # A is gone from quarter 1 on in one future: 9 short, half of it 4.5; a second phase at B costs 2.
    case = with_site(tiny(), capex_factor=2.0)
    plan = best_plan(two_futures(case, storm(first=1, site="A")))
    # B alone serves both futures.
    assert plan.outcome.objective == near(2 + 3)
    assert starts(plan) == {("B", "N3", 0): 1}


def test_an_event_on_a_node_leaves_the_others() -> None:
    case = two_futures(with_node(tiny(), "N5"), storm(first=1, region="here", node="N5"))
    assert least(case) == near(1 + 3)


def test_a_lane_that_is_gone_carries_nothing() -> None:
    assert least(two_futures(tiny(), storm(first=3, to_market="world"))) == near(1 + 3 + 0.5 * 3)
    # Another region's lane is not this one.
    far = with_site(tiny(), region="there", max_phases=0)
    assert least(two_futures(far, storm(from_region="there", to_market="world"))) == near(1 + 3)


def test_half_a_lane_carries_half_of_its_limit() -> None:
    case = tiny(lanes=(Lane("here", to_market="world", max_kunits=2.0),))
    # 2 of 3 pass in three quarters, 1 of 3 in the storm from quarter 1 on.
    event = storm(0.5, first=1, from_region="here", to_market="world")
    assert least(two_futures(case, event)) == near(1 + 3 + 3 + 0.5 * 3)


def tools(*deliveries: float, before: int = 0) -> dict[str, Tool]:
    return {"EUV": Tool("EUV", deliveries, (ToolUse("N3", 2.0, before),))}


def test_what_lacks_its_machines_stands_idle() -> None:
    # Two machines for the phase come in quarter 0; in the storm one of them never does: half the wafers.
    case = two_futures(tiny(tools=tools(2, 0, 0, 0)), storm(0.5, last=0, tool="EUV"))
    assert least(case) == near(1 + 3 + 0.5 * 3 * 1.5)


def test_machines_of_committed_capacity_stay() -> None:
    case = tiny(
        committed=(Committed("A", "N3", (1.0,) * 4),), tools=tools(2, 0, 0, 0), demand={("chip", "world"): (6.0,) * 4}
    )
    # Nothing is delivered in the storm: what was there makes 3, the new phase nothing in three quarters.
    assert least(two_futures(case, storm(tool="EUV"))) == near(1 + 3 + 0.5 * 9)


def test_spare_machines_are_lost_first() -> None:
    case = two_futures(tiny(tools=tools(4, 0, 0, 0)), storm(0.5, last=0, tool="EUV"))
    assert least(case) == near(1 + 3)


def blocks(case: Case) -> list[Any]:
    """Return the operations of each scenario, with construction as data: coefficients, and right-hand sides."""
    matrix = compile_matrix(build(Shape(case), ()))
    of_build = np.array([name in (*DECISIONS, "ordered", "drawn", "credit") for name, _ in matrix.columns])
    owner = [None if built else index[0] for built, (_, index) in zip(of_build, matrix.columns, strict=True)]
    found: list[Any] = []
    for k in range(len(case.scenarios)):
        own = [j for j, scenario in enumerate(owner) if scenario == k]
        names = [(matrix.columns[j][0], matrix.columns[j][1][1:]) for j in own]
        entries = sorted(
            (matrix.rows[i][0], str(matrix.rows[i][1][1:]), str(name), float(value))
            for j, name in zip(own, names, strict=True)
            for i, value in zip(
                matrix.index[matrix.start[j] : matrix.start[j + 1]],
                matrix.value[matrix.start[j] : matrix.start[j + 1]],
                strict=True,
            )
        )
        sides = [(float(matrix.col_upper[j]), str(name)) for j, name in zip(own, names, strict=True)]
        sides += [
            (float(matrix.row_upper[i]), str((row, index[1:])))
            for i, (row, index) in enumerate(matrix.rows)
            if isinstance(index, tuple) and index[0] == k
        ]
        found.append((entries, sorted(sides, key=str)))
    return found


@pytest.mark.parametrize(
    "event",
    [
        storm(first=1, region="here"),
        storm(0.5, first=1, site="A"),
        storm(first=1, to_market="world"),
        storm(0.5, from_region="here", to_market="world"),
        storm(0.5, last=0, tool="EUV"),
    ],
    ids=("region gone", "half a site", "lane gone", "half a lane", "half of the tools"),
)
def test_operations_of_two_futures_differ_in_right_hand_sides_only(event: Event) -> None:
    case = tiny(
        tools=tools(2, 0, 0, 0),
        lanes=(Lane("here", to_market="world", max_kunits=2.0),),
        committed=(Committed("A", "N3", (0.5,) * 4),),
    )
    (calm, calm_sides), (stormy, stormy_sides) = blocks(two_futures(case, event))
    assert calm == stormy
    assert calm_sides != stormy_sides


SUBJECTS = (
    Event("storm", 0, 1.0, to_market="world"),
    Event("storm", 0, 1.0, from_region="here", to_market="world"),
    Event("storm", 0, 1.0, tool="EUV"),
)


@pytest.mark.parametrize("event", SUBJECTS, ids=("every lane", "one lane", "tools"))
def test_events_on_lanes_and_tools_leave_every_coefficient(event: Event) -> None:
    case = tiny(tools=tools(2, 0, 0, 0), lanes=(Lane("here", to_market="world", max_kunits=2.0),))
    mild, wild = (
        compile_matrix(build(Shape(two_futures(case, replace(event, factor=factor))), ())) for factor in (1.0, 0.0)
    )
    assert (mild.columns, mild.rows) == (wild.columns, wild.rows)
    assert mild.value.tolist() == wild.value.tolist()
    assert mild.index.tolist() == wild.index.tolist()


def test_an_event_on_a_market_multiplies_its_demand_as_it_is_read(tmp_path: Path) -> None:
    sheets: Sheets = {**sound(), "scenarios": [["scenario", "probability_pct"], ["calm", 50], ["storm", 50]]}
    head = ["scenario", "market", "product", "from_period", "until_period", "factor_pct"]
    market, product = sheets["demand"][1][1], sheets["demand"][1][0]
    sheets["events"] = [
        head,
        ["storm", market, product, "2027Q2", "2027Q3", 50],
        ["storm", market, None, "2027Q3", None, 0],
    ]
    case = read_case(save(tmp_path / "case.xlsx", sheets))
    calm, wild = (one.demand_kunits[product, market] for one in case.scenarios)
    assert wild == (calm[0], calm[1] / 2, 0.0, 0.0)
    assert case.events == ()


def test_a_case_in_memory_has_its_events_in_its_demand() -> None:
    (problem,) = check(two_futures(tiny(), storm(0.5, market="world")))
    assert (problem.code, str(problem.record), problem.field) == ("E803", "events[0]", "market")
