"""What can be asked about the worth of one more of each thing, and which questions come first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.case.records import Case
from planner.plan.records import BanPrice, Plan
from planner.registry.families import AnyRows
from planner.registry.rows import (
    DEPLOYMENT_LIMIT,
    FUND_BALANCE,
    FUND_LAPSE,
    OWNER_CREWS,
    PHASES_PER_PAIR,
    REGION_CREWS,
    SHELLS_PER_SITE,
    SITE_CONNECTED,
    SITE_DRAWN,
    TOOL_STOCK,
)
from planner.study.answers.interval import rank
from planner.study.variant import Variant
from planner.workbook.contract.columns import SeriesRow
from planner.workbook.contract.lanes import LaneRow
from planner.workbook.contract.means import BudgetRow, ToolRow
from planner.workbook.contract.owners import OwnerRow
from planner.workbook.contract.places import PairRow, RegionRow
from planner.workbook.contract.power import DeploymentRow, SitePowerRow
from planner.workbook.contract.shells import ShellRow
from planner.workbook.edit.edits import CellEdit, key_of

MONEY_USD_BN, TOOLS, SITE_MW, MARKET_MW = 10.0, 10.0, 100.0, 1000.0
_ENDS = ("from_region", "from_bloc", "to_region", "to_market", "to_bloc", "node", "product")


@dataclass(frozen=True, slots=True)
class Question:
    """A variant, with the rules that it relaxes and the names of their place."""

    variant: Variant
    rules: tuple[AnyRows, ...]
    place: tuple[str, ...]
    lane: LaneRow | None = None


class Bound:
    """What binds in a plan, counted once: in how many periods the rule of a question does."""

    def __init__(self, plan: Plan) -> None:
        self._periods: dict[str, Counter[str]] = {}
        for one in plan.binding:
            self._periods.setdefault(one.rule, Counter())[one.where] += 1
        self._starts = Counter(start.site for start in plan.starts)
        self._bans: dict[tuple[str, ...], list[BanPrice]] = {}
        for ban in plan.bans:
            self._bans.setdefault(_ends(ban), []).append(ban)

    def periods(self, question: Question) -> int:
        """Return in how many periods the rule of a question binds.

        An earlier start counts for each start, an open lane for each period in which its ban costs something.
        """
        if question.lane is not None:
            return sum(ban.until_period - ban.from_period + 1 for ban in self._bans.get(_ends(question.lane), ()))
        if not question.rules:
            return sum(self._starts[site] for site in question.place)
        return sum(
            periods
            for rule in {rule.name for rule in question.rules}
            for where, periods in self._periods.get(rule, Counter[str]()).items()
            if all(name in where for name in question.place)
        )

    def promise(self, question: Question) -> float:
        """Return what a question is ranked by among those of its kind."""
        if question.lane is not None:
            return sum(ban.usd_bn for ban in self._bans.get(_ends(question.lane), ()))
        return self.periods(question)


def _ends(one: BanPrice | LaneRow) -> tuple[str, ...]:
    return tuple(getattr(one, end) for end in _ENDS)


def binding_first(bound: Bound, asked: Sequence[Question]) -> list[Question]:
    """Return the questions: of each kind the one about the rule that binds most, then the second of each, and so on.

    What never binds comes last. Lanes are ranked by what their ban costs with the plan's capacity, all else by periods.
    """
    of_kind = Counter[tuple[tuple[AnyRows, ...], bool]]()
    turns = dict[int, tuple[bool, int, int]]()
    promises = [bound.promise(question) for question in asked]
    for at in sorted(range(len(asked)), key=lambda at: rank(promises[at]), reverse=True):
        kind, periods = (asked[at].rules, asked[at].lane is None), bound.periods(asked[at])
        turns[at] = not periods, of_kind[kind], -periods
        of_kind[kind] += 1
    return [asked[at] for at in sorted(turns, key=lambda at: (turns[at], at))]


def questions_of(base: Variant) -> Iterator[Question]:
    """Yield what is asked, in the words of the workbook."""
    tables, case = base.tables, base.case
    first = case.calendar.label(0)
    for at, row in enumerate(tables.of(BudgetRow)):
        edit = CellEdit("budget", key_of(row), first, row.values[0], row.values[0] + MONEY_USD_BN, at)
        variant = base.with_edits(f"{MONEY_USD_BN:g} bn USD more in {row.fund} at the start", [edit], relaxes=True)
        yield Question(variant, (FUND_BALANCE, FUND_LAPSE), (row.fund,))
    for site in case.sites:
        edits = [
            CellEdit("site_nodes", key_of(row), "lead_periods", row.lead_periods, row.lead_periods - 1, at)
            for at, row in enumerate(tables.of(PairRow))
            if row.site == site and row.lead_periods > 0
        ]
        edits += [
            CellEdit("shells", key_of(row), "lead_periods", row.lead_periods, row.lead_periods - 1, at)
            for at, row in enumerate(tables.of(ShellRow))
            if row.site == site and row.lead_periods > 0
        ]
        if edits:
            variant = base.with_edits(f"everything at {site} built one {_period(case)} sooner", edits)
            yield Question(variant, (), (site,))
    for at, tool in enumerate(tables.of(ToolRow)):
        edit = CellEdit("tools", key_of(tool), first, tool.values[0], tool.values[0] + TOOLS, at)
        variant = base.with_edits(f"{TOOLS:g} more of {tool.tool} at the start", [edit], relaxes=True)
        yield Question(variant, (TOOL_STOCK,), (tool.tool,))
    for at, pair in enumerate(tables.of(PairRow)):
        if pair.max_phases is not None:
            edit = CellEdit("site_nodes", key_of(pair), "max_phases", pair.max_phases, pair.max_phases + 1, at)
            variant = base.with_edits(f"one phase more of {pair.node} at {pair.site}", [edit], relaxes=True)
            yield Question(variant, (PHASES_PER_PAIR,), (pair.site, pair.node))
    for at, shells in enumerate(tables.of(ShellRow)):
        if shells.max_shells is not None:
            edit = CellEdit("shells", key_of(shells), "max_shells", shells.max_shells, shells.max_shells + 1, at)
            variant = base.with_edits(f"one shell more at {shells.site}", [edit], relaxes=True)
            yield Question(variant, (SHELLS_PER_SITE,), (shells.site,))
    for at, lane in enumerate(tables.of(LaneRow)):
        if not lane.allowed:
            edit = CellEdit("lanes", key_of(lane), "allowed", False, True, at)
            ends = lane.from_region or lane.from_bloc or "any region", lane.to_region or lane.to_market or lane.to_bloc
            where = " to ".join(filter(None, ends))
            what = f" for {lane.node or lane.product}" if lane.node or lane.product else ""
            variant = base.with_edits(f"the lane from {where} open{what}", [edit], relaxes=True)
            yield Question(variant, (), (), lane)
    for at, region in enumerate(tables.of(RegionRow)):
        if region.max_phase_starts_per_year is not None:
            old = region.max_phase_starts_per_year
            edit = CellEdit("regions", key_of(region), "max_phase_starts_per_year", old, old + 1, at)
            variant = base.with_edits(f"one crew more in {region.region}", [edit], relaxes=True)
            yield Question(variant, (REGION_CREWS,), (region.region,))
    for at, owner in enumerate(tables.of(OwnerRow)):
        if owner.max_phase_starts_per_year is not None:
            old = owner.max_phase_starts_per_year
            edit = CellEdit("owners", key_of(owner), "max_phase_starts_per_year", old, old + 1, at)
            variant = base.with_edits(f"one start a year more of {owner.owner}", [edit], relaxes=True)
            yield Question(variant, (OWNER_CREWS,), (owner.owner,))
    for at, connection in enumerate(tables.of(SitePowerRow)):
        edits = _more_to_date(case, at, connection, SITE_MW)
        variant = base.with_edits(f"{SITE_MW:g} MW more connected to {connection.site}", edits, relaxes=True)
        yield Question(variant, (SITE_CONNECTED, SITE_DRAWN), (connection.site,))
    for at, deployment in enumerate(tables.of(DeploymentRow)):
        edits = _more_to_date(case, at, deployment, MARKET_MW)
        name = f"{MARKET_MW:g} MW more for accelerators in {deployment.market}"
        yield Question(base.with_edits(name, edits, relaxes=True), (DEPLOYMENT_LIMIT,), (deployment.market,))


def _more_to_date(case: Case, at: int, row: SeriesRow, amount: float) -> list[CellEdit]:
    return [
        CellEdit(row.sheet, key_of(row), case.calendar.label(t), old, old + amount, at)
        for t, old in enumerate(row.values)
    ]


def _period(case: Case) -> str:
    return {1: "month", 3: "quarter", 12: "year"}[case.calendar.period_months]
