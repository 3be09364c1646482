"""Sheets about places and technologies: regions, sites, nodes, their pairs, ramps and spend profiles."""

from typing import ClassVar

from planner.case.curves import YieldModel
from planner.case.records import Kind
from planner.workbook.contract.columns import Row, Type, column


class RegionRow(Row):
    """A country or jurisdiction."""

    sheet: ClassVar = "regions"
    about: ClassVar = "Countries or jurisdictions, with cost indices relative to the figures of the nodes sheet"
    required: ClassVar = True
    unique: ClassVar = ("region",)

    region: str = column("Region", Type.NAME, "Name of the region")
    bloc: str = column("Bloc", Type.NAME, "Group of regions, for funds and limits", default="")
    shell_cost_index: float = column(
        "Shell cost index",
        Type.NUMBER,
        "Cost of buildings and facilities relative to the nodes sheet",
        default=1.0,
        ge=0,
    )
    equipment_cost_index: float = column(
        "Equipment cost index", Type.NUMBER, "Cost of tools relative to the nodes sheet", default=1.0, ge=0
    )
    operating_cost_index: float = column(
        "Operating cost index", Type.NUMBER, "Multiplies wafer cost and fixed cost", default=1.0, ge=0
    )
    max_phase_starts_per_year: float | None = column(
        "Max phase starts [a year]",
        Type.NUMBER,
        "Construction crews: phase starts within any year, counted with the crew units of their nodes; blank: no limit",
        unit="phases/year",
        default=None,
        ge=0,
    )
    power_price_usd_kwh: float = column(
        "Power price [USD/kWh]",
        Type.NUMBER,
        "Price of power for sites that state none",
        unit="usd/kWh",
        default=0.0,
        ge=0,
    )


class SiteRow(Row):
    """A place to build."""

    sheet: ClassVar = "sites"
    about: ClassVar = "Places where phases can be built"
    required: ClassVar = True
    unique: ClassVar = ("site",)

    site: str = column("Site", Type.NAME, "Name of the site")
    region: str = column("Region", Type.NAME, "Region that the site lies in", ref="regions.region")
    latitude: float | None = column(
        "Latitude [deg]", Type.NUMBER, "For maps only", unit="deg", default=None, ge=-90, le=90, acts=False
    )
    longitude: float | None = column(
        "Longitude [deg]", Type.NUMBER, "For maps only", unit="deg", default=None, ge=-180, le=180, acts=False
    )
    floor_units: float | None = column(
        "Floor [units]",
        Type.NUMBER,
        "Space for new phases, in floor units; blank: no limit",
        unit="floor units",
        default=None,
        ge=0,
    )
    opening_cost_usd_bn: float = column(
        "Opening cost [USD bn]",
        Type.NUMBER,
        "Land, utilities and permits, due when the site opens for its first phase or shell; a site with committed "
        "capacity, phases under way or ready shells is open already",
        unit="usd_bn",
        default=0.0,
        ge=0,
    )
    available_from: str | None = column(
        "Available from", Type.PERIOD, "First period in which a phase may start; blank: the first period", default=None
    )
    power_limit_mw: float | None = column(
        "Power limit [MW]", Type.NUMBER, "Power for new phases; blank: no limit", unit="MW", default=None, ge=0
    )
    power_price_usd_kwh: float | None = column(
        "Power price [USD/kWh]", Type.NUMBER, "Blank: the region's", unit="usd/kWh", default=None, ge=0
    )
    shell_cost_index: float | None = column(
        "Shell cost index",
        Type.NUMBER,
        "For phases built with their buildings, not for the shells sheet; blank: the region's",
        default=None,
        ge=0,
    )


class NodeRow(Row):
    """A process technology."""

    sheet: ClassVar = "nodes"
    about: ClassVar = "Process technologies of kind logic, memory (HBM) or packaging (CoWoS-class)"
    required: ClassVar = True
    unique: ClassVar = ("node",)

    node: str = column("Node", Type.NAME, "Name of the process technology")
    kind: Kind = column("Kind", Type.CHOICE, "What it makes", choices=Kind)
    phase_kwspm: float = column(
        "Phase size [kwspm]",
        Type.NUMBER,
        "Nameplate capacity of one phase, thousand wafer starts per month",
        unit="kwspm",
        gt=0,
    )
    phase_capex_usd_bn: float = column(
        "Phase capex [USD bn]",
        Type.NUMBER,
        "Capex of one phase at index 1 that starts in the first period",
        unit="usd_bn",
        ge=0,
    )
    shell_share_pct: float = column(
        "Shell share [%]",
        Type.PERCENT,
        "Share of the capex that is building and facilities, which phases at a site with shells do not pay; the rest "
        "is equipment",
        unit="%",
        default=0.0,
        ge=0,
        le=100,
    )
    floor_units_per_phase: float = column(
        "Floor per phase [units]",
        Type.NUMBER,
        "Floor units that one phase takes",
        unit="floor units",
        default=1.0,
        ge=0,
    )
    power_mw_per_phase: float = column(
        "Power per phase [MW]", Type.NUMBER, "Power drawn by one phase at full use", unit="MW", default=0.0, ge=0
    )
    wafer_cost_usd: float = column(
        "Wafer cost [USD]", Type.NUMBER, "Cash cost of a wafer without power", unit="usd/wafer", default=0.0, ge=0
    )
    fixed_cost_usd_bn_per_phase_year: float = column(
        "Fixed cost [USD bn per phase and year]",
        Type.NUMBER,
        "Cost of keeping one new phase online",
        unit="usd_bn/year",
        default=0.0,
        ge=0,
    )
    capex_trend_pct: float = column(
        "Capex trend [% a year]",
        Type.PERCENT,
        "Real change of the phase capex by the period of the start; below 0: later phases are cheaper",
        unit="%/year",
        default=0.0,
        gt=-100,
    )
    crew_units_per_phase: float = column(
        "Crew units per phase",
        Type.NUMBER,
        "What the start of one phase takes of the crews of its region; the start of a shell takes none",
        unit="crew units",
        default=1.0,
        ge=0,
    )
    idle_power_pct: float = column(
        "Idle power [%]",
        Type.PERCENT,
        "Share of its power that an online phase draws whatever it makes; the rest follows the wafers that it starts",
        unit="%",
        default=100.0,
        ge=0,
        le=100,
    )
    wafer_price_usd: float | None = column(
        "Wafer price [USD]",
        Type.NUMBER,
        "What the fab is paid for a wafer that leaves it, for the sheets returns, cash_flow and unit_cost and for "
        "profit_of = fabs; in the first period; blank: not known. A packaging node earns the package price of products "
        "that have one instead",
        unit="usd/wafer",
        default=None,
        ge=0,
        acts=False,
    )
    wafer_price_trend_pct: float = column(
        "Wafer price trend [% a year]",
        Type.PERCENT,
        "Real change of the wafer price by the period in which the wafer leaves the fab",
        unit="%/year",
        default=0.0,
        gt=-100,
        acts=False,
    )
    available_from: str | None = column(
        "Available from",
        Type.PERIOD,
        "First output of the node anywhere; may precede the horizon; blank: the first period",
        default=None,
    )
    utilisation_pct: float = column(
        "Utilisation [%]", Type.PERCENT, "Usable share of nameplate capacity", unit="%", default=100.0, gt=0, le=100
    )
    cycle_periods: int = column(
        "Cycle [periods]", Type.WHOLE, "Wafer start to good unit", unit="periods", default=0, ge=0
    )
    yield_model: YieldModel = column(
        "Yield model",
        Type.CHOICE,
        "How defects turn into yield",
        default=YieldModel.NEGATIVE_BINOMIAL,
        choices=YieldModel,
    )
    defects_start_per_cm2: float = column(
        "Defects at start [per cm2]", Type.NUMBER, "Defect density at first output", unit="1/cm2", default=0.0, ge=0
    )
    defects_mature_per_cm2: float = column(
        "Defects mature [per cm2]", Type.NUMBER, "Defect density after learning", unit="1/cm2", default=0.0, ge=0
    )
    learning_periods: float = column(
        "Learning [periods]", Type.NUMBER, "Time constant of defect learning", unit="periods", default=4.0, gt=0
    )
    cluster_alpha: float = column(
        "Cluster alpha", Type.NUMBER, "Clustering parameter of the negative binomial model", default=3.0, gt=0
    )


class PairRow(Row):
    """A node that may be built at a site."""

    sheet: ClassVar = "site_nodes"
    about: ClassVar = (
        "Which nodes may be built where, how long it takes and how it is paid; a pair not listed cannot be built"
    )
    required: ClassVar = True
    unique: ClassVar = ("site", "node")

    site: str = column("Site", Type.NAME, "Where", ref="sites.site")
    node: str = column("Node", Type.NAME, "What", ref="nodes.node")
    lead_periods: int = column(
        "Lead time [periods]",
        Type.WHOLE,
        "Construction start, at a site with shells the start of fit-out, to first output",
        unit="periods",
        ge=0,
    )
    ramp: str = column("Ramp", Type.NAME, "Share of nameplate by age, from the ramps sheet", ref="ramps.ramp")
    spend: str = column("Spend", Type.NAME, "Capex profile from start, from the spends sheet", ref="spends.spend")
    max_phases: int | None = column(
        "Max phases", Type.WHOLE, "New phases of this pair at most; blank: no limit", unit="phases", default=None, ge=0
    )
    capex_factor: float = column(
        "Capex factor", Type.NUMBER, "Multiplies the phase capex for this pair", default=1.0, ge=0
    )
    expansion_capex_factor: float = column(
        "Expansion capex factor",
        Type.NUMBER,
        "Multiplies the capex of phases after the first once more, also at a site with shells: 0.7 makes the first "
        "phase of a new place the dearer one",
        default=1.0,
        ge=0,
    )
    defect_factor: float = column(
        "Defect factor", Type.NUMBER, "Multiplies the defect density for this pair", default=1.0, ge=0
    )
    expansion_lead_periods: int | None = column(
        "Expansion lead time [periods]",
        Type.WHOLE,
        "Lead time of phases after the first, but not at a site with shells; blank: the lead time",
        unit="periods",
        default=None,
        ge=0,
    )
    expansion_spend: str | None = column(
        "Expansion spend",
        Type.NAME,
        "Capex profile of phases after the first, but not at a site with shells; blank: the spend profile",
        default=None,
        ref="spends.spend",
    )
    owner: str = column(
        "Owner",
        Type.NAME,
        "Who builds it, from the owners sheet, which must hold the node",
        default="",
        ref="owners.owner",
    )


class RampRow(Row):
    """A step of a ramp."""

    sheet: ClassVar = "ramps"
    about: ClassVar = "Share of nameplate by age; a step holds until the next row, the last row for ever"
    required: ClassVar = True
    unique: ClassVar = ("ramp", "age_periods")

    ramp: str = column("Ramp", Type.NAME, "Name of the ramp")
    age_periods: int = column(
        "Age [periods]", Type.WHOLE, "Age of the phase; 0 is the first output period", unit="periods", ge=0
    )
    share_pct: float = column("Share [%]", Type.PERCENT, "Share of nameplate from this age on", unit="%", ge=0, le=100)


class SpendRow(Row):
    """A step of a spend profile."""

    sheet: ClassVar = "spends"
    about: ClassVar = "Shares of a phase's capex by period from construction start; they sum to 100"
    required: ClassVar = True
    unique: ClassVar = ("spend", "offset_periods")

    spend: str = column("Spend", Type.NAME, "Name of the profile")
    offset_periods: int = column(
        "Offset [periods]", Type.WHOLE, "Periods after construction start", unit="periods", ge=0
    )
    share_pct: float = column("Share [%]", Type.PERCENT, "Share of the capex due then", unit="%", ge=0, le=100)
