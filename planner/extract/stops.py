"""Limits on shares of output that stop all production: a maximum share of nothing allows nothing."""

from collections.abc import Iterable, Iterator

from planner.case.demand import units_per_package
from planner.case.records import Case, Kind, Limit, Product
from planner.plan.records import Capacity, Shortage


class Stops:
    """Finds where a limit on a share of output is why nothing is made.

    Something is short then, and all capacity that could make it is on one side of the limit: outside where the limit
    sets a minimum share inside, or inside where it sets a maximum share.
    """

    def __init__(self, case: Case, usable: Iterable[Capacity], short: Iterable[Shortage]) -> None:
        """Take the capacity that a plan can use and its shortages."""
        self._case = case
        self._usable = {(row.site, row.node, row.period) for row in usable if row.kwspm > 0}
        self._short = {
            (product, row.period) for row in short if row.kunits > 0 for product in units_per_package(case, row.product)
        }

    def is_stopped(self, limit: Limit, side: str, period: int) -> bool:
        """True where the limit leaves nothing that may be made in a period."""
        products = [p for p in self._case.products.values() if limit.product in ("", p.name)]
        if not any((product.name, period) in self._short for product in products):
            return False
        inside = set(self._inside(limit, products, period))
        if side == "min":
            return limit.minimum > 0 and inside == {False}
        return limit.maximum < 1 and inside == {True}

    def _inside(self, limit: Limit, products: list[Product], period: int) -> Iterator[bool]:
        """Whether each pair that counts towards the total of a share counts towards the share."""
        is_placed = bool(limit.region or limit.bloc or limit.site)
        for site, node, at in self._usable:
            if at == period and self._counts(limit, products, node):
                is_meant = not limit.counts_wafers or self._names(limit, node)
                if is_meant or not is_placed:
                    yield is_meant and self._is_there(limit, site)

    def _counts(self, limit: Limit, products: list[Product], node: str) -> bool:
        """Wafers count where they are started, packages where the last step of a product is made."""
        kind = self._case.nodes[node].kind
        return limit.counts_wafers or kind in {self._last(product) for product in products}

    def _last(self, product: Product) -> Kind:
        kinds = {self._case.nodes[source.node].kind for part in product.parts for source in part.sources}
        return Kind.PACKAGING if Kind.PACKAGING in kinds else Kind.LOGIC

    def _names(self, limit: Limit, node: str) -> bool:
        return limit.node in ("", node) and limit.kind in (None, self._case.nodes[node].kind)

    def _is_there(self, limit: Limit, site: str) -> bool:
        region = self._case.sites[site].region
        bloc = self._case.regions[region].bloc
        return limit.region in ("", region) and limit.bloc in ("", bloc) and limit.site in ("", site)
