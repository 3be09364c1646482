"""The formulation is the model: every equation that is documented exists, and the other way round."""

import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from pyomo.environ import Constraint, Var
from pyomo.repn import generate_standard_repn

import planner.model
from planner.case.records import (
    Buyer,
    Case,
    Committed,
    Deployment,
    Event,
    Incentive,
    Limit,
    Lock,
    Measure,
    Objective,
    Owner,
    PlannedStart,
    ProfitOf,
    Purchase,
    Settings,
    Shell,
    SitePower,
    Source,
    Tier,
    Tool,
    ToolUse,
)
from planner.model import build, objective
from planner.model.pyomo_model import Model
from planner.registry.families import Domain
from planner.registry.letters import LETTERS
from planner.registry.rows import ROWS
from planner.registry.variables import VARIABLES
from planner.shape.shape import Shape
from tests.cases import tiny
from tests.model.changes import told_apart
from tests.model.parts import chip, made_of, node_n3, pair_a, part, site_a, with_site
from tests.model.worlds import world

FAMILIES = (*build.FAMILIES, *build.STRENGTH)
# Expressions are declared beside the variables, but only variables and rows are part of the program.
DECLARED = {name: family for name, family in VARIABLES.items() if family.domain is not Domain.EXPRESSION} | ROWS
# A zone may be the one that a part leaves, and a period the one in which a phase starts.
ALIKE = {"zone": {"from_zone"}, "from_zone": {"zone"}, "period": {"start"}, "start": {"period"}}
# A definition stands at the start of a line: a name with its indices, then a colon; a cost line is told by `=`.
DEFINITION = re.compile(r"^\s*([a-z_]+)\[([^\]]*)\]:", re.MULTILINE)
COST = re.compile(r"^\s*cost\[([a-z_]+)\] =", re.MULTILINE)


def short(family: ModuleType) -> str:
    return family.__name__.rpartition(".")[2]


@pytest.fixture(scope="module")
def shape() -> Shape:
    return Shape(told_apart(waiting(world(1))))


def waiting(case: Case) -> Case:
    """Return the case with a tier of customers that wait."""
    (future,) = case.scenarios
    tiers = {Buyer("big", "west", "gold"): Tier((3.0,) * case.calendar.periods, backlog=0.5)}
    return replace(case, scenarios=(replace(future, tiers=tiers),))


@pytest.fixture(scope="module")
def added(shape: Shape) -> tuple[Any, dict[str, set[str]], dict[str, set[str]]]:
    """Return the model of a world in which everything acts, and what each family added: components and cost lines."""
    model = Model("world", objective.LINES)
    m = model.pyomo
    components: dict[str, set[str]] = {}
    lines: dict[str, set[str]] = {}
    for family in FAMILIES:
        before = {c.name for c in m.component_objects((Var, Constraint))}
        exprs = {line: id(m.cost[line].expr) for line in objective.LINES}
        family.add(model, shape)
        components[short(family)] = {c.name for c in m.component_objects((Var, Constraint))} - before
        lines[short(family)] = {line for line in objective.LINES if id(m.cost[line].expr) != exprs[line]}
    return m, components, lines


def documented(family: ModuleType) -> dict[str, str]:
    return dict(DEFINITION.findall(family.__doc__ or ""))


def uses(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield every name with its indices as they are written, what is indexed inside them left out."""
    while (found := re.search(r"(\w+)\[([^\[\]]*)\]", text)) is not None:
        yield found[1], re.split(r",(?![^()]*\))", found[2]) if found[2] else []
        text = text[: found.start()] + text[found.end() :]


def test_every_family_file_is_in_the_table_of_contents() -> None:
    modules = (importlib.import_module(f"planner.model.{m.name}") for m in pkgutil.iter_modules(planner.model.__path__))
    assert {short(module) for module in modules if hasattr(module, "add")} == {short(family) for family in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES, ids=short)
def test_a_family_knows_nothing_of_pyomo(family: ModuleType) -> None:
    text = Path(str(family.__file__)).read_text("utf-8")
    assert "import pyomo" not in text
    assert "from pyomo" not in text
    assert "Any" not in text, "what is Any is not checked"


@pytest.mark.parametrize("family", FAMILIES, ids=short)
def test_a_family_adds_what_its_docstring_defines(family: ModuleType, added: Any) -> None:
    assert set(documented(family)) == added[1][short(family)]


def test_what_is_added_is_declared_and_what_is_declared_is_added(added: Any) -> None:
    names = [name for components in added[1].values() for name in components]
    assert sorted(names) == sorted(DECLARED)


@pytest.mark.parametrize("family", FAMILIES, ids=short)
def test_a_definition_has_one_letter_for_each_field_of_the_key(family: ModuleType) -> None:
    for name, letters in documented(family).items():
        fields = [LETTERS[letter].field for letter in letters.split(",") if letter]
        assert fields == list(DECLARED[name].fields), name


@pytest.mark.parametrize("family", FAMILIES, ids=short)
def test_a_letter_stands_for_the_same_field_wherever_a_family_is_used(family: ModuleType) -> None:
    for name, places in uses(family.__doc__ or ""):
        if name in VARIABLES or name in ROWS:
            fields = {**VARIABLES, **ROWS}[name].fields
            assert len(places) == len(fields), (name, places)
            for field, place in zip(fields, places, strict=True):
                meant = {LETTERS[word].field for word in re.findall(r"[a-zA-Z]+", place) if word in LETTERS}
                assert meant - {""}, (name, place)
                assert meant <= {"", field} | ALIKE.get(field, set()), (name, place)


def test_fields_of_the_same_name_are_of_the_same_type_and_each_has_a_letter() -> None:
    types: dict[str, set[Any]] = defaultdict(set)
    for family in (*VARIABLES.values(), *ROWS.values()):
        for field, kind in get_type_hints(family.key).items():
            types[field].add(kind)
    assert {field for field, kinds in types.items() if len(kinds) > 1} == set()
    assert set(types) == {letter.field for letter in LETTERS.values() if letter.field}


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


def test_every_index_has_the_fields_of_its_key_and_each_is_of_its_kind(added: Any, shape: Shape) -> None:
    m, case = added[0], shape.case
    names: dict[str, Collection[Any]] = {
        "scenario": range(len(case.scenarios)),
        "period": range(-5, case.calendar.periods),
        "start": case.calendar.horizon,
        "site": case.sites,
        "node": case.nodes,
        "product": case.products,
        "item": {*case.products, *case.classes},
        "region": case.regions,
        "zone": shape.zones,
        "from_zone": shape.zones,
        "market_group": shape.groups,
        "fund_group": case.funds,
        "tool": case.tools,
        "incentive": {incentive.name for incentive in case.incentives},
        "account": {account.name for account in shape.accounts},
        "part": {part.name for product in case.products.values() for part in product.parts},
    }
    for name, family in DECLARED.items():
        for index in m.component(name):
            for field, value in family.key_of(index)._asdict().items():
                assert field not in names or value in names[field], (name, field, value)


def test_every_component_acts_in_some_world(added: Any) -> None:
    # What needs locks, limits, a last plan, generous grants, bills that nobody may pay, a product neither packaged nor
    # stocked, two yield classes in a zone, an owner, shells, power that is limited by period, or parts that are bought
    # or wait acts in a tiny case.
    locks = (Lock("A", "N3", min_phases=1), Lock("A", "N3", max_phases=1))
    limits = tuple(Limit(measure, measure, node="N3", minimum=0.5) for measure in Measure)
    grants = Incentive("one", 0.6, cap_usd_bn=5.0), Incentive("two", 0.6, cap_usd_bn=5.0)
    case = tiny(locks=locks, limits=limits, funds={}, last_plan=(PlannedStart("A", "N3", 1, 1),), incentives=grants)
    settings = replace(case.settings, max_changes=1, cvar_weight=0.5, max_shortage_cost_usd_bn=9.0)
    case = replace(case, settings=settings)
    case = with_site(case, region="here", defect_factor=2.0)
    power = {"site_power": (SitePower("A", (50.0,) * 4),), "deployment": (Deployment("world", (5.0,) * 4),)}
    case = replace(node_n3(chip(case, power_kw=1.0), power_mw_per_phase=50.0, idle_power=0.5), **power)  # type: ignore[arg-type]
    case = pair_a(
        replace(case, owners={"maker": Owner("maker", max_phase_starts_per_year=1)}), max_phases=1, owner="maker"
    )
    tool = Tool("EUV", (9.0,) * 4, (ToolUse("N3", 1.0),))
    case = replace(case, tools={"EUV": tool}, events=(Event("base", 1, 0.5, tool="EUV"),))
    case = site_a(replace(case, shells={"A": Shell("A", 1.0, 0, (1.0,), 2.0, max_shells=2)}), opening_cost_usd_bn=1.0)
    case = replace(case, purchases=(Purchase("die", "here", 1.0, (1.0,) * 4),))
    dies = Source("N3", 1.0, die_area_mm2=100.0, stock_cost_usd_per_unit_period=1.0)
    m = build.build(Shape(made_of(case, part("die", dies))))
    fabs = Settings("tiny", objective=Objective.PROFIT, profit_of=ProfitOf.FABS)
    old = Committed("A", "N3", (1.0,) * 4, retire_from=0)
    other = build.build(Shape(tiny(settings=fabs, committed=(old,))))
    names = {name for names in added[1].values() for name in names}
    assert {name for name in names if not any(len(one.component(name)) for one in (added[0], m, other))} == set()
