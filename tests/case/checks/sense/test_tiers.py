"""Sense of demand with terms of its own: what changes nothing is reported, what could be solved is never refused."""

from dataclasses import replace

from planner.case.checks import check
from planner.case.records import Buyer, Case, ClassMember, ComputeClass, Limit, Measure, Objective, Tier
from tests.cases import product, tiny
from tests.model.tiered import for_profit, with_class, with_tiers

GOLD = ("chip", "world", "gold")


def reported(case: Case) -> set[tuple[str, str, str]]:
    """Return code, record and field of every problem."""
    return {(problem.code, str(problem.record), problem.field) for problem in check(case)}


def test_demand_with_terms_of_its_own_is_sound() -> None:
    case = with_tiers(tiny(), {GOLD: Tier((3.0,) * 4, shortage_penalty_usd=2e6, backlog=0.5)})
    assert reported(case) == set()
    case = with_tiers(with_class(tiny(), "training", chip=2.0), {("training", "world", ""): Tier((6.0,) * 4)})
    assert reported(case) == set()


def test_values_of_tiers_and_classes_stay_in_their_bounds() -> None:
    base, classes = "scenarios[0] (base)", "classes['training']"
    case = with_tiers(tiny(), {GOLD: Tier((3.0, -1.0, 3.0, 3.0), price_usd=-1.0, backlog=1.5)})
    place = "tiers['chip', 'world', 'gold']"
    assert {("E404", base, f"{place}.kunits"), ("E404", base, f"{place}.price_usd")} <= reported(case)
    assert ("E405", base, f"{place}.backlog") in reported(case)
    case = with_tiers(with_class(tiny(), "training", chip=0.0), {("training", "world", ""): Tier((6.0,) * 4)})
    assert ("E404", classes, "members[0].units_per_package") in reported(case)


def test_names_are_those_of_products_classes_markets_and_tiers() -> None:
    base = "scenarios[0] (base)"
    case = with_tiers(tiny(), {("training", "moon", "gold"): Tier((3.0,) * 4)})
    place = "tiers['training', 'moon', 'gold']"
    assert {("E601", base, f"{place}.product"), ("E601", base, f"{place}.market")} <= reported(case)
    (problem, *_) = [one for one in check(case) if one.field.endswith("product")]
    assert problem.expected == "a name in products or classes"
    wrong = replace(tiny(), limits=(Limit("served", Measure.SERVICE, tier="gold", minimum=0.5),))
    assert ("E601", "limits[0] (served)", "tier") in reported(wrong)


def test_a_class_has_products_and_a_name_of_its_own() -> None:
    case = with_tiers(with_class(tiny(), "chip", chip=2.0), {GOLD: Tier((3.0,) * 4)})
    assert ("E501", "classes['chip']", "members[0].compute_class") in reported(case)
    empty = replace(tiny(), classes={"training": ComputeClass("training", ())})
    assert ("E802", "classes['training']", "members") in reported(empty)


def test_records_of_other_types_are_reported() -> None:
    (future,) = tiny().scenarios
    for tiers in (None, {GOLD: Tier((3.0,) * 4)}, {Buyer(*GOLD): 3.0}):
        wrong = replace(tiny(), scenarios=(replace(future, tiers=tiers),))  # type: ignore[arg-type]
        assert {problem.code for problem in check(wrong)} == {"E802"}
    members: tuple[ClassMember, ...] = (3.0,)  # type: ignore[assignment]
    assert {one.code for one in check(replace(tiny(), classes={"x": ComputeClass("x", members)}))} == {"E802"}


def test_the_same_demand_twice_is_reported() -> None:
    case = with_tiers(tiny(), {("chip", "world", ""): Tier((3.0,) * 4, backlog=0.5)}, {("chip", "world"): (3.0,) * 4})
    assert ("E501", "scenarios[0] (base)", "tiers['chip', 'world', ''].product") in reported(case)


def test_a_price_counts_for_profit_only() -> None:
    priced = with_tiers(tiny(), {GOLD: Tier((3.0,) * 4, price_usd=2e6)})
    assert reported(priced) == {("W741", "scenarios[0] (base)", "tiers['chip', 'world', 'gold'].price_usd")}
    # Every package earns a price here, though the product has none.
    assert reported(for_profit(priced)) == set()


def test_a_penalty_of_the_product_that_nobody_pays_is_no_matter() -> None:
    case = with_tiers(tiny(), {GOLD: Tier((3.0,) * 4, shortage_penalty_usd=2e6)})
    nodes = {"N3": replace(case.nodes["N3"], wafer_cost_usd=1e5)}
    free = {"chip": replace(case.products["chip"], shortage_penalty_usd=0.0)}
    case = replace(case, nodes=nodes, products=free)
    assert reported(case) == set()
    on_terms_of_product = with_tiers(case, {GOLD: Tier((3.0,) * 4)})
    assert ("W719", "products['chip']", "shortage_penalty_usd") in reported(on_terms_of_product)


def test_a_class_that_nobody_wants_is_left_over() -> None:
    assert reported(with_class(tiny(), "training", chip=2.0)) == {
        ("I774", "classes['training']", "members[0].compute_class")
    }


def test_a_product_that_a_class_wants_is_of_use() -> None:
    case = with_class(tiny(), "training", chip=2.0, other=1.0)
    case = replace(case, products={**case.products, "other": product("other")})
    case = with_tiers(case, {("training", "world", ""): Tier((6.0,) * 4)})
    assert reported(case) == set()


def test_limits_on_service_are_about_demand() -> None:
    def found(limit: Limit) -> set[tuple[str, str]]:
        return {(code, field) for code, _, field in reported(replace(tiny(), limits=(limit,)))}

    assert found(Limit("served", Measure.SERVICE, market="world", minimum=0.5)) == set()
    assert found(Limit("served", Measure.SERVICE, region="here", minimum=0.5)) == {("W741", "region")}
    assert found(Limit("few", Measure.PHASES_STARTED, market="world", maximum=2)) == {("W741", "market")}
    assert found(Limit("served", Measure.SERVICE, minimum=0.9, from_period=4)) >= {("W742", "name")}
    # Two minimums of nine tenths are no contradiction, as they would be for shares of output.
    both = tuple(Limit(name, Measure.SERVICE, product="chip", minimum=0.9) for name in ("one", "two"))
    assert reported(replace(tiny(), limits=both)) == set()


def test_demand_for_profit_without_any_price_is_reported() -> None:
    case = for_profit(with_tiers(tiny(), {GOLD: Tier((3.0,) * 4)}))
    assert case.settings.objective is Objective.PROFIT
    assert ("W767", "products['chip']", "price_usd") in reported(case)
