"""Plans made up for tests of the reports: consistent enough to add up, with values that need every digit."""

from collections.abc import Mapping
from dataclasses import replace

from planner.case.calendar import Calendar
from planner.case.records import (
    Case,
    Committed,
    Conversion,
    Fund,
    Incentive,
    Kind,
    Market,
    Node,
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
    Converted,
    Credit,
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
from tests.cases import pair

QUARTERS = 12
RAMP = (0.5, 1.0)
COMMITTED_KWSPM = 2.0
DEMAND_KUNITS = {"west": 30.0, "east": 10.0}


def three_sites() -> Case:
    """Three sites, a logic and a packaging node, one product, two markets, two funds, twelve quarters from 2027Q1.

    A phase of N3 costs 20 usd_bn, of COWOS 2 usd_bn (10 % more in Dresden). Phoenix has 2 kwspm of N3 already.
    """
    die = Part("die", (Source("N3", 1.0, good_units_per_wafer=4.0),))
    package = Part("package", (Source("COWOS", 1.0, good_units_per_wafer=4.0),))
    sites = {"Phoenix": "USA", "Dresden": "Europe", "Penang": "Asia"}
    ramped = {"ramp": RAMP, "spend": (0.5, 0.5)}
    return Case(
        settings=Settings(case_name="Three sites", discount_rate=0.05, price_year=2026),
        calendar=Calendar.starting("2027Q1", QUARTERS),
        regions={"USA": Region("USA"), "Europe": Region("Europe", equipment_cost_index=1.1), "Asia": Region("Asia")},
        sites={name: Site(name, region, opening_cost_usd_bn=0.5) for name, region in sites.items()},
        nodes={
            "N3": Node("N3", Kind.LOGIC, phase_kwspm=4.0, phase_capex_usd_bn=20.0, available_from=-4),
            "COWOS": Node("COWOS", Kind.PACKAGING, phase_kwspm=5.0, phase_capex_usd_bn=2.0, utilisation=0.9),
        },
        pairs={
            ("Phoenix", "N3"): pair("Phoenix", "N3", 4, **ramped),
            ("Dresden", "N3"): pair("Dresden", "N3", 5, **ramped, expansion_lead_periods=3),
            ("Dresden", "COWOS"): pair("Dresden", "COWOS", 2, **ramped),
            ("Penang", "COWOS"): pair("Penang", "COWOS", 2, **ramped),
        },
        products={"accelerator": Product("accelerator", (die, package), shortage_penalty_usd=20_000.0)},
        markets={name: Market(name) for name in DEMAND_KUNITS},
        scenarios=(
            Scenario("base", 1.0, {("accelerator", market): (k,) * QUARTERS for market, k in DEMAND_KUNITS.items()}),
        ),
        funds={
            "Treasury": Fund("Treasury", (30.0, 30.0) + (0.0,) * (QUARTERS - 2)),
            "Hyperscaler": Fund("Hyperscaler", (5.0,) * QUARTERS, carry_over=False),
        },
        committed=(
            Committed("Phoenix", "N3", (COMMITTED_KWSPM,) * QUARTERS),
            Committed("Penang", "COWOS", (COMMITTED_KWSPM,) * QUARTERS),
        ),
        conversions=(Conversion("Phoenix", "N3", "COWOS", lump_kwspm=1.0, capex_usd_bn_per_lump=0.25),),
        incentives=(Incentive("Chips act", 0.25, region="USA"),),
    )


def three_sites_plan() -> Plan:
    """Two phases of N3 in Phoenix, one and one more in Dresden, one of COWOS in Penang; short at first."""
    starts = (
        Start("Phoenix", "N3", 0, 2),
        Start("Dresden", "N3", 1, 1),
        Start("Dresden", "N3", 4, 1),
        Start("Penang", "COWOS", 0, 1),
    )
    draws = (
        Draw("Treasury", "Phoenix", "N3", 0, 20.0 - 5.0),
        Draw("Treasury", "Phoenix", "N3", 1, 20.0 - 5.0),
        Draw("Treasury", "Dresden", "", 1, 0.5),
        Draw("Treasury", "Dresden", "N3", 1, 11.0),
        Draw("Treasury", "Dresden", "N3", 2, 11.0),
        Draw("Hyperscaler", "Dresden", "N3", 4, 5.0),
        Draw("Treasury", "Dresden", "N3", 4, 6.0),
        Draw("Hyperscaler", "Dresden", "N3", 5, 5.0),
        Draw("Treasury", "Dresden", "N3", 5, 6.0),
        Draw("Hyperscaler", "Penang", "COWOS", 0, 1.0),
        Draw("Hyperscaler", "Penang", "COWOS", 1, 1.0),
        Draw("Hyperscaler", "Phoenix", "COWOS", 2, 0.25),
    )
    short = (0.5, 0.5, 0.5, 0.5, 0.25, 0.1, 0.1 + 0.2) + (0.0,) * 5
    return Plan(
        outcome=Outcome(
            Status.FEASIBLE, 101.30000000000001, 100.2, 0.010858835143139, {"capex": 80.1, "shortage": 21.2}
        ),
        openings=(Opening("Dresden", 1),),
        starts=starts,
        converted=(Converted("Phoenix", "N3", "COWOS", 2, 1),),
        draws=draws,
        credits=(Credit("Chips act", "Phoenix", "N3", 0, 10.0),),
        wafers=(
            Wafers("base", "USA", "N3", 1.0, "die", "accelerator", -1, 5.0),
            *(Wafers("base", "USA", "N3", 1.0, "die", "accelerator", t, (1 - s) * 10) for t, s in enumerate(short)),
        ),
        flows=tuple(
            PartFlow("base", "USA", "Asia", "N3", "accelerator", "die", t, (1 - s) * 40) for t, s in enumerate(short)
        ),
        packages=tuple(Packages("base", "Asia", "accelerator", t, (1 - s) * 40) for t, s in enumerate(short)),
        shipments=tuple(
            Shipment("base", "Asia", market, "accelerator", t, k * (1 - s))
            for market, k in DEMAND_KUNITS.items()
            for t, s in enumerate(short)
        ),
        shortage=tuple(
            Shortage("base", "accelerator", market, t, k * s)
            for market, k in DEMAND_KUNITS.items()
            for t, s in enumerate(short)
            if s > 0
        ),
        capacity=tuple(_capacity(site, node, t) for site, node in _CAPACITY for t in range(QUARTERS)),
        binding=(
            *(Binding("fund_balance", "Treasury", t, 0.0) for t in range(1, 6)),
            *(Binding("online_capacity", "USA, N3", t, 1e-9) for t in range(7)),
            Binding("crews", "Europe", 4, 0.0),
        ),
        run={"seconds_solve": 12.300000000000001, "threads": 2, "solver": "HiGHS"},
    )


_CAPACITY: Mapping[tuple[str, str], tuple[float, ...]] = {
    ("Phoenix", "N3"): (2.0,) * 4 + (6.0,) + (10.0,) * 7,
    ("Dresden", "N3"): (0.0,) * 6 + (2.0, 6.0) + (8.0,) * 4,
    ("Penang", "COWOS"): (1.8,) * 2 + (4.05,) + (6.3,) * 9,
}


def _capacity(site: str, node: str, period: int) -> Capacity:
    kwspm = _CAPACITY[site, node][period]
    return Capacity(site, node, period, kwspm, kwspm * 0.9)


def renamed(case: Case, name: str) -> Case:
    """The case under another title."""
    return replace(case, settings=replace(case.settings, case_name=name))
