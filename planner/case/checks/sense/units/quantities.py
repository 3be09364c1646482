"""The columns that are often in another unit than they are read in, and their values in a case."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.records import Budget, Demand
from planner.case.checks.sense.sizes import outlier_of
from planner.case.checks.sense.units.spikes import spike
from planner.case.records import Committed, Conversion, Deployment, Incentive, Lane, Node, Pair, Product, Shell, Site

MILLIONS = {1e3: "USD m", 1e6: "USD thousand"}
THOUSANDS = {1e-3: "USD thousand"}
WAFERS = {1e3: "wafers a month"}
A_YEAR = {12.0: "thousand wafers a year"}
PACKAGES = {1e3: "packages", 1e-3: "millions"}
WATTS = {1e3: "kW", 1e-3: "GW"}
RATES = {"JPY": 150.0, "KRW": 1400.0}
"""About how many units of a currency a dollar is worth; those of other currencies are too near 1 to show."""


@dataclass(frozen=True, slots=True)
class Column:
    """A field, its unit, and other units that may be meant: each with the factor by which its values look too large."""

    kind: type[Any]
    field: str
    unit: str
    others: Mapping[float, str]
    name: Callable[[Any], str]
    add: Callable[[float, float], float] = max
    """How the values of rows of one name are put together."""


def _total(first: float, second: float) -> float:
    return first + second


COLUMNS = (
    Column(Node, "phase_capex_usd_bn", "USD bn", MILLIONS, lambda row: row.name),
    Column(Node, "phase_kwspm", "kwspm", WAFERS, lambda row: row.name),
    Column(Node, "wafer_cost_usd", "USD", THOUSANDS, lambda row: row.name),
    Column(Node, "power_mw_per_phase", "MW", WATTS, lambda row: row.name),
    Column(Node, "fixed_cost_usd_bn_per_phase_year", "USD bn", MILLIONS, lambda row: row.name),
    Column(Site, "opening_cost_usd_bn", "USD bn", MILLIONS, lambda row: row.name),
    Column(Site, "power_limit_mw", "MW", WATTS, lambda row: row.name),
    Column(Site, "floor_units", "floor units", {1e4: "m2"}, lambda row: row.name),
    Column(Node, "floor_units_per_phase", "floor units", {}, lambda row: row.name),
    Column(Shell, "capex_usd_bn", "USD bn", MILLIONS, lambda row: row.site),
    Column(Pair, "lead_periods", "periods", {}, lambda row: f"{row.site}, {row.node}"),
    Column(Committed, "kwspm", "kwspm", {**A_YEAR, **WAFERS}, lambda row: row.node, _total),
    Column(Conversion, "lump_kwspm", "kwspm", WAFERS, lambda row: f"{row.site}, {row.from_node}"),
    Column(Conversion, "capex_usd_bn_per_lump", "USD bn", MILLIONS, lambda row: f"{row.site}, {row.from_node}"),
    Column(Product, "shortage_penalty_usd", "USD", THOUSANDS, lambda row: row.name),
    Column(Product, "price_usd", "USD", THOUSANDS, lambda row: row.name),
    Column(Product, "power_kw", "kW", {1e3: "W"}, lambda row: row.name),
    Column(Deployment, "mw", "MW", WATTS, lambda row: row.market),
    Column(Incentive, "cap_usd_bn", "USD bn", MILLIONS, lambda row: row.name),
    Column(Lane, "max_kunits", "kunits", PACKAGES, lambda row: row.to_market),
    Column(Demand, "kunits", "kunits", PACKAGES, lambda row: row.product, _total),
    Column(Budget, "budget_usd_bn", "USD bn", MILLIONS, lambda row: row.fund, _total),
)
_NAMES: dict[type, tuple[str, ...]] = {
    Shell: ("site",),
    Pair: ("site", "node"),
    Committed: ("node",),
    Conversion: ("site", "from_node"),
    Demand: ("product", "scenario"),
    Budget: ("fund",),
    Deployment: ("market",),
    Lane: ("to_market",),
}
"""The fields that name a row, where that is not its name."""
BY_FIELD = {column.field: column for column in COLUMNS}

Key = tuple[str, str]
"""A field and the name of the row, or of the rows that are put together."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """The value of a key, and the largest of its cells: an entry, the value there and the period in a series."""

    value: float
    entry: Entry[Any]
    largest: float
    period: int | None = None


@dataclass(frozen=True, slots=True)
class Quantities:
    """The quantities of a case; `divided` holds by what they are divided to read them in another unit."""

    known: Mapping[Key, Quantity]
    divided: Mapping[Key, float] = field(default_factory=dict)

    def of(self, name: str, row: str) -> float:
        """Return the value of a field in a row, 0 where it is not known."""
        at = self.known.get((name, row))
        return at.value / self.divided.get((name, row), 1.0) if at is not None else 0.0

    def rows(self, name: str) -> list[str]:
        """Return the names of the rows in which a field is known."""
        return [row for known, row in self.known if known == name]

    def divide(self, keys: Mapping[Key, float]) -> "Quantities":
        """Return the same quantities, some of them divided."""
        divided = dict(self.divided)
        divided.update({key: by * divided.get(key, 1.0) for key, by in keys.items()})
        return Quantities(self.known, divided)


def quantities(draft: Draft) -> Quantities:
    """Return the positive quantities of a case; not those of a field with a value that stands out on its own."""
    known: dict[Key, Quantity] = {}
    for column in COLUMNS:
        if outlier_of(draft, column.kind, column.field) is not None:
            continue
        for row, one in _of_column(draft, column):
            key = column.field, row
            before = known.get(key)
            if before is None:
                known[key] = one
                continue
            largest = max(before, one, key=lambda quantity: quantity.largest)
            value = column.add(before.value, one.value)
            known[key] = Quantity(value, largest.entry, largest.largest, largest.period)
    return Quantities(known)


def _of_column(draft: Draft, column: Column) -> Iterator[tuple[str, Quantity]]:
    for entry in demand_entries(draft) if column.kind is Demand else draft.entries(column.kind, *_needed(column)):
        value = getattr(entry.record, column.field)
        if isinstance(value, tuple):
            stray = spike(value, column.kind is Budget)
            largest = max((one for at, one in enumerate(value) if at != stray), default=0.0)
            if largest > 0:
                total = sum(value) - (value[stray] if stray is not None else 0.0) if column.kind is Budget else largest
                yield column.name(entry.record), Quantity(total, entry, largest, value.index(largest))
        elif 0 < value < float("inf"):
            yield column.name(entry.record), Quantity(value, entry, value)


def demand_entries(draft: Draft) -> list[Entry[Demand]]:
    """Return the entries in which demand is known; of several scenarios, those of the largest one."""
    entries = list(draft.entries(Demand, *_NAMES[Demand], "kunits"))
    totals: dict[str, float] = {}
    for entry in entries:
        if entry.record.scenario:
            totals[entry.record.scenario] = totals.get(entry.record.scenario, 0.0) + sum(entry.record.kunits)
    largest = max(totals, key=lambda scenario: totals[scenario], default="")
    return [entry for entry in entries if entry.record.scenario in ("", largest)]


def _needed(column: Column) -> tuple[str, ...]:
    return (*_NAMES.get(column.kind, ("name",)), column.field)
