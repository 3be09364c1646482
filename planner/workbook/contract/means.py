"""Sheets about means and policy: funds, budget, incentives, tools, limits, locks, last plan, scenarios."""

from typing import ClassVar

from planner.case.records import Covers, Kind, Measure
from planner.workbook.contract.columns import Row, Series, SeriesRow, Type, column


class FundRow(Row):
    """An investor and what it may pay for."""

    sheet: ClassVar = "funds"
    about: ClassVar = "Investors and what each may pay for; lists are separated by semicolons, blank means any"
    required: ClassVar = True
    unique: ClassVar = ("fund",)

    fund: str = column("Fund", Type.NAME, "Name of the investor or fund")
    regions: tuple[str, ...] = column(
        "Regions", Type.NAMES, "May pay in these regions", default=(), ref="regions.region"
    )
    blocs: tuple[str, ...] = column("Blocs", Type.NAMES, "May pay in these blocs", default=(), ref="regions.bloc")
    nodes: tuple[str, ...] = column("Nodes", Type.NAMES, "May pay for these nodes", default=(), ref="nodes.node")
    kinds: tuple[Kind, ...] = column("Kinds", Type.NAMES, "May pay for nodes of these kinds", default=(), choices=Kind)
    owners: tuple[str, ...] = column(
        "Owners",
        Type.NAMES,
        "May pay for what these owners build, and open sites where they may",
        default=(),
        ref="owners.owner",
    )
    carry_over: bool = column("Carry over", Type.YES_NO, "no: what is not drawn in its period lapses", default=True)
    max_share_pct: float = column(
        "Max share [%]",
        Type.PERCENT,
        "Of all draws at each site over the horizon",
        unit="%",
        default=100.0,
        ge=0,
        le=100,
    )
    cost_of_money_pct: float = column(
        "Cost of money [% a year]",
        Type.PERCENT,
        "On cumulative draws, in the objective only",
        unit="%/year",
        default=0.0,
        ge=0,
        le=100,
    )
    home_markets: tuple[str, ...] = column(
        "Home markets",
        Type.NAMES,
        "Markets whose coverage counts for the fund, shown on the sheet returns",
        default=(),
        ref="markets.market",
        acts=False,
    )
    required_return_pct: float | None = column(
        "Required return [% a year]",
        Type.PERCENT,
        "Real return that the fund asks for, at which the sheet returns discounts its cash; blank: the discount rate",
        unit="%/year",
        default=None,
        ge=0,
        le=100,
        acts=False,
    )


class BudgetRow(SeriesRow):
    """What becomes available in a fund."""

    sheet: ClassVar = "budget"
    about: ClassVar = "Money that becomes available in each fund by period"
    required: ClassVar = True
    unique: ClassVar = ("fund",)
    series: ClassVar = Series("Budget", "usd_bn", "Money that becomes available in the period, USD bn")

    fund: str = column("Fund", Type.NAME, "Which fund", ref="funds.fund")


class IncentiveRow(Row):
    """A grant or tax credit."""

    sheet: ClassVar = "incentives"
    about: ClassVar = "Grants and tax credits on the capex of phases and shells that start inside a window"
    unique: ClassVar = ("incentive",)

    incentive: str = column("Incentive", Type.NAME, "Name of the grant or credit, shown in the plan", acts=False)
    region: str = column("Region", Type.NAME, "Where; or give a site", default="", ref="regions.region")
    site: str = column("Site", Type.NAME, "Where; or give a region", default="", ref="sites.site")
    kind: Kind | None = column(
        "Kind",
        Type.CHOICE,
        "Only phases of nodes of this kind, and no shells; blank: all",
        default=None,
        choices=Kind,
    )
    rate_pct: float = column("Rate [%]", Type.PERCENT, "Share of the covered capex", unit="%", ge=0, le=100)
    covers: Covers = column(
        "Covers", Type.CHOICE, "Part of the capex that it covers", default=Covers.ALL, choices=Covers
    )
    start_from: str | None = column(
        "Start from", Type.PERIOD, "First start period that earns it; blank: always", default=None
    )
    start_until: str | None = column(
        "Start until", Type.PERIOD, "Last start period that earns it; blank: always", default=None
    )
    cap_usd_bn: float | None = column(
        "Cap [USD bn]", Type.NUMBER, "All credits together at most; blank: no cap", unit="usd_bn", default=None, ge=0
    )


class ToolRow(SeriesRow):
    """New deliveries of a scarce machine."""

    sheet: ClassVar = "tools"
    about: ClassVar = "New deliveries of scarce machines that this case may install"
    unique: ClassVar = ("tool",)
    series: ClassVar = Series("Deliveries", "tools", "Machines delivered in the period and available to this case")

    tool: str = column("Tool", Type.NAME, "Name of the machine")
    productivity_growth_pct: float = column(
        "Productivity growth [% a year]",
        Type.PERCENT,
        "Of the whole installed stock: the need of a period is divided by its growth since the first period",
        unit="%/year",
        default=0.0,
        ge=0,
    )


class ToolUseRow(Row):
    """Installed machines per capacity."""

    sheet: ClassVar = "tool_use"
    about: ClassVar = "Scarce machines that a node needs installed; a stock, never consumed"
    unique: ClassVar = ("tool", "node")

    tool: str = column("Tool", Type.NAME, "Which machine", ref="tools.tool")
    node: str = column("Node", Type.NAME, "Which node", ref="nodes.node")
    tools_per_kwspm: float = column(
        "Tools [per kwspm]",
        Type.NUMBER,
        "Installed machines per thousand wafer starts a month",
        unit="tools/kwspm",
        ge=0,
    )
    periods_before_output: int = column(
        "Before output [periods]",
        Type.WHOLE,
        "How long before first output the machine must be there",
        unit="periods",
        default=0,
        ge=0,
    )


class LimitRow(Row):
    """A policy bound."""

    sheet: ClassVar = "limits"
    about: ClassVar = "Policy bounds on shares of output, supply, capex or demand served, and on counts of new phases"
    unique: ClassVar = ("limit",)

    limit: str = column("Limit", Type.NAME, "Name of the limit, shown in the plan", acts=False)
    measure: Measure = column("Measure", Type.CHOICE, "What is bounded", choices=Measure)
    region: str = column("Region", Type.NAME, "Where; blank: everywhere", default="", ref="regions.region")
    bloc: str = column("Bloc", Type.NAME, "Where; blank: everywhere", default="", ref="regions.bloc")
    site: str = column("Site", Type.NAME, "Where; blank: everywhere", default="", ref="sites.site")
    node: str = column("Node", Type.NAME, "Which node; blank: all", default="", ref="nodes.node")
    kind: Kind | None = column("Kind", Type.CHOICE, "Which kind of node; blank: all", default=None, choices=Kind)
    product: str = column(
        "Product",
        Type.NAME,
        "Which product, or for service which class; blank: all",
        default="",
        ref="products.product",
        or_ref="classes.class",
    )
    market: str = column(
        "Market",
        Type.NAME,
        "For service and supply_share: which market; blank: all. A supply_share is the share of what it receives that "
        "comes from the region or bloc of the row (local content)",
        default="",
        ref="markets.market",
    )
    market_bloc: str = column(
        "Market bloc", Type.NAME, "For supply_share: or all markets of a bloc", default="", ref="markets.bloc"
    )
    tier: str = column(
        "Tier", Type.NAME, "For service: which tier of customers; blank: all", default="", ref="demand.tier"
    )
    owner: str = column(
        "Owner",
        Type.NAME,
        "Whose phases, of limits on phases and capex; blank: everybody's",
        default="",
        ref="owners.owner",
    )
    min: float | None = column(
        "Min",
        Type.NUMBER,
        "At least: per cent of the total for shares, phases for counts",
        unit="% or phases",
        default=None,
        ge=0,
    )
    max: float | None = column(
        "Max",
        Type.NUMBER,
        "At most: per cent of the total for shares, phases for counts",
        unit="% or phases",
        default=None,
        ge=0,
    )
    from_period: str | None = column("From", Type.PERIOD, "First period in which it holds; blank: always", default=None)
    until_period: str | None = column(
        "Until", Type.PERIOD, "Last period in which it holds; blank: always", default=None
    )


class LockRow(Row):
    """A decision fixed by the planner."""

    sheet: ClassVar = "locks"
    about: ClassVar = (
        "Decisions fixed by the planner: starts inside a window, ends included; * as site or node stands for every "
        "pair that no other row names, * as site without a node for the shells of every such site"
    )
    mistaken: ClassVar = (
        ("period", "phases"),
        ("min_phases", "max_phases"),
        "these are the rows of the sheet starts, which fix nothing here: paste the sheet locks of the plan workbook",
    )

    site: str = column("Site", Type.NAME, "Where", ref="sites.site")
    node: str = column(
        "Node",
        Type.NAME,
        "Node that is built or converted to; blank: the shells of the site",
        default="",
        ref="nodes.node",
    )
    from_node: str = column(
        "From node", Type.NAME, "Given: the row counts lumps converted from this node", default="", ref="nodes.node"
    )
    from_period: str | None = column("From", Type.PERIOD, "First period of the window; blank: the first", default=None)
    until_period: str | None = column("Until", Type.PERIOD, "Last period of the window; blank: the last", default=None)
    min_phases: float = column(
        "Min phases", Type.NUMBER, "Starts inside the window at least", unit="phases", default=0.0, ge=0
    )
    max_phases: float | None = column(
        "Max phases",
        Type.NUMBER,
        "Starts inside the window at most; blank: no limit",
        unit="phases",
        default=None,
        ge=0,
    )


class LastPlanRow(Row):
    """A start of the last plan."""

    sheet: ClassVar = "last_plan"
    about: ClassVar = (
        "Starts of the last plan, from which changes are counted; shells count where a row is about shells, if only to "
        "say that none start"
    )
    unique: ClassVar = ("site", "node", "period")

    site: str = column("Site", Type.NAME, "Where", ref="sites.site")
    node: str = column("Node", Type.NAME, "What; blank: the shells of the site", default="", ref="nodes.node")
    period: str = column("Period", Type.PERIOD, "When construction started")
    phases: float = column("Phases", Type.NUMBER, "How many", unit="phases", ge=0)


class ScenarioRow(Row):
    """A named future."""

    sheet: ClassVar = "scenarios"
    about: ClassVar = "Named futures with probabilities that sum to 100"
    unique: ClassVar = ("scenario",)

    scenario: str = column("Scenario", Type.NAME, "Name of the future")
    probability_pct: float = column(
        "Probability [%]", Type.PERCENT, "Of this future; at 0 it is left out of the plan", unit="%", ge=0, le=100
    )
    demand_factor_pct: float = column(
        "Demand factor [%]", Type.NUMBER, "Multiplies all demand", unit="%", default=100.0, ge=0
    )
    tool_factor_pct: float = column(
        "Tool factor [%]", Type.NUMBER, "Usable share of scarce tools in operations", unit="%", default=100.0, ge=0
    )
    delay_periods: int = column(
        "Delay [periods]", Type.WHOLE, "Output of new phases comes later by", unit="periods", default=0, ge=0
    )
