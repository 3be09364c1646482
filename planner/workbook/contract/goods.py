"""Sheets about what is made and sold: capacity, conversions, products, materials, markets, demand."""

from typing import ClassVar

from planner.workbook.contract.columns import Row, Series, SeriesRow, Type, column


class CapacityRow(SeriesRow):
    """Existing and committed capacity."""

    sheet: ClassVar = "capacity"
    about: ClassVar = (
        "Existing and committed capacity, already ramped; it may fall (retirement), or be retired by a plan"
    )
    unique: ClassVar = ("site", "node", "uses_tools")
    series: ClassVar = Series(
        "Capacity",
        "kwspm",
        "Usable nameplate of the case in the period, thousand wafer starts per month",
        is_level=True,
    )

    site: str = column("Site", Type.NAME, "Where", ref="sites.site")
    node: str = column("Node", Type.NAME, "What", ref="nodes.node")
    uses_tools: bool = column(
        "Uses tools", Type.YES_NO, "no: reallocated from other uses, its growth needs no new scarce tools", default=True
    )
    fixed_cost_usd_bn_per_year: float = column(
        "Fixed cost [USD bn a year]",
        Type.NUMBER,
        "What the capacity costs, whatever it makes, as long as there is some of it and it is not retired",
        unit="usd_bn/year",
        default=0.0,
        ge=0,
    )
    retire_from: str | None = column(
        "Retire from",
        Type.PERIOD,
        "First period in which a plan may give all of it up, for good: its fixed cost ends, and where it uses tools "
        "they are set free for new phases; blank: it stays",
        default=None,
    )


class UnderWayRow(SeriesRow):
    """Phases that started before the horizon."""

    sheet: ClassVar = "under_way"
    about: ClassVar = (
        "Phases whose construction started before the horizon; they take floor, power, phases of the pair, scarce "
        "tools from before their output and their bills from funds, and no crews"
    )
    unique: ClassVar = ("site", "node", "first_output")
    series: ClassVar = Series("Still due", "usd_bn", "Bills of the period, net of what incentives pay")

    site: str = column("Site", Type.NAME, "Where; it is open already", ref="sites.site")
    node: str = column(
        "Node", Type.NAME, "What; site_nodes lists the pair, whose ramp holds, and all others expand", ref="nodes.node"
    )
    phases: int = column("Phases", Type.WHOLE, "How many", unit="phases", ge=1)
    first_output: str = column(
        "First output",
        Type.PERIOD,
        "First period of output, which may precede the horizon; a scenario's delay holds where it does not",
    )


class ConversionRow(Row):
    """A permitted conversion."""

    sheet: ClassVar = "conversions"
    about: ClassVar = "Lumps of capacity that may be turned from one node into another"
    unique: ClassVar = ("site", "from_node", "to_node")

    site: str = column("Site", Type.NAME, "Where", ref="sites.site")
    from_node: str = column("From node", Type.NAME, "Node that loses the lump", ref="nodes.node")
    to_node: str = column("To node", Type.NAME, "Node that gains it", ref="nodes.node")
    lump_kwspm: float = column(
        "Lump [kwspm]",
        Type.NUMBER,
        "Capacity converted at a time, measured on the node it comes from",
        unit="kwspm",
        gt=0,
    )
    capex_usd_bn_per_lump: float = column(
        "Capex per lump [USD bn]", Type.NUMBER, "Due when the conversion starts", unit="usd_bn", default=0.0, ge=0
    )
    downtime_periods: int = column(
        "Downtime [periods]", Type.WHOLE, "Periods in which the lump makes nothing", unit="periods", default=0, ge=0
    )
    output_ratio_pct: float = column(
        "Output ratio [%]", Type.NUMBER, "Capacity gained per capacity given up", unit="%", default=100.0, ge=0
    )
    max_lumps: int | None = column(
        "Max lumps", Type.WHOLE, "At most over the horizon; blank: no limit", unit="lumps", default=None, ge=0
    )
    earliest: str | None = column(
        "Earliest", Type.PERIOD, "First period in which it may start; blank: the first period", default=None
    )


class ProductRow(Row):
    """An AI accelerator package."""

    sheet: ClassVar = "products"
    about: ClassVar = "AI accelerator packages"
    required: ClassVar = True
    unique: ClassVar = ("product",)

    product: str = column("Product", Type.NAME, "Name of the product")
    price_usd: float = column(
        "Price [USD]",
        Type.NUMBER,
        "Selling price; used by the profit objective and by tariffs",
        unit="usd",
        default=0.0,
        ge=0,
    )
    shortage_penalty_usd: float = column(
        "Shortage penalty [USD]", Type.NUMBER, "Cost of a package demanded and not delivered", unit="usd", ge=0
    )
    assembly_yield_pct: float = column(
        "Assembly yield [%]", Type.PERCENT, "Good packages per package started", unit="%", default=100.0, gt=0, le=100
    )
    stock_cost_usd_per_period: float | None = column(
        "Stock cost [USD a period]",
        Type.NUMBER,
        "Cost of keeping a package; blank: no stock",
        unit="usd",
        default=None,
        ge=0,
    )
    power_kw: float = column(
        "Power [kW]",
        Type.NUMBER,
        "Power of one package in use, for the sheet deployment",
        unit="kW",
        default=0.0,
        ge=0,
    )
    package_price_usd: float | None = column(
        "Package price [USD]",
        Type.NUMBER,
        "What the packaging house is paid for a good package, without the parts in it, for the sheets returns, "
        "cash_flow and unit_cost and for profit_of = fabs; blank: not known",
        unit="usd",
        default=None,
        ge=0,
        acts=False,
    )
    other_cost_usd: float = column(
        "Other cost [USD]",
        Type.NUMBER,
        "Part of the price that pays for what the case does not build: boards, test, software, design; taken off sales "
        "by the objective profit and on the sheet returns",
        unit="usd",
        default=0.0,
        ge=0,
    )


class MaterialRow(Row):
    """A part of a package and one node that can make it."""

    sheet: ClassVar = "materials"
    about: ClassVar = "Bill of materials; rows with the same product and part name alternative nodes"
    required: ClassVar = True
    unique: ClassVar = ("product", "part", "node")

    product: str = column("Product", Type.NAME, "Which package", ref="products.product")
    part: str = column("Part", Type.NAME, "Name of the part: compute die, memory stack, interposer ...")
    node: str = column(
        "Node",
        Type.NAME,
        "Node whose wafers it is made on; blank: how it is bought, on the sheet purchases",
        default="",
        ref="nodes.node",
    )
    units: float = column("Units [per package]", Type.NUMBER, "How many a package takes", unit="units", gt=0)
    good_units_per_wafer: float | None = column(
        "Good units per wafer",
        Type.NUMBER,
        "Already net of yield; or give the die area",
        unit="units/wafer",
        default=None,
        gt=0,
    )
    die_area_mm2: float | None = column(
        "Die area [mm2]",
        Type.NUMBER,
        "Gross dies and yield are derived from it",
        unit="mm2",
        default=None,
        gt=0,
        le=2500,
    )
    harvest_pct: float = column(
        "Harvest [%]",
        Type.PERCENT,
        "Share of the die in which a defect is tolerated",
        unit="%",
        default=0.0,
        ge=0,
        le=100,
    )
    stock_cost_usd_per_unit_period: float | None = column(
        "Stock cost [USD per unit and period]",
        Type.NUMBER,
        "Cost of keeping a unit where its packages are finished, from period to period; nothing is in stock at the "
        "start, and what is left at the end is worth nothing; blank: no stock",
        unit="usd",
        default=None,
        ge=0,
    )


class PurchaseRow(SeriesRow):
    """Parts that a contract offers."""

    sheet: ClassVar = "purchases"
    about: ClassVar = "Parts bought from outside under a contract; operations pay for them, no fund does"
    unique: ClassVar = ("part", "region")
    series: ClassVar = Series("Available", "kunits", "Thousand units that the contract offers in the period")

    part: str = column(
        "Part",
        Type.NAME,
        "What, for every product with a part of this name; a materials row without a node says how many a package "
        "takes, else the part's first row",
        ref="materials.part",
    )
    region: str = column(
        "Region", Type.NAME, "Where it arrives, and packages that take it are finished", ref="regions.region"
    )
    price_usd: float = column("Price [USD per unit]", Type.NUMBER, "Price of a unit", unit="usd", ge=0)
    take_or_pay_pct: float = column(
        "Take or pay [%]",
        Type.PERCENT,
        "Share of what is available in each period that is paid for, whether taken or not",
        unit="%",
        default=0.0,
        ge=0,
        le=100,
    )


class ClassRow(Row):
    """A product that serves a class."""

    sheet: ClassVar = "classes"
    about: ClassVar = "Classes of compute: demand of a class is served by any of its products"
    unique: ClassVar = ("class", "product")

    # A keyword of Python, so that it cannot be declared like the others.
    __annotations__["class"] = str
    locals()["class"] = column("Class", Type.NAME, "Name of the class; demand may name it in place of a product")
    product: str = column("Product", Type.NAME, "A product that serves it", ref="products.product")
    units_per_package: float = column(
        "Units [per package]",
        Type.NUMBER,
        "Class units that a package counts for; in totals a class counts in packages of its first product",
        unit="units/package",
        gt=0,
    )
    price_factor_pct: float = column(
        "Price factor [%]",
        Type.NUMBER,
        "Share of the price that a package of it earns in the class; used by the profit objective",
        unit="%",
        default=100.0,
        ge=0,
    )


class MarketRow(Row):
    """A market."""

    sheet: ClassVar = "markets"
    about: ClassVar = "Where packages are sold"
    required: ClassVar = True
    unique: ClassVar = ("market",)

    market: str = column("Market", Type.NAME, "Name of the market")
    bloc: str = column("Bloc", Type.NAME, "Group of markets, to which lanes and limits may refer", default="")


class DemandRow(SeriesRow):
    """Demand for a product or class in a market."""

    sheet: ClassVar = "demand"
    about: ClassVar = "Packages, or units of a class, demanded by period"
    required: ClassVar = True
    unique: ClassVar = ("product", "market", "scenario", "tier")
    series: ClassVar = Series("Demand", "kunits", "Thousand packages, or class units, demanded in the period")

    product: str = column(
        "Product", Type.NAME, "What: a product, or a class", ref="products.product", or_ref="classes.class"
    )
    market: str = column("Market", Type.NAME, "Where", ref="markets.market")
    scenario: str = column(
        "Scenario",
        Type.NAME,
        "Blank: every scenario; a scenario's own row replaces it",
        default="",
        ref="scenarios.scenario",
    )
    tier: str = column(
        "Tier", Type.NAME, "Tier of customers with a demand of their own; blank: one without a name", default=""
    )
    price_usd: float | None = column(
        "Price [USD]",
        Type.NUMBER,
        "What the tier pays for a package or class unit; blank: the product's price. Tariffs stay on the product's",
        unit="usd",
        default=None,
        ge=0,
    )
    shortage_penalty_usd: float | None = column(
        "Shortage penalty [USD]",
        Type.NUMBER,
        "Cost of a package or class unit that is lost; blank: the product's, of a class the least of its products",
        unit="usd",
        default=None,
        ge=0,
    )
    backlog_pct: float = column(
        "Backlog [%]",
        Type.PERCENT,
        "Share of what is unserved that still wants its package in the next period; the rest is lost",
        unit="%",
        default=0.0,
        ge=0,
        le=100,
    )
