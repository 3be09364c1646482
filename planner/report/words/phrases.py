"""A plan in words: status, gap and the one-sentence answer. Only proven plans are called optimal."""

import math

from planner.case.records import Case, Objective
from planner.plan.records import Plan, Status
from planner.report.figures.built import Built, count
from planner.report.figures.headline import Figures
from planner.report.words.names import short
from planner.report.words.shares import percent

OBJECTIVES = {
    Objective.LEAST_COST: "least cost",
    Objective.COVERAGE_FIRST: "coverage first, then least cost",
    Objective.PROFIT: "most profit",
}

_NO_GAP = 1e-6  # a fraction of the objective; below a solver's precision


def has_plan(found: Figures) -> bool:
    """True where there is a plan to present."""
    return found.status in (Status.OPTIMAL, Status.FEASIBLE, Status.CANCELLED)


def answer(found: Figures) -> str:
    """Return the plan in one sentence: money, phases, sites, coverage and what is proven."""
    if not has_plan(found):
        return status_sentence(found)
    covered = f"covers {percent(found.coverage_pct)} of demand"
    if found.sells:
        earned = found.profit_usd_bn
        covered += f" and {'earns' if earned >= 0 else 'loses'} {abs(earned):,.1f} bn USD, discounted"
    if found.phases + found.lumps == 0:
        return f"Build nothing: what is committed {covered}; {_proof(found)}."
    what = count(found.phases, "phase") if found.phases else count(found.lumps, "converted lump")
    at = f" at {count(found.sites, 'site')}" if found.phases else ""
    return f"Invest {found.capex_usd_bn:,.1f} bn USD in {what}{at}, {_paid(found)}: this {covered}; {_proof(found)}."


def _paid(found: Figures) -> str:
    """Return where the money comes from: a budget, and incentives where there are any."""
    drawn = f"{found.drawn_usd_bn:,.1f} bn of it from a budget of {found.budget_usd_bn:,.1f} bn"
    if found.credits_usd_bn > 0:
        return f"{drawn} and {found.credits_usd_bn:,.1f} bn from incentives"
    return drawn.replace("bn of it from", "bn drawn from")


def status_sentence(found: Figures) -> str:
    """Return what the solver proved, as one sentence."""
    match found.status:
        case Status.OPTIMAL:
            if _closed(found):
                return "Optimal: no plan is better (proven)."
            return f"Optimal within the requested gap: no plan is better by more than {gap_words(found)}."
        case Status.FEASIBLE:
            return f"Feasible, not proven optimal: a better plan may exist, {_at_most(found)}."
        case Status.CANCELLED:
            return f"Cancelled, not proven optimal: a better plan may exist, {_at_most(found)}."
        case Status.INFEASIBLE:
            return "Infeasible: no plan satisfies all constraints of this case."
        case Status.NO_PLAN:
            return "No plan was found before the limit; one may exist."
        case Status.ERROR:
            return "The solve ended with an error; there is no plan to rely on."


def coverage_sentence(found: Figures) -> str:
    """Return what was proven about coverage where it comes before cost, as one sentence; otherwise nothing."""
    stage = found.first_stage
    if stage is None:
        return ""
    short = f"Coverage first: the discounted shortage penalty is {stage.objective:,.3f} bn USD"
    if not math.isfinite(stage.bound):
        return f"{short}, without a bound on the smallest possible shortage; cost is minimised second."
    if stage.gap <= _NO_GAP:
        return f"{short}, the minimum over all plans; cost is minimised among plans with no larger shortage."
    more = f"{stage.objective - stage.bound:,.3g} bn"
    return f"{short}, at most {more} above the minimum; cost is minimised among plans with no larger shortage."


def status_word(found: Figures) -> str:
    """Return the status as a word or two."""
    return {
        Status.OPTIMAL: "proven optimal",
        Status.FEASIBLE: "not proven optimal",
        Status.CANCELLED: "cancelled, not proven optimal",
        Status.INFEASIBLE: "infeasible",
        Status.NO_PLAN: "no plan found",
        Status.ERROR: "error",
    }[found.status]


def gap_words(found: Figures) -> str:
    """Return the gap as money and as a share of the objective."""
    if not has_bound(found):
        return "an unknown amount"
    return f"{found.gap_usd_bn:,.3g} bn USD ({gap_percent(found)} of the objective)"


def gap_percent(found: Figures) -> str:
    """Return the gap in per cent of the objective, with enough digits to distinguish it from zero."""
    if not has_bound(found):
        return "unknown"
    gap_pct = 100 * found.gap
    if _closed(found):
        return "0 %"
    return f"{gap_pct:.1f} %" if gap_pct >= 1 else f"{gap_pct:.1g} %" if gap_pct < 0.1 else f"{gap_pct:.2f} %"


def gap_format(found: Figures) -> str:
    """Return the number format that shows the gap, a fraction, as `gap_percent` writes it."""
    decimals = len(gap_percent(found).removesuffix(" %").partition(".")[2]) if has_bound(found) else 0
    return "0" + (f".{'0' * decimals}" if decimals else "") + '" "%'


def has_bound(found: Figures) -> bool:
    """True where a bound on better plans is proven."""
    return math.isfinite(found.gap_usd_bn) and math.isfinite(found.gap)


def decisions(case: Case, plan: Plan, lines: tuple[Built, ...], most: int) -> list[str]:
    """Return the largest decisions as sentences, the most expensive first, with their share of the capex of phases."""
    label = case.calendar.label
    total = sum(line.capex_usd_bn for line in lines)
    told = []
    for line in lines[:most]:
        share = f" ({100 * line.capex_usd_bn / total:.0f} %)" if total > 0 else ""
        what = f"{short(line.site)}: {count(line.phases, 'phase')} of {short(line.node)}"
        when = f"from {label(line.first_start)}, output {label(line.first_output)}"
        told.append(f"{what} for {line.capex_usd_bn:,.1f} bn USD{share}, {when}")
    return told


def _proof(found: Figures) -> str:
    if not has_bound(found):
        return f"{status_word(found)}, with no bound proven"
    if found.status is Status.OPTIMAL:
        return "proven optimal" if _closed(found) else f"proven optimal within {gap_percent(found)}"
    return f"proven within {gap_percent(found)} of the best possible, {status_word(found)}"


def _closed(found: Figures) -> bool:
    return has_bound(found) and found.gap <= _NO_GAP


def _at_most(found: Figures) -> str:
    return f"better by at most {gap_words(found)}" if has_bound(found) else "with no bound proven on how much better"
