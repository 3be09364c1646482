"""Returns, cash flow and unit cost: sums that must agree, what is said where a price is missing, and what is shown."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from examples.build import HERE
from planner.audit import audit
from planner.case.money import discount, discount_end
from planner.case.records import Case, Committed
from planner.cli.commands.show import _returns
from planner.plan.records import Plan
from planner.report.contract.value_tables import value_tables
from planner.report.excel.workbook import write_plan
from planner.report.figures.value.rates import payback, present_value, rates_of_return
from planner.report.figures.value.returns import Return, Value, value
from planner.report.figures.value.statements import Flow, Statement, added
from planner.report.figures.value.unit_cost import package_costs, wafer_costs
from planner.report.figures.value.views import BUILDING, BUYING, RUNNING, tariffs_usd_bn, total, views
from planner.report.readback.claims import wrong_claims
from planner.report.readback.plan_workbook import read_plan
from planner.report.readback.reader_sheets import wrong_cells
from planner.report.readback.tables import read_tables
from planner.report.words.returns import missing_sentence
from planner.report.words.terminal import summary_text
from planner.report.words.verdict import audit_lines
from planner.web.view.tables import tables
from planner.workbook.reader import read_case
from tests.model.solving import best_plan
from tests.model.worlds import world
from tests.workbook.books import save
from tests.workbook.libreoffice import needs_libreoffice, saved_again
from tests.workbook.rich import rich

SHEETS = ("returns", "cash_flow", "unit_cost")
SPLIT = {
    Flow.WAFERS: ("wafers",),
    Flow.POWER: ("power",),
    Flow.FIXED: ("fixed",),
    Flow.CAPEX: ("capex", "shells", "under_way", "opening", "conversions"),
    Flow.GRANTS: ("credits",),
}


def priced(case: Case) -> Case:
    """Return a case in which every wafer and every package has a transfer price."""
    nodes = {name: replace(of, wafer_price_usd=20000.0, wafer_price_trend=-0.05) for name, of in case.nodes.items()}
    products = {name: replace(of, package_price_usd=700.0) for name, of in case.products.items()}
    return replace(case, nodes=nodes, products=products)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Case, Plan]]:
    """Plans of a workbook in which every rule acts, and of two drawn worlds."""
    book = read_case(save(tmp_path_factory.mktemp("rich") / "case.xlsx", rich()))
    return [(case, best_plan(case)) for case in (book, priced(world(1)), priced(world(5)))]


@pytest.fixture(scope="module")
def taught() -> tuple[Case, Plan]:
    """The example that is solved by hand."""
    case = read_case(HERE / "what_comes_back" / "case.xlsx")
    return case, best_plan(case)


def valued(case: Case, plan: Plan) -> Value:
    worth = value(case, plan)
    assert worth is not None
    return worth


def flat(of: Statement) -> list[float]:
    return [*(usd_bn for series in of.lines.values() for usd_bn in series), of.end_value_usd_bn]


def test_fabs_share_the_cost_lines_of_the_plan_without_a_rest(plans: list[tuple[Case, Plan]]) -> None:
    for case, plan in plans:
        every = added(valued(case, plan).fabs.values(), case.calendar.periods)
        for flow, lines in SPLIT.items():
            today = sum(usd_bn * discount(case, t) for t, usd_bn in enumerate(every.lines[flow]))
            assert today == pytest.approx(-sum(plan.outcome.cost_usd_bn.get(line, 0.0) for line in lines), abs=1e-9)
        end = discount_end(case) * every.end_value_usd_bn
        assert end == pytest.approx(-plan.outcome.cost_usd_bn.get("end_value", 0.0), abs=1e-9)


def test_sites_owners_and_funds_add_up_to_all_new_fabs(plans: list[tuple[Case, Plan]]) -> None:
    for case, plan in plans:
        worth, periods = valued(case, plan), case.calendar.periods
        whole = pytest.approx(flat(worth.whole.statement), abs=1e-9)
        for listed in (worth.sites, worth.owners):
            if listed:
                assert flat(added((of.statement for of in listed), periods)) == whole
        lines = {flow: sum(map(sum, (of.statement.lines[flow] for of in worth.funds))) for flow in Flow}
        assert lines[Flow.CAPEX] == pytest.approx(-sum(draw.usd_bn for draw in plan.draws), abs=1e-9)
        assert flat(added((*(of.statement for of in worth.funds), worth.nobody), periods)) == whole


def test_packaging_houses_earn_the_package_price_of_all_packages(plans: list[tuple[Case, Plan]]) -> None:
    case, plan = plans[0]
    weight = {scenario.name: scenario.probability for scenario in case.scenarios}
    packed = sum(weight[row.scenario] * row.kunits for row in plan.packages if row.product == "big")
    houses = [of for fab, of in valued(case, plan).fabs.items() if fab.node == "CoWoS"]
    assert sum(sum(of.lines[Flow.SALES]) for of in houses) == pytest.approx(packed * 900e-6)


def test_society_gets_what_the_others_get_together_and_transfers_are_nothing(plans: list[tuple[Case, Plan]]) -> None:
    for case, plan in plans:
        worth, cost = valued(case, plan), plan.outcome.cost_usd_bn
        lines = {line.name: line for line in views(worth, plan)}
        assert all(line.society == pytest.approx(0.0) for name, line in lines.items() if name.startswith("Transfer"))
        fabs = [present_value(Return("", of, worth.whole.rate, worth.whole.period_years).flows, worth.whole.rate)
                for of in worth.fabs.values()]  # fmt: skip
        whole = total(tuple(lines.values()))
        assert whole.fabs == pytest.approx(sum(fabs), abs=1e-9)
        real = (*BUILDING, *RUNNING, *BUYING, "end_value")
        packages = lines["Packages sold, at their price"].society
        other = lines["What the case does not build"].society if "What the case does not build" in lines else 0.0
        granted = lines["End value of what grants paid for"].society if whole.nobody else 0.0
        assert whole.society == pytest.approx(packages + other + granted - sum(cost.get(line, 0.0) for line in real))
        tariffs = sum(usd_bn * discount(case, t) for t, usd_bn in enumerate(tariffs_usd_bn(worth)))
        assert tariffs == pytest.approx(cost.get("tariff", 0.0), abs=1e-9)


def test_buildings_are_written_off_over_the_life_of_shells(taught: tuple[Case, Plan]) -> None:
    case, _ = taught
    nodes = {"N3": replace(case.nodes["N3"], shell_share=0.5)}
    case = replace(case, nodes=nodes, settings=replace(case.settings, shell_life_years=10.0))
    (first, _) = wafer_costs(valued(case, best_plan(case)))
    assert first.kwafers == pytest.approx(120.0)
    assert first.depreciation_usd == pytest.approx((3 / 5 + 3 / 10) * 1e6 / 120)
    assert first.grants_usd == pytest.approx(first.depreciation_usd * 0.2)


def test_wafers_of_what_stands_bear_its_fixed_cost(taught: tuple[Case, Plan]) -> None:
    case, _ = taught
    (site, node), *_ = case.pairs
    standing = Committed(site, node, (10.0,) * case.calendar.periods, fixed_cost_usd_bn_per_year=0.6)
    case = replace(case, committed=(standing,))
    plan = best_plan(case)
    rows = [row for row in wafer_costs(valued(case, plan)) if not row.fab.is_new]
    assert {row.year for row in rows} == {2028, 2029}, "the years with demand"
    for row in rows:
        assert row.fixed_usd == pytest.approx(0.6e6 / row.kwafers)
        assert (row.power_usd, row.depreciation_usd, row.grants_usd) == (0, 0, 0)
        assert row.total_usd == pytest.approx(case.nodes[node].wafer_cost_usd + row.fixed_usd)
    assert f"wafer {node}, standing" in set(value_tables(case, plan)["unit_cost"]["item"])


def test_a_package_costs_the_wafers_of_its_parts(plans: list[tuple[Case, Plan]]) -> None:
    case, plan = plans[0]
    costs = package_costs(valued(case, plan))
    weight = {scenario.name: scenario.probability for scenario in case.scenarios}
    for product in case.products:
        packed = sum(weight[row.scenario] * row.kunits for row in plan.packages if row.product == product)
        assert sum(row.kunits for row in costs if row.product == product) == pytest.approx(packed)
    bought = sum(row.kunits * row.bought_usd for row in costs if row.product == "big")
    price = {(one.region, one.part): one.price_usd for one in case.purchases}
    paid = [weight[row.scenario] * row.kunits * price[row.region, row.part] for row in plan.purchased]
    assert bought == pytest.approx(sum(paid))


@pytest.mark.parametrize(
    ("cash", "rates"),
    [
        ([-4.8, 4.32, 4.32], [0.5]),
        ([-100, 230, -132], [0.1, 0.2]),
        ([-1, -2], []),
        ([1, 2], []),
        ([-10, 2, 3], [-0.3432]),
    ],
    ids=["one", "two", "nothing comes in", "nothing goes out", "a loss"],
)
def test_rates_of_return(cash: list[float], rates: list[float]) -> None:
    assert rates_of_return(list(enumerate(cash))) == pytest.approx(rates, abs=1e-4)
    assert rates_of_return([(t + 0.5, usd_bn) for t, usd_bn in enumerate(cash)]) == pytest.approx(rates, abs=1e-4)


def test_money_is_back_once_the_sum_to_date_stays_above_nothing() -> None:
    assert payback([-4.0, 5.0, -2.0, 3.0]) == 3
    assert payback([-4.0, 3.0]) is payback([1.0, 2.0]) is payback([]) is None


@needs_libreoffice
def test_a_spreadsheet_finds_the_same_rate_and_value(taught: tuple[Case, Plan], tmp_path: Path) -> None:
    worth = valued(*taught)
    book: Any = Workbook()
    cash = [list(of.statement.cash_usd_bn) for of in (*worth.funds, worth.whole)] + [[-7.0, 1.0, 2.5, 3.0, 4.0]]
    for row, values in enumerate(cash, start=1):
        book.active.append([f"=IRR(C{row}:G{row})", f"=NPV(0.07,C{row}:G{row})", *values])
    book.save(tmp_path / "rates.xlsx")
    (again,) = saved_again([tmp_path / "rates.xlsx"], tmp_path / "calc")
    found: Any = load_workbook(again, data_only=True).active
    for row, values in enumerate(cash, start=1):
        flows = [(t + 1.0, usd_bn) for t, usd_bn in enumerate(values)]
        assert [found.cell(row, 1).value] == pytest.approx(rates_of_return(flows))
        assert found.cell(row, 2).value == pytest.approx(present_value(flows, 0.07))


def test_a_missing_price_is_named_and_nothing_is_made_up(taught: tuple[Case, Plan], tmp_path: Path) -> None:
    case, plan = taught
    second = replace(case.nodes["N3"], name="N2", wafer_price_usd=30000.0)
    case = replace(case, nodes={"N3": replace(case.nodes["N3"], wafer_price_usd=None), "N2": second})
    worth = valued(case, plan)
    assert missing_sentence(worth).startswith("No price is known for wafers of N3: write nodes!wafer_price_usd")
    write_plan(tmp_path / "plan.xlsx", case, plan)
    rows = list(load_workbook(tmp_path / "plan.xlsx")["returns"].iter_rows(values_only=True))
    (foundry,) = [row for row in rows if row[0] == "Foundry"]
    assert foundry.count("price missing") == 4
    assert any(str(row[0]).startswith("No price is known for wafers of N3") for row in rows)
    assert "price missing" in summary_text(case, plan)


def test_without_any_price_nothing_is_shown(taught: tuple[Case, Plan], tmp_path: Path) -> None:
    case, plan = taught
    case = replace(case, nodes={"N3": replace(case.nodes["N3"], wafer_price_usd=None)})
    assert value(case, plan) is None
    assert value_tables(case, plan) == {}
    write_plan(tmp_path / "plan.xlsx", case, plan)
    book = load_workbook(tmp_path / "plan.xlsx")
    assert not set(SHEETS) & set(book.sheetnames)
    assert not any(str(cell.value).startswith("returns.") for cell in book["summary"]["A"])
    assert tables(case, plan)["returns"]["rows"] == []
    assert "What comes back" not in summary_text(case, plan)


def test_what_comes_back_is_shown_in_all_places(taught: tuple[Case, Plan], tmp_path: Path) -> None:
    case, plan = taught
    assert ["Foundry", "2.88", "50.0", "2029"] in [line.split() for line in summary_text(case, plan).splitlines()]
    write_plan(tmp_path / "plan.xlsx", case, plan)
    (_, shown) = _returns(read_tables(tmp_path / "plan.xlsx"))
    assert [list(column.cells) for column in shown.columns][1] == ["2.88", "0.96", "3.84"]  # type: ignore[union-attr]
    (foundry, *_) = tables(case, plan)["returns"]["rows"]
    assert [*foundry[:2], foundry[-1]] == ["Foundry", "Fund", "2029"]
    assert foundry[2:-1] == pytest.approx([3.6, 0.0, 2.88, 0.0, 50.0])
    sheets = value_tables(case, plan)
    assert tuple(sheets) == SHEETS
    cash = sheets["cash_flow"].query("name == 'State' and period == '2028'")
    assert cash["usd_bn"].sum() == pytest.approx(4.32 / 4)


def test_altered_figures_are_found(taught: tuple[Case, Plan], tmp_path: Path) -> None:
    case, plan = taught
    verdict = audit(case, plan)
    write_plan(tmp_path / "plan.xlsx", case, plan, audit_lines(verdict))
    assert read_plan(tmp_path / "plan.xlsx", case).draws == plan.draws
    assert list(wrong_cells(tmp_path / "plan.xlsx", case, plan, verdict)) == []
    assert wrong_claims(tmp_path / "plan.xlsx", case, plan) == ()
    book: Any = load_workbook(tmp_path / "plan.xlsx")
    altered = list(_altered(book))
    book.save(tmp_path / "altered.xlsx")
    assert [finding.where for finding in wrong_cells(tmp_path / "altered.xlsx", case, plan, verdict)] == altered
    assert len(altered) > 100
    (claim,) = wrong_claims(tmp_path / "altered.xlsx", case, plan)
    assert claim.where == "returns.State.npv_usd_bn"


def _altered(book: Any) -> Iterator[str]:
    """Change every figure and sentence of the sheets, and a claim of the summary; yield the cells of the sheets."""
    for sheet in SHEETS:
        for row in book[sheet].iter_rows(min_row=4):
            for cell in row:
                if cell.value is not None:
                    cell.value = cell.value * 1.01 + 0.5 if isinstance(cell.value, int | float) else f"{cell.value}!"
                    yield f"{sheet}!{cell.coordinate}"
    (claim,) = [cell for cell in book["summary"]["A"] if cell.value == "returns.State.npv_usd_bn"]
    claim.offset(column=1).value = 1.5
