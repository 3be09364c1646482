"""Columns that a pattern gives away: periods counted in months, amounts to date, and parts bought one by one.

Sizes alone do not show them: a lead time of 9 is as good as one of 3, and budgets grow.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.records import Budget, Demand, MachineUse, Material
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.checks.sense.units.placeholder import is_placeholder
from planner.case.checks.sense.units.ratios import LONGEST_YEARS
from planner.case.records import Committed, Pair, Purchase, Tool

_MIN_DIFFERENT = 3
"""As many different numbers of periods are all whole quarters by chance in one of 27 cases."""
_LONG_YEARS, _LONG_RAMP_YEARS = 2.0, 2.5
_MIN_BUDGETS = 6
_ALIKE = 2.0
"""A first budget and the rises after it are the same amounts where they differ by less than this factor."""
_GROWN = 4.0
"""Demand grows, so that what a period adds to date may come to this many times the first value."""
_MUCH = 300.0
_GONE = 0.2
"""Capacity falls to less than this share in a period only where all of it is given up."""


def pattern_problems(draft: Draft) -> Iterator[Problem]:
    """Return a warning for each column whose values follow the pattern of another unit."""
    if draft.calendar is None:
        return
    months = draft.calendar.period_months
    if months > 1:
        yield from _leads_in_months(draft, months)
        yield from _ages_in_months(draft, months)
    yield from _capacity_of_additions(draft)
    yield from _installed_too_early(draft, months)
    yield from _cumulative_budgets(draft)
    yield from _cumulative_deliveries(draft)
    yield from _cumulative_demand(draft)
    yield from _parts_one_by_one(draft)


def _are_multiples(values: Iterable[int], of: int) -> bool:
    return all(value % of == 0 for value in values)


def _leads_in_months(draft: Draft, months: int) -> Iterator[Problem]:
    entries = list(draft.entries(Pair, "site", "node", "lead_periods"))
    leads = {entry.record.lead_periods for entry in entries if entry.record.lead_periods > 0}
    if len(leads) < _MIN_DIFFERENT or not _are_multiples(leads, months):
        return
    if not _LONG_YEARS < max(leads) * months / 12 <= LONGEST_YEARS:  # longer ones are out of proportion anyway
        return
    longest = max(entries, key=lambda entry: entry.record.lead_periods)
    yield _in_months(longest, "lead_periods", longest.record.lead_periods, "lead time", months)


def _ages_in_months(draft: Draft, months: int) -> Iterator[Problem]:
    ages = {age for curve in draft.ramps for age in curve.ages if age > 0}
    if len(ages) < _MIN_DIFFERENT or not _are_multiples(ages, months) or max(ages) * months / 12 <= _LONG_RAMP_YEARS:
        return
    age, entry, field = max(
        (
            (age, entry, curve.age_field)
            for curve in draft.ramps
            for age, entry in zip(curve.ages, curve.entries, strict=True)
        ),
        key=lambda one: one[0],
    )
    yield _in_months(entry, field, age, "age of a ramp", months)


def _in_months(entry: Entry[Pair], field: str, value: int, what: str, months: int) -> Problem:
    return entry.problem(
        codes.OUT_OF_PROPORTION,
        field,
        found=str(value),
        expected="a number of periods",
        fix=f"every {what} is a multiple of {months}, and a period has {months} months: divide the column by {months} "
        "if it is in months, otherwise ignore this",
    )


def _capacity_of_additions(draft: Draft) -> Iterator[Problem]:
    """Yield capacity that is gone after the first period in every row: what each period adds, not what there is."""
    rows = [entry for entry in draft.entries(Committed, "kwspm") if any(entry.record.kwspm)]
    early = [entry for entry in rows if entry.record.kwspm[0] > 0 and not entry.record.may_retire]
    if early and all(len(e.record.kwspm) > 1 and e.record.kwspm[1] < _GONE * e.record.kwspm[0] for e in early):
        kwspm = early[0].record.kwspm
        yield early[0].problem(
            codes.OUT_OF_PROPORTION,
            "kwspm",
            found=f"{plain(kwspm[1])} after {plain(kwspm[0])}",
            expected="the capacity that there is in the period",
            fix=f"all capacity of {draft.period(0)} is gone in {draft.period(1)}: write what there is in each period "
            "if these are additions, otherwise ignore this",
            period=1,
        )


def _cumulative_budgets(draft: Draft) -> Iterator[Problem]:
    for entry in draft.entries(Budget, "fund", "budget_usd_bn"):
        budgets = entry.record.budget_usd_bn
        if _is_cumulative(budgets):
            yield entry.problem(
                codes.OUT_OF_PROPORTION,
                "budget_usd_bn",
                found=plain(budgets[-1]),
                expected="what becomes available in the period",
                fix=f"the budget of {entry.record.fund} rises in every period by about as much as it begins with, as "
                "a cumulative one does: enter what each period adds if it is cumulative, otherwise ignore this",
                period=len(budgets) - 1,
            )


def _cumulative_deliveries(draft: Draft) -> Iterator[Problem]:
    for entry in draft.entries(Tool, "name", "deliveries"):
        deliveries = entry.record.deliveries
        if _is_cumulative(deliveries):
            yield entry.problem(
                codes.OUT_OF_PROPORTION,
                "deliveries",
                found=plain(deliveries[-1]),
                expected="the machines delivered in the period",
                fix=f"the deliveries of {entry.record.name} rise in every period by about as much as they begin with, "
                "as machines to date do: enter what each period adds if that is so, otherwise ignore this",
                period=len(deliveries) - 1,
            )


def _cumulative_demand(draft: Draft) -> Iterator[Problem]:
    """A product may rise so by itself; all of several rows do not."""
    entries = list(draft.entries(Demand, "product", "kunits"))
    if len(entries) > 1 and all(_is_cumulative(entry.record.kunits, _GROWN) for entry in entries):
        kunits = entries[0].record.kunits
        yield entries[0].problem(
            codes.OUT_OF_PROPORTION,
            "kunits",
            found=plain(kunits[-1]),
            expected="what is demanded in the period",
            fix="demand in every row rises in every period by about as much as it begins with, or more, as demand to "
            "date does: enter what each period adds if that is so, otherwise ignore this",
            period=len(kunits) - 1,
        )


def _is_cumulative(values: Sequence[float], grown: float = _ALIKE) -> bool:
    """Whether each rise is about as large as the first value, up to where nothing is added any more."""
    rises = [after - before for before, after in pairwise(values)]
    while rises and rises[-1] == 0:
        rises.pop()
    if len(rises) + 1 < _MIN_BUDGETS or values[0] <= 0:
        return False
    return all(values[0] / _ALIKE < rise < values[0] * grown for rise in rises)


def _installed_too_early(draft: Draft, months: int) -> Iterator[Problem]:
    """Yield machines that a node needs before the construction of any phase starts."""
    if not draft.is_whole(Pair, "node", "lead_periods"):
        return
    leads: dict[str, int] = {}
    for pair in draft.records(Pair, "node", "lead_periods"):
        leads[pair.node] = max(leads.get(pair.node, 0), pair.lead_periods)
    for entry in draft.entries(MachineUse, "tool", "node", "periods_before_output"):
        before, longest = entry.record.periods_before_output, leads.get(entry.record.node, 0)
        if before > longest > 0:
            in_months = f", or divide it by {months} if it is in months" if months > 1 else ""
            yield entry.problem(
                codes.OUT_OF_PROPORTION,
                "periods_before_output",
                found=str(before),
                expected=f"at most {longest}, the longest lead time of {entry.record.node}",
                fix=f"write at most {longest}{in_months}: machines are installed while a phase is built",
            )


def _parts_one_by_one(draft: Draft) -> Iterator[Problem]:
    known = ("product", "scenario", "kunits")
    if not (draft.is_whole(Material, "product", "part", "units") and draft.is_whole(Demand, *known)):
        return
    by_scenario: dict[str, float] = {"": 0.0}
    for wanted in draft.records(Demand, *known):
        by_scenario[wanted.scenario] = by_scenario.get(wanted.scenario, 0.0) + max(wanted.kunits, default=0.0)
    demand = by_scenario.pop("") + max(by_scenario.values(), default=0.0)
    needs: dict[str, float] = {}
    for row in draft.records(Material, "product", "part", "units"):
        needs[row.part] = max(needs.get(row.part, 0.0), row.units)
    for entry in draft.entries(Purchase, "part", "kunits"):
        offered = max(entry.record.kunits, default=0.0)
        needed = needs.get(entry.record.part, 0.0) * demand
        if needed > 0 and offered > _MUCH * needed and not is_placeholder(offered):
            yield entry.problem(
                codes.OUT_OF_PROPORTION,
                "kunits",
                found=plain(offered),
                expected="a value in kunits",
                fix=f"that is {plain(float(f'{offered / needed:.3g}'))} times what all demand of a period needs: "
                "divide the column by 1000 if it is in units, otherwise ignore this",
                period=entry.record.kunits.index(offered),
            )
