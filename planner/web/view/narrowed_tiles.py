"""The figures of a plan's page for what a reader has chosen, and what a choice does not act on."""

from typing import Any

from planner.report.words.formats import percent
from planner.web.view.choice import Chosen, phase_count, served

_WHOLE = "Gap to the best"


def tiles(view: dict[str, Any], chosen: Chosen) -> list[dict[str, str]]:
    """Return the figures of what is chosen; the gap is that of the whole plan."""
    if not chosen.choice:
        return list(view["tiles"])
    rows, phases = chosen.service(), chosen.phases
    demand, _, short, covered = served(rows) if rows else (0.0, 0.0, 0.0, None)
    is_short = short > 0.5
    budget, drawn = chosen.money()
    whole = [{**tile, "below": f"{tile['below']}, of the whole plan"} for tile in view["tiles"]]
    return [
        _tile(
            "Demand covered",
            "–" if covered is None else percent(covered),
            f"of {demand:,.0f} kunits",
            "" if covered is None else "short" if is_short else "good",
        ),
        _tile("Shortage", f"{short:,.0f}", f"kunits of {demand:,.0f} demanded", "short" if is_short else ""),
        _tile("Capex", f"{sum(row['capex_usd_bn'] for row in phases):,.1f}", "bn USD, of these phases"),
        _tile("Budget", _figure(budget), "bn USD" if drawn is None else f"bn USD, {drawn:,.1f} drawn"),
        _tile("Phases", f"{phase_count(phases):,}", "that start there and then"),
        _tile("Sites", f"{len({row['site'] for row in phases}):,}", "with these phases"),
        *(tile for tile in whole if tile["label"] == _WHOLE),
    ]


def beyond(chosen: Chosen) -> list[str]:
    """Return what a choice does not act on, in sentences."""
    choice = chosen.choice
    if not choice:
        return []
    lines = []
    of_places = [name for name in ("region", "site", "fund") if getattr(choice, name)]
    of_items = [name for name in ("node", "product", "market") if getattr(choice, name)]
    if of_places:
        lines.append(
            f"Demand and coverage are not split by {_or(of_places)}: they are of all sites and funds together."
        )
    if of_items:
        lines.append(f"Money is not split by {_or(of_items)}, but by site, fund and year.")
        lines.append("The map counts the phases of all nodes at a site.")
    if (choice.region or choice.site) and not of_items:
        lines.append("Budgets belong to funds, not to places: what is drawn is shown without them.")
    lines.append(
        "The answer, its proof, the gap, what the objective is made of and what comes back are of the whole plan."
    )
    return lines


def _or(names: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _figure(usd_bn: float | None) -> str:
    return "–" if usd_bn is None else f"{usd_bn:,.1f}"


def _tile(label: str, value: str, below: str, tone: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "below": below, "tone": tone}
