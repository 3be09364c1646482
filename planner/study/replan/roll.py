"""The next case: what has started stays, what was to start later may move at a price, in the words of the workbook."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from planner.case.records import Lock
from planner.plan.records import Plan
from planner.report.contract.layout import LOCK_COLUMNS
from planner.report.contract.tables import locks
from planner.shape.construction import Construction
from planner.shape.tracks import NO_NODE
from planner.study.replan.moves import Place
from planner.study.replan.paid import misfit, paid_edits
from planner.study.variant import Variant
from planner.workbook.contract.means import LastPlanRow
from planner.workbook.edit.apply import edited
from planner.workbook.edit.edits import AddedRow, CellEdit, Edit, Value

MOVE_PRICE_USD_BN = 0.01
"""The price of a move where the case has none: so little that it decides between plans of one cost only."""
_PRICE, _MAX_CHANGES = "change_price_usd_bn_per_phase", "max_changes"


@dataclass(frozen=True, slots=True)
class Roll:
    """A plan that is carried into new facts, the period from which it may change, and what a changed phase costs.

    `move_price_usd_bn` of None stands for the price of the case, or for a small one where the case has none.
    """

    plan: Plan
    now: int
    move_price_usd_bn: float | None = None

    def next_case(self, facts: Variant) -> Variant:
        """Return the case in which everything before now is fixed and the plan is the one that changes start from."""
        edits = [*self._paid(facts), *self._started(facts), *self._last_plan(facts), *self._price(facts)]
        return facts.with_edits(f"{facts.name}, replanned", edits)

    def as_planned(self, following: Variant, places: Collection[Place] | None = None) -> Variant:
        """Return the next case in which some places, by default all, start nothing otherwise than planned."""
        rows = (_lock(row) for row in locks(following.case, self.plan) if places is None or _place(row) in places)
        name = (
            "all as planned"
            if places is None
            else " and ".join(f"{n or of or 'shells'} at {s}" for s, n, of in places) + " as planned"
        )
        return following.with_edits(f"{following.name}, {name}", rows)

    def foresight(self, facts: Variant) -> Variant:
        """Return the facts with nothing fixed, and no plan yet from which a change could cost anything."""
        settings = facts.case.settings
        edits: list[Edit] = []
        if facts.case.last_plan and settings.change_price_usd_bn_per_phase > 0:
            edits.append(CellEdit("settings", (), _PRICE, settings.change_price_usd_bn_per_phase, 0.0))
        if facts.case.last_plan and not math.isinf(settings.max_changes):
            edits.append(CellEdit("settings", (), _MAX_CHANGES, int(settings.max_changes), None))
        return facts.with_edits(f"{facts.name}, with full foresight", edits, relaxes=self._offers_all(facts))

    def price_usd_bn(self, facts: Variant) -> float:
        """Return what a phase that starts otherwise than planned costs."""
        settings = facts.case.settings
        if self.move_price_usd_bn is not None:
            return self.move_price_usd_bn
        has_own = settings.change_price_usd_bn_per_phase > 0 or not math.isinf(settings.max_changes)
        return settings.change_price_usd_bn_per_phase if has_own else MOVE_PRICE_USD_BN

    def has_default_price(self, facts: Variant) -> bool:
        """Say whether the price of a move is neither the case's nor given."""
        settings = facts.case.settings
        return self.move_price_usd_bn is None and self.price_usd_bn(facts) != settings.change_price_usd_bn_per_phase

    def money_note(self, facts: Variant) -> str:
        """Return why what was drawn before now cannot be kept in the facts, empty where it can."""
        return misfit(facts.case, self.plan, self.now)

    def _paid(self, facts: Variant) -> tuple[CellEdit, ...]:
        return () if self.money_note(facts) else paid_edits(facts, self.plan, self.now)

    def _started(self, facts: Variant) -> Iterator[AddedRow]:
        """Yield the locks on what started before now, and on pairs that might still start there."""
        case = facts.case
        offered = Construction(case).paid_tracks
        may_start = {(track.site, track.node, "") for track in offered if track.first_start < self.now}
        for row in locks(case, self.plan, self.now - 1) if self.now else ():
            site, node, from_node, first, last, minimum, maximum = row
            t, until = case.calendar.ordinal(first), case.calendar.ordinal(last)
            if Lock(site, node, from_node, t, until, minimum, maximum) in case.locks:
                continue
            if maximum or from_node or _place(row) in may_start:
                yield _lock(row)

    def _last_plan(self, facts: Variant) -> Iterator[Edit]:
        """Yield the edits after which the sheet lists the starts of the plan, and no others."""
        label = facts.case.calendar.label
        phases: dict[tuple[str, str, str], float] = {}
        planned_starts = [(one.site, one.node, one.period, one.phases) for one in self.plan.starts]
        planned_starts += [(one.site, NO_NODE, one.period, one.shells) for one in self.plan.shells_built]
        for site, node, t, count in planned_starts:
            key = site, node, label(t)
            phases[key] = phases.get(key, 0.0) + count
        for at, row in enumerate(edited(facts.tables, facts.edits).of(LastPlanRow)):
            key = row.site, row.node, row.period
            planned = phases.pop(key, 0.0)
            if planned != row.phases:
                yield CellEdit("last_plan", key, "phases", row.phases, planned, at)
        if not planned_starts and not facts.case.last_plan:
            # A sheet without rows is no plan; one with a zero is a plan that starts nothing.
            site, node = next(iter(facts.case.pairs), ("", ""))
            phases = {(site, node, label(self.now)): 0.0} if site else {}
        shelled = next(iter(facts.case.shells), "")
        if shelled and not any(row.node == NO_NODE for row in facts.tables.of(LastPlanRow)) and planned_starts:
            # Without a row of shells, those of the next plan would not count as changes.
            phases = phases if self.plan.shells_built else {**phases, (shelled, NO_NODE, label(self.now)): 0.0}
        for (site, node, period), planned in phases.items():
            of_node: dict[str, Value] = {"node": node} if node else {}
            yield AddedRow("last_plan", {"site": site, **of_node, "period": period, "phases": planned})

    def _price(self, facts: Variant) -> Iterator[CellEdit]:
        old, new = facts.case.settings.change_price_usd_bn_per_phase, self.price_usd_bn(facts)
        if new != old:
            yield CellEdit("settings", (), _PRICE, old, new)

    def _offers_all(self, facts: Variant) -> bool:
        """Say whether everything that started could have been planned in these facts too, without a lock."""
        windows: dict[tuple[str, str], list[range]] = {}
        for track in Construction(facts.case).paid_tracks:
            windows.setdefault((track.site, track.node), []).append(track.starts)
        started = [(one.site, one.node, one.period) for one in self.plan.starts]
        started += [(one.site, NO_NODE, one.period) for one in self.plan.shells_built]
        for (site, node), window in Construction(facts.case).retirement_periods.items():
            windows[site, f"{node} retired"] = [window]
        started += [(one.site, f"{one.node} retired", one.period) for one in self.plan.retired]
        return all(
            any(t in window for window in windows.get((site, node), ())) for site, node, t in started if t < self.now
        )


def _place(row: tuple[str, str, str, str, str, int, int]) -> Place:
    return row[0], row[1], row[2]


def _lock(row: tuple[str, str, str, str, str, int, int]) -> AddedRow:
    values: Mapping[str, Value] = dict(zip(LOCK_COLUMNS, row, strict=True))
    return AddedRow("locks", {name: value for name, value in values.items() if value != ""})
