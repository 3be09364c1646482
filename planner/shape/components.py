"""Components: sets of zones that exchange no parts, the demand that only they can serve, weightings of their nodes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.case.records import Part, Source
from planner.shape.shape import Shape
from planner.shape.supply import is_offered, is_stocked
from planner.shape.under_way import kwspm
from planner.shape.yields import ANY_FACTOR, YieldClass

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Component:
    """Zones that exchange parts with each other and with no others; named by the first."""

    shape: Shape
    zones: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name of the first zone."""
        return self.zones[0]

    @cached_property
    def _served(self) -> Mapping[tuple[int, int], Mapping[str, tuple[str, ...]]]:
        from_zones: dict[tuple[int, str, str, int], set[str]] = {}
        for k, z, g, p, t in self.shape.shipments:
            from_zones.setdefault((k, g, p, t), set()).add(z)
        served: dict[tuple[int, int], dict[str, list[str]]] = {}
        for (k, g, p, t), zones in from_zones.items():
            if zones <= set(self.zones) and not self.shape.stocked(p):
                served.setdefault((k, t), {}).setdefault(p, []).append(g)
        return {key: {p: tuple(gs) for p, gs in products.items()} for key, products in served.items()}

    def served(self, scenario: int, period: int) -> Mapping[str, tuple[str, ...]]:
        """Return the market groups, by product, that nobody else can serve in a period; no stocked products."""
        return self._served.get((scenario, period), {})

    @cached_property
    def _best_good_units(self) -> Mapping[tuple[str, str, str, int], float]:
        best: dict[tuple[str, str, str, int], float] = {}
        for (z, n, _, p, part, t), good in self.shape.good_units.items():
            if z in self.zones:
                best[n, p, part, t] = max(good, best.get((n, p, part, t), 0.0))
        return best

    def best_good_units(self, node: str, product: str, part: str, period_out: int) -> float:
        """Return the good units of a wafer of the best yield class, or 0 where the part cannot be made on the node."""
        return self._best_good_units.get((node, product, part, period_out), 0.0)

    @cached_property
    def _worth(self) -> Mapping[tuple[str, float, int], float]:
        worth: dict[tuple[str, float, int], float] = {}
        for (z, n, factor, p, part, t), good in self.shape.good_units.items():
            if z in self.zones and good > 0:
                share = good / self.best_good_units(n, p, part, t)
                worth[n, factor, t] = max(share, worth.get((n, factor, t), 0.0))
        return worth

    def worth(self, node: str, defect_factor: float, period_out: int) -> float:
        """Return what a wafer of a yield class gives of the part that suits it best, as a share of the best class's."""
        shares = (self._worth.get((node, factor, period_out), 0.0) for factor in (defect_factor, ANY_FACTOR))
        return max(shares)

    def distinguishes_classes(self, nodes: Iterable[str], period_out: int) -> bool:
        """Whether a wafer of some of the nodes is worth less in one of its yield classes."""
        classes = (of_class for n in nodes for of_class in self.classes(n))
        return any(self.worth(of_class.node, of_class.defect_factor, period_out) < 1.0 for of_class in classes)

    def makers(self, product: str, part: Part, period_out: int) -> Iterator[tuple[Source, float]]:
        """Yield the sources that can make a part for a period, with the wafers that one package takes of each."""
        for source in part.sources:
            good = self.best_good_units(source.node, product, part.name, period_out)
            if good > 0:
                yield source, source.units / good

    def min_wafers(self, product: str, period_out: int, weight: Weights) -> float:
        """Return the minimum weighted wafers that a package takes, over the sources of each part.

        A part that may be bought, or come from stock, takes none of the period.
        """
        return sum(
            min(
                (weight.get(source.node, 0.0) * wafers for source, wafers in self.makers(product, part, period_out)),
                default=0.0,
            )
            for part in self.shape.case.products[product].parts
            if not self._has_other_supply(part, period_out)
        )

    def _has_other_supply(self, part: Part, period: int) -> bool:
        """Say whether units of a part may be bought, or come from stock."""
        stocked = any(map(is_stocked, part.all_sources))
        return stocked or is_offered(self.shape.case, part, self.zones, period)

    def classes(self, node: str) -> Iterator[YieldClass]:
        """Yield the yield classes of a node in the component."""
        for (region, n, _), of_class in self.shape.classes.items():
            if n == node and self.shape.zone_of[region] in self.zones:
                yield of_class

    def sites(self, node: str) -> Iterator[str]:
        """Yield the sites of the component that can have a node."""
        for of_class in self.classes(node):
            yield from of_class.sites

    def committed_kwspm(self, node: str, period: int, delay_periods: int) -> float:
        """Return the capacity of a node that is committed or under way in a period, in a scenario with a delay."""
        committed = sum(of_class.committed_kwspm[max(0, period)] for of_class in self.classes(node))
        return kwspm(self.shape.case, self.sites(node), node, period, delay_periods) + committed


@dataclass(frozen=True)
class Weighting:
    """Nodes weighed by what their wafers give for the parts that they share, in wafers of the base node."""

    component: Component
    base: str
    nodes: tuple[str, ...]

    def at(self, period_out: int) -> Weights:
        """Return the weight of each node's wafers; the base weighs 1."""
        weight = {self.base: 1.0}
        products = self.component.shape.case.products.values()
        while True:
            ratios: dict[str, float] = {}
            for product in products:
                for part in product.parts:
                    per_package = {s.node: w for s, w in self.component.makers(product.name, part, period_out)}
                    for known in per_package.keys() & weight.keys():
                        for node in per_package.keys() & (set(self.nodes) - weight.keys()):
                            ratio = weight[known] * per_package[known] / per_package[node]
                            ratios[node] = max(ratio, ratios.get(node, 0.0))
            if not ratios:
                return weight
            weight |= ratios


def components(shape: Shape) -> tuple[Component, ...]:
    """Return the components of a case."""
    root = {zone: zone for zone in shape.zones}

    def find(zone: str) -> str:
        while root[zone] != zone:
            zone = root[zone]
        return zone

    for _, y, z, *_ in shape.moves:
        root[find(z)] = find(y)
    groups: dict[str, list[str]] = {}
    for zone in shape.zones:
        groups.setdefault(find(zone), []).append(zone)
    return tuple(Component(shape, tuple(zones)) for zones in groups.values())


def weightings(shape: Shape, component: Component) -> Mapping[str, Weighting]:
    """Return every node alone, and every node as the base of those that it shares parts with, by a name."""
    by_name = {n: Weighting(component, n, (n,)) for n in shape.case.nodes}
    for n in shape.case.nodes:
        together = _sharing(shape, n)
        if len(together) > 1:
            by_name[f"{n} and alike"] = Weighting(component, n, tuple(sorted(together)))
    return by_name


def _sharing(shape: Shape, node: str) -> set[str]:
    """Return the nodes that are linked to a node by parts with several sources."""
    linked = {node}
    while True:
        more = {
            source.node
            for product in shape.case.products.values()
            for part in product.parts
            if linked & {source.node for source in part.sources}
            for source in part.sources
        }
        if more <= linked:
            return linked
        linked |= more
