"""A new case from the library has what was named, with sources, and no fault; what cannot be made is reported."""

from dataclasses import replace

import pytest

from planner.workbook.contract.goods import CapacityRow, DemandRow
from planner.workbook.contract.places import SiteRow
from planner.workbook.grid.check import checked
from planner.workbook.grid.fresh import FreshError, Wish, fresh, left_out, library
from planner.workbook.template.likeness import Choice, typical_sites

PRODUCT, MARKET, CHINESE = "Rubin", "USA", "Ascend 910/950"


def _wish(*products: str, has_capacity: bool = True) -> Wish:
    sites = frozenset(typical_sites(library(), 4))
    choice = Choice(sites, None, frozenset(products), frozenset((MARKET,)), has_capacity)
    return Wish("Mine", "2027Q1", 24, choice, {2027: 4.0, 2028: 8.0}, 10.0)


def test_a_new_case_has_what_was_named_and_no_error() -> None:
    grid = fresh(_wish(PRODUCT))
    reading = checked(grid)
    case = reading.case
    assert case is not None, [str(fault) for fault in reading.faults]
    assert "W742" not in {fault.code for fault in reading.faults}
    assert set(case.products) == {PRODUCT}
    assert set(case.markets) == {MARKET}
    assert set(case.sites) == set(typical_sites(library(), 4))
    assert (case.calendar.label(0), case.calendar.periods) == ("2027Q1", 24)
    (fund,) = case.funds.values()
    assert fund.budget_usd_bn[:9] == (1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 0.0)
    assert all(facts["source"] for facts in grid.sheets["site_nodes"].facts())


def test_a_new_case_has_no_futures_without_probability_and_nothing_to_remark_on() -> None:
    grid = fresh(replace(_wish(PRODUCT), usd_bn=dict.fromkeys(range(2026, 2037), 10.0)))
    assert checked(grid).faults == ()
    assert "scenarios" not in grid.sheets
    assert {facts.get("scenario") for facts in grid.sheets["demand"].facts()} == {None}


def test_demand_is_a_share_of_that_of_the_library() -> None:
    quarter = library().calendar.labels().index("2029Q1")
    rows = [row for row in library().of(DemandRow) if (row.product, row.market) == (PRODUCT, MARKET)]
    demand = list(fresh(_wish(PRODUCT)).sheets["demand"].facts())
    kunits = [facts["2029Q1"] for facts in demand]
    assert kunits == pytest.approx([row.values[quarter] / 10 for row in rows if not row.scenario], rel=1e-3)
    assert {facts["note"] for facts in demand} == {"10 % of the library's"}


def test_what_cannot_be_made_is_named_and_a_case_without_any_product_is_refused() -> None:
    chinese = {row.site for row in library().of(CapacityRow) if row.node.startswith("N7")}
    sites = frozenset(row.site for row in library().of(SiteRow)) - chinese
    wish = _wish(PRODUCT, CHINESE)
    assert left_out(replace(wish, choice=replace(wish.choice, sites=sites))) == (CHINESE,)
    with pytest.raises(FreshError, match=f"{CHINESE} needs compute die: N7 DUV"):
        fresh(replace(wish, choice=Choice(sites, products=frozenset((CHINESE,)))))
    with pytest.raises(FreshError, match="at least one site"):
        fresh(replace(wish, choice=Choice(frozenset())))


def test_without_capacity_a_node_counts_only_where_it_can_be_built() -> None:
    assert "capacity" in fresh(_wish(PRODUCT)).sheets
    with pytest.raises(FreshError):  # its base die is of N5/N4, which nobody builds any more
        fresh(_wish(PRODUCT, has_capacity=False))
