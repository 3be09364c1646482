"""A plan in words: status, gap and the one-sentence answer. Only proven plans are called optimal."""

import math

from planner.case.records import Case, Objective
from planner.plan.records import Plan, Status
from planner.report.figures.built import count
from planner.report.figures.headline import Figures
from planner.report.words.formats import percent

OBJECTIVES = {
    Objective.LEAST_COST: "least cost",
    Objective.COVERAGE_FIRST: "coverage first, then least cost",
    Objective.PROFIT: "most profit",
}
_FOR_SOCIETY = "most value to society"
_FOR_FABS = "most profit of fabs"

_NO_GAP = 1e-6  # a fraction of the objective; below a solver's precision


def objective_words(case: Case) -> str:
    """Return what the plan is best at."""
    if case.settings.is_for_fabs:
        return _FOR_FABS
    return _FOR_SOCIETY if case.settings.is_for_society else OBJECTIVES[case.settings.objective]


def has_plan(headline: Figures) -> bool:
    """True where there is a plan to present."""
    return headline.status in (Status.OPTIMAL, Status.FEASIBLE, Status.CANCELLED)


def edits_sentence(plan: Plan) -> str:
    """Return how the case differed from its workbook when it was solved; empty where it did not."""
    edits = str(plan.run.get("edits", ""))
    return f"Solved with edits of the case: {'; '.join(edits.splitlines())}." if edits else ""


def answer(headline: Figures) -> str:
    """Return the plan in one sentence: money, phases, sites, coverage and what is proven."""
    if not has_plan(headline):
        return status_sentence(headline)
    covered = f"covers {percent(headline.coverage_pct)} of demand" if headline.has_demand else "has no demand to cover"
    if headline.sells:
        earned = headline.profit_usd_bn
        covered += f" and {_does(headline.profit_of, earned)} {abs(earned):,.1f} bn USD, discounted"
    retired = f" Retire {count(headline.retired, 'fab')} that stands already." if headline.retired == 1 else ""
    retired = f" Retire {headline.retired} fabs that stand already." if headline.retired > 1 else retired
    if headline.phases + headline.lumps + headline.shells == 0:
        return f"Build nothing: what is committed {covered}; {_proof(headline)}.{retired}"
    what = count(headline.phases, "phase") if headline.phases else count(headline.lumps, "converted lump")
    if headline.shells:
        is_alone = headline.phases + headline.lumps == 0
        what = count(headline.shells, "empty shell") if is_alone else f"{what} and {count(headline.shells, 'shell')}"
    at = f" at {count(headline.sites, 'site')}" if headline.phases else ""
    invested = f"Invest {headline.capex_usd_bn:,.1f} bn USD in {what}{at}, {_paid(headline)}"
    return f"{invested}: this {covered}; {_proof(headline)}.{retired}"


def _does(profit_of: str, earned_usd_bn: float) -> str:
    """Return what the plan does to whom, before the money."""
    verb = "earns" if earned_usd_bn >= 0 else "loses"
    if not profit_of:
        return verb
    whom = {"fabs": "those who own the fabs"}.get(profit_of, profit_of)
    return f"{verb} {whom}" if earned_usd_bn >= 0 else f"costs {whom}"


def coverage_words(headline: Figures) -> str:
    """Return the coverage, or a dash where nothing is demanded."""
    return percent(headline.coverage_pct) if headline.has_demand else "–"


def _paid(headline: Figures) -> str:
    """Return where the money comes from: a budget, and incentives where there are any."""
    drawn = f"{headline.drawn_usd_bn:,.1f} bn of it from a budget of {headline.budget_usd_bn:,.1f} bn"
    if headline.credits_usd_bn > 0:
        return f"{drawn} and {headline.credits_usd_bn:,.1f} bn from incentives"
    return drawn.replace("bn of it from", "bn drawn from")


def status_sentence(headline: Figures) -> str:
    """Return what the solver proved, as one sentence."""
    match headline.status:
        case Status.OPTIMAL:
            if _closed(headline):
                return "Optimal: no plan is better (proven)."
            return f"Optimal within the requested gap: no plan is better by more than {gap_words(headline)}."
        case Status.FEASIBLE:
            return f"Feasible, not proven optimal: a better plan may exist, {_at_most(headline)}."
        case Status.CANCELLED:
            return f"Cancelled, not proven optimal: a better plan may exist, {_at_most(headline)}."
        case Status.INFEASIBLE:
            return "Infeasible: no plan satisfies all constraints of this case."
        case Status.NO_PLAN:
            return "No plan was found before the limit; one may exist."
        case Status.ERROR:
            return "The solve ended with an error; there is no plan to rely on."


def coverage_sentence(headline: Figures) -> str:
    """Return what was proven about coverage where it comes before cost, as one sentence; otherwise nothing."""
    stage = headline.first_stage
    if stage is None:
        return ""
    short = f"Coverage first: the discounted shortage penalty is {stage.objective:,.3f} bn USD"
    if not math.isfinite(stage.bound):
        return f"{short}, without a bound on the smallest possible shortage; cost is minimised second."
    if stage.gap <= _NO_GAP:
        return f"{short}, the minimum over all plans; cost is minimised among plans with no larger shortage."
    more = f"{stage.objective - stage.bound:,.3g} bn"
    return f"{short}, at most {more} above the minimum; cost is minimised among plans with no larger shortage."


def status_word(headline: Figures) -> str:
    """Return the status as a word or two."""
    return {
        Status.OPTIMAL: "proven optimal",
        Status.FEASIBLE: "not proven optimal",
        Status.CANCELLED: "cancelled, not proven optimal",
        Status.INFEASIBLE: "infeasible",
        Status.NO_PLAN: "no plan found",
        Status.ERROR: "error",
    }[headline.status]


def gap_words(headline: Figures) -> str:
    """Return the gap as money, as a share of the objective, and of what a plan can change where that is little."""
    if not has_bound(headline):
        return "an unknown amount"
    shares = f"{gap_percent(headline)} of the objective"
    if headline.changeable_gap:
        shares += f", {_percent(headline.changeable_gap)} of the part that a plan can change"
    return f"{headline.gap_usd_bn:,.3g} bn USD ({shares})"


def gap_percent(headline: Figures) -> str:
    """Return the gap in per cent of the objective, with enough digits to distinguish it from zero."""
    if not has_bound(headline):
        return "unknown"
    return "0 %" if _closed(headline) else _percent(headline.gap)


def _percent(share: float) -> str:
    pct = 100 * share
    return f"{pct:.1f} %" if pct >= 1 else f"{pct:.1g} %" if pct < 0.1 else f"{pct:.2f} %"


def gap_format(headline: Figures) -> str:
    """Return the number format that shows the gap, a fraction, as `gap_percent` writes it."""
    decimals = len(gap_percent(headline).removesuffix(" %").partition(".")[2]) if has_bound(headline) else 0
    return "0" + (f".{'0' * decimals}" if decimals else "") + '" "%'


def has_bound(headline: Figures) -> bool:
    """True where a bound on better plans is proven."""
    return math.isfinite(headline.gap_usd_bn) and math.isfinite(headline.gap)


def _proof(headline: Figures) -> str:
    if not has_bound(headline):
        return f"{status_word(headline)}, with no bound proven"
    if headline.status is Status.OPTIMAL:
        return "proven optimal" if _closed(headline) else f"proven optimal within {_widest_gap(headline)}"
    return f"proven within {_widest_gap(headline)} of the best possible, {status_word(headline)}"


def _widest_gap(headline: Figures) -> str:
    """Return the gap in per cent of what a plan can change where that is known, else of the objective."""
    if headline.changeable_gap:
        return f"{_percent(headline.changeable_gap)} of what a plan can change"
    return gap_percent(headline)


def _closed(headline: Figures) -> bool:
    return has_bound(headline) and max(headline.gap, headline.changeable_gap) <= _NO_GAP


def _at_most(headline: Figures) -> str:
    return (
        f"better by at most {gap_words(headline)}" if has_bound(headline) else "with no bound proven on how much better"
    )
