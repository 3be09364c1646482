"""The line under a headline figure, for comparison: on the tiles of the briefing and of the page alike."""

from planner.report.figures.built import count
from planner.report.figures.headline import Figures


def beside_coverage(headline: Figures) -> str:
    """Return the coverage of the worst scenario where it is less, else what the figure covers."""
    if headline.worst_coverage_pct < headline.coverage_pct - 1e-9:
        return f"{headline.worst_coverage_pct:.1f} % in the worst scenario"
    return "of the whole horizon" if headline.has_demand else "nothing is demanded"


def beside_capex(headline: Figures) -> str:
    """Return how much of the capex credits pay, and what is due of phases under way, which it leaves out."""
    credits_ = f"{headline.credits_usd_bn:,.1f} bn of it credits" if headline.credits_usd_bn else "before credits"
    return f"{credits_}; {bills}" if (bills := beside_new(headline)) else credits_


def beside_new(headline: Figures) -> str:
    """Return what is due of phases under way, empty where nothing is."""
    due = headline.under_way_usd_bn
    return f"without {due:,.1f} bn due for phases under way" if due else ""


def beside_budget(headline: Figures) -> str:
    """Return the share of the budget that is drawn."""
    return (
        f"{100 * headline.drawn_usd_bn / headline.budget_usd_bn:.0f} % drawn"
        if headline.budget_usd_bn > 0
        else "no budget"
    )


def beside_phases(headline: Figures) -> str:
    """Return what is converted and retired beside the new phases."""
    converted = f"and {count(headline.lumps, 'lump')} converted" if headline.lumps else "new"
    return f"{converted}, {headline.retired} retired" if headline.retired else converted
