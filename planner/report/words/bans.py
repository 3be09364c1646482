"""Bans in words: closed lanes that cost something, merged where they cost the same, the most expensive first."""

from collections import defaultdict
from dataclasses import dataclass

from planner.plan.records import BanPrice, Plan

RULE = "export ban"
"""What a ban is called among the rules that bind."""
_SAME = 6  # decimals of usd_bn and of kunits


@dataclass(frozen=True, slots=True)
class BanLine:
    """Closed lanes, any one of which could be lifted to the same effect."""

    bans: tuple[BanPrice, ...]

    @property
    def row(self) -> BanPrice:
        """The first of them; they cost the same."""
        return self.bans[0]

    @property
    def where(self) -> str:
        """All of them: from where to where, and of what."""
        return "; ".join(way(one) for one in self.bans)

    @property
    def sentence(self) -> str:
        """The closed lane and what lifting it would save."""
        ban, more = self.row, len(self.bans) - 1
        alike = f" (or {more} more alike)" if more else ""
        saved = f"{ban.usd_bn:,.3g} bn USD and let {ban.kunits:,.0f} kunits pass"
        return f"{way(ban)} is closed{alike}: lifting it, with what is built, would save {saved}"


def way(ban: BanPrice) -> str:
    """Return from where to where, and of what."""
    what = " ".join(name for name in (ban.node, ban.product) if name)
    return f"{ban.from_region or 'Every region'} to {ban.to_region or ban.to_market}{f' for {what}' if what else ''}"


def ban_lines(plan: Plan) -> tuple[BanLine, ...]:
    """Return the bans that cost something, the most expensive first."""
    alike: defaultdict[tuple[float, float], list[BanPrice]] = defaultdict(list)
    for ban in plan.bans:
        alike[round(ban.usd_bn, _SAME), round(ban.kunits, _SAME)].append(ban)
    lines = (BanLine(tuple(members)) for members in alike.values())
    return tuple(sorted(lines, key=lambda line: -line.row.usd_bn))
