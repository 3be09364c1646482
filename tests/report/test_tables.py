"""The plan sheets of the contract: names, columns, labels for periods, and locks that leave nothing free."""

from dataclasses import replace

from planner.report.contract.tables import plan_tables
from tests.report.plans import three_sites, three_sites_plan


def test_the_sheets_and_columns_are_those_of_the_contract() -> None:
    tables = plan_tables(three_sites(), three_sites_plan())
    assert {name: list(table.columns) for name, table in tables.items()} == {
        "summary": ["key", "value", "unit"],
        "locks": ["site", "node", "from_node", "from_period", "until_period", "min_phases", "max_phases"],
        "openings": ["site", "period"],
        "starts": ["site", "node", "period", "phases"],
        "converted": ["site", "from_node", "to_node", "period", "lumps"],
        "draws": ["fund", "site", "node", "period", "usd_bn"],
        "credits": ["incentive", "site", "node", "start_period", "usd_bn"],
        "wafers": ["scenario", "region", "node", "defect_factor", "part", "product", "period", "kwafers"],
        "flows": ["scenario", "from_region", "to_region", "node", "product", "part", "period", "kunits"],
        "packages": ["scenario", "region", "product", "period", "kunits"],
        "shipments": ["scenario", "from_region", "market", "product", "period", "kunits"],
        "shortage": ["scenario", "product", "market", "period", "kunits"],
        "capacity": ["site", "node", "period", "kwspm", "used_kwspm"],
        "binding": ["rule", "where", "period", "slack"],
        "bans": [
            *("from_region", "to_region", "to_market", "node", "product"),
            *("from_period", "until_period", "usd_bn", "kunits"),
        ],
        "run": ["key", "value"],
    }


def test_periods_are_labels_also_before_the_horizon() -> None:
    wafers = plan_tables(three_sites(), three_sites_plan())["wafers"]
    assert list(wafers["period"][:2]) == ["2026Q4", "2027Q1"]


def test_locks_fix_every_decision_and_leave_nothing_else_open_in_few_rows() -> None:
    locks = plan_tables(three_sites(), three_sites_plan())["locks"]
    # Four starts and a conversion; no more over the horizon of three pairs and the conversion; nothing of the others.
    assert len(locks) == 5 + 4 + 1
    assert locks["min_phases"].sum() == 5 + 1
    fixed = locks[(locks["site"] == "Phoenix") & (locks["node"] == "N3")]
    assert fixed.values.tolist() == [
        ["Phoenix", "N3", "", "2027Q1", "2027Q1", 2, 2],
        ["Phoenix", "N3", "", "2027Q1", "2029Q4", 0, 2],
    ]
    assert locks.values.tolist()[-1] == ["*", "*", "", "2027Q1", "2029Q4", 0, 0]
    converted = locks[(locks["from_node"] == "N3") & (locks["min_phases"] > 0)]
    assert converted.values.tolist() == [["Phoenix", "COWOS", "N3", "2027Q3", "2027Q3", 1, 1]]


def test_locks_of_a_plan_that_builds_nothing_are_a_row_for_pairs_and_one_for_conversions() -> None:
    nothing = replace(three_sites_plan(), starts=(), converted=())
    assert plan_tables(three_sites(), nothing)["locks"].values.tolist() == [
        ["*", "*", "", "2027Q1", "2029Q4", 0, 0],
        ["*", "*", "*", "2027Q1", "2029Q4", 0, 0],
    ]


def test_the_summary_holds_the_figures_and_the_cost_lines() -> None:
    table = plan_tables(three_sites(), three_sites_plan())["summary"]
    summary = dict(zip(table["key"], table["value"], strict=True))
    assert summary["status"] == "feasible"
    assert summary["phases"] == 5
    assert summary["cost.capex"] == 80.1
