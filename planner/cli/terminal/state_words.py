"""The state of a solve in words, for the panel and for plain lines."""

import math

from planner.solver.events import Progress

_PHASES = {
    "warm start": "completing the plan to start from",
    "polish": "polishing the best plan",
    "proof": "proving how good the plan is",
    "audit": "checking the plan (audit)",
}
_AIMS = {"coverage": "shortage first: ", "cost": "then cost: "}


def phase_words(progress: Progress, *, is_improving: bool) -> str:
    """Return what a solve is doing. `is_improving` means that the best plan was found a moment ago."""
    if progress.phase in _PHASES:
        return _PHASES[progress.phase]
    if math.isinf(progress.incumbent):
        doing = "looking for a first plan"
    elif is_improving or math.isinf(progress.bound):
        doing = "improving the plan"
    else:
        doing = "proving how good the plan is"
    return f"{_AIMS.get(progress.phase, '')}{doing}"


def figures_text(progress: Progress) -> str:
    """Return what the best plan covers and costs, empty while unknown."""
    if math.isnan(progress.coverage_pct):
        return ""
    return f"covers {progress.coverage_pct:.1f} %, capex {progress.capex_usd_bn:,.1f} bn"


def usd_bn_text(usd_bn: float) -> str:
    """Return money in bn USD, rounded for the terminal."""
    return f"{usd_bn:,.3f}" if math.isfinite(usd_bn) else "none yet"


def gap_text(gap: float) -> str:
    """Return a fraction in per cent."""
    return f"{100 * gap:.3g} %" if math.isfinite(gap) else "unknown"
