"""The whole stack in money: what a year's GW costs from the fab to the power plant, and when a sum is used up."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from examples.seven_trillion.ceiling import REFERENCE
from examples.seven_trillion.runs.results import Results

FACTS = Path(__file__).parent / "facts.csv"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure from a source: its text, its value where it is used in sums, and the source."""

    text: str
    value: float
    source: str


@cache
def facts() -> Mapping[str, Fact]:
    """Return the figures from other sources by name."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["name"]: Fact(row["text"], float(row["value"] or "nan"), row["source"]) for row in rows}


@dataclass(frozen=True, slots=True)
class Year:
    """What the accelerators of a year cost with all that they need, in bn USD; `to_date` and `fabs` are sums so far."""

    year: int
    gw: float
    chips: float
    hardware: float
    building: float
    plant: float
    to_date: float
    fabs: float

    @property
    def whole(self) -> float:
        """What the year costs, without fabs, which the price of chips pays for."""
        return self.chips + self.hardware + self.building + self.plant


def hardware_usd_bn_per_gw() -> float:
    """Return the cost of servers, network and storage without accelerators."""
    rack, building, chips = (facts()[name].value for name in ("rack", "rack_building", "rack_chips"))
    return facts()["gw_low"].value * ((rack - building) / rack - chips / 100)


def building_usd_bn_per_gw() -> float:
    """Return the cost of buildings with power supply and cooling."""
    rack, building = (facts()[name].value for name in ("rack", "rack_building"))
    return facts()["gw_low"].value * building / rack


def by_year(results: Results) -> list[Year]:
    """Return the stack of the reference plan by year."""
    run = results.runs[REFERENCE]
    rows = []
    for year, gw in run.figures["gw"].items():
        parts = (run.of("sales_usd_bn", year), hardware_usd_bn_per_gw() * gw, building_usd_bn_per_gw() * gw)
        rows.append((int(year), gw, *parts, facts()["plant"].value * gw, run.until("drawn_usd_bn", int(year))))
    to_date = accumulate(sum(row[2:6]) for row in rows)
    return [Year(*row[:6], spent, row[6]) for row, spent in zip(rows, to_date, strict=True)]


def usd_bn_per_gw(results: Results) -> float:
    """Return what a GW costs over all years."""
    years = by_year(results)
    return sum(year.whole for year in years) / sum(year.gw for year in years)


def gw_for(usd_bn: float, per_gw: float) -> float:
    """Return the GW that a sum pays for."""
    return usd_bn / per_gw


def used_up_in(results: Results, usd_bn: float, per_gw: float | None = None) -> str:
    """Return the year in which a sum is used up: at the cost of each year, or at one for all."""
    spent = 0.0
    years = by_year(results)
    for year in years:
        spent += year.whole if per_gw is None else per_gw * year.gw
        if spent >= usd_bn:
            return f"in {year.year}"
    return f"after {years[-1].year}"
