"""Every family of rows, in the order of the model."""

from planner.registry.families import AnyRows, AtZero, Rows
from planner.registry.keys import (
    AccountPeriod,
    ClassPeriod,
    CohortStart,
    ComponentNodePeriod,
    ConversionPeriod,
    CreditKey,
    DemandKey,
    DrawKey,
    FundPeriod,
    FundSite,
    GroupPeriod,
    IncentiveKey,
    IncentivePeriod,
    LaneKey,
    LimitSide,
    LimitSidePeriod,
    LockKey,
    NeedKey,
    OrderKey,
    OwnerPeriod,
    PackagesKey,
    PairKey,
    PairPeriod,
    PartKey,
    PartMadeKey,
    PartStockKey,
    PoolPeriod,
    PurchasePeriod,
    RegionPeriod,
    ScenarioKey,
    ScenarioLimitSide,
    ScenarioLimitSidePeriod,
    ScenarioPairPeriod,
    ScenarioSitePeriod,
    ScenarioToolPeriod,
    SiteKey,
    SitePeriod,
    TierKey,
    ToolPeriod,
    WholePlan,
    ZoneNodePeriod,
)
from planner.registry.supply_keys import SoldKey

PHASES_FIRST_ORDER = Rows("phases_first_order", PairPeriod)
PHASES_MORE_ORDER = Rows("phases_more_order", PairPeriod)
PHASES_PER_PAIR = Rows("phases_per_pair", PairKey, "{where}: as many phases as may be built there are built")
EXPANSION_WAIT = Rows("expansion_wait", PairPeriod)

SHELLS_ORDER = Rows("shells_order", SitePeriod)
SHELLS_PER_SITE = Rows("shells_per_site", SiteKey, "{where}: as many shells as may be built there are built")
SHELL_FLOOR = Rows(
    "shell_floor",
    SitePeriod,
    "{where}: the floor of all finished shells is in use",
    AtZero.SHARE,
    one_more="{where}: the floor that is left in finished shells is too small for one more phase",
)
SHELL_FIRST = Rows("shell_first", PairPeriod)

OPENED_ORDER = Rows("opened_order", SitePeriod)
SITE_OPEN = Rows("site_open", PairPeriod)
SITE_OPEN_FOR_SHELLS = Rows("site_open_for_shells", SitePeriod)

SITE_FLOOR = Rows(
    "site_floor",
    SiteKey,
    "{where}: the floor is full",
    one_more="{where}: the floor that is left is too small for one more phase",
)
SITE_POWER = Rows(
    "site_power",
    SiteKey,
    "{where}: the power limit is reached",
    one_more="{where}: the power that is left is too little for one more phase",
)

SITE_CONNECTED = Rows(
    "site_connected",
    SitePeriod,
    "{where}: all power connected so far is in use",
    AtZero.BINDS,
    one_more="{where}: the power connected so far is too little for one more phase",
)

REGION_CREWS = Rows(
    "region_crews",
    RegionPeriod,
    "{where}: construction crews start as many phases as they can",
    one_more="{where}: construction crews cannot start one more phase",
)

OWNER_CREWS = Rows(
    "owner_crews",
    OwnerPeriod,
    "{where}: the owner starts as many phases as it can",
    one_more="{where}: the owner cannot start one more phase",
)

CONVERTED_ORDER = Rows("converted_order", ConversionPeriod)
CAPACITY_LEFT = Rows(
    "capacity_left",
    ScenarioPairPeriod,
    "{where}: all capacity that may be converted is converted",
    AtZero.SHARE,
)

RETIRED_ORDER = Rows("retired_order", PairPeriod)

TOOL_STOCK = Rows(
    "tool_stock",
    ToolPeriod,
    "Every {where} delivered so far is installed",
    one_more="{where}: too few are left for the tools of one more phase",
)

LOCK_MIN = Rows("lock_min", LockKey, "{where}: the lock asks for as many phases as are built")
LOCK_MAX = Rows("lock_max", LockKey, "{where}: the lock allows no more phases")

CREDIT_RATE = Rows("credit_rate", CreditKey)
CREDIT_CAP = Rows("credit_cap", IncentiveKey, "{where}: the incentive is used up to its cap")
CREDIT_WITHIN_CAPEX = Rows("credit_within_capex", CohortStart)

ORDERED_SUM = Rows("ordered_sum", OrderKey)
DRAWN_ORDER = Rows("drawn_order", DrawKey)
ACCOUNT_BALANCE = Rows("account_balance", AccountPeriod)
ACCOUNT_EMPTY = Rows("account_empty", AccountPeriod)
FUND_BALANCE = Rows(
    "fund_balance",
    FundPeriod,
    "{where}: every dollar available so far is drawn",
    one_more="{where}: the money that is left cannot pay the largest instalment of one more phase",
)
FUND_LAPSE = Rows(
    "fund_lapse",
    FundPeriod,
    "{where}: the whole budget of the period is drawn",
    one_more="{where}: what is left of the period's budget cannot pay the largest instalment of one more phase",
)
FUND_SHARE = Rows("fund_share", FundSite, "{where}: the fund pays the largest share it may", AtZero.SHARE)

STARTS_BALANCE = Rows("starts_balance", ZoneNodePeriod)
STARTS_SHARED = Rows("starts_shared", PoolPeriod)
ONLINE_CAPACITY = Rows("online_capacity", ClassPeriod, "All usable capacity of {where} is in use", AtZero.BINDS)

PHASE_WAFERS_MAX = Rows("phase_wafers_max", ScenarioPairPeriod)
PHASE_WAFERS_SUM = Rows("phase_wafers_sum", ClassPeriod)
SITE_DRAWN = Rows(
    "site_drawn",
    ScenarioSitePeriod,
    "{where}: phases stand idle for want of power",
    AtZero.BINDS,
)

TIER_MET = Rows("tier_met", TierKey)
BACKLOG_SHARE = Rows("backlog_share", TierKey)
TOOLS_RUNNING = Rows("tools_running", ScenarioToolPeriod, "{where}: capacity stands idle for want of machines")

DEMAND_MET = Rows("demand_met", DemandKey)
SHIPPED_TO_TIERS = Rows("shipped_to_tiers", DemandKey)

ENERGISED_SUM = Rows("energised_sum", GroupPeriod)
DEPLOYMENT_LIMIT = Rows(
    "deployment_limit",
    GroupPeriod,
    "{where}: power in the market is used up, more accelerators could not be switched on",
    AtZero.BINDS,
)

FINISHED_FLOOR = Rows("finished_floor", PackagesKey)

PURCHASE_LIMIT = Rows("purchase_limit", PurchasePeriod, "{where}: all that is offered is bought")
PURCHASE_PAID = Rows("purchase_paid", PurchasePeriod)

SOLD_MADE = Rows("sold_made", SoldKey)

PART_USED = Rows("part_used", PartStockKey)
PART_MADE = Rows("part_made", PartMadeKey)
PART_MOVED = Rows("part_moved", PartKey)
PART_LOCAL = Rows("part_local", PartKey)

LANE_LIMIT = Rows("lane_limit", LaneKey, "{where}: the lane carries all it may")

LIMIT_STARTED = Rows("limit_started", LimitSide, "{where}: the limit on phases started is reached", AtZero.BINDS)
LIMIT_ONLINE = Rows("limit_online", LimitSidePeriod, "{where}: the limit on phases online is reached", AtZero.BINDS)
LIMIT_CAPEX = Rows("limit_capex", LimitSide, "{where}: the limit on the share of capex is reached", AtZero.SHARE)
LIMIT_OUTPUT = Rows(
    "limit_output",
    ScenarioLimitSidePeriod,
    "{where}: the limit on the share of output is reached",
    AtZero.SHARE,
)
LIMIT_SUPPLY = Rows(
    "limit_supply",
    ScenarioLimitSidePeriod,
    "{where}: the limit on where packages come from is reached",
    AtZero.SHARE,
)
LIMIT_SERVICE = Rows(
    "limit_service",
    ScenarioLimitSide,
    "{where}: the limit on the share of demand served is reached",
    AtZero.BINDS,
)

CHANGED_MORE = Rows("changed_more", PairPeriod)
CHANGED_LESS = Rows("changed_less", PairPeriod)
CHANGED_MAX = Rows(
    "changed_max",
    WholePlan,
    "As many changes against the last plan as are allowed are made",
    AtZero.BINDS,
)

TAIL_COST_MIN = Rows("tail_cost_min", ScenarioKey)
WORST_SHORTAGE = Rows(
    "worst_shortage",
    ScenarioKey,
    "{where}: shortage costs as much as it may in this scenario",
    AtZero.BINDS,
)

GROWN_COUNT = Rows("grown_count", ComponentNodePeriod)
GROWN_ORDER = Rows("grown_order", ComponentNodePeriod)
NEED = Rows("need", NeedKey)
NEED_BY_CLASS = Rows("need_by_class", NeedKey, only_for_bound=True)
TOOL_COUNT = Rows("tool_count", ToolPeriod)
CREDIT_COUNT = Rows("credit_count", IncentivePeriod, only_for_bound=True)

ROWS: dict[str, AnyRows] = {family.name: family for family in globals().copy().values() if isinstance(family, Rows)}
LIMITS = {name: family for name, family in ROWS.items() if family.sentence}
"""The rules that a planner would call a limit."""
ROWS_FOR_BOUND = tuple(name for name, family in ROWS.items() if family.only_for_bound)
"""Rows that raise the bound and slow the search for plans down."""
