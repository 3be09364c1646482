"""Capacitated warehouse location instances of OR-Library as planner workbooks.

J. E. Beasley, "OR-Library: distributing test problems by electronic mail", J. Opl Res. Soc. 41, 1990.

Site = warehouse in a region of its own; one logic node, one product without packaging, one phase per site whose
capacity is the warehouse's; opening cost + phase capex = its fixed cost; market = customer; freight = cost / demand per
unit. One unit of the instance's money is 1e-6 usd_bn. The site that costs nothing stands as committed capacity. The
time twin shares demand and capacity out among T months, with L empty months ahead and a lead time of L.
"""

from dataclasses import dataclass
from pathlib import Path

from planner.case.calendar import Calendar
from planner.workbook.template.books import write_book

USD_BN = 1e-6
Rows = dict[str, list[dict[str, object]]]


@dataclass(frozen=True)
class Instance:
    """Warehouses as (capacity, fixed cost); customers as (demand, cost of serving all of it from each warehouse)."""

    warehouses: tuple[tuple[float, float], ...]
    customers: tuple[tuple[float, tuple[float, ...]], ...]


def load(path: Path) -> Instance:
    """Read an instance file: words in order, line breaks do not matter."""
    words = iter(path.read_text().split())
    warehouses, customers = int(next(words)), int(next(words))
    return Instance(
        warehouses=tuple((float(next(words)), float(next(words))) for _ in range(warehouses)),
        customers=tuple(
            (float(next(words)), tuple(float(next(words)) for _ in range(warehouses))) for _ in range(customers)
        ),
    )


def write_instance(
    path: Path, instance: Instance, periods: int = 1, lead: int = 0, budget: float = 1e9, chips: float = 1.0
) -> None:
    """Write the planner workbook of an instance; `chips` is the unit twin's good units per wafer."""
    calendar = Calendar.starting("2027M01", periods + lead, 1)
    labels = calendar.labels()
    capacities = {capacity for capacity, _ in instance.warehouses}
    assert len(capacities) == 1, "every warehouse of an instance is alike, so one node does"
    (capacity,) = capacities
    sites = [f"W{i:02d}" for i in range(len(instance.warehouses))]
    fixed = {site: cost for site, (_, cost) in zip(sites, instance.warehouses, strict=True)}
    costly = [site for site in sites if fixed[site] > 0]
    rows: Rows = {
        "settings": [
            {"key": "case_name", "value": path.stem},
            {"key": "first_period", "value": labels[0]},
            {"key": "periods", "value": calendar.periods},
            {"key": "period_months", "value": 1},
        ],
        "regions": [{"region": f"in {site}"} for site in sites],
        "sites": [
            {"site": site, "region": f"in {site}", "opening_cost_usd_bn": 0.75 * fixed[site] * USD_BN} for site in sites
        ],
        "nodes": [{"node": "N", "kind": "logic", "phase_kwspm": capacity / periods, "phase_capex_usd_bn": USD_BN}],
        "site_nodes": [
            {
                "site": site, "node": "N", "lead_periods": lead, "ramp": "flat", "spend": "at once",
                "max_phases": 1, "capex_factor": 0.25 * fixed[site],
            }
            for site in costly
        ],
        "ramps": [{"ramp": "flat", "age_periods": 0, "share_pct": 100}],
        "spends": [{"spend": "at once", "offset_periods": 0, "share_pct": 100}],
        "capacity": [
            {"site": site, "node": "N", "values": (capacity / periods,) * len(labels)}
            for site in sites
            if site not in costly
        ],
        "products": [{"product": "chip", "shortage_penalty_usd": 1e6}],
        "materials": [{"product": "chip", "part": "die", "node": "N", "units": 1, "good_units_per_wafer": chips}],
        "markets": [{"market": f"C{j:02d}"} for j in range(len(instance.customers))],
        "demand": [
            {
                "product": "chip", "market": f"C{j:02d}",
                "values": (0.0,) * lead + (demand * chips / periods,) * periods,
            }
            for j, (demand, _) in enumerate(instance.customers)
        ],
        "lanes": [
            {"from_region": f"in {site}", "to_market": f"C{j:02d}", "cost_usd_per_unit": cost / (demand * chips)}
            for j, (demand, costs) in enumerate(instance.customers)
            for site, cost in zip(sites, costs, strict=True)
        ],
        "funds": [{"fund": "purse"}],
        "budget": [{"fund": "purse", "values": (budget * USD_BN,) + (0.0,) * (len(labels) - 1)}],
    }  # fmt: skip
    write_book(path, rows, calendar)
