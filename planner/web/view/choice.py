"""What a reader chooses to see of a plan: a region, site, node, product, market, fund and year, for the whole page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from planner.report.figures.phase_stages import SHELL

_ALONE = ("region", "site", "node", "product", "market", "fund", "year")


@dataclass(frozen=True, slots=True)
class Choice:
    """The names that are chosen; an empty one stands for all."""

    region: str = ""
    site: str = ""
    node: str = ""
    product: str = ""
    market: str = ""
    fund: str = ""
    year: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in _ALONE)

    def address(self, **names: str) -> str:
        """Return the query of this choice with some names changed."""
        changed = replace(self, **names)
        return "?" + urlencode({name: text for name in _ALONE if (text := getattr(changed, name))})

    @property
    def words(self) -> str:
        """What is chosen, in words."""
        return ", ".join(text for name in _ALONE if (text := getattr(self, name)))


def choice_of(query: Mapping[str, str], facts: Mapping[str, Any]) -> Choice:
    """Return what a query chooses; names that the plan does not have are left out. `item` is any of its names."""
    known = options(facts)
    chosen = {name: text for name in _ALONE if (text := query.get(name, "")) in known[name]}
    item = query.get("item", "")
    chosen |= {name: item for name in ("product", "market", "fund", "site") if item in known[name]}
    return Choice(**chosen)


def options(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what can be chosen, by dimension."""
    return {
        "region": sorted(set(facts["sites"].values())),
        "site": list(facts["sites"]),
        "node": facts["nodes"],
        "product": list(facts["products"]),
        "market": facts["markets"],
        "fund": facts["funds"],
        "year": [str(year) for year in facts["years"]],
    }


@dataclass(frozen=True, slots=True)
class Chosen:
    """The facts of a plan as far as a choice lets them through."""

    facts: Mapping[str, Any]
    choice: Choice

    def has_site(self, site: str) -> bool:
        """Whether a site is chosen."""
        region = self.facts["sites"].get(site, "")
        return self.choice.site in ("", site) and self.choice.region in ("", region)

    def has_node(self, node: str) -> bool:
        """Whether a node is chosen, by its name or because the chosen product needs it."""
        needed = self.facts["products"].get(self.choice.product)
        return self.choice.node in ("", node) and (needed is None or node in needed)

    def has_item(self, product: str, market: str) -> bool:
        """Whether demand for a product in a market is chosen, also by a node that the product needs."""
        of_node = not self.choice.node or self.choice.node in self.facts["products"].get(product, ())
        return self.choice.product in ("", product) and self.choice.market in ("", market) and of_node

    def has_year(self, year: object) -> bool:
        """Whether a year is chosen."""
        return self.choice.year in ("", str(year))

    def has_period(self, label: str) -> bool:
        """Whether a period lies in the chosen year, by its label."""
        return self.choice.year in ("", label[:4])

    @property
    def is_of_items(self) -> bool:
        """Whether a node, product or market is chosen, by which demand is split and money is not."""
        return bool(self.choice.node or self.choice.product or self.choice.market)

    def has_lane(self, lane: Mapping[str, Any]) -> bool:
        """Whether a closed lane is of the chosen region, market, node, product and year; none of a lane stands for all.

        A lane to a market ends in no region.
        """
        region = self.choice.region or self.facts["sites"].get(self.choice.site, "")
        ends = lane["regions"][:1] if lane["market"] else lane["regions"]
        return (
            (not region or not all(ends) or any(region in end for end in ends))
            and (not lane["market"] or self.choice.market in ("", lane["market"]))
            and (not lane["node"] or self.has_node(lane["node"]))
            and (not lane["product"] or self.choice.product in ("", lane["product"]))
            and (not self.choice.year or int(self.choice.year) in lane["years"])
        )

    def money(
        self, *, fund: str = "", year: int | None = None, of_places: bool = False
    ) -> tuple[float | None, float | None]:
        """Return budget and drawn of the chosen funds, or of one, in the chosen years, or in one.

        Neither is split by node, product and market: there is none where one of them is chosen, but `of_places` leaves
        them aside. A budget is not split by site.
        """
        if self.is_of_items and not of_places:
            return None, None
        funds = [name for name in self.facts["funds"] if fund in ("", name) and self.choice.fund in ("", name)]
        cash = [row for row in self.facts["cash"] if row[0] in funds and self._is_in(row[1], year)]
        if not (self.choice.region or self.choice.site):
            return sum(row[2] for row in cash), sum(row[3] for row in cash)
        paid = [row for row in self.facts["paid"] if row[1] in funds and self._is_in(row[2], year)]
        return None, sum(row[3] for row in paid if self.has_site(row[0]))

    def _is_in(self, year: int, only: int | None) -> bool:
        return self.has_year(year) if only is None else year == only

    @property
    def phases(self) -> list[dict[str, Any]]:
        """The phases that start in the chosen places and years."""
        return [
            row
            for row in self.facts["phases"]
            if self.has_site(row["site"])
            and self.has_node(row["node"])
            and self.has_year(row["year"])
            and (not self.choice.fund or self.choice.fund in row["payers"])
        ]

    @property
    def binds(self) -> list[dict[str, Any]]:
        """What binds in the chosen year, and at what is chosen by name."""
        names = [getattr(self.choice, name) for name in ("site", "node", "market", "fund", "product")]
        regions = [self.choice.region, *(site for site, of in self.facts["sites"].items() if of == self.choice.region)]
        return [
            row
            for row in self.facts["binds"]
            if (not self.choice.year or not row["years"] or int(self.choice.year) in row["years"])
            and all(name in row["where"] for name in names if name)
            and (not self.choice.region or any(name in row["where"] for name in regions))
        ]

    def service(self, *, any_year: bool = False) -> list[list[Any]]:
        """Return the chosen rows of service."""
        return [row for row in self.facts["service"] if self.has_item(*row[:2]) and (any_year or self.has_year(row[2]))]


def phase_count(phases: Iterable[Mapping[str, Any]]) -> int:
    """Return how many phases start; shells, which have rows of their own, are none."""
    return sum(row["phases"] for row in phases if row["node"] != SHELL)


def served(rows: Iterable[list[Any]]) -> tuple[float, float, float, float | None]:
    """Return demand, shipped and shortage of rows of service, and the share that is covered in per cent."""
    demand, shipped, short, postponed = (sum(values) for values in zip(*(row[3:7] for row in rows), strict=True))
    settled = demand - postponed
    return demand, shipped, short, 100 * min(1.0, shipped / settled) if settled > 1e-9 else None
