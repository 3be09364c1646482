"""Yield classes and the good units of a wafer.

Sites of a region whose defect factors for a node differ are separate yield classes, each with its own wafers and
capacity.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from planner.case.curves import gross_dies_per_wafer
from planner.case.records import Case, Source


class ClassKey(NamedTuple):
    """A yield class: a node in a region with one defect factor."""

    region: str
    node: str
    defect_factor: float


ANY_FACTOR = 0.0
"""Stands for every defect factor, where a part's good units are the same in all yield classes."""


@dataclass(frozen=True, slots=True)
class YieldClass:
    """Capacity of a node in a region with one defect factor: committed kwspm by period, and its sites."""

    region: str
    node: str
    defect_factor: float
    committed_kwspm: tuple[float, ...]
    sites: tuple[str, ...]


def defect_factor(case: Case, site: str, node: str) -> float:
    """Return the defect factor of a node at a site; committed capacity at a pair that is not listed has 1."""
    pair = case.pairs.get((site, node))
    return pair.defect_factor if pair else 1.0


def yield_classes(case: Case) -> Mapping[ClassKey, YieldClass]:
    """Return the yield classes by (region, node, defect factor), in the order of sites and nodes."""
    places = {*case.pairs, *((row.site, row.node) for row in case.committed)}
    places |= {(row.site, row.to_node) for row in case.conversions}
    sites: dict[ClassKey, list[str]] = {}
    committed: dict[ClassKey, list[float]] = {}
    for site in case.sites.values():
        for node in case.nodes:
            if (site.name, node) in places:
                key = ClassKey(site.region, node, defect_factor(case, site.name, node))
                sites.setdefault(key, []).append(site.name)
                committed.setdefault(key, [0.0] * case.calendar.periods)
    for row in case.committed:
        key = ClassKey(case.sites[row.site].region, row.node, defect_factor(case, row.site, row.node))
        committed[key] = [had + new for had, new in zip(committed[key], row.kwspm, strict=True)]
    return {key: YieldClass(*key, tuple(committed[key]), tuple(sites[key])) for key in sites}


def good_units_per_wafer(case: Case, source: Source, defect_factor: float, period_out: int) -> float:
    """Return good units of a wafer that leaves the fab in a period.

    A figure given in the workbook is net already. Otherwise gross dies x yield, where the defect density is that of the
    node's calendar age in that period times the defect factor, and harvesting shrinks the area that a defect can kill.
    """
    if source.good_units_per_wafer is not None:
        return source.good_units_per_wafer
    assert source.die_area_mm2 is not None, "the reader requires good units or a die area"
    node = case.nodes[source.node]
    density = node.learning.density_per_cm2(period_out - node.available_from) * defect_factor
    critical_area_mm2 = source.die_area_mm2 * (1 - source.harvest)
    return gross_dies_per_wafer(source.die_area_mm2) * node.learning.die_yield(critical_area_mm2, density)
