"""What a workbook may already say and the model does not yet act on. It is told before a solve, never passed over."""

from collections.abc import Iterator

from planner.case.records import Case, Objective


def not_yet(case: Case) -> Iterator[str]:
    """Yield a sentence for everything in a case that a plan does not take into account."""
    settings = case.settings
    if case.limits:
        yield "The limits sheet is read and audited, but the model does not hold it yet: the plan may break a limit."
    if settings.objective is Objective.COVERAGE_FIRST:
        yield "The objective coverage_first is not offered yet: the plan is made for least_cost."
    if case.last_plan and (settings.max_changes is not None or settings.change_price_usd_bn_per_phase > 0):
        yield "Changes against last_plan are audited, but neither priced nor capped by the model yet."
