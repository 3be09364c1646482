"""The formulation is the model: every equation that is documented exists, and the other way round."""

import importlib
import pkgutil
import re
from collections import defaultdict
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from pyomo.environ import ConcreteModel, Constraint, Expression, Var
from pyomo.repn import generate_standard_repn

import planner.model
from planner.case.records import Incentive, Limit, Lock, Measure, PlannedStart, Source
from planner.model import build, objective
from planner.shape.shape import Shape
from tests.cases import tiny
from tests.model.changes import told_apart
from tests.model.parts import made_of, pair_a, part, with_site
from tests.model.worlds import world

FAMILIES = (*build.FAMILIES, *build.STRENGTH)
# A definition stands at the start of a line: a name with its indices, then a colon; a cost line is told by `=`.
DEFINITION = re.compile(r"^\s*([a-z_]+)\[([^\]]*)\]:", re.MULTILINE)
COST = re.compile(r"^\s*cost\[([a-z_]+)\] =", re.MULTILINE)


def short(family: ModuleType) -> str:
    return family.__name__.rpartition(".")[2]


@pytest.fixture(scope="module")
def shape() -> Shape:
    return Shape(told_apart(world(1)))


@pytest.fixture(scope="module")
def added(shape: Shape) -> tuple[Any, dict[str, set[str]], dict[str, set[str]]]:
    """Return the model of a world in which everything acts, and what each family added: components and cost lines."""
    m = ConcreteModel()
    m.cost = Expression(objective.LINES, initialize=0.0)
    components: dict[str, set[str]] = {}
    lines: dict[str, set[str]] = {}
    for family in FAMILIES:
        before = {c.name for c in m.component_objects((Var, Constraint))}
        exprs = {line: id(m.cost[line].expr) for line in objective.LINES}
        family.add(m, shape)
        components[short(family)] = {c.name for c in m.component_objects((Var, Constraint))} - before
        lines[short(family)] = {line for line in objective.LINES if id(m.cost[line].expr) != exprs[line]}
    return m, components, lines


def documented(family: ModuleType) -> dict[str, str]:
    return dict(DEFINITION.findall(family.__doc__ or ""))


def test_every_family_file_is_in_the_table_of_contents() -> None:
    modules = (importlib.import_module(f"planner.model.{m.name}") for m in pkgutil.iter_modules(planner.model.__path__))
    assert {short(module) for module in modules if hasattr(module, "add")} == {short(family) for family in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES, ids=short)
def test_a_family_adds_what_its_docstring_defines(family: ModuleType, added: Any) -> None:
    assert set(documented(family)) == added[1][short(family)]


@pytest.mark.parametrize("family", FAMILIES, ids=short)
def test_a_family_sets_the_cost_lines_that_its_docstring_defines(family: ModuleType, added: Any) -> None:
    assert set(COST.findall(family.__doc__ or "")) == added[2][short(family)]


def test_every_cost_line_is_set_by_one_family_at_most(added: Any) -> None:
    setters = [line for lines in added[2].values() for line in lines]
    assert sorted(setters) == sorted(set(setters))
    assert set(setters) <= set(objective.LINES)


def test_the_objective_is_the_sum_of_the_cost_lines(added: Any) -> None:
    m = added[0]
    summed: dict[str, float] = defaultdict(float)
    for line in objective.LINES:
        found = generate_standard_repn(m.cost[line])
        assert found.is_linear()
        assert found.constant == 0.0
        for coefficient, variable in zip(found.linear_coefs, found.linear_vars, strict=True):
            summed[variable.name] += coefficient
    whole = generate_standard_repn(m.total_cost)
    objective_terms = {v.name: c for c, v in zip(whole.linear_coefs, whole.linear_vars, strict=True)}
    assert objective_terms == pytest.approx({name: c for name, c in summed.items() if c != 0.0}, abs=1e-12)


def test_indices_are_as_many_as_the_letters_and_of_their_kind(added: Any, shape: Shape) -> None:
    m, case = added[0], shape.case
    kinds: dict[str, set[Any]] = {
        "k": set(range(len(case.scenarios))),
        "t": set(range(-5, case.calendar.periods)),
        "u": set(case.calendar.horizon),
        "s": set(case.sites),
        "n": set(case.nodes),
        "p": set(case.products),
        "r": set(case.regions),
        "z": set(shape.zones),
        "y": set(shape.zones),
        "f": set(case.funds),
    }
    for family in FAMILIES:
        for name, letters in documented(family).items():
            for index in m.component(name):
                values = index if isinstance(index, tuple) else (index,)
                spelled = letters.split(",")
                assert len(values) == len(spelled), name
                for letter, value in zip(spelled, values, strict=True):
                    assert letter not in kinds or value in kinds[letter], (name, letter, value)


def test_every_component_acts_in_some_world(added: Any) -> None:
    # What needs locks, limits, a last plan, generous grants, bills that nobody may pay, a product neither packaged nor
    # stocked, or two yield classes in a zone acts in a tiny case.
    locks = (Lock("A", "N3", min_phases=1), Lock("A", "N3", max_phases=1))
    limits = tuple(Limit(measure, measure, node="N3", minimum=0.5) for measure in Measure)
    grants = Incentive("one", 0.6, cap_usd_bn=5.0), Incentive("two", 0.6, cap_usd_bn=5.0)
    case = tiny(locks=locks, limits=limits, funds={}, last_plan=(PlannedStart("A", "N3", 1, 1),), incentives=grants)
    case = replace(case, settings=replace(case.settings, max_changes=1))
    case = with_site(pair_a(case, max_phases=1), region="here", defect_factor=2.0)
    m = build.build(Shape(made_of(case, part("die", Source("N3", 1.0, die_area_mm2=100.0)))))
    names = {name for names in added[1].values() for name in names}
    assert {name for name in names if not len(added[0].component(name)) and not len(m.component(name))} == set()
