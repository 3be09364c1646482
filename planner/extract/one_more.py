"""How much of a rule one more phase takes: a rule binds where one more does not fit, not where nothing at all is left.

Floor, power, tools, crews and money come in lumps. What counts is the phase that takes least, among the pairs that may
still grow; of money, its largest instalment net of credits without a cap.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from planner.case.money import capex_usd_bn, uncapped_credits_usd_bn
from planner.plan.records import Binding, RowSlack, Start
from planner.registry.rows import (
    FUND_BALANCE,
    FUND_LAPSE,
    OWNER_CREWS,
    PHASES_PER_PAIR,
    REGION_CREWS,
    SHELL_FLOOR,
    SITE_CONNECTED,
    SITE_FLOOR,
    SITE_POWER,
    TOOL_STOCK,
)
from planner.shape.power import idle_mw
from planner.shape.shape import Shape
from planner.shape.tracks import Track

NOTHING = 0.0
FUNDS = (FUND_BALANCE, FUND_LAPSE)


class OneMore:
    """What one more phase takes under the starts of a plan; nothing where no phase could follow."""

    def __init__(self, shape: Shape, starts: Iterable[Start], row_slacks: Iterable[RowSlack]) -> None:
        """Take the starts of a plan and what it leaves of each rule."""
        self._shape = shape
        self._phases: Counter[tuple[str, str]] = Counter()
        for start in starts:
            self._phases[start.site, start.node] += start.phases
        self._tracks = [track for track in shape.tracks if not self._is_full(track.site, track.node)]
        self._left = {
            (family.name, family.key_of(row.index)): row.slack
            for row in row_slacks
            for family in FUNDS
            if row.rule == family.name
        }

    def full_pairs(self) -> tuple[Binding, ...]:
        """Return the pairs that are built as often as they may be."""
        last, pairs = self._shape.case.calendar.last, dict.fromkeys((t.site, t.node) for t in self._shape.tracks)
        rule = PHASES_PER_PAIR.name
        return tuple(Binding(rule, f"{site} {node}", last, 0.0) for site, node in pairs if self._is_full(site, node))

    def of(self, rule: str, key: Any) -> float:
        """Return what one more phase takes of a rule at least, in the rule's unit."""
        amounts: Mapping[str, Callable[[Any], float]] = {
            SITE_FLOOR.name: lambda key: self._min_of(key.site, lambda node: node.floor_units_per_phase),
            SITE_POWER.name: lambda key: self._min_of(key.site, idle_mw),
            SITE_CONNECTED.name: self._connection,
            SHELL_FLOOR.name: self._shell_floor,
            REGION_CREWS.name: self._crew,
            OWNER_CREWS.name: self._owner_crew,
            TOOL_STOCK.name: self._tools,
            **{family.name: lambda key: self._money(rule, key) for family in FUNDS},
        }
        return amounts[rule](key) if rule in amounts else NOTHING

    def _is_full(self, site: str, node: str) -> bool:
        return self._phases[site, node] >= self._shape.case.pairs[site, node].max_phases

    def _min_of(self, site: str, per_phase: Callable[[Any], float]) -> float:
        amounts = (per_phase(self._shape.case.nodes[track.node]) for track in self._tracks if track.site == site)
        return min((amount for amount in amounts if amount > 0), default=NOTHING)

    def _connection(self, key: Any) -> float:
        """Return the power of the phase that draws least of those that could be online by a period."""
        here = (t for t in self._tracks if t.site == key.site and t.first_start + t.lead_periods <= key.period)
        amounts = (idle_mw(self._shape.case.nodes[track.node]) for track in here)
        return min((mw for mw in amounts if mw > 0), default=NOTHING)

    def _shell_floor(self, key: Any) -> float:
        nodes = self._shape.case.nodes
        here = (track for track in self._tracks if track.site == key.site and key.period in track.starts)
        return min((nodes[track.node].floor_units_per_phase for track in here), default=NOTHING)

    def _crew(self, key: Any) -> float:
        case = self._shape.case
        here = (track for track in self._tracks if case.sites[track.site].region == key.region)
        units = (case.nodes[track.node].crew_units_per_phase for track in here if key.period in track.starts)
        return min(units, default=NOTHING)

    def _owner_crew(self, key: Any) -> float:
        case = self._shape.case
        own = (track for track in self._tracks if case.owner_of(track.site, track.node) == key.owner)
        units = (case.nodes[track.node].crew_units_per_phase for track in own if key.period in track.starts)
        return min(units, default=NOTHING)

    def _tools(self, key: Any) -> float:
        """Return the machines of the phase that needs fewest of those that could need any by a period."""
        case, amounts = self._shape.case, []
        for use in case.tools[key.tool].uses:
            first = [t.first_start + t.lead_periods for t in self._tracks if t.node == use.node]
            if first and min(first) - use.periods_before_output <= key.period and use.tools_per_kwspm > 0:
                amounts.append(use.tools_per_kwspm * case.nodes[use.node].phase_kwspm)
        return min(amounts, default=NOTHING)

    def _money(self, rule: str, key: Any) -> float:
        """Return the cheapest of the largest instalments where no account of a fund group has as much left, shared."""
        amounts = []
        for account in self._shape.accounts:
            if key.fund_group in account.fund_groups:
                bills = set(account.bills)
                tracks = (t for t in self._tracks if (t.site, t.node) in bills and self._is_paid(t, key.period))
                instalment = min(map(self._instalment_usd_bn, tracks), default=NOTHING)
                left = sum(self._left_usd_bn(group, key) for group in account.fund_groups)
                amounts += [(instalment, left)] if instalment > 0 else []
        return NOTHING if any(left >= due for due, left in amounts) else min((due for due, _ in amounts), default=0.0)

    def _left_usd_bn(self, group: str, key: Any) -> float:
        left = (
            self._left[family.name, at]
            for family in FUNDS
            if (family.name, at := key._replace(fund_group=group)) in self._left
        )
        return max(0.0, min(left, default=0.0))

    def _is_paid(self, track: Track, period: int) -> bool:
        """Whether a phase of a track may still be paid for in a period."""
        return track.first_start <= period < track.last_start + len(track.spend)

    def _instalment_usd_bn(self, track: Track) -> float:
        case = self._shape.case
        net = min(
            capex_usd_bn(case, track, start) - sum(uncapped_credits_usd_bn(case, track, start).values())
            for start in {track.first_start, track.last_start}
        )
        return net * max(track.spend)
