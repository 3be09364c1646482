"""The schema that is printed holds the whole contract: sheets, fields and settings, written out here."""

import json
from typing import Any

from planner.workbook.contract_export import schema_json

REQUIRED_SHEETS = "settings regions sites nodes site_nodes ramps spends products materials markets demand funds budget"

# An exclamation mark stands for a required field, an asterisk for period columns.
CONTRACT = {
    "settings": "key! value",
    "regions": (
        "region! bloc shell_cost_index equipment_cost_index operating_cost_index max_phase_starts_per_year"
        " power_price_usd_kwh"
    ),
    "sites": (
        "site! region! latitude longitude floor_units opening_cost_usd_bn available_from power_limit_mw"
        " power_price_usd_kwh shell_cost_index"
    ),
    "shells": "site! capex_usd_bn! lead_periods! spend! floor_units! max_shells ready ready_from",
    "nodes": (
        "node! kind! phase_kwspm! phase_capex_usd_bn! shell_share_pct floor_units_per_phase power_mw_per_phase"
        " wafer_cost_usd fixed_cost_usd_bn_per_phase_year capex_trend_pct crew_units_per_phase idle_power_pct"
        " wafer_price_usd wafer_price_trend_pct available_from"
        " utilisation_pct cycle_periods yield_model"
        " defects_start_per_cm2 defects_mature_per_cm2 learning_periods cluster_alpha"
    ),
    "site_nodes": (
        "site! node! lead_periods! ramp! spend! max_phases capex_factor expansion_capex_factor defect_factor"
        " expansion_lead_periods expansion_spend owner"
    ),
    "owners": "owner! nodes max_phase_starts_per_year",
    "ramps": "ramp! age_periods! share_pct!",
    "spends": "spend! offset_periods! share_pct!",
    "capacity": "site! node! uses_tools fixed_cost_usd_bn_per_year retire_from *",
    "under_way": "site! node! phases! first_output! *",
    "site_power": "site! *",
    "conversions": (
        "site! from_node! to_node! lump_kwspm! capex_usd_bn_per_lump downtime_periods output_ratio_pct max_lumps"
        " earliest"
    ),
    "products": "product! price_usd shortage_penalty_usd! assembly_yield_pct stock_cost_usd_per_period power_kw"
    " package_price_usd other_cost_usd",
    "materials": (
        "product! part! node units! good_units_per_wafer die_area_mm2 harvest_pct stock_cost_usd_per_unit_period"
    ),
    "purchases": "part! region! price_usd! take_or_pay_pct *",
    "classes": "class! product! units_per_package! price_factor_pct",
    "markets": "market! bloc",
    "deployment": "market! *",
    "demand": "product! market! scenario tier price_usd shortage_penalty_usd backlog_pct *",
    "lanes": (
        "from_region from_bloc to_region to_market to_bloc node product from_period until_period allowed"
        " cost_usd_per_unit tariff_pct max_kunits"
    ),
    "funds": "fund! regions blocs nodes kinds owners carry_over max_share_pct cost_of_money_pct home_markets"
    " required_return_pct",
    "budget": "fund! *",
    "incentives": "incentive! region site kind rate_pct! covers start_from start_until cap_usd_bn",
    "tools": "tool! productivity_growth_pct *",
    "tool_use": "tool! node! tools_per_kwspm! periods_before_output",
    "limits": (
        "limit! measure! region bloc site node kind product market market_bloc tier owner min max from_period"
        " until_period"
    ),
    "locks": "site! node from_node from_period until_period min_phases max_phases",
    "last_plan": "site! node period! phases!",
    "scenarios": "scenario! probability_pct! demand_factor_pct tool_factor_pct delay_periods",
    "events": (
        "scenario! region site from_region to_region to_market market tool node product from_period! until_period"
        " factor_pct!"
    ),
}
SETTINGS = (
    "case_name! first_period! periods! period_months discount_rate_pct price_year objective profit_of end_value"
    " equipment_life_years shell_life_years change_price_usd_bn_per_phase max_changes deployment_overhead_pct"
    " cvar_weight cvar_tail_pct max_shortage_cost_usd_bn decide_until"
)
DEFAULTS = {
    ("regions", "shell_cost_index"): 1.0,
    ("nodes", "floor_units_per_phase"): 1.0,
    ("site_nodes", "defect_factor"): 1.0,
    ("capacity", "uses_tools"): True,
    ("products", "assembly_yield_pct"): 100.0,
    ("products", "stock_cost_usd_per_period"): None,
    ("lanes", "allowed"): True,
    ("funds", "carry_over"): True,
    ("settings", "period_months"): 3,
    ("settings", "equipment_life_years"): 5.0,
    ("settings", "objective"): "least_cost",
}


def spelled(fields: list[dict[str, Any]]) -> str:
    return " ".join(field["id"] + ("!" if field["required"] else "") for field in fields)


def test_every_sheet_and_field_of_the_contract_is_declared() -> None:
    declared = {}
    for sheet in schema_json()["sheets"]:
        assert [field["id"] for field in sheet["fields"]][-2:] == ["source", "note"]
        stars = " *" if sheet["period_columns"] else ""
        declared[sheet["sheet"]] = spelled(sheet["fields"][:-2]) + stars
    assert declared == CONTRACT


def test_the_required_sheets_are_those_of_the_contract() -> None:
    required = [sheet["sheet"] for sheet in schema_json()["sheets"] if sheet["required"]]
    assert " ".join(required) == REQUIRED_SHEETS


def test_every_setting_of_the_contract_is_declared() -> None:
    assert spelled(schema_json()["settings"]) == SETTINGS


def test_defaults_are_those_of_the_contract() -> None:
    schema = schema_json()
    fields = {(sheet["sheet"], field["id"]): field for sheet in schema["sheets"] for field in sheet["fields"]}
    fields |= {("settings", field["id"]): field for field in schema["settings"]}
    assert {key: fields[key]["default"] for key in DEFAULTS} == DEFAULTS


def test_every_field_says_what_it_means_and_references_lead_somewhere() -> None:
    schema = json.loads(json.dumps(schema_json()))
    ids = {f"{sheet['sheet']}.{field['id']}" for sheet in schema["sheets"] for field in sheet["fields"]}
    for sheet in schema["sheets"]:
        for field in sheet["fields"]:
            assert field["title"]
            assert field["doc"]
            assert field["refers_to"] is None or field["refers_to"] in ids


def test_codes_are_unique_and_say_how_to_fix() -> None:
    faults = schema_json()["faults"]
    assert len({fault["code"][1:] for fault in faults}) == len(faults)
    assert all(fault["meaning"] and fault["fix"] == fault["mend"] for fault in faults)
