"""Money drawn before now, written into the budgets: what was drawn is all that there was, and the balance comes now."""

import math
from collections.abc import Iterator
from itertools import accumulate, pairwise

from planner.audit import audit
from planner.case.records import Case
from planner.plan.records import Plan
from planner.shape.fund_groups import may_pay
from planner.study.variant import Variant
from planner.workbook.contract.means import BudgetRow
from planner.workbook.edit.apply import edited
from planner.workbook.edit.edits import CellEdit, key_of

_OF_MONEY = ("draws", "eligible", "budget")
_ROUNDED_UP_TO_USD_BN = 1e-6


def paid_edits(facts: Variant, plan: Plan, now: int) -> tuple[CellEdit, ...]:
    """Return the edits of the budgets that keep every fund from paying more before now than it has.

    None are needed where every bill could be paid by one fund only.
    """
    past = [draw for draw in plan.draws if draw.period < now and draw.usd_bn > 0]
    case = facts.case
    if not any(sum(may_pay(case, fund, one.site, one.node) for fund in case.funds.values()) > 1 for one in past):
        return ()
    return tuple(edit for edit in _edits(facts, plan, now) if edit.old != edit.new)


def misfit(case: Case, plan: Plan, now: int) -> str:
    """Return the first way in which what was drawn before now contradicts the facts, empty where it does not."""
    past = Plan(
        plan.outcome,
        openings=tuple(one for one in plan.openings if one.period < now),
        shells_built=tuple(one for one in plan.shells_built if one.period < now),
        starts=tuple(one for one in plan.starts if one.period < now),
        converted=tuple(one for one in plan.converted if one.period < now),
        retired=tuple(one for one in plan.retired if one.period < now),
        draws=tuple(one for one in plan.draws if one.period < now),
        credits=tuple(one for one in plan.credits if one.start_period < now),
    )
    return next(
        (
            finding.message
            for finding in audit(case, past).findings
            if finding.rule in _OF_MONEY and finding.period is not None and finding.period < now
        ),
        "",
    )


def _edits(facts: Variant, plan: Plan, now: int) -> Iterator[CellEdit]:
    label, funds = facts.case.calendar.label, facts.case.funds
    for at, row in enumerate(edited(facts.tables, facts.edits).of(BudgetRow)):
        drawn = [0.0] * now
        for draw in plan.draws:
            if draw.fund == row.fund and draw.period < now:
                drawn[draw.period] += draw.usd_bn
        carries = funds[row.fund].carry_over
        for t, usd_bn in enumerate(_budget(row.values[: now + 1], drawn, carries)):
            yield CellEdit("budget", key_of(row), label(t), row.values[t], usd_bn, at)


def _budget(budget: tuple[float, ...], drawn: list[float], carries_over: bool) -> list[float]:
    """Return what becomes available until now. It is never more than the budget to date, of which it is a part."""
    if not carries_over:
        return [*(min(had, _up(used)) for had, used in zip(budget, drawn, strict=False)), budget[-1]]
    to_date = list(accumulate(budget))
    used = [min(had, _up(used)) for had, used in zip(to_date, accumulate(drawn), strict=False)]
    return [round(after - before, 9) for before, after in pairwise([0.0, *used, to_date[-1]])]


def _up(usd_bn: float) -> float:
    """Return an amount rounded up, so that what was drawn fits in it."""
    return math.ceil(usd_bn / _ROUNDED_UP_TO_USD_BN - 1e-3) * _ROUNDED_UP_TO_USD_BN
