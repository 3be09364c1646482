"""Materials: parts follow from wafers, packages from parts."""

import math
from dataclasses import replace

import pytest

from planner.audit import audit
from planner.audit.recipe import good_units_per_wafer
from planner.case.curves import DefectLearning, YieldModel
from planner.case.records import Case, Kind, Node, Part, Source
from planner.plan.records import PartFlow, Plan
from tests.audit.chains import chain, chain_plan
from tests.audit.plans import changed, clean_plan, rules
from tests.cases import tiny


def _halved(plan: Plan, table: str, name: str, amount: str) -> tuple[object, ...]:
    """The rows of a table, those of one part with half the amount."""
    return tuple(
        replace(row, **{amount: getattr(row, amount) / 2}) if row.part == name else row for row in getattr(plan, table)
    )


def test_a_whole_chain_of_parts_is_clean() -> None:
    assert audit(chain(), chain_plan()).findings == ()


@pytest.mark.parametrize("part", ["die", "stack", "interposer"])
def test_every_part_needs_its_wafers(part: str) -> None:
    plan = chain_plan()
    starved = replace(plan, wafers=_halved(plan, "wafers", part, "kwafers"))  # type: ignore[arg-type]
    assert rules(chain(), starved) == {"parts", "capacity_claim"}


@pytest.mark.parametrize("part", ["die", "stack"])
def test_a_package_needs_every_part_to_arrive(part: str) -> None:
    plan = chain_plan()
    starved = replace(plan, flows=_halved(plan, "flows", part, "kunits"))  # type: ignore[arg-type]
    assert rules(chain(), starved) == {"parts"}


def test_lost_packages_need_more_parts() -> None:
    assert rules(changed(chain(), "products", "chip", assembly_yield=0.9), chain_plan()) == {"parts"}


def test_a_packaging_part_does_not_move() -> None:
    plan = chain_plan()
    row = PartFlow("base", "packland", "fabland", "CoWoS", "chip", "interposer", 0, 1.0)
    assert rules(chain(), replace(plan, flows=(*plan.flows, row))) == {"flows"}


def test_without_packaging_the_logic_die_does_not_move() -> None:
    row = PartFlow("base", "here", "here", "N3", "chip", "die", 1, 3.0)
    assert rules(tiny(), clean_plan(flows=(row,))) == {"flows"}


def test_parts_made_elsewhere_do_not_help_a_package_that_is_finished_here() -> None:
    plan = chain_plan()
    moved = tuple(replace(row, region="fabland") for row in plan.packages)
    sent = tuple(replace(row, from_region="fabland") for row in plan.shipments)
    assert rules(chain(), replace(plan, packages=moved, shipments=sent)) == {"parts"}


def test_alternative_nodes_together_make_a_part() -> None:
    # HBM makes 16 stacks a wafer, HBM2 8, of which a package takes 2: half of the packages from each.
    case, plan = chain(), chain_plan()
    case = replace(case, nodes={**case.nodes, "HBM2": Node("HBM2", Kind.MEMORY, 1.0, 1.0)})
    die, stack, interposer = case.products["chip"].parts
    both = Part("stack", (*stack.sources, Source("HBM2", 2.0, good_units_per_wafer=8.0)))
    case = changed(case, "products", "chip", parts=(die, both, interposer))
    case = replace(case, committed=(*case.committed, replace(case.committed[1], node="HBM2")))
    # 2 kunits from HBM: 8 kunits of stacks on 0.5 thousand wafers; 2 from HBM2: 4 kunits on 0.5.
    wafers = [replace(row, kwafers=0.5) if row.node == "HBM" else row for row in plan.wafers]
    wafers += [replace(row, node="HBM2") for row in wafers if row.node == "HBM"]
    flows = [replace(row, kunits=8.0) if row.node == "HBM" else row for row in plan.flows]
    flows += [replace(row, node="HBM2", kunits=4.0) for row in flows if row.node == "HBM"]
    held = [replace(row, used_kwspm=0.5 / 3) if row.node == "HBM" else row for row in plan.capacity]
    held += [replace(row, node="HBM2") for row in held if row.node == "HBM"]
    plan = replace(plan, wafers=tuple(wafers), flows=tuple(flows), capacity=tuple(held))
    assert audit(case, plan).findings == ()
    fewer = tuple(replace(row, kunits=3.0) if row.node == "HBM2" else row for row in flows)
    assert rules(case, replace(plan, flows=fewer)) == {"parts"}


def _dies(learning: DefectLearning, harvest: float = 0.0, **changes: int) -> tuple[Node, Source]:
    node = Node("N3", Kind.LOGIC, 1.0, 1.0, learning=learning, **changes)
    return node, Source("N3", 1.0, die_area_mm2=800.0, harvest=harvest)


GROSS = math.pi * 150**2 / 800 - math.pi * 300 / math.sqrt(2 * 800)


def test_good_dies_follow_area_and_defects_at_the_period_of_leaving() -> None:
    # Density falls from 0.3 to 0.1 per cm2; after 4 periods the excess of 0.2 is down to 0.2 / e.
    node, source = _dies(DefectLearning(YieldModel.POISSON, 0.3, 0.1, 4.0), available_from=-1)
    density = 0.1 + 0.2 / math.e
    assert good_units_per_wafer(node, source, 1.0, 3) == pytest.approx(GROSS * math.exp(-8.0 * density))


def test_a_defect_factor_multiplies_the_density() -> None:
    node, source = _dies(DefectLearning(YieldModel.SEEDS, 0.1, 0.1))
    assert good_units_per_wafer(node, source, 1.5, 0) == pytest.approx(GROSS / (1 + 8.0 * 0.15))


def test_harvesting_shrinks_the_area_that_a_defect_kills_and_not_the_die() -> None:
    node, source = _dies(DefectLearning(YieldModel.NEGATIVE_BINOMIAL, 0.1, 0.1, cluster_alpha=3.0), harvest=0.5)
    assert good_units_per_wafer(node, source, 1.0, 0) == pytest.approx(GROSS * (1 + 4.0 * 0.1 / 3) ** -3)


def test_wafers_leave_after_their_cycle() -> None:
    # With a cycle of one period, wafers of 1 leave in 2: packages of 1 have no part.
    case: Case = changed(tiny(), "nodes", "N3", cycle_periods=1)
    verdict = audit(case, clean_plan())
    assert {(finding.rule, finding.period) for finding in verdict.findings} == {("parts", 1)}
