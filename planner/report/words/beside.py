"""The line under a headline figure, for comparison: on the tiles of the briefing and of the page alike."""

from planner.report.figures.built import count
from planner.report.figures.headline import Figures


def beside_coverage(found: Figures) -> str:
    """Return the coverage of the worst scenario where it is less, else what the figure covers."""
    if found.worst_coverage_pct < found.coverage_pct - 1e-9:
        return f"{found.worst_coverage_pct:.1f} % in the worst scenario"
    return "of the whole horizon"


def beside_capex(found: Figures) -> str:
    """Return how much of the capex credits pay."""
    return f"{found.credits_usd_bn:,.1f} bn of it credits" if found.credits_usd_bn else "before credits"


def beside_budget(found: Figures) -> str:
    """Return the share of the budget that is drawn."""
    return f"{100 * found.drawn_usd_bn / found.budget_usd_bn:.0f} % drawn" if found.budget_usd_bn > 0 else "no budget"


def beside_phases(found: Figures) -> str:
    """Return what is converted beside the new phases."""
    return f"and {count(found.lumps, 'lump')} converted" if found.lumps else "new"
