"""Goods: a new phase is of use where a product takes its wafers, is demanded, and can be finished and sold."""

from dataclasses import dataclass
from functools import cached_property

from planner.case.checks import codes
from planner.case.checks.draft.records import Material
from planner.case.checks.draft.words import some
from planner.case.records import Case, Deployment, Lane, Limit, Measure, Node, Part, Product, Purchase
from planner.shape.lane_rules import package_route, part_route
from planner.shape.reach.lanes import closed_markets, closed_row, closing_row, wanted_periods
from planner.shape.reach.outages import stopped_lane
from planner.shape.reach.output import MIN_GOOD_UNITS, best_units
from planner.shape.reach.reasons import Look, Reason, Where
from planner.shape.reach.starts import first_lead_periods, in_time
from planner.shape.supply import buying_regions
from planner.shape.yields import defect_factor
from planner.shape.zones import anchors

PairKey = tuple[str, str]


@dataclass(frozen=True)
class Goods:
    """What can be made and sold, where some pairs are out of reach for a reason of their own."""

    case: Case
    own: dict[PairKey, Reason | None]

    @cached_property
    def makers(self) -> dict[str, set[str]]:
        """Regions in which each node runs, can be converted to or can be built."""
        case = self.case
        places = [key for key, reason in self.own.items() if reason is None]
        places += [(row.site, row.node) for row in case.committed if any(row.kwspm)]
        places += [(row.site, row.node) for row in case.under_way]
        places += [(row.site, row.to_node) for row in case.conversions]
        makers: dict[str, set[str]] = {}
        for site, node in places:
            if self._yields(site, node):
                makers.setdefault(node, set()).add(case.sites[site].region)
        return makers

    def _yields(self, site: str, node: str) -> bool:
        factor = defect_factor(self.case, site, node)
        parts = (part for product in self.case.products.values() for part in product.parts)
        uses = [source for part in parts for source in part.sources if source.node == node]
        return any(best_units(self.case, source, factor) >= MIN_GOOD_UNITS for source in uses)

    def makers_of(self, part: Part) -> set[str]:
        """Return the regions that can make or buy a part."""
        return set(buying_regions(self.case, part)).union(*(self.makers.get(s.node, ()) for s in part.sources))

    @cached_property
    def finishing(self) -> dict[str, set[str]]:
        """Regions that can make or buy what is needed to finish each product."""
        return {
            name: set.intersection(*(self.makers_of(part) for part in anchors(self.case, product)))
            for name, product in self.case.products.items()
        }

    @cached_property
    def wanted(self) -> dict[tuple[str, str], set[int]]:
        """Products and markets with demand that the product can serve, with the periods in which it can."""
        return wanted_periods(self.case)

    @cached_property
    def first_output(self) -> int:
        """The first period in which any new phase that is not out of reach may be ready."""
        looks = [Look(self.case, self.case.pairs[key]) for key, reason in self.own.items() if reason is None]
        ready = (in_time(look)[0][0] + first_lead_periods(look) for look in looks)
        return min(ready, default=0)

    @cached_property
    def wanted_later(self) -> dict[tuple[str, str], set[int]]:
        """The same demand from the first output of a new phase on."""
        later = {key: {t for t in periods if t >= self.first_output} for key, periods in self.wanted.items()}
        return {key: periods for key, periods in later.items() if periods}

    @cached_property
    def closed_later(self) -> dict[tuple[str, str], int]:
        """Markets that no region may serve with a product from then on, with the number of a lane row."""
        closed = closed_markets(self.case, self.wanted_later, self.finishing)
        return {(product, market): row for product, market, row in closed}

    @cached_property
    def demanded(self) -> set[str]:
        """Products that some scenario demands."""
        return {product for product, _ in self.wanted}

    @cached_property
    def closed(self) -> dict[tuple[str, str], int]:
        """Markets that no region may serve with a product, with the number of a lane row that closes them."""
        closed = closed_markets(self.case, self.wanted, self.finishing)
        return {(product, market): row for product, market, row in closed}

    def use(self, node: str) -> Reason | None:
        """Return why no product needs wafers of a node, or none can be finished and sold; None where one can."""
        products = [
            one for one in self.case.products.values() if any(s.node == node for p in one.parts for s in p.sources)
        ]
        if not products:
            value, sentence = f"no product takes {node}", f"no part on materials is made on {node}"
            fix = (f"list the parts that are made on {node}, or delete it",)
            return Reason(codes.NOT_SOLD, Where(Node, (node,), "name"), value, "a part of a product", fix, sentence)
        demanded = [product for product in products if product.name in self.demanded]
        if not demanded:
            names = some(product.name for product in products)
            where, sentence = Where(Product, (products[0].name,), "name"), f"nobody demands {names}"
            return Reason(codes.NOT_SOLD, where, names, "some demand", ("fill in its demand",), sentence)
        reasons = [self._blocked[product.name] for product in demanded]
        return None if None in reasons else reasons[0]

    @cached_property
    def _blocked(self) -> dict[str, Reason | None]:
        """Why each product that is demanded cannot be finished and sold."""
        return {name: self._block(product) for name, product in self.case.products.items() if name in self.demanded}

    def _block(self, product: Product) -> Reason | None:
        for part in product.parts:
            if not self.makers_of(part):
                return self._without(product, part)
        if not self.finishing[product.name]:
            parts = some(part.name for part in anchors(self.case, product))
            where = Where(Product, (product.name,), "name")
            sentence = f"no region can make {parts} of {product.name} together, where it is finished"
            value, fix = f"{parts} in different regions", ("let one region make all of them",)
            return Reason(codes.NOT_SOLD, where, value, "all in one region", fix, sentence)
        return (
            self._unmoved(product)
            or self._too_early(product)
            or self._unsold(product)
            or self._unpowered(product)
            or self._refused(product)
        )

    def _without(self, product: Product, part: Part) -> Reason:
        """Return why a part cannot be made: the reason of the first pair that could, or that there is none."""
        nodes = [source.node for source in part.sources]
        if not nodes:
            where = Where(Material, (product.name, part.name, ""), "part")
            sentence, fix = f"{product.name} needs {part.name}, and nobody offers it", ("add an offer of it",)
            return Reason(codes.NOT_SOLD, where, part.name, "an offer of it", fix, sentence)
        own = [reason for (_, node), reason in self.own.items() if node in nodes and reason is not None]
        if own:
            return own[0]
        where = Where(Material, (product.name, part.name, nodes[0]), "node")
        sentence = f"{product.name} needs {part.name}, and no site may build {' or '.join(nodes)}"
        expected = "a node that is built or runs somewhere"
        return Reason(codes.NODE_NOWHERE, where, nodes[0], expected, ("list a site that may build it",), sentence)

    def _unmoved(self, product: Product) -> Reason | None:
        """Return why a part reaches no region where the product is finished."""
        horizon = self.case.calendar.horizon
        for part in product.parts:
            if part in anchors(self.case, product):
                continue
            offered = buying_regions(self.case, part)
            if offered and not offered.isdisjoint(self.finishing[product.name]):
                continue
            if offered and not part.sources:
                return self._arrives_elsewhere(product, part, min(offered))
            row = closed_row(
                closing_row(self.case, part_route(self.case, region, to_region, source.node, product.name), horizon)
                for source in part.sources
                for region in sorted(self.makers.get(source.node, ()))
                for to_region in sorted(self.finishing[product.name])
            )
            if row is not None:
                what = f"{part.name} of {product.name}"
                return self._closed(row, what, f"no lane is open for {what} to where it is finished")
        return None

    def _arrives_elsewhere(self, product: Product, part: Part, region: str) -> Reason:
        where = Where(Purchase, (part.name, region), "region")
        places = " or ".join(sorted(self.finishing[product.name]))
        sentence = f"{part.name} arrives in {region}, and {product.name} is finished in {places}"
        fix = ("have it delivered where packages that take it are finished",)
        return Reason(codes.NOT_SOLD, where, region, places, fix, sentence)

    def _too_early(self, product: Product) -> Reason | None:
        """Return that demand ends before a new phase can be ready."""
        if any(name == product.name for name, _ in self.wanted_later):
            return None
        label = self.case.calendar.label
        last = max(max(periods) for (name, _), periods in self.wanted.items() if name == product.name)
        expected = f"demand in {label(self.first_output)} or later, when the first new phase may be ready"
        sentence = f"nobody demands {product.name} once the first new phase may be ready, in {label(self.first_output)}"
        fix = ("fill in its demand in later periods",)
        where = Where(Product, (product.name,), "name")
        return Reason(codes.NOT_SOLD, where, f"demand until {label(last)}", expected, fix, sentence)

    def _unsold(self, product: Product) -> Reason | None:
        wanted = {key: periods for key, periods in self.wanted_later.items() if key[0] == product.name}
        row = closed_row(self.closed_later.get(key) for key in sorted(wanted))
        if row is None:
            routes = [
                (package_route(self.case, region, market, product.name), periods)
                for (_, market), periods in wanted.items()
                for region in self.finishing[product.name]
            ]
            return stopped_lane(self.case, routes, product.name)
        return self._closed(row, product.name, f"no lane is open for {product.name} to any market")

    def _unpowered(self, product: Product) -> Reason | None:
        """Return why no market that demands a product can switch it on."""
        mw = {row.market: max(row.mw) for row in self.case.deployment}
        markets = sorted(market for name, market in self.wanted if name == product.name)
        if product.power_kw == 0 or any(mw.get(market, 1.0) > 0 for market in markets):
            return None
        where, sentence = Where(Deployment, (markets[0],), "mw", 0), f"no market can switch {product.name} on"
        fix = ("write the MW that can be energised",)
        return Reason(codes.NOT_SOLD, where, "0 MW", "some power for accelerators", fix, sentence, is_switch=True)

    def _refused(self, product: Product) -> Reason | None:
        """Return the limit that lets nobody be served with a product."""
        refusing = [self._refusing(product.name, market) for name, market in self.wanted if name == product.name]
        first = refusing[0]
        if first is None or None in refusing:
            return None
        where = Where(Limit, (first,), "maximum")
        sentence = f"the limit {self.case.limits[first].name} lets nobody be served with {product.name}"
        fix = ("write the share that may be served, or clear it",)
        return Reason(codes.NOT_SOLD, where, "0 %", "above 0 %", fix, sentence, is_switch=True)

    def _refusing(self, product: str, market: str) -> int | None:
        """Return the number of a limit that lets nobody of a market be served with a product."""
        for number, limit in enumerate(self.case.limits):
            is_whole = limit.from_period <= 0 and limit.until_period >= self.case.calendar.last and not limit.tier
            is_there = limit.product in ("", product) and limit.market in ("", market) and not limit.market_bloc
            if limit.measure is Measure.SERVICE and limit.maximum == 0 and is_whole and is_there:
                return number
        return None

    def _closed(self, row: int, what: str, sentence: str) -> Reason:
        lane = self.case.lanes[row]
        field, value = ("max_kunits", "0") if lane.allowed else ("allowed", "no")
        fix = ("open the lane, or limit the row to a region, product or period",)
        return Reason(
            codes.NOT_SOLD, Where(Lane, (row,), field), value, f"a lane that is open for {what}", fix, sentence
        )
