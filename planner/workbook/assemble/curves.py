"""Profiles of ramps and spends: rows of shares by age or offset to curves."""

from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.columns import fraction
from planner.workbook.contract.places import RampRow, SpendRow


def ramps(tables: Tables) -> dict[str, tuple[float, ...]]:
    """Return shares by age: a step holds until the next row. No phase outlives the horizon, so the curve ends there."""
    steps: dict[str, dict[int, float]] = {}
    for row in tables.of(RampRow):
        steps.setdefault(row.ramp, {})[row.age_periods] = fraction(row.share_pct)
    curves: dict[str, tuple[float, ...]] = {}
    for name, shares in steps.items():
        curve: list[float] = []
        for age in range(min(max(shares), tables.calendar.periods) + 1):
            curve.append(shares.get(age, curve[-1] if curve else 0.0))
        curves[name] = tuple(curve)
    return curves


def spends(tables: Tables) -> dict[str, tuple[float, ...]]:
    """Return shares by offset. What is due after the horizon falls in its last period: the tail is summed there."""
    longest = tables.calendar.periods
    shares: dict[str, list[float]] = {}
    for row in tables.of(SpendRow):
        profile = shares.setdefault(row.spend, [])
        offset = min(row.offset_periods, longest)
        profile.extend([0.0] * (offset + 1 - len(profile)))
        profile[offset] += fraction(row.share_pct)
    return {name: tuple(profile) for name, profile in shares.items()}
