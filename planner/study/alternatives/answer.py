"""The answer of alternatives: what all plans share, how far they differ, and the plans that differ most."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.case.records import Case, Objective
from planner.charts.draw import available
from planner.plan.records import Schedule
from planner.report.figures.built import count
from planner.study.aims.aim import Group, Range, differences
from planner.study.alternatives.blocks import SHELLS, Block
from planner.study.alternatives.ranges import Ranges
from planner.study.answers.answer import Answer
from planner.study.answers.table import Cell, Table
from planner.study.solves.solved import Solved

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

_BEST = "best"
_RANGE_COLUMNS = ("by", "name", "at least", "fewest found", "in the best plan", "most found", "at most")
_PLAN_COLUMNS = ("coverage [%]", "phases", "phases moved", "proven")
_AT = {"region": "in", "node": "of", "site": "at"}
_SHOWN_NO_REGRET = 5


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What was found. `farthest` is the plan that differs most from the best by each kind of block."""

    blocks: Sequence[Block]
    ranges: Ranges
    limits: Range
    best: Solved
    farthest: Mapping[str, Solved]
    until: int
    """The last of the first periods."""

    def no_regret(self) -> Iterator[tuple[Block, int, int]]:
        """Yield each block of which every plan has phases, how many, and by which period they start."""
        for block in self.blocks:
            sure = self.ranges.at_least(block.group)
            early_group = replace(block.group, until=self.until)
            early = self.ranges.at_least(early_group) if self.until < block.group.until else 0
            if early:
                yield block, early, self.until
            if sure > early:
                yield block, sure, block.group.until

    def plans(self) -> dict[str, Solved]:
        """Return the best plan and those that differ most, each once, by what they are."""
        named = {_BEST: self.best}
        for kind, solved in self.farthest.items():
            if solved.has_plan and all(_moved(solved, one) for one in named.values()):
                named[f"by {kind}"] = solved
        return named


def nothing(case: Case, sentence: str) -> Answer:
    """Return the answer where there is nothing to compare, and why."""
    return Answer("alternatives", _title(case), (sentence,))


def _title(case: Case) -> str:
    return f"Plans that cost about as much: {case.settings.case_name}"


def answer_of(case: Case, within: float, result: Alternatives) -> Answer:
    """Return the answer: sentences, tables and the chart of the ranges."""
    tables = (_no_regret(case, result), _ranges(result), _plans(case, result), _phases(result), _starts(case, result))
    pictures = _pictures(result) if available() and result.blocks else ()
    sentences = tuple(_sentences(case, within, result))
    return Answer("alternatives", _title(case), sentences, tables, pictures=pictures)


def _sentences(case: Case, within: float, result: Alternatives) -> Iterator[str]:
    yield _which_plans(case, within, result)
    named = {block.group: block for block in result.blocks}  # a region with one site is named as the site
    sure = [(block, phases, period) for block, phases, period in result.no_regret() if named[block.group] is block]
    for block, phases, period in sure[:_SHOWN_NO_REGRET]:
        yield (
            f"In every one of them at least {count(phases, block.counts)} {_at(block)} "
            f"{'starts' if phases == 1 else 'start'} by {case.calendar.label(period)}."
        )
    if len(sure) > _SHOWN_NO_REGRET:
        yield f"The table has {len(sure) - _SHOWN_NO_REGRET} more starts without regret."
    if not sure:
        yield "No region, node or site is proven to have phases in every one of them: no start is without regret."
    never = [block for block in result.blocks if result.ranges.at_most(block.group) == 0]
    if names := [block.name for block in never if block.kind != SHELLS]:
        yield f"No phases in any of them: {', '.join(names)}."
    if names := [block.group.pairs[0][0] for block in never if block.kind == SHELLS]:
        yield f"No shells in any of them: {', '.join(names)}."
    free = [block for block in result.blocks if _freedom(result.ranges, block.group) > 0]
    if free:
        widest = max(free, key=lambda block: _freedom(result.ranges, block.group))
        low, high = result.ranges.min_phases(widest.group), result.ranges.max_phases(widest.group)
        yield f"The widest choice is {widest.name}: {low} to {high} {widest.counts}s."
    else:
        yield "All of them have the same number of phases in every region, node and site."
    unproven = [block.name for block in result.blocks if not _is_proven(result.ranges, block.group)]
    if unproven:
        yield (
            f"Not proven to the end for {', '.join(unproven)}: the ends of their ranges lie between what is proven and "
            "what was result. A longer --time-limit proves more."
        )


def _which_plans(case: Case, within: float, result: Alternatives) -> str:
    ceilings = result.limits.ceilings
    share = f"within {100 * within:.3g} % of the bound"
    if result.best.plan.outcome.unavoidable_usd_bn > 0:
        share += ", measured on the part of the cost that a plan can change"
    if case.settings.objective is Objective.PROFIT:
        return f"These are the plans with a profit of at least {-ceilings[-1]:.2f} bn USD, {share}."
    if len(ceilings) > 1:
        penalty, cost = ceilings
        return (
            f"Coverage comes first: these are the plans with a shortage penalty of at most {penalty:.2f} and a cost of "
            f"at most {cost:.2f} bn USD, each {share}."
        )
    return f"These are the plans that cost at most {ceilings[-1]:.2f} bn USD, {share}."


def _moved(one: Solved, other: Solved) -> int:
    """Return how many phases and shells start elsewhere or at another time, which counts twice."""
    first, second = (Schedule(starts=of.plan.starts, shells_built=of.plan.shells_built) for of in (one, other))
    return differences(first, second)


def _at(block: Block) -> str:
    return f"at {block.group.pairs[0][0]}" if block.kind == SHELLS else f"{_AT[block.kind]} {block.name}"


def _freedom(ranges: Ranges, group: Group) -> int:
    return ranges.max_phases(group) - ranges.min_phases(group)


def _is_proven(ranges: Ranges, group: Group) -> bool:
    return (ranges.at_least(group), ranges.at_most(group)) == (ranges.min_phases(group), ranges.max_phases(group))


def _no_regret(case: Case, result: Alternatives) -> Table:
    rows = tuple(
        (block.kind, block.name, phases, case.calendar.label(period)) for block, phases, period in result.no_regret()
    )
    note = "Proven: every one of these plans starts at least so many phases by the end of that period."
    return Table("no_regret", "Starts without regret", ("by", "name", "phases at least", "start by"), rows, note)


def _ranges(result: Alternatives) -> Table:
    ranges, best = result.ranges, result.best.plan.schedule
    rows = tuple(
        (
            block.kind,
            block.name,
            ranges.at_least(block.group),
            ranges.min_phases(block.group),
            block.group.phases(best),
            ranges.max_phases(block.group),
            ranges.at_most(block.group),
        )
        for block in result.blocks
    )
    note = (
        "Phases that start within the horizon. At least, at most: proven for all of these plans. Found: in one of the "
        "plans that were found; where both agree, that is the minimum or maximum."
    )
    return Table("ranges", "Phases in the plans", _RANGE_COLUMNS, rows, note, shown=40)


def _plans(case: Case, result: Alternatives) -> Table:
    bound, is_profit = result.limits.bounds[-1], case.settings.objective is Objective.PROFIT
    money = ("profit [bn USD]", "below bound [%]") if is_profit else ("cost [bn USD]", "above bound [%]")
    rows: list[tuple[Cell, ...]] = []
    for name, solved in result.plans().items():
        figures, above = solved.figures(case), solved.plan.outcome.objective - bound
        share = 100 * above / abs(bound) if bound else None
        changed = _moved(solved, result.best)
        proven = solved.reached.is_proven if solved.reached is not None else None
        value = -solved.plan.outcome.objective if is_profit else solved.plan.outcome.objective
        rows.append((name, value, share, figures.coverage_pct, figures.phases, changed, proven))
    note = (
        "Money is discounted. Phases moved: against the best plan; one at another place or time "
        "counts twice. Proven: no plan differs more in the phases of each region, node or site."
        f"{' Shells count like phases.' if case.shells else ''}"
    )
    formats = {"coverage [%]": "0.0"}
    return Table(
        "plans",
        "Plans that differ most from the best",
        ("plan", *money, *_PLAN_COLUMNS),
        tuple(rows),
        note,
        formats=formats,
    )


def _phases(result: Alternatives) -> Table:
    plans = result.plans()
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (block.kind, block.name, *(block.group.phases(solved.plan.schedule) for solved in plans.values()))
        for block in result.blocks
    )
    return Table("phases", "Phases of these plans", ("by", "name", *plans), rows if len(plans) > 1 else (), shown=40)


def _starts(case: Case, result: Alternatives) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, site, node, case.calendar.label(period), amount)
        for name, solved in result.plans().items()
        for period, site, node, amount in sorted(_decided(solved))
    )
    return Table("starts", "Starts of these plans", ("plan", "site", "node", "start", "phases"), rows, shown=0)


def _decided(solved: Solved) -> Iterator[tuple[int, str, str, int]]:
    yield from ((start.period, start.site, start.node, start.phases) for start in solved.plan.starts)
    yield from ((built.period, built.site, "shell", built.shells) for built in solved.plan.shells_built)


def _pictures(result: Alternatives) -> "tuple[Charted, ...]":
    import pandas as pd

    from planner.charts import ranges as chart
    from planner.report.plan_charts import Charted

    table = pd.DataFrame(
        [(order, *row) for order, row in enumerate(_ranges(result).rows)],
        columns=["order", "kind", "name", "at_least", "fewest", "best", "most", "at_most"],
    )
    words = "Bar: fewest to most phases of the plans found; line: what is proven; dot: the best plan."
    return (Charted("ranges", words, chart.declare(table, words)),)
