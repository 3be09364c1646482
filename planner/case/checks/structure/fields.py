"""What the fields of each record may hold. A test keeps this complete, and the same as the workbook's contract."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planner.case.calendar import PERIOD_MONTHS, Calendar
from planner.case.checks.draft.records import ClassProduct, Demand, MachineUse, Material
from planner.case.curves import DefectLearning, YieldModel
from planner.case.records import (
    Committed,
    ComputeClass,
    Conversion,
    Covers,
    Deployment,
    EndValue,
    Event,
    Fund,
    Incentive,
    Kind,
    Lane,
    Limit,
    Lock,
    Market,
    Measure,
    Node,
    Objective,
    Owner,
    Pair,
    PlannedStart,
    Product,
    Region,
    Scenario,
    Settings,
    Shell,
    Site,
    SitePower,
    Tool,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number between bounds; infinity stands for no limit where it is allowed."""

    minimum: float = -math.inf
    above: float = -math.inf
    maximum: float = math.inf
    whole: bool = False
    or_infinite: bool = False
    or_none: bool = False
    choices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One number of at least zero for each period of the horizon."""


@dataclass(frozen=True, slots=True)
class Shares:
    """One share for each age; at least one."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name. `of` is a kind of record that declares it, or its field in `of_field`; empty where it declares itself.

    With `or_class` a class may have declared it as well.
    """

    of: type | None = None
    or_empty: bool = False
    of_field: str = "name"
    or_class: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """A set of declared names."""

    of: type
    of_field: str = "name"


@dataclass(frozen=True, slots=True)
class Choice:
    """A member of an enumeration, or several."""

    of: type[StrEnum]
    or_none: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or False."""


@dataclass(frozen=True, slots=True)
class Free:
    """Anything: the field is shown only, or checked as records of its own."""


Rule = Number | Series | Shares | Name | Names | Choice | YesNo | Free

AMOUNT = Number(0)
POSITIVE = Number(above=0)
NO_LIMIT = Number(0, or_infinite=True)
OPTIONAL = Number(0, or_none=True)
SHARE = Number(0, maximum=1)
COUNT = Number(0, whole=True)
COUNT_OR_NO_LIMIT = Number(0, whole=True, or_infinite=True)
ORDINAL = Number(whole=True)
SERIES, NAME, FREE, YES_NO = Series(), Name(), Free(), YesNo()


def _named(of: type) -> Name:
    return Name(of)


def _maybe(of: type, of_field: str = "name") -> Name:
    return Name(of, or_empty=True, of_field=of_field)


FIELDS: Mapping[type[Any], Mapping[str, Rule]] = {
    Settings: {
        "case_name": FREE,
        "discount_rate": SHARE,
        "price_year": Number(whole=True, or_none=True),
        "objective": Choice(Objective),
        "end_value": Choice(EndValue),
        "equipment_life_years": POSITIVE,
        "shell_life_years": POSITIVE,
        "change_price_usd_bn_per_phase": AMOUNT,
        "max_changes": COUNT_OR_NO_LIMIT,
        "deployment_overhead": AMOUNT,
    },
    Calendar: {
        "first": ORDINAL,
        "periods": Number(1, maximum=1200, whole=True),
        "period_months": Number(whole=True, choices=PERIOD_MONTHS),
    },
    Region: {
        "name": NAME,
        "bloc": FREE,
        "shell_cost_index": AMOUNT,
        "equipment_cost_index": AMOUNT,
        "operating_cost_index": AMOUNT,
        "max_phase_starts_per_year": NO_LIMIT,
    },
    Site: {
        "name": NAME,
        "region": _named(Region),
        "latitude": Number(-90, maximum=90, or_none=True),
        "longitude": Number(-180, maximum=180, or_none=True),
        "floor_units": NO_LIMIT,
        "opening_cost_usd_bn": AMOUNT,
        "available_from": ORDINAL,
        "power_limit_mw": NO_LIMIT,
        "power_price_usd_kwh": AMOUNT,
        "shell_cost_index": AMOUNT,
    },
    SitePower: {"site": _named(Site), "mw": SERIES},
    Shell: {
        "site": _named(Site),
        "capex_usd_bn": AMOUNT,
        "lead_periods": COUNT,
        "spend": Shares(),
        "floor_units": POSITIVE,
        "max_shells": COUNT_OR_NO_LIMIT,
        "ready": COUNT,
        "ready_from": ORDINAL,
    },
    Node: {
        "name": NAME,
        "kind": Choice(Kind),
        "phase_kwspm": POSITIVE,
        "phase_capex_usd_bn": AMOUNT,
        "shell_share": SHARE,
        "floor_units_per_phase": AMOUNT,
        "power_mw_per_phase": AMOUNT,
        "wafer_cost_usd": AMOUNT,
        "fixed_cost_usd_bn_per_phase_year": AMOUNT,
        "available_from": ORDINAL,
        "utilisation": Number(above=0, maximum=1),
        "cycle_periods": COUNT,
        "learning": FREE,
        "capex_trend": Number(above=-1),
        "crew_units_per_phase": AMOUNT,
    },
    DefectLearning: {
        "model": Choice(YieldModel),
        "start_per_cm2": AMOUNT,
        "mature_per_cm2": AMOUNT,
        "learning_periods": POSITIVE,
        "cluster_alpha": POSITIVE,
    },
    Pair: {
        "site": _named(Site),
        "node": _named(Node),
        "lead_periods": COUNT,
        "ramp": Shares(),
        "spend": Shares(),
        "expansion_lead_periods": COUNT,
        "expansion_spend": Shares(),
        "max_phases": COUNT_OR_NO_LIMIT,
        "capex_factor": AMOUNT,
        "defect_factor": AMOUNT,
        "owner": _maybe(Owner),
        "expansion_capex_factor": AMOUNT,
    },
    Owner: {"name": NAME, "nodes": Names(Node), "max_phase_starts_per_year": NO_LIMIT},
    Committed: {"site": _named(Site), "node": _named(Node), "kwspm": SERIES, "uses_tools": YES_NO},
    Conversion: {
        "site": _named(Site),
        "from_node": _named(Node),
        "to_node": _named(Node),
        "lump_kwspm": POSITIVE,
        "capex_usd_bn_per_lump": AMOUNT,
        "downtime_periods": COUNT,
        "output_ratio": AMOUNT,
        "max_lumps": COUNT_OR_NO_LIMIT,
        "earliest": ORDINAL,
    },
    Product: {
        "name": NAME,
        "parts": FREE,
        "shortage_penalty_usd": AMOUNT,
        "price_usd": AMOUNT,
        "assembly_yield": Number(above=0, maximum=1),
        "stock_cost_usd_per_period": OPTIONAL,
        "power_kw": AMOUNT,
    },
    Material: {
        "product": FREE,
        "part": NAME,
        "node": _named(Node),
        "units": POSITIVE,
        "good_units_per_wafer": Number(above=0, or_none=True),
        "die_area_mm2": Number(above=0, maximum=2500, or_none=True),
        "harvest": SHARE,
    },
    ComputeClass: {"name": NAME, "members": FREE},
    ClassProduct: {
        "compute_class": NAME,
        "product": _named(Product),
        "units_per_package": POSITIVE,
        "price_factor": AMOUNT,
    },
    Market: {"name": NAME, "bloc": FREE},
    Demand: {
        "product": Name(Product, or_class=True),
        "market": _named(Market),
        "kunits": SERIES,
        "scenario": FREE,
        "tier": Name(or_empty=True),
        "price_usd": OPTIONAL,
        "shortage_penalty_usd": OPTIONAL,
        "backlog": SHARE,
    },
    Deployment: {"market": _named(Market), "mw": SERIES},
    Lane: {
        "from_region": _maybe(Region),
        "to_region": _maybe(Region),
        "to_market": _maybe(Market),
        "node": _maybe(Node),
        "product": _maybe(Product),
        "from_period": ORDINAL,
        "until_period": ORDINAL,
        "allowed": YES_NO,
        "cost_usd_per_unit": AMOUNT,
        "tariff": AMOUNT,
        "max_kunits": NO_LIMIT,
    },
    Fund: {
        "name": NAME,
        "budget_usd_bn": SERIES,
        "regions": Names(Region),
        "blocs": Names(Region, "bloc"),
        "nodes": Names(Node),
        "kinds": Choice(Kind, several=True),
        "owners": Names(Owner),
        "carry_over": YES_NO,
        "max_share": SHARE,
        "cost_of_money": SHARE,
    },
    Incentive: {
        "name": NAME,
        "rate": SHARE,
        "region": _maybe(Region),
        "site": _maybe(Site),
        "kind": Choice(Kind, or_none=True),
        "covers": Choice(Covers),
        "start_from": ORDINAL,
        "start_until": ORDINAL,
        "cap_usd_bn": NO_LIMIT,
    },
    Tool: {"name": NAME, "deliveries": SERIES, "uses": FREE, "productivity_growth": AMOUNT},
    MachineUse: {"tool": FREE, "node": _named(Node), "tools_per_kwspm": AMOUNT, "periods_before_output": COUNT},
    Limit: {
        "name": NAME,
        "measure": Choice(Measure),
        "region": _maybe(Region),
        "bloc": _maybe(Region, "bloc"),
        "site": _maybe(Site),
        "node": _maybe(Node),
        "kind": Choice(Kind, or_none=True),
        "product": Name(Product, or_empty=True, or_class=True),
        "market": _maybe(Market),
        "tier": _maybe(Demand, "tier"),
        "owner": _maybe(Owner),
        "minimum": AMOUNT,
        "maximum": NO_LIMIT,
        "from_period": ORDINAL,
        "until_period": ORDINAL,
    },
    # Counts of locks and of the last plan may be off by dust where they were computed: planner.case.checks.sense.means.
    Lock: {
        "site": _named(Site),
        "node": _maybe(Node),
        "from_node": _maybe(Node),
        "from_period": ORDINAL,
        "until_period": ORDINAL,
        "min_phases": AMOUNT,
        "max_phases": NO_LIMIT,
    },
    Event: {
        "scenario": _named(Scenario),
        "from_period": ORDINAL,
        "factor": AMOUNT,
        "until_period": ORDINAL,
        "region": _maybe(Region),
        "site": _maybe(Site),
        "from_region": _maybe(Region),
        "to_region": _maybe(Region),
        "to_market": _maybe(Market),
        "market": _maybe(Market),
        "tool": _maybe(Tool),
        "node": _maybe(Node),
        "product": Name(Product, or_empty=True, or_class=True),
    },
    PlannedStart: {"site": _named(Site), "node": _maybe(Node), "period": ORDINAL, "phases": AMOUNT},
    Scenario: {
        "name": NAME,
        "probability": SHARE,
        "demand_kunits": FREE,
        "tool_factor": AMOUNT,
        "delay_periods": COUNT,
        "tiers": FREE,
    },
}
"""The rule of every field. What a draft holds as records of its own is free in the record that contains it."""
