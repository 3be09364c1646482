"""Places: from the fields that reasons name to the entries of a draft, which know their addresses."""

from dataclasses import dataclass
from typing import Any

from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.records import Budget, MachineUse, Material
from planner.case.records import (
    Deployment,
    Fund,
    Market,
    Node,
    Owner,
    Pair,
    Product,
    Purchase,
    Region,
    Scenario,
    Settings,
    Shell,
    Site,
    SitePower,
    Tool,
)
from planner.shape.reach.reasons import Where

_NAMED: tuple[type, ...] = (Region, Site, Node, Product, Market, Fund, Tool, Scenario, Owner)
_KEYS: dict[type, tuple[str, ...]] = {
    **dict.fromkeys(_NAMED, ("name",)),
    Pair: ("site", "node"),
    SitePower: ("site",),
    Deployment: ("market",),
    Shell: ("site",),
    Budget: ("fund",),
    MachineUse: ("tool", "node"),
    Material: ("product", "part", "node"),
    Purchase: ("part", "region"),
}
"""The fields that are a record's key; a record of another kind is known by its number."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A field of an entry, and the period where one of a series is meant."""

    entry: Entry[Any]
    field: str
    period: int | None = None


class Places:
    """The entries of a draft by kind and key."""

    def __init__(self, draft: Draft) -> None:
        """Look at nothing before it is asked for."""
        self._draft = draft
        self._by_key: dict[type, dict[tuple[Any, ...], Entry[Any]]] = {}

    def spot(self, where: Where) -> Spot | None:
        """Return where a field stands, of a ramp its first row; None where there is no row: that is reported itself."""
        site, node = (*map(str, where.key), "", "")[:2]
        curve = self._draft.profiles.get((site, node, where.field)) if where.kind is Pair else None
        if curve is not None:
            return Spot(curve.entries[0], curve.share_field)
        entry = self._draft.settings if where.kind is Settings else self._entry(where.kind, where.key)
        return Spot(entry, where.field, where.period) if entry is not None else None

    def address(self, where: Where) -> str:
        """Return the address of a field, empty where the draft does not hold it."""
        spot = self.spot(where)
        return self._draft.cell(spot.entry, spot.field, spot.period) if spot is not None else ""

    def text(self, pieces: tuple[str | Where, ...]) -> str:
        """Return text with the addresses of its places."""
        return "".join(piece if isinstance(piece, str) else self.address(piece) for piece in pieces)

    def _entry(self, kind: type, key: tuple[Any, ...]) -> Entry[Any] | None:
        if kind not in self._by_key:
            names = _KEYS.get(kind)
            self._by_key[kind] = {
                tuple(getattr(entry.record, name, None) for name in names) if names else (number,): entry
                for number, entry in enumerate(self._entries(kind))
            }
        return self._by_key[kind].get(key)

    def _entries(self, kind: type[Any]) -> tuple[Entry[Any], ...]:
        return self._draft.all(kind)
