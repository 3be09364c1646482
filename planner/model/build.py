"""The model, as a table of contents: every family of equations in order."""

from types import ModuleType
from typing import Any

from pyomo.common.gc_manager import PauseGC

from planner.case.checks import require_sound
from planner.model import (
    accounts,
    capacity,
    changes,
    connection,
    conversion,
    counters,
    credit_counts,
    crediting,
    crews,
    demand,
    deployment,
    end_value,
    fab_sales,
    floor,
    funds,
    idle_power,
    lanes,
    limits,
    locks,
    materials,
    objective,
    opening,
    outages,
    part_stock,
    phases,
    purchases,
    retirement,
    risk,
    running,
    service,
    shells,
    spending,
    stock,
    supply_share,
    tiers,
    tool_counts,
    tools,
)
from planner.model.pyomo_model import Model
from planner.shape.shape import Shape

FAMILIES: tuple[ModuleType, ...] = (
    phases,
    shells,
    opening,
    floor,
    connection,
    crews,
    retirement,
    conversion,
    tools,
    locks,
    spending,
    crediting,
    accounts,
    funds,
    capacity,
    outages,
    idle_power,
    running,
    tiers,
    demand,
    deployment,
    stock,
    purchases,
    part_stock,
    fab_sales,
    materials,
    lanes,
    limits,
    service,
    supply_share,
    changes,
    end_value,
    risk,
    objective,
)
OPERATIONS: tuple[ModuleType, ...] = (
    phases,
    shells,
    retirement,
    conversion,
    capacity,
    outages,
    idle_power,
    tiers,
    demand,
    deployment,
    stock,
    purchases,
    part_stock,
    fab_sales,
    materials,
    lanes,
    limits,
    supply_share,
)
"""What happens once construction is decided, and the variables of construction; no limits on service.

Of money there is what operations cost alone: what phases draw whatever they make is fixed with them.
"""
STRENGTH: tuple[ModuleType, ...] = (counters, tool_counts, credit_counts)


def build(shape: Shape, strength: tuple[ModuleType, ...] = STRENGTH) -> Any:
    """Return the Pyomo model of a case, with all strengthening families or with some; the optimum is the same.

    Raises CaseProblems with every problem of a case of which no model can be built.
    """
    require_sound(shape.case)
    m = Model(shape.case.settings.case_name, objective.LINES)
    with PauseGC():  # nothing becomes garbage here, and looking for it takes as long as all the rest
        for family in (*FAMILIES, *strength):
            family.add(m, shape)
    return m.pyomo


def build_operations(shape: Shape) -> Model:
    """Return a model of operations alone, without an objective; all other rules are those of the plan that is given."""
    m = Model(shape.case.settings.case_name, objective.LINES)
    with PauseGC():
        for family in OPERATIONS:
            family.add(m, shape)
        m.cost("power", idle_power.used_power_usd_bn(m, shape))
    return m
