"""Why a plan builds nothing: out of reach, not needed, or not worth it. It follows the answer on the first page."""

from planner.case.checks import codes
from planner.case.checks.draft.of_case import draft_of
from planner.case.checks.sense.limits import contradictions
from planner.case.records import Case, Limit, Measure, Settings
from planner.plan.records import Plan, Status
from planner.report.figures.headline import Figures
from planner.report.words.phrases import answer, has_plan
from planner.shape.reach.problems import grouped
from planner.shape.reach.reach import Reach
from planner.shape.reach.reasons import Reason, Where
from planner.workbook.contract.translation import BY_RECORD

_MAX_REASONS = 3
_NOTHING_KUNITS = 1e-6


def full_answer(case: Case, plan: Plan, headline: Figures) -> str:
    """Return the answer and, where nothing is built, why."""
    return " ".join(filter(None, (answer(headline), why_nothing(case, plan, headline))))


def why_nothing(case: Case, plan: Plan, headline: Figures) -> str:
    """Return why a plan builds nothing; empty where it builds, or where there is no plan."""
    if not has_plan(headline) or headline.phases + headline.lumps > 0:
        return ""
    if headline.demand_kunits <= 0:
        return "Nothing is demanded, so nothing is needed: check the demand."
    if headline.shortage_kunits <= _NOTHING_KUNITS:
        return "All demand is met by what is committed, so nothing new is needed."
    reach = Reach(case)
    if reach.is_nothing:
        return f"Nothing new can be built: {_reasons(reach)}."
    empty_only = _limits_on_capex(case)
    if empty_only:
        return f"Nothing new can be built: {empty_only}."
    penalty = plan.outcome.cost_usd_bn.get("shortage_penalty", 0.0)
    counts = case.settings.counts_penalties
    if headline.status is not Status.OPTIMAL:
        costs = f"; the shortage costs {penalty:,.3g} bn USD, discounted" if counts else ""
        return f"No plan that builds was found to be better so far{costs}."
    blocked, pairs = len(reach.reasons), len(case.pairs)
    some = (
        f"{blocked} of {pairs} pairs are out of reach: {_reasons(reach)}. The others do" if blocked else "Building does"
    )
    if not counts:
        return (
            f"{some} not pay: every plan that builds costs more than it earns, or there is too little money or space "
            "for all parts of a product."
        )
    return (
        f"{some} not pay: the shortage costs {penalty:,.3g} bn USD, discounted, and every plan that builds costs more "
        "than it saves of that, or there is too little money or space for all parts of a product."
    )


def _limits_on_capex(case: Case) -> str:
    """Return which limits on shares of capex leave no plan that spends any; empty where something may be built."""
    some_are_free = any(case.nodes[node].phase_capex_usd_bn <= 0 for _, node in case.pairs) or any(
        conversion.capex_usd_bn_per_lump <= 0 for conversion in case.conversions
    )
    for one in contradictions(draft_of(case)) if not some_are_free else ():
        number, limits = one.problem.record.key, one.limits
        if one.problem.code != codes.ONLY_BY_NOTHING.id or not one.is_of_all or not isinstance(number, int):
            continue
        if limits[0].measure is not Measure.CAPEX_SHARE:
            continue
        where = _place(Where(Limit, (number,), one.problem.field))
        if len(limits) == 1:
            first = limits[0]
            place = first.site or first.region or first.bloc or first.owner
            return (
                f"limit {first.name} caps {place} at {100 * first.maximum:.3g} % of capex, and no other place can take "
                f"the rest ({where})"
            )
        names = f"{', '.join(limit.name for limit in limits[:-1])} and {limits[-1].name}"
        return f"limits {names} contradict each other unless no capex is spent ({where})"
    return ""


def _reasons(reach: Reach) -> str:
    groups: dict[object, list[Reason]] = {}
    for reason in reach.reasons.values():
        groups.setdefault(grouped(reason), []).append(reason)
    if not groups:
        return "no pair is listed on the sheet site_nodes"
    lines = [_line(*reasons) for reasons in list(groups.values())[:_MAX_REASONS]]
    more = len(groups) - _MAX_REASONS
    return "; ".join([*lines, *([f"and {more} more reasons, which planner check lists"] if more > 0 else [])])


def _line(first: Reason, *others: Reason) -> str:
    alike = f", and {len(others)} more pair{'s' if len(others) > 1 else ''} alike" if others else ""
    return f"{first.sentence} ({_place(first.where)}){alike}"


def _place(where: Where) -> str:
    """Return where a field stands in a case workbook: sheet, row and column."""
    if where.kind is Settings:
        return f"sheet settings, {where.field}"
    sheet = BY_RECORD[where.kind]
    names = [name for name in where.key if isinstance(name, str)]
    row = f"the row {' and '.join(names)}" if names else f"row {int(where.key[0]) + 2}"
    column = f", column {sheet.column(where.field)}" if where.period is None else ""
    return f"sheet {sheet.row.sheet}, {row}{column}"
