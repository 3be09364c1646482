"""Index letters of the equations: each stands for one field of a key and has one meaning across the whole model."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """What an index letter stands for: a field of keys (empty where no family is indexed by it), and its meaning."""

    field: str
    meaning: str


LETTERS: Mapping[str, Letter] = {
    "a": Letter("", "age of a phase: periods since its first output"),
    "b": Letter("account", "account: bills that the same fund groups may pay"),
    "c": Letter("component", "component: zones that exchange no parts with others"),
    "d": Letter("defect_factor", "defect factor of a yield class"),
    "e": Letter("tool", "tool: a scarce machine, equipment"),
    "f": Letter("fund_group", "fund group: funds with the same restrictions"),
    "g": Letter("market_group", "market group: markets that no lane rule distinguishes"),
    "h": Letter("cohort", "cohort: tracks of a site with the same account, lead time and spend profile"),
    "i": Letter("incentive", "incentive"),
    "j": Letter("", "periods after the start of a phase"),
    "k": Letter("scenario", "scenario"),
    "l": Letter("tier", "tier of the customers of a market: level of price and penalty"),
    "m": Letter("part", "part of a product"),
    "n": Letter("node", "node: a logic, memory or packaging technology"),
    "o": Letter("item", "what is ordered: a product, or a class that several products serve"),
    "p": Letter("product", "product"),
    "q": Letter("spend_profile", "spend profile"),
    "r": Letter("region", "region"),
    "s": Letter("site", "site"),
    "t": Letter("period", "period from 0"),
    "T": Letter("period", "last period"),
    "O": Letter("owner", "owner: who builds"),
    "u": Letter("start", "start period"),
    "v": Letter("conversion", "conversion, by its row"),
    "w": Letter("weighting", "weighting: how the nodes that may make the same part count together"),
    "x": Letter("", "track of a pair: its first phase, or all others"),
    "y": Letter("from_zone", "zone that parts leave"),
    "z": Letter("zone", "zone: regions that no lane rule distinguishes"),
    "lane": Letter("lane", "a lane, by its row"),
    "limit": Letter("limit", "a limit, by its row"),
    "purchase": Letter("purchase", "a purchase, by its row"),
    "lock": Letter("lock", "a lock, by its row"),
    "side": Letter("side", "side of a limit: min or max"),
}


def indexed(name: str, fields: tuple[str, ...]) -> str:
    """Return a name with the letters of its index, as equations write it."""
    letter_of = {about.field: letter for letter, about in reversed(list(LETTERS.items()))}
    return f"{name}[{','.join(letter_of[field] for field in fields)}]"
