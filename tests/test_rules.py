"""Every rule stands in three places: an equation, an audit rule, and a test of each.

The table says which audit rules hold the plan to which family of equations, and which file of tests/model works the
family out by hand.
"""

import re
from pathlib import Path

import pytest

from planner.model.build import FAMILIES

ROOT = Path(__file__).parent.parent

# Family: (tests/model/test_....py, audit rules)
TABLE = {
    "phases": ("lead_times", "listed_pairs whole_phases site_available node_available expansion max_phases"),
    "shells": ("shells", "listed_shells shell_floor max_shells"),
    "opening": ("opening", "opening"),
    "floor": ("floor", "floor power"),
    "connection": ("connection", "connection"),
    "crews": ("crews", "crews owner_crews"),
    "retirement": ("retirement", "listed_retired retired cost"),
    "conversion": ("conversions", "listed_conversions conversion_earliest conversion_lumps conversion_left"),
    "tools": ("tools", "tools"),
    "locks": ("locks", "locks"),
    "spending": ("spending", "cost"),
    "crediting": ("incentives", "credits credit_cap"),
    "accounts": ("funds", "draws"),
    "funds": ("funds", "draws eligible budget max_share"),
    "capacity": ("ramps", "capacity before_horizon capacity_claim"),
    "outages": ("events", "event_tools"),
    "idle_power": ("idle_power", "listed_idle phase_use drawn_power cost"),
    "running": ("running", "cost"),
    "tiers": ("tiers", "demand backlog listed_members"),
    "demand": ("demand", "demand shortage_claim"),
    "deployment": ("deployment", "deployment"),
    "stock": ("stock", "stock"),
    "purchases": ("purchases", "listed_purchases purchases cost"),
    "part_stock": ("part_stock", "listed_stock part_stock cost"),
    "fab_sales": ("fab_sales", "sold cost"),
    "materials": ("materials", "listed_sources parts flows"),
    "lanes": ("lanes", "lane_closed lane_max ban_claim event_lane"),
    "limits": ("limits", "limits"),
    "service": ("service", "limits"),
    "supply_share": ("supply_share", "limits"),
    "changes": ("changes", "max_changes cost"),
    "end_value": ("end_value", "cost"),
    "risk": ("risk", "worst_shortage cost"),
    "objective": ("objectives", "objective bound first_stage"),
}
# What any plan must be before a rule can be looked at.
SOUND = {"names", "amounts", "periods", "row_twice"}


def source(*folders: str) -> str:
    return "".join(path.read_text("utf-8") for folder in folders for path in sorted((ROOT / folder).glob("*.py")))


def test_every_family_of_equations_is_in_the_table() -> None:
    assert list(TABLE) == [family.__name__.rpartition(".")[2] for family in FAMILIES]


def test_every_audit_rule_is_in_the_table() -> None:
    rules = set(re.findall(r'(?:ledger\.\w+|compare)\(\s*"(\w+)"', source("planner/audit")))
    assert rules == SOUND | {rule for _, audited in TABLE.values() for rule in audited.split()}


@pytest.mark.parametrize("family", TABLE)
def test_every_family_is_worked_out_by_hand(family: str) -> None:
    text = (ROOT / "tests" / "model" / f"test_{TABLE[family][0]}.py").read_text("utf-8")
    assert len(re.findall(r"near\(", text)) >= 3, "optima by hand"


@pytest.mark.parametrize("rule", sorted(SOUND | {rule for _, audited in TABLE.values() for rule in audited.split()}))
def test_a_plan_that_breaks_a_rule_is_caught(rule: str) -> None:
    # A test of the audit names the broken rules in a set: rules(case, plan) == {"floor"}, or "floor" in rules(...).
    assert re.search(rf'[{{(, \n]"{rule}"[}}, )\n]', source("tests/audit")), "no plan breaks it in any test"
