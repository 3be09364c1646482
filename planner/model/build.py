"""The model, as a table of contents: every family of equations in order."""

from types import ModuleType

from pyomo.environ import ConcreteModel, Expression

from planner.case.checks import require_sound
from planner.model import (
    capacity,
    changes,
    conversion,
    counters,
    credit_counts,
    crediting,
    crews,
    demand,
    end_value,
    floor,
    funds,
    lanes,
    limits,
    locks,
    materials,
    objective,
    opening,
    phases,
    running,
    spending,
    stock,
    tool_counts,
    tools,
)
from planner.shape.shape import Shape

FAMILIES: tuple[ModuleType, ...] = (
    phases,
    opening,
    floor,
    crews,
    conversion,
    tools,
    locks,
    spending,
    crediting,
    funds,
    capacity,
    running,
    demand,
    stock,
    materials,
    lanes,
    limits,
    changes,
    end_value,
    objective,
)
STRENGTH: tuple[ModuleType, ...] = (counters, tool_counts, credit_counts)


def build(shape: Shape, strength: tuple[ModuleType, ...] = STRENGTH) -> ConcreteModel:
    """Return the Pyomo model of a case, with all strengthening families or with some; the optimum is the same.

    Raises CaseProblems with every problem of a case of which no model can be built.
    """
    require_sound(shape.case)
    m = ConcreteModel(name=shape.case.settings.case_name)
    m.cost = Expression(objective.LINES, initialize=0.0)
    for family in FAMILIES:
        family.add(m, shape)
    for family in strength:
        family.add(m, shape)
    return m
