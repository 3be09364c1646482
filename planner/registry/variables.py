"""Every family of variables, in the order of the model."""

from planner.registry.families import AnyVariables, Domain, Role, Variables
from planner.registry.keys import (
    AccountPeriod,
    ClassPeriod,
    ComponentNodePeriod,
    ConversionPeriod,
    CreditKey,
    DemandKey,
    DrawKey,
    GroupPeriod,
    MoveKey,
    OrderKey,
    PackagesKey,
    PairPeriod,
    PartStockKey,
    PurchasedKey,
    PurchasePeriod,
    ScenarioKey,
    ScenarioPairPeriod,
    ServedKey,
    ShipmentKey,
    SitePeriod,
    TierKey,
    WafersKey,
    WholePlan,
)
from planner.registry.supply_keys import SoldKey

FIRST = Variables("first", PairPeriod, "phases", Domain.BINARY, Role.PHASES)
MORE = Variables("more", PairPeriod, "phases", Domain.WHOLE, Role.PHASES)
SHELLS = Variables("shells", SitePeriod, "shells", Domain.WHOLE, Role.SHELLS)
OPENED = Variables("opened", SitePeriod, "sites", Domain.BINARY, Role.OPENING)
CONVERTED = Variables("converted", ConversionPeriod, "lumps", Domain.WHOLE, Role.LUMPS)
CREDIT = Variables("credit", CreditKey, "usd_bn", Domain.NONNEGATIVE)
ORDERED = Variables("ordered", OrderKey, "usd_bn", Domain.FREE)
DUE = Variables("due", AccountPeriod, "usd_bn", Domain.EXPRESSION)
DRAWN = Variables("drawn", DrawKey, "usd_bn", Domain.NONNEGATIVE)
WAFERS = Variables("wafers", WafersKey, "thousand wafers", Domain.NONNEGATIVE)
WAFER_STARTS = Variables("wafer_starts", ClassPeriod, "thousand wafers", Domain.NONNEGATIVE)
PHASE_WAFERS = Variables("phase_wafers", ScenarioPairPeriod, "thousand wafers", Domain.NONNEGATIVE)
SERVED = Variables("served", ServedKey, "thousand packages", Domain.NONNEGATIVE)
LOST = Variables("lost", TierKey, "thousand units", Domain.NONNEGATIVE)
BACKLOG = Variables("backlog", TierKey, "thousand units", Domain.NONNEGATIVE)
SHIPPED = Variables("shipped", ShipmentKey, "thousand packages", Domain.NONNEGATIVE)
SHORTAGE = Variables("shortage", DemandKey, "thousand packages", Domain.NONNEGATIVE)
ENERGISED = Variables("energised", GroupPeriod, "MW", Domain.NONNEGATIVE)
STOCK = Variables("stock", PackagesKey, "thousand packages", Domain.NONNEGATIVE)
PURCHASED = Variables("purchased", PurchasedKey, "thousand units", Domain.NONNEGATIVE)
BEYOND = Variables("beyond", PurchasePeriod, "thousand units", Domain.NONNEGATIVE)
PART_STOCK = Variables("part_stock", PartStockKey, "thousand good units", Domain.NONNEGATIVE)
SOLD = Variables("sold", SoldKey, "thousand wafers", Domain.NONNEGATIVE)
FINISHED = Variables("finished", PackagesKey, "thousand packages", Domain.EXPRESSION)
MOVED = Variables("moved", MoveKey, "thousand good units", Domain.NONNEGATIVE)
CHANGED = Variables("changed", PairPeriod, "phases", Domain.NONNEGATIVE)
VALUE_AT_RISK = Variables("value_at_risk", WholePlan, "usd_bn", Domain.NONNEGATIVE)
TAIL_COST = Variables("tail_cost", ScenarioKey, "usd_bn", Domain.NONNEGATIVE)
RETIRED = Variables("retired", PairPeriod, "pairs", Domain.BINARY, Role.LUMPS)
GROWN = Variables("grown", ComponentNodePeriod, "phases", Domain.WHOLE, Role.COUNTER)

VARIABLES: dict[str, AnyVariables] = {
    family.name: family for family in globals().copy().values() if isinstance(family, Variables)
}


def names_of(*roles: Role) -> tuple[str, ...]:
    """Return the names of the variables that have one of some roles."""
    return tuple(name for name, family in VARIABLES.items() if family.role in roles)


UNSERVED = (SHORTAGE.name, LOST.name)
"""Demand that is never served."""
RISK = (VALUE_AT_RISK.name, TAIL_COST.name)
"""What demand that is never served costs in the worst futures."""
PHASES = names_of(Role.PHASES)
"""Cumulative counts of phases, by site, node and period."""
OPENINGS = names_of(Role.OPENING)
"""Whether a site is open, by site and period."""
OF_SITES = names_of(Role.OPENING, Role.SHELLS)
"""What is decided of a site, whatever is built there: openings and shells, by site and period."""
DECISIONS = names_of(Role.PHASES, Role.OPENING, Role.SHELLS, Role.LUMPS)
"""What is decided of construction; everything else follows from it."""
COUNTERS = names_of(Role.COUNTER, Role.LUMPS)
"""Phases of a node wherever they stand, and lumps converted: with them whole, little is left to prove."""
