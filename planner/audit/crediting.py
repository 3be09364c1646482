"""Which phases a credit is for, and when it is paid: along the spend profile of the phases that earn it.

A plan lists a credit by pair and start period. Where a first phase and expansions of another spend profile start
together, the draws show how much of it is for the first: what is drawn is what is due less the credit. Where the two
differ in lead time alone, the draws are the same and only the end value depends on it; then a capped credit is for the
first phase as far as that may earn it, since less end value is lost on the older phase.
"""

import math
from collections import defaultdict

from planner.audit.due import DueKey, capex_due, conversions_due, drawn, spread
from planner.audit.facts import Batch, Facts
from planner.case.records import Covers, Incentive
from planner.plan.records import Credit

_ALIKE = 1e-9


def credit_by_batch(facts: Facts) -> dict[Batch, float]:
    """Return the credits in usd_bn by batch."""
    together: dict[tuple[str, str, int], list[Batch]] = defaultdict(list)
    for batch in facts.new_batches:
        together[batch.site, batch.node, batch.start].append(batch)
    rows: dict[tuple[str, str, int], list[Credit]] = defaultdict(list)
    for credit in facts.plan.credits:
        rows[credit.site, credit.node, credit.start_period].append(credit)
    credited, shared = {}, []
    for key in sorted(rows.keys() & together.keys()):
        if len(together[key]) == 1:
            credited[together[key][0]] = sum(credit.usd_bn for credit in rows[key])
        else:
            shared.append(key)
    due = _still_due(facts, credited) if shared else {}
    for key in shared:
        first, more = together[key]
        usd_bn = sum(credit.usd_bn for credit in rows[key])
        credited[first] = _of_first(facts, first, more, rows[key], due)
        credited[more] = usd_bn - credited[first]
    return credited


def credits_due(facts: Facts) -> dict[DueKey, float]:
    """Return the credits as they are paid out, along the spend profile of their phases."""
    return _paid_out(facts, credit_by_batch(facts))


def covered_usd_bn(incentive: Incentive, batch: Batch) -> float:
    """Return the part of a batch's capex that an incentive covers."""
    per_phase = {
        Covers.SHELL: batch.shell_usd_bn,
        Covers.EQUIPMENT: batch.equipment_usd_bn,
        Covers.ALL: batch.shell_usd_bn + batch.equipment_usd_bn,
    }
    return batch.phases * per_phase[incentive.covers]


def _paid_out(facts: Facts, credited: dict[Batch, float]) -> dict[DueKey, float]:
    payments: dict[DueKey, float] = defaultdict(float)
    for batch, usd_bn in credited.items():
        for t, share in spread(facts.case, batch.start, batch.spend, usd_bn):
            payments[batch.site, batch.node, t] += share
    return payments


def _still_due(facts: Facts, credited: dict[Batch, float]) -> dict[DueKey, float]:
    """Return what is due and neither drawn nor credited yet."""
    due: dict[DueKey, float] = defaultdict(float)
    for sign, part in (
        (1, capex_due(facts)), (1, conversions_due(facts)), (-1, drawn(facts)), (-1, _paid_out(facts, credited))
    ):  # fmt: skip
        for key, usd_bn in part.items():
            due[key] += sign * usd_bn
    return due


def _of_first(facts: Facts, first: Batch, more: Batch, rows: list[Credit], due: dict[DueKey, float]) -> float:
    """Return the part of the credits of a start that is for the first phase, within what each part may earn."""
    usd_bn = sum(credit.usd_bn for credit in rows)
    earned = [_earned(facts, first, more, credit) for credit in rows]
    low_usd_bn = max(0.0, usd_bn - more.capex_usd_bn, sum(low for low, _ in earned))
    high_usd_bn = min(usd_bn, first.capex_usd_bn, sum(high for _, high in earned))
    profiles = [_paid_out(facts, {batch: 1.0}) for batch in (first, more)]
    unlike = {key: profiles[0][key] - profiles[1][key] for key in sorted({*profiles[0], *profiles[1]})}
    key = max(unlike, key=lambda key: abs(unlike[key]))
    if abs(unlike[key]) <= _ALIKE:
        return high_usd_bn
    share_usd_bn = (due[key] - usd_bn * profiles[1][key]) / unlike[key]
    return min(max(share_usd_bn, low_usd_bn), high_usd_bn)


def _earned(facts: Facts, first: Batch, more: Batch, credit: Credit) -> tuple[float, float]:
    """Return the minimum and maximum of a credit for the first phase; all phases share a credit without a cap."""
    (incentive,) = (incentive for incentive in facts.case.incentives if incentive.name == credit.incentive)
    if math.isinf(incentive.cap_usd_bn):
        share = credit.usd_bn * first.phases / (first.phases + more.phases)
        return share, share
    by_first, by_more = (incentive.rate * covered_usd_bn(incentive, batch) for batch in (first, more))
    return credit.usd_bn - min(credit.usd_bn, by_more), min(credit.usd_bn, by_first)
