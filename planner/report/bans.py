"""Bans in words: closed lanes that bind, those told together that are worth the same, the dearest first."""

from collections import defaultdict
from dataclasses import dataclass

from planner.plan.records import Ban, Plan

_SAME_USD = 2  # decimals


@dataclass(frozen=True, slots=True)
class BanLine:
    """A way that is closed, from one or more regions, with the periods in which that costs something."""

    from_regions: tuple[str, ...]
    to: str
    periods: tuple[int, ...]
    dearest: Ban

    @property
    def sentence(self) -> str:
        """What is closed and what the first unit through it would be worth."""
        first, *others = (region or "every region" for region in self.from_regions)
        more = f" and {len(others)} more {'region' if len(others) == 1 else 'regions'}" if others else ""
        what = f"{self.dearest.part} for {self.dearest.product}" if self.dearest.part else self.dearest.product
        return (
            f"{first}{more} to {self.to} is closed: one {what} more would be worth "
            f"{self.dearest.usd_per_unit:,.0f} USD at most"
        )


def ban_lines(plan: Plan) -> tuple[BanLine, ...]:
    """Return the bans that bind, the dearest first."""
    ways: defaultdict[tuple[str, str], list[Ban]] = defaultdict(list)
    for ban in plan.bans:
        ways[ban.from_region, ban.to_region or ban.to_market].append(ban)
    alike: defaultdict[tuple[str, object], list[str]] = defaultdict(list)
    for (region, to), of_way in ways.items():
        worth = tuple((ban.period, ban.product, ban.part, round(ban.usd_per_unit, _SAME_USD)) for ban in of_way)
        alike[to, worth].append(region)
    lines = [_line(tuple(regions), to, ways[regions[0], to]) for (to, _), regions in alike.items()]
    return tuple(sorted(lines, key=lambda line: (-line.dearest.usd_per_unit, line.from_regions, line.to)))


def _line(regions: tuple[str, ...], to: str, of_way: list[Ban]) -> BanLine:
    periods = tuple(sorted({ban.period for ban in of_way}))
    return BanLine(regions, to, periods, max(of_way, key=lambda ban: ban.usd_per_unit))
