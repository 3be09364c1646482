"""The share of the objective that rests on rows of low confidence, by hand."""

from dataclasses import replace

import pytest

from planner.case.records import Case, Committed, Objective, ProfitOf, Settings
from planner.pipeline import solve
from planner.plan.records import Plan
from planner.solver.options import SolveOptions
from planner.study.sensitivity.confidence import (
    Confidence,
    confidence_of,
    confidence_sentences,
    confidence_tables,
    grade,
)
from planner.workbook.assemble.rows_of import tables_of
from planner.workbook.contract.columns import Row
from planner.workbook.contract.goods import CapacityRow, DemandRow, ProductRow
from planner.workbook.contract.places import NodeRow, PairRow
from tests.cases import pair, tiny
from tests.model.parts import node_n3

LOW, HIGH = "press; confidence L", "annual report; confidence H"


@pytest.fixture(scope="module")
def solved() -> tuple[Case, Plan]:
    """One phase at twice the node's capex of 1, a shortage of 3: the objective is 2 + 3."""
    case = tiny(settings=Settings("tiny"), pairs={("A", "N3"): pair("A", "N3", capex_factor=2.0)})
    plan = solve(case, SolveOptions(gap=1e-7, threads=1)).plan
    assert plan.outcome.objective == pytest.approx(5)
    return case, plan


def known(solved: tuple[Case, Plan], sources: dict[type[Row], str]) -> Confidence:
    case, plan = solved
    tables = tables_of(case)
    rows = {
        kind: tuple(row.model_copy(update={"source": sources.get(kind, "")}) for row in listed)
        for kind, listed in tables.rows.items()
    }
    return confidence_of(replace(tables, rows=rows), case, plan)


def test_money_that_rests_on_two_rows_counts_once(solved: tuple[Case, Plan]) -> None:
    """Capex of 2 is that of the node times the factor of the pair: struck out together, 2 of 5 are gone."""
    one = known(solved, {NodeRow: LOW, PairRow: LOW, ProductRow: HIGH, DemandRow: HIGH})
    assert one.low == {"capex": pytest.approx(2), "shortage_penalty": pytest.approx(0, abs=1e-6)}
    assert {sheet: usd_bn for sheet, _, low, _, usd_bn in one.sheets if low} == {
        "nodes": pytest.approx(2),
        "site_nodes": pytest.approx(2),
    }
    assert list(confidence_sentences(one)) == [
        "Rows of low confidence price 40 % of the money in the objective: 2.00 of 5.00 bn USD, costs and returns added "
        "up."
    ]


def test_a_shortage_rests_on_its_demand(solved: tuple[Case, Plan]) -> None:
    one = known(solved, {NodeRow: HIGH, PairRow: HIGH, ProductRow: HIGH, DemandRow: LOW})
    assert one.low == {"capex": pytest.approx(0, abs=1e-6), "shortage_penalty": pytest.approx(3)}


def test_what_stands_costs_as_its_row_says() -> None:
    """Three quarters of a fab at 1, then it is retired; transfer prices say what 9 thousand wafers earn."""
    row = Committed("A", "N3", (1.0,) * 4, fixed_cost_usd_bn_per_year=4.0, retire_from=3)
    fabs = Settings("tiny", objective=Objective.PROFIT, profit_of=ProfitOf.FABS)
    case = node_n3(tiny(settings=fabs, committed=(row,), pairs={}), wafer_price_usd=3e5)
    plan = solve(case, SolveOptions(gap=1e-7, threads=1)).plan
    assert plan.outcome.objective == pytest.approx(3 - 9 * 0.3)
    one = known((case, plan), {CapacityRow: LOW, NodeRow: HIGH})
    assert one.low["fixed"] == pytest.approx(3)
    assert {sheet: usd_bn for sheet, _, low, _, usd_bn in one.sheets if low} == {"capacity": pytest.approx(3)}
    one = known((case, plan), {CapacityRow: HIGH, NodeRow: LOW})
    assert one.low["revenue"] == pytest.approx(9 * 0.3)


def test_what_is_not_stated_is_said(solved: tuple[Case, Plan]) -> None:
    one = known(solved, {NodeRow: LOW, PairRow: HIGH, ProductRow: "made up", DemandRow: HIGH})
    *_, last = confidence_sentences(one)
    assert last == "A further 60 % rests on rows that do not state their confidence."
    by_line, _ = confidence_tables(one)
    assert [row[0] for row in by_line.rows] == ["capex", "shortage_penalty"]
    assert [row[3] for row in by_line.rows] == pytest.approx([100, 0], abs=1e-4)
    assert [row[4] for row in by_line.rows] == pytest.approx([100, 100])


def test_where_nothing_is_stated_no_share_is_given(solved: tuple[Case, Plan]) -> None:
    one = known(solved, {})
    (sentence,) = confidence_sentences(one)
    assert sentence.startswith("No row states its confidence")
    assert confidence_tables(one) == ()


@pytest.mark.parametrize(
    ("source", "stated"),
    [
        ("AI share 25 %: assumption, L; confidence M", "medium"),
        ("rough sum of press reports; confidence L-M", "low"),
        ("Confidence: high", "high"),
        ("low confidence", "low"),
        ("Low-confidence guess", "low"),
        ("we have confidence in this; confidence H", "high"),
        ("annual report", ""),
        ("", ""),
    ],
)
def test_grades_are_read_from_sources(source: str, stated: str) -> None:
    row = tables_of(tiny()).of(NodeRow)[0].model_copy(update={"source": source})
    assert grade(row) == stated
