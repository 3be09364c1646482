"""Golden models: the rows of small cases as text, so that a change of mathematics is seen when it is reviewed.

Run with PLANNER_UPDATE_GOLDEN=1 to write the files anew, and say in the commit why they changed.
"""

import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner.case.records import Case, Committed, Fund, Incentive, Kind, Lane, Lock, Region, Shell, Tool, ToolUse
from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.program.compile import compile_matrix
from tests.cases import tiny
from tests.model.parts import chip, made_of, pair_a, part, per_wafer, site_a, with_node, with_site

FOLDER = Path(__file__).parent / "golden"


def building() -> Case:
    """First phase and expansions, opening, floor, crews, tools and locks."""
    case = pair_a(tiny(periods=3), lead_periods=2, expansion_lead_periods=1, ramp=(0.5, 1.0), max_phases=3)
    case = site_a(case, opening_cost_usd_bn=0.5, floor_units=2.0)
    return replace(
        case,
        regions={"here": Region("here", max_phase_starts_per_year=2)},
        tools={"scanner": Tool("scanner", (1.0, 1.0, 0.0), (ToolUse("N3", 2.0, 1),))},
        locks=(Lock("A", "N3", from_period=1, until_period=1, max_phases=1),),
    )


def money() -> Case:
    """Two funds, one of which lapses, a share of a site, a capped incentive, and spend past the horizon."""
    case = pair_a(tiny(periods=3), spend=(0.5, 0.25, 0.25), max_phases=2)
    rows = (
        Fund("bank", (1.0, 0.0, 0.0), cost_of_money=0.08, max_share=0.75),
        Fund("state", (0.5, 0.5, 0.5), carry_over=False),
    )
    return replace(case, funds={row.name: row for row in rows}, incentives=(Incentive("grant", 0.25, cap_usd_bn=0.3),))


def goods() -> Case:
    """Memory moves to where packages are finished; a limited lane, a tariff, stock, and wafers under way."""
    parts = part("die", per_wafer("N3")), part("stack", per_wafer("HBM", 4.0, 2.0))
    case = made_of(with_node(tiny(periods=2), "HBM", Kind.MEMORY), *parts, price_usd=1e4)
    case = with_site(chip(case, stock_cost_usd_per_period=1e4, assembly_yield=0.8), node="HBM", max_phases=1)
    nodes = {name: replace(node, wafer_cost_usd=1e4) for name, node in case.nodes.items()}
    nodes["N3"] = replace(nodes["N3"], cycle_periods=1)
    lanes = (
        Lane("there", to_region="here", cost_usd_per_unit=5.0, max_kunits=6.0),
        Lane("here", to_market="world", tariff=0.1),
    )
    return replace(
        case,
        nodes=nodes,
        pairs={("B", "HBM"): case.pairs["B", "HBM"]},
        committed=(Committed("A", "N3", (1.0, 0.5)),),
        lanes=lanes,
    )


def fit_out() -> Case:
    """Shells of an opened site with floor for two nodes, a grant on buildings, and dearer first phases."""
    case = with_node(site_a(tiny(periods=3), opening_cost_usd_bn=0.5), "N5", floor_units_per_phase=0.5, shell_share=0.4)
    case = replace(case, pairs={key: replace(one, max_phases=3) for key, one in case.pairs.items()})
    case = replace(case, shells={"A": Shell("A", 2.0, 1, (0.5, 0.5), 2.0, max_shells=2)})
    pairs = {**case.pairs, ("A", "N3"): replace(case.pairs["A", "N3"], expansion_capex_factor=0.8)}
    return replace(case, pairs=pairs, incentives=(Incentive("grant", 0.25, cap_usd_bn=0.3),))


def rendered(case: Case) -> str:
    """Return objective, rows and bounds of the model without its redundant rows, in words."""
    matrix = compile_matrix(build(Shape(case), ()))
    names = [_name(*column) for column in matrix.columns]
    rows: dict[int, list[str]] = defaultdict(list)
    for column, name in enumerate(names):
        for entry in range(matrix.start[column], matrix.start[column + 1]):
            rows[int(matrix.index[entry])].append(f"{matrix.value[entry]:+.6g} {name}")
    text = ["minimise"]
    text += [f"  {cost / matrix.scale:+.6g} {name}" for cost, name in zip(matrix.cost, names, strict=True) if cost]
    text.append("subject to")
    for row, constraint in enumerate(matrix.rows):
        lower, upper = matrix.row_lower[row], matrix.row_upper[row]
        sense = f"= {upper:.6g}" if lower == upper else f"<= {upper:.6g}" if np.isfinite(upper) else f">= {lower:.6g}"
        text.append(f"  {_name(*constraint)}: {' '.join(rows[row])} {sense}")
    text.append("bounds")
    for column, name in enumerate(names):
        kind = " whole" if matrix.integer[column] else ""
        text.append(f"  {matrix.col_lower[column]:.6g} <= {name} <= {matrix.col_upper[column]:.6g}{kind}")
    return "\n".join(text) + "\n"


def _name(name: str, index: object) -> str:
    return f"{name}[{','.join(map(str, index if isinstance(index, tuple) else (index,)))}]"


@pytest.mark.parametrize("case", [building, money, goods, fit_out], ids=lambda case: case.__name__)
def test_the_model_is_the_golden_one(case: Callable[[], Case]) -> None:
    path, text = FOLDER / f"{case.__name__}.txt", rendered(case())
    if os.environ.get("PLANNER_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
