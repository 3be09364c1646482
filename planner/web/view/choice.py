"""What a reader chooses to see of a plan: a region, site, node, product, market, fund and year, for the whole page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

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


def served(rows: Iterable[list[Any]]) -> tuple[float, float, float, float | None]:
    """Return demand, shipped and shortage of rows of service, and the share that is covered in per cent."""
    demand, shipped, short, postponed = (sum(values) for values in zip(*(row[3:7] for row in rows), strict=True))
    settled = demand - postponed
    return demand, shipped, short, 100 * min(1.0, shipped / settled) if settled > 1e-9 else None
