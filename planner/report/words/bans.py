"""Bans in words: closed lanes that cost something, merged where they cost the same, the most expensive first."""

import math
from collections import defaultdict
from dataclasses import dataclass

from planner.plan.records import BanPrice, Plan

RULE = "export ban"
"""What a ban is called among the rules that bind."""
_SMALL_SHARE = 0.01
"""A gap below this share of a price does not change what is read."""
_PACKAGES = "packages"
_SAME = 6  # decimals of usd_bn and of kunits


@dataclass(frozen=True, slots=True)
class BanLine:
    """Closed lanes, any one of which could be lifted to the same effect."""

    bans: tuple[BanPrice, ...]
    gap_usd_bn: float = 0.0
    """How far the plan may be from the best."""

    @property
    def row(self) -> BanPrice:
        """The first of them; they cost the same."""
        return self.bans[0]

    @property
    def is_hidden(self) -> bool:
        """Whether the gap is as large as the price, which another plan within the gap may not confirm."""
        return math.isfinite(self.gap_usd_bn) and self.gap_usd_bn >= self.row.usd_bn

    @property
    def where(self) -> str:
        """All of them: from where to where, and of what."""
        alike = len({(one.origin, one.node, one.product) for one in self.bans}) == 1
        if len(self.bans) == 1 or not alike:
            return "; ".join(dict.fromkeys(way(one) for one in self.bans))
        return way(self.row, ", ".join(dict.fromkeys(one.destination for one in self.bans)))

    @property
    def what(self) -> str:
        """What the lane carries: parts to a region, packages to a market, and both to a bloc."""
        return "parts" if self.row.to_region else _PACKAGES if self.row.to_market else "packages and parts"

    @property
    def sentence(self) -> str:
        """The closed lane and what lifting it would save."""
        ban, more = self.row, len(self.bans) - 1
        alike = f" (or {more} more alike)" if more else ""
        if self.is_hidden:
            return f"{way(ban)} is closed{alike}: the gap of {self.gap_usd_bn:,.3g} bn USD hides what lifting it saves"
        of = "" if self.what == _PACKAGES else f" of {self.what}"
        saved = f"{ban.usd_bn:,.3g} bn USD and let {ban.kunits:,.0f} kunits{of} pass"
        return f"{way(ban)} is closed{alike}: lifting it, with what is built, would save {saved}{self._caveat}"

    @property
    def _caveat(self) -> str:
        """What the gap leaves of the price."""
        if not math.isfinite(self.gap_usd_bn):
            return "; with no bound proven, a better plan may not confirm it"
        if self.gap_usd_bn <= _SMALL_SHARE * self.row.usd_bn:
            return ""
        return f"; of this {self.row.usd_bn - self.gap_usd_bn:,.3g} bn are sure, given the gap"


def way(ban: BanPrice, to: str = "") -> str:
    """Return from where to where, and of what; several destinations may be named together."""
    what = " ".join(name for name in (ban.node, ban.product) if name)
    to = to or ban.destination
    return f"{ban.origin or 'Every region'} to {to}{f' for {what}' if what else ''}"


def ban_lines(plan: Plan) -> tuple[BanLine, ...]:
    """Return the bans that cost something, the most expensive first."""
    alike: defaultdict[tuple[float, float], list[BanPrice]] = defaultdict(list)
    for ban in plan.bans:
        alike[round(ban.usd_bn, _SAME), round(ban.kunits, _SAME)].append(ban)
    gap = plan.outcome.objective - plan.outcome.bound
    lines = (BanLine(tuple(members), gap if math.isfinite(gap) else math.inf) for members in alike.values())
    return tuple(sorted(lines, key=lambda line: -line.row.usd_bn))
