"""How a plan is spoken of: status, gap and the one-sentence answer. Nothing is called optimal that is not proven."""

import math

from planner.plan.records import Status
from planner.report.figures import Figures


def status_sentence(found: Figures) -> str:
    """Return what the solver proved, as one sentence."""
    match found.status:
        case Status.OPTIMAL:
            return f"Optimal: no plan can be better by more than {gap_words(found)}."
        case Status.FEASIBLE:
            return f"Feasible, not proven optimal: a better plan may exist, {_at_most(found)}."
        case Status.CANCELLED:
            return f"Cancelled: the best plan found until then, {_at_most(found)}."
        case Status.INFEASIBLE:
            return "Infeasible: no plan keeps all rules of this case."
        case Status.NO_PLAN:
            return "No plan was found before the limit; one may exist."
        case Status.ERROR:
            return "The solve ended with an error; there is no plan to rely on."


def gap_words(found: Figures) -> str:
    """Return the gap as money and as a share of the objective."""
    if not math.isfinite(found.gap_usd_bn) or not math.isfinite(found.gap):
        return "an unknown amount"
    return f"{found.gap_usd_bn:,.3g} bn USD ({100 * found.gap:.2g} % of the objective)"


def _at_most(found: Figures) -> str:
    if not math.isfinite(found.gap_usd_bn) or not math.isfinite(found.gap):
        return "with no bound proven on how much better"
    return f"better by at most {gap_words(found)}"
