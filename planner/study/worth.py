"""Worth: what one more of each thing that a planner can ask for would save, ranked, each worth as an interval."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.case.records import Case, Objective
from planner.plan.records import Plan
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
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval, cost_change, shared
from planner.study.answers.measure import measured
from planner.study.answers.ranked import ranked
from planner.study.answers.table import Table
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.workbook.case_file import CaseFile
from planner.workbook.contract.columns import SeriesRow
from planner.workbook.contract.lanes import LaneRow
from planner.workbook.contract.means import BudgetRow, ToolRow
from planner.workbook.contract.owners import OwnerRow
from planner.workbook.contract.places import PairRow, RegionRow
from planner.workbook.contract.power import DeploymentRow, SitePowerRow
from planner.workbook.contract.shells import ShellRow
from planner.workbook.edit.edits import CellEdit, key_of

MONEY_USD_BN, TOOLS, SITE_MW, MARKET_MW = 10.0, 10.0, 100.0, 1000.0
_FORMATS = {"coverage [%]": "0.0", "change [points]": "0.0"}
_BRIEF = ("question", "saves [bn USD]", "coverage [%]", "change [points]")
_COLUMNS = ("question", "saves [bn USD]", "coverage [%]", "change [points]", "phases", "status", "edits")


def worth(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    questions: int | None = None,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return what relaxing each rule would be worth: cost saved in discounted usd_bn as intervals, and coverage.

    Asks for 10 bn USD more in each fund, one period less of lead time at each site, ten tools more of each kind, one
    phase more of each pair and one shell more of each site with a maximum, each closed lane open, one crew more in each
    region, and more power where it is limited by period: 100 MW at a site, 1 GW in a market; or only so many
    `questions`, those first whose rule binds in most periods of the plan. Raises InputFaults for a workbook with
    errors, StudyCancelled where `cancel` is set, OSError and ExecutorError for options that cannot be used.
    """
    base = as_it_stands(source)
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        possible = list(_questions(base))
        count = len(possible) if questions is None else min(questions, len(possible))
        session.plan(1 + count)
        (before,) = session.solve([base])
        ordered = possible if questions is None else _binding_first(before.plan, possible)
        asked = [question.variant for question in ordered[:count]] if before.has_plan else []
        solved = session.solve(asked, before.plan.schedule)
    return _answer(base, before, asked, solved, len(possible) - count)


@dataclass(frozen=True, slots=True)
class _Question:
    """A variant, with the rules that it relaxes and the names of their place."""

    variant: Variant
    rules: tuple[AnyRows, ...]
    place: tuple[str, ...]


def _binding_first(plan: Plan, questions: Sequence[_Question]) -> list[_Question]:
    """Return the questions, those first whose rule binds in most periods; an earlier start counts for each start."""

    def periods(question: _Question) -> int:
        names = {rule.name for rule in question.rules}
        bound = sum(one.rule in names and all(name in one.where for name in question.place) for one in plan.binding)
        return bound if question.rules else sum(start.site in question.place for start in plan.starts)

    return sorted(questions, key=periods, reverse=True)


def _questions(base: Variant) -> Iterator[_Question]:
    """Yield what is asked, in the words of the workbook."""
    tables, case = base.tables, base.case
    first = case.calendar.label(0)
    for at, row in enumerate(tables.of(BudgetRow)):
        edit = CellEdit("budget", key_of(row), first, row.values[0], row.values[0] + MONEY_USD_BN, at)
        variant = base.with_edits(f"{MONEY_USD_BN:g} bn USD more in {row.fund} at the start", [edit], relaxes=True)
        yield _Question(variant, (FUND_BALANCE, FUND_LAPSE), (row.fund,))
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
            yield _Question(variant, (), (site,))
    for at, tool in enumerate(tables.of(ToolRow)):
        edit = CellEdit("tools", key_of(tool), first, tool.values[0], tool.values[0] + TOOLS, at)
        variant = base.with_edits(f"{TOOLS:g} more of {tool.tool} at the start", [edit], relaxes=True)
        yield _Question(variant, (TOOL_STOCK,), (tool.tool,))
    for at, pair in enumerate(tables.of(PairRow)):
        if pair.max_phases is not None:
            edit = CellEdit("site_nodes", key_of(pair), "max_phases", pair.max_phases, pair.max_phases + 1, at)
            variant = base.with_edits(f"one phase more of {pair.node} at {pair.site}", [edit], relaxes=True)
            yield _Question(variant, (PHASES_PER_PAIR,), (pair.site, pair.node))
    for at, shells in enumerate(tables.of(ShellRow)):
        if shells.max_shells is not None:
            edit = CellEdit("shells", key_of(shells), "max_shells", shells.max_shells, shells.max_shells + 1, at)
            variant = base.with_edits(f"one shell more at {shells.site}", [edit], relaxes=True)
            yield _Question(variant, (SHELLS_PER_SITE,), (shells.site,))
    for at, lane in enumerate(tables.of(LaneRow)):
        if not lane.allowed:
            edit = CellEdit("lanes", key_of(lane), "allowed", False, True, at)
            ends = lane.from_region or lane.from_bloc or "any region", lane.to_region or lane.to_market or lane.to_bloc
            where = " to ".join(filter(None, ends))
            what = f" for {lane.node or lane.product}" if lane.node or lane.product else ""
            variant = base.with_edits(f"the lane from {where} open{what}", [edit], relaxes=True)
            yield _Question(variant, (), ())
    for at, region in enumerate(tables.of(RegionRow)):
        if region.max_phase_starts_per_year is not None:
            old = region.max_phase_starts_per_year
            edit = CellEdit("regions", key_of(region), "max_phase_starts_per_year", old, old + 1, at)
            variant = base.with_edits(f"one crew more in {region.region}", [edit], relaxes=True)
            yield _Question(variant, (REGION_CREWS,), (region.region,))
    for at, owner in enumerate(tables.of(OwnerRow)):
        if owner.max_phase_starts_per_year is not None:
            old = owner.max_phase_starts_per_year
            edit = CellEdit("owners", key_of(owner), "max_phase_starts_per_year", old, old + 1, at)
            variant = base.with_edits(f"one start a year more of {owner.owner}", [edit], relaxes=True)
            yield _Question(variant, (OWNER_CREWS,), (owner.owner,))
    for at, connection in enumerate(tables.of(SitePowerRow)):
        edits = _more_to_date(case, at, connection, SITE_MW)
        variant = base.with_edits(f"{SITE_MW:g} MW more connected to {connection.site}", edits, relaxes=True)
        yield _Question(variant, (SITE_CONNECTED, SITE_DRAWN), (connection.site,))
    for at, deployment in enumerate(tables.of(DeploymentRow)):
        edits = _more_to_date(case, at, deployment, MARKET_MW)
        name = f"{MARKET_MW:g} MW more for accelerators in {deployment.market}"
        yield _Question(base.with_edits(name, edits, relaxes=True), (DEPLOYMENT_LIMIT,), (deployment.market,))


def _more_to_date(case: Case, at: int, row: SeriesRow, amount: float) -> list[CellEdit]:
    return [
        CellEdit(row.sheet, key_of(row), case.calendar.label(t), old, old + amount, at)
        for t, old in enumerate(row.values)
    ]


def _period(case: Case) -> str:
    return {1: "month", 3: "quarter", 12: "year"}[case.calendar.period_months]


def _answer(
    base: Variant, before: Solved, questions: Sequence[Variant], solved: Sequence[Solved], unasked: int
) -> Answer:
    title = f"What is worth how much: {base.case.settings.case_name}"
    if not before.has_plan:
        return Answer("worth", title, (before.why_no_plan,))
    rows = []
    for variant, after in zip(questions, solved, strict=True):
        low, relaxed = shared(before, after) if variant.relaxes else (before, after)
        saved = -cost_change(low, relaxed)
        if variant.relaxes:
            saved = Interval(max(0.0, saved.low), max(0.0, saved.high))
        rows.append((variant, relaxed, saved))
    rows.sort(key=lambda row: (-row[2].low, -row[2].high))
    coverage_pct = before.figures(base.case).coverage_pct
    cells = tuple(
        (
            variant.name,
            saved,
            (covered := after.figures(variant.case).coverage_pct),
            covered - coverage_pct,
            after.figures(variant.case).phases,
            str(after.status),
            "; ".join(variant.changes),
        )
        for variant, after, saved in rows
    )
    what = measured(base.case)
    is_profit = base.case.settings.objective is Objective.PROFIT
    note = "Savings are intervals from both bounds; coverage is that of the plans found."
    title_of_table = f"{'Profit gained' if is_profit else f'{what[0].upper()}{what[1:]} saved'} by each"
    table = Table("worth", title_of_table, _COLUMNS, cells, note, brief=_BRIEF, formats=_FORMATS)
    sentences = list(_sentences(base.case, before, rows))
    if unasked:
        sentences.append(f"{unasked} more could be asked, about rules that bind in fewer periods: see --questions.")
    helpful = tuple(variant.choice for variant, _, saved in rows if not saved.is_zero)
    bars = [(variant.name, saved) for variant, _, saved in rows]
    words = "Discounted; a full bar is proven, a faint one is what the gaps leave open."
    drawn = ranked("worth", title_of_table, f"{'gained' if is_profit else 'saved'} [bn USD]", bars, words)
    return Answer("worth", title, tuple(sentences), (table,), pictures=drawn, choices=helpful)


def _sentences(case: Case, before: Solved, rows: Sequence[tuple[Variant, Solved, Interval]]) -> Iterator[str]:
    optimum = -before.objective if case.settings.objective is Objective.PROFIT else before.objective
    gap_usd_bn = before.objective - before.bound
    proven = "optimal" if gap_usd_bn < 0.005 else f"at most {gap_usd_bn:.2f} bn USD from the optimum"
    yield (
        f"As it stands the plan covers {before.figures(case).coverage_pct:.1f} % of demand at a {measured(case)} of "
        f"{optimum:.2f} bn USD, {proven}."
    )
    distinct = [(variant.name, saved) for variant, _, saved in rows if saved.low > 0 and saved.is_distinct]
    if not distinct:
        yield "No single change is proven to improve the plan: each saves less than the gaps leave open."
    for name, saved in distinct[:3]:
        yield f"{name[0].upper()}{name[1:]} saves {saved} bn USD."
    nothing = sum(saved.is_zero for _, _, saved in rows)
    hidden = sum(not saved.is_zero and not saved.is_distinct for _, _, saved in rows)
    if nothing:
        yield f"{nothing} of the {len(rows)} changes are proven to be worth nothing by themselves."
    if hidden:
        yield f"{hidden} cannot be distinguished from nothing within the gaps: try a smaller --gap or more time."
