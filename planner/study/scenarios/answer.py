"""The answer of scenarios: what planning for all futures is worth, regret, what to decide now, and fresh futures."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.case.records import Case, Objective
from planner.charts.draw import available
from planner.plan.records import Plan
from planner.report.figures.built import count
from planner.report.figures.service import Service, services, summed, total, years
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval
from planner.study.answers.measure import measured
from planner.study.answers.table import Cell, Table
from planner.study.scenarios.decisions import COMMIT, HOLD, OPTION, Decision, decisions, trigger
from planner.study.scenarios.fresh import Fresh
from planner.study.scenarios.futures import cost_usd_bn, possible
from planner.study.scenarios.pictures import pictures
from planner.study.solves.solved import Solved

_FORMATS = {"probability [%]": "0.0", "coverage [%]": "0.0", "coverage alone [%]": "0.0"}


@dataclass(frozen=True)
class Planned:
    """The plan for all futures, the one for their mean, that one in all futures, and the best for each alone."""

    case: Case
    base: Solved
    mean: Solved
    kept_mean: Solved | None
    own: Mapping[str, Solved]

    @cached_property
    def costs_usd_bn(self) -> dict[str, float]:
        """What the plan for all futures costs in each of them."""
        return {one.name: cost_usd_bn(self.case, self.base.plan, one) for one in possible(self.case)}

    @cached_property
    def alone(self) -> dict[str, Interval]:
        """What the best plan for each future alone costs: no more than the plan for all costs there."""
        return {
            name: Interval(min(own.bound, self.costs_usd_bn[name]), min(own.objective, self.costs_usd_bn[name]))
            for name, own in self.own.items()
        }

    @cached_property
    def knowing(self) -> Interval:
        """The expected cost where the future is known before anything is decided."""
        weights = {one.name: one.probability for one in possible(self.case)}
        low, high = (
            math.fsum(weights[name] * getattr(one, end) for name, one in self.alone.items()) for end in ("low", "high")
        )
        return Interval(low, high)

    @cached_property
    def for_all(self) -> Interval:
        """The expected cost of the best plan for all futures: it cannot be less than where they are known."""
        objective = self.base.objective
        if self.kept_mean is not None and self.kept_mean.has_plan:
            objective = min(objective, self.kept_mean.objective)
        return Interval(min(objective, max(self.base.bound, self.knowing.low)), objective)

    @property
    def value_of_knowing(self) -> Interval:
        """The expected value of perfect information."""
        return _saved(self.for_all, self.knowing)

    @property
    def value_of_planning(self) -> Interval | None:
        """The value of the stochastic solution; none where the plan for the mean cannot be kept in all futures."""
        if self.kept_mean is None or not self.kept_mean.has_plan:
            return None
        return _saved(Interval(self.kept_mean.bound, self.kept_mean.objective), self.for_all)

    def regret(self, name: str) -> Interval:
        """Return how much more the plan for all costs in a future than the best plan for it alone."""
        cost, alone = self.costs_usd_bn[name], self.alone[name]
        return Interval(max(0.0, cost - alone.high), max(0.0, cost - alone.low))

    @cached_property
    def decisions(self) -> list[Decision]:
        """What the plan for all futures and the best plans for each alone decide."""
        return decisions(self.base.plan, {name: own.plan for name, own in self.own.items() if own.has_plan})


def _saved(dear: Interval, cheap: Interval) -> Interval:
    """Return by how much the optimum of a case is below that of one that can be no cheaper."""
    return Interval(max(0.0, dear.low - cheap.high), max(0.0, dear.high - cheap.low))


def nothing(case: Case, sentence: str) -> Answer:
    """Return the answer where there is nothing to compare, and why."""
    return Answer("scenarios", _title(case), (sentence,))


def _title(case: Case) -> str:
    return f"A plan for several futures: {case.settings.case_name}"


def answer_of(planned: Planned, tried: Fresh | None, sample: int | None) -> Answer:
    """Return the answer: sentences, tables and the charts of coverage and money."""
    tables = [_values(planned), _decisions(planned), _regrets(planned), _coverage(planned)]
    if tried is not None:
        tables.append(_fresh(planned.case, tried))
    sentences = tuple(_sentences(planned, tried, sample))
    drawn = pictures(planned.case, planned.base.plan, _own_plans(planned)) if available() else ()
    return Answer("scenarios", _title(planned.case), sentences, tuple(tables), pictures=drawn)


def _own_plans(planned: Planned) -> dict[str, Plan]:
    return {name: own.plan for name, own in planned.own.items() if own.has_plan}


def _sentences(planned: Planned, tried: Fresh | None, sample: int | None) -> Iterator[str]:
    case, what = planned.case, measured(planned.case)
    if sample is not None:
        yield f"{len(possible(case))} futures stand for {sample} drawn around the scenarios of the case."
    shown = _shown(case, planned.for_all)
    yield f"The best plan for all {len(possible(case))} futures has an expected {what} of {shown} bn USD."
    value = planned.value_of_planning
    if value is None:
        yield "The plan for the mean future breaks a rule in some future, or none was found: it is no plan for all."
    elif value.is_distinct:
        yield f"Planning for all of them instead of for their mean is worth {value} bn USD."
    else:
        yield f"Planning for all of them is not distinguishable from planning for their mean: {value} bn USD."
    knowing = planned.value_of_knowing
    verb = "would be worth" if knowing.is_distinct else "is not distinguishable from worthless, with"
    yield f"Knowing the future before deciding {verb} {knowing} bn USD: no forecast is worth more."
    worst = max(planned.costs_usd_bn, key=lambda name: planned.regret(name).low)
    if planned.regret(worst).low > 0:
        yield f"The plan is regretted most in {worst}: {planned.regret(worst)} bn USD more than the best plan for it."
    yield from _of_decisions(planned)
    if tried is not None:
        yield _of_fresh(planned.case, tried)


def _of_decisions(planned: Planned) -> Iterator[str]:
    totals = {kind: sum(one.phases for one in planned.decisions if one.kind == kind) for kind in (COMMIT, HOLD, OPTION)}
    has_shells = any(not one.node for one in planned.decisions)
    noun = "start" if has_shells else "phase"
    if totals[COMMIT]:
        yield f"Commit: {count(totals[COMMIT], noun)} that the best plan for every future has too."
    else:
        yield "Nothing that the plan starts is in the best plan of every future."
    if totals[HOLD]:
        yield f"Hold: {count(totals[HOLD], noun)} of the plan that some futures do without; see what to watch."
    if totals[OPTION]:
        yield f"Option: {count(totals[OPTION], noun)} more that only some futures need."


def _of_fresh(case: Case, tried: Fresh) -> str:
    saved, both = tried.mean_saved, len(tried.saved)
    failed = tried.count - len(tried.for_all)
    broken = f" In {count(failed, 'future')} the plan cannot keep every rule." if failed else ""
    unit = "earns" if case.settings.objective is Objective.PROFIT else "costs"
    more, less = ("more", "less") if unit == "earns" else ("less", "more")
    if both < 2:
        return f"In fresh futures the two plans cannot be compared.{broken}"
    if saved.low > 0 or saved.high < 0:
        side, ends = (more, saved) if saved.low > 0 else (less, -saved)
        return (
            f"In {both} fresh futures the plan for all {unit} {ends} bn USD {side} than the plan for the mean, on "
            f"average and with 95 % confidence.{broken}"
        )
    return (
        f"In {both} fresh futures the plan for all and the plan for the mean are not distinguishable: {saved} bn USD "
        f"apart on average, with 95 % confidence.{broken}"
    )


def _shown(case: Case, band: Interval) -> Interval:
    """Return a band of cost, or of profit, which is its negative."""
    return -band if case.settings.objective is Objective.PROFIT else band


def _values(planned: Planned) -> Table:
    case, what = planned.case, measured(planned.case)
    in_all = planned.kept_mean
    of_mean = Interval(in_all.bound, in_all.objective) if in_all is not None and in_all.has_plan else None
    rows: list[tuple[Cell, ...]] = [
        (f"expected {what}, the future known first", _shown(case, planned.knowing)),
        (f"expected {what}, one plan for all futures", _shown(case, planned.for_all)),
        (f"expected {what}, the plan for the mean future", None if of_mean is None else _shown(case, of_mean)),
        ("value of knowing the future (EVPI)", planned.value_of_knowing),
        ("value of planning for all futures (VSS)", planned.value_of_planning),
    ]
    note = (
        "Intervals from both bounds, discounted. The mean future has the mean demand, tools and delay, and all likely "
        "events."
    )
    return Table("value", "What it is worth", ("what", "bn USD"), tuple(rows), note)


def _decisions(planned: Planned) -> Table:
    case = planned.case
    label = case.calendar.label
    rows: list[tuple[Cell, ...]] = [
        (
            one.kind,
            one.site,
            one.node or "(shells)",
            one.phases,
            label(one.planned) if one.planned is not None else None,
            label(one.dates[0]),
            label(one.dates[-1]),
            "all" if len(one.builders) == len(one.own) else "; ".join(one.builders) or "none",
            trigger(case, one),
        )
        for one in planned.decisions
    ]
    columns = (
        "decision",
        "site",
        "node",
        "phases",
        "start in the plan",
        "earliest",
        "latest",
        "built alone in",
        "watch for",
    )
    note = (
        "Commit: in the plan and in the best plan for each future alone. Hold: in the plan, and not in all of those. "
        "Option: only in some of those. Earliest and latest: the start over all these plans."
    )
    brief = ("decision", "site", "node", "phases", "start in the plan", "built alone in")
    return Table("decisions", "Commit, hold, option", columns, tuple(rows), note, brief=brief, shown=30)


def _regrets(planned: Planned) -> Table:
    case, what = planned.case, measured(planned.case)
    rows: list[tuple[Cell, ...]] = []
    for future in possible(case):
        cost = planned.costs_usd_bn[future.name]
        own = planned.own[future.name]
        covered = total(services(case, planned.base.plan, future.name).values())
        alone = total(services(case, own.plan, future.name).values()) if own.has_plan else None
        rows.append(
            (
                future.name,
                100 * future.probability,
                -cost if case.settings.objective is Objective.PROFIT else cost,
                _shown(case, planned.alone[future.name]),
                planned.regret(future.name),
                covered.coverage_pct,
                alone.coverage_pct if alone is not None else None,
            )
        )
    columns = (
        "scenario", "probability [%]", f"{what} [bn USD]", "best alone [bn USD]", "regret [bn USD]", "coverage [%]",
        "coverage alone [%]",
    )  # fmt: skip
    note = "Best alone: where this future is sure to come, as with its probability at 100 % and all others at 0."
    brief = ("scenario", f"{what} [bn USD]", "best alone [bn USD]", "regret [bn USD]", "coverage [%]")
    return Table(
        "regret",
        "The plan against the best plan for each future",
        columns,
        tuple(rows),
        note,
        brief=brief,
        formats=_FORMATS,
    )


def _coverage(planned: Planned) -> Table:
    case, spans = planned.case, years(planned.case)
    rows: list[tuple[Cell, ...]] = []
    for future in possible(case):
        by_year = summed(services(case, planned.base.plan, future.name), lambda key: case.calendar.year(key[2]))
        covered = [by_year.get(year, Service()) for year in spans]
        rows.append((future.name, *(one.coverage_pct if one.settled_kunits > 0 else None for one in covered)))
    names = tuple(map(str, spans))
    return Table(
        "coverage", "Coverage of the plan in each future [%]", ("scenario", *names), tuple(rows), shown=0,
        formats=dict.fromkeys(names, "0.0"),
    )  # fmt: skip


def _fresh(case: Case, tried: Fresh) -> Table:
    sign = -1 if case.settings.objective is Objective.PROFIT else 1
    rows: list[tuple[Cell, ...]] = []
    for name in dict.fromkeys((*tried.for_all, *tried.for_mean)):
        one, other = tried.for_all.get(name), tried.for_mean.get(name)
        saved = other - one if one is not None and other is not None else None
        rows.append((name, None if one is None else sign * one, None if other is None else sign * other, saved))
    what = measured(case)
    columns = (
        "future",
        f"{what} of the plan for all [bn USD]",
        f"{what} of the plan for the mean [bn USD]",
        "saved [bn USD]",
    )
    note = "Every decision is kept and operations follow the future. Empty: the plan breaks a rule there."
    return Table("fresh", "Futures that no plan was made for", columns, tuple(rows), note, shown=0)
