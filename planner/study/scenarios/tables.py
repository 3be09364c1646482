"""The tables of scenarios: values, decisions, starts by future, regret, coverage, and fresh futures."""

from collections.abc import Iterator

from planner.case.records import Case, Objective
from planner.report.figures.service import Service, services, summed, total, years
from planner.study.answers.interval import Interval
from planner.study.answers.measure import measured
from planner.study.answers.table import Cell, Table
from planner.study.scenarios.decisions import decisions, trigger
from planner.study.scenarios.fresh import Fresh
from planner.study.scenarios.futures import possible
from planner.study.scenarios.planned import Planned

_FORMATS = {"probability [%]": "0.0", "coverage [%]": "0.0", "coverage alone [%]": "0.0"}


def tables_of(planned: Planned, tried: Fresh | None) -> tuple[Table, ...]:
    """Return every table that has something to show."""
    tables = [_values(planned), _decisions(planned), *_later(planned), _regrets(planned), _coverage(planned)]
    return tuple(tables if tried is None else [*tables, fresh_table(planned.case, tried)])


def in_measure(case: Case, band: Interval) -> Interval:
    """Return a band of cost, or of profit, which is its negative."""
    return -band if case.settings.objective is Objective.PROFIT else band


def _values(planned: Planned) -> Table:
    case, what = planned.case, measured(planned.case)
    in_all = planned.kept_mean
    of_mean = Interval(in_all.bound, in_all.objective) if in_all is not None and in_all.has_plan else None
    rows: list[tuple[Cell, ...]] = [
        (f"expected {what}, the future known first", in_measure(case, planned.knowing)),
        (f"expected {what}, one plan for all futures", in_measure(case, planned.for_all)),
        (f"expected {what}, the plan for the mean future", None if of_mean is None else in_measure(case, of_mean)),
        ("value of knowing the future (EVPI)", planned.value_of_knowing),
        ("value of planning for all futures (VSS)", planned.value_of_planning),
    ]
    if planned.adapted is not None:
        until = case.calendar.label(planned.adapted.until)
        following = planned.following
        rows.insert(
            1,
            (
                f"expected {what}, starts after {until} by future",
                None if following is None else in_measure(case, following),
            ),
        )
        rows.append(("value of later starts by future", planned.value_of_following))
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


def _later(planned: Planned) -> Iterator[Table]:
    """Yield the table of the starts that follow the future, beside those that are decided for all."""
    if planned.following is None or planned.adapted is None:
        return
    case, adapted = planned.case, planned.adapted
    label, names = case.calendar.label, [one.name for one in adapted.futures]
    rows: list[tuple[Cell, ...]] = [
        (
            "now" if one.planned is not None else "later",
            one.site,
            one.node or "(shells)",
            one.phases,
            *(label(date) if (date := one.own[name]) is not None else None for name in names),
            "" if one.planned is not None else trigger(case, one),
        )
        for one in decisions(adapted.solved.plan, adapted.by_future)
    ]
    until = label(adapted.until)
    note = f"Now: decided by {until} for all futures. Later: decided after {until}, once the future is known."
    columns = ("decision", "site", "node", "phases", *names, "watch for")
    brief = columns[: 4 + min(len(names), 4)]
    yield Table("by_future", f"Starts until {until} and after it", columns, tuple(rows), note, brief=brief, shown=30)


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
                in_measure(case, planned.alone[future.name]),
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


def fresh_table(case: Case, tried: Fresh) -> Table:
    """Return the table of both plans in fresh futures."""
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
