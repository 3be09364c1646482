"""A made-up plan of the size of the world: 19 sites, 7 nodes, 40 quarters, 11 products, 7 markets, some 20,000 rows."""

from random import Random

from planner.case.calendar import Calendar
from planner.case.records import (
    Case,
    Committed,
    Fund,
    Kind,
    Market,
    Node,
    Pair,
    Part,
    Product,
    Region,
    Scenario,
    Settings,
    Site,
    Source,
)
from planner.plan.records import (
    Binding,
    Capacity,
    Draw,
    Opening,
    Outcome,
    Packages,
    PartFlow,
    Plan,
    Shipment,
    Shortage,
    Start,
    Status,
    Wafers,
)
from planner.shape.tracks import is_open

QUARTERS = 40
REGIONS = ("Taiwan", "Korea", "Japan", "USA", "Germany", "Ireland", "Israel", "Malaysia", "Singapore")
SITES = tuple(f"{REGIONS[i % len(REGIONS)]} {i // len(REGIONS) + 1}" for i in range(19))
NODES = {
    "N2": Kind.LOGIC,
    "N3": Kind.LOGIC,
    "N5": Kind.LOGIC,
    "HBM3E": Kind.MEMORY,
    "HBM4": Kind.MEMORY,
    "CoWoS-L": Kind.PACKAGING,
    "CoWoS-S": Kind.PACKAGING,
}
PRODUCTS = tuple(f"Accelerator {letter}" for letter in "ABCDEFGHIJK")
MARKETS = ("North America", "Europe", "Gulf", "India", "Japan", "South-East Asia", "Rest of world")


def world() -> Case:
    """The case; every site may build three or four nodes."""
    random = Random(1)
    parts = (
        Part("die", (Source("N3", 2.0, good_units_per_wafer=60.0),)),
        Part("memory", (Source("HBM4", 8.0, good_units_per_wafer=500.0),)),
        Part("package", (Source("CoWoS-L", 1.0, good_units_per_wafer=16.0),)),
    )
    ramp, spend = (0.25, 0.5, 0.75, 1.0), (0.1, 0.2, 0.3, 0.2, 0.2)
    pairs = [Pair(site, node, 10, ramp, spend, 6, spend) for site in SITES for node in random.sample(list(NODES), k=4)]
    demand = {
        (product, market): tuple(5.0 * 1.03**t * random.uniform(0.5, 2) for t in range(QUARTERS))
        for product in PRODUCTS
        for market in MARKETS
    }
    return Case(
        settings=Settings(case_name="AI compute capacity, world case", discount_rate=0.06, price_year=2026),
        calendar=Calendar.starting("2026Q4", QUARTERS),
        regions={name: Region(name) for name in REGIONS},
        sites={name: Site(name, name.rsplit(" ", 1)[0], opening_cost_usd_bn=1.0) for name in SITES},
        nodes={name: Node(name, kind, 20.0, random.uniform(2.0, 22.0)) for name, kind in NODES.items()},
        pairs={(p.site, p.node): p for p in pairs},
        products={name: Product(name, parts, shortage_penalty_usd=30_000.0) for name in PRODUCTS},
        markets={name: Market(name) for name in MARKETS},
        scenarios=(Scenario("base", 1.0, demand),),
        funds={
            name: Fund(name, (usd_bn,) * QUARTERS)
            for name, usd_bn in {"CHIPS office": 2.0, "Sovereign fund": 12.0, "Hyperscalers": 20.0}.items()
        },
        committed=tuple(
            Committed(site, node, (30.0,) * QUARTERS) for site, node in list({(p.site, p.node) for p in pairs})[:12]
        ),
    )


def world_plan(case: Case) -> Plan:
    """A plan that starts phases everywhere and ships most of the demand."""
    random = Random(2)
    periods = range(QUARTERS)
    starts = tuple(
        Start(site, node, period, random.randint(1, 3))
        for site, node in case.pairs
        for period in sorted(random.sample(range(28), k=random.choice((0, 1, 2, 3))))
    )
    shipped = {
        key: tuple(kunits * min(1.0, 0.4 + 0.018 * t) for t, kunits in enumerate(series))
        for key, series in case.scenarios[0].demand_kunits.items()
    }
    return Plan(
        outcome=Outcome(Status.FEASIBLE, 834.4123456789012, 831.7, 0.0032504, {"capex": 500.1, "shortage": 334.3}),
        openings=tuple(Opening(site, 0) for site in SITES if not is_open(case, site)),
        starts=starts,
        draws=tuple(
            Draw(random.choice(list(case.funds)), start.site, start.node, start.period + k, random.uniform(0.5, 3.0))
            for start in starts
            for k in range(5)
        ),
        wafers=tuple(
            Wafers("base", region, node, 1.0, "die", product, t, random.uniform(0, 99))
            for region in REGIONS
            for node in ("N3", "HBM4")
            for product in PRODUCTS
            for t in periods
        ),
        flows=tuple(
            PartFlow("base", region, "Taiwan", "HBM4", product, "memory", t, random.uniform(0, 99))
            for region in REGIONS[:5]
            for product in PRODUCTS
            for t in periods
        ),
        packages=tuple(Packages("base", "Taiwan", product, t, 1 / 3) for product in PRODUCTS for t in periods),
        shipments=tuple(
            Shipment("base", "Taiwan", market, product, t, kunits)
            for (product, market), series in shipped.items()
            for t, kunits in enumerate(series)
        ),
        shortage=tuple(
            Shortage("base", product, market, t, wanted - kunits)
            for (product, market), series in shipped.items()
            for t, (kunits, wanted) in enumerate(
                zip(series, case.scenarios[0].demand_kunits[product, market], strict=True)
            )
            if wanted > kunits
        ),
        capacity=tuple(
            Capacity(site, node, t, 20.0 + 2.0 * t, 0.8 * (20.0 + 2.0 * t))
            for site, node in case.pairs
            for t in periods
        ),
        binding=tuple(
            Binding("online_capacity", f"{region}, {node}", t, 0.0)
            for region in REGIONS
            for node in ("N3", "HBM4")
            for t in range(random.randint(5, 30))
        ),
        run={"solver": "HiGHS", "seconds_solve": 151.2},
    )
