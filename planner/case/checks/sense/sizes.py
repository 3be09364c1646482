"""Sense of sizes: a value far from all others of its field, or from anything planned, has a wrong unit."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.problem import Problem
from planner.case.checks.structure.fields import FIELDS, SHARE
from planner.case.checks.structure.rules import Number, Series
from planner.case.choices import EndValue

_WIDE = 1e8
_LONGEST_LIFE_YEARS = {"equipment_life_years": 40, "shell_life_years": 100}
_ABSURD = {"usd_bn": 1e7, "kwspm": 1e5, "kunits": 1e8, "usd": 1e11, "usd/wafer": 1e8, "tools": 1e7}


@dataclass(frozen=True, slots=True)
class Usual:
    """The range that the values of a field usually lie in, and the unit that is often given instead of the right one:
    its name and the factor by which its values look too large."""

    low: float
    high: float
    unit: str
    factor: float


_INDEX = Usual(0.01, 20, "per cent", 100)
_DEFECTS = Usual(0.005, 20, "per mm2", 0.01)
USUAL = {
    "shell_cost_index": _INDEX,
    "equipment_cost_index": _INDEX,
    "operating_cost_index": _INDEX,
    "capex_factor": _INDEX,
    "defect_factor": _INDEX,
    "power_price_usd_kwh": Usual(0.001, 3, "USD/MWh", 1000),
    "die_area_mm2": Usual(10, 50_000, "cm2", 0.01),
    "good_units_per_wafer": Usual(0.01, 100_000, "units per thousand wafers", 1000),
    "defects_start_per_cm2": _DEFECTS,
    "defects_mature_per_cm2": _DEFECTS,
    "power_kw": Usual(0.005, 50, "W", 1000),
    "tools_per_kwspm": Usual(0.001, 100, "tools per wafer", 0.001),
}


@dataclass(frozen=True, slots=True)
class Outlier:
    """A value that stands out of its field; `place` is whatever the source says of where it stands."""

    place: Any
    value: str
    expected: str = ""
    fix: str = ""


def outlier(sizes: list[tuple[float, Any]], field: str, unit: str, shown: str = "") -> Outlier | None:
    """Return the value that stands out of the positive values of a field, if one does. `shown` is the unit's title."""
    if not sizes:
        return None
    ordered = sorted(sizes, key=lambda size: size[0])
    usual = USUAL.get(field)
    if usual is not None and not (usual.low <= ordered[0][0] and ordered[-1][0] <= usual.high):
        return _unusual(ordered, usual)
    (smallest, at_smallest), (largest, at_largest) = ordered[0], ordered[-1]
    middle = math.log(ordered[len(ordered) // 2][0])
    if largest >= _ABSURD.get(unit, math.inf):
        return Outlier(at_largest, f"{largest:g}", f"less than {_ABSURD[unit]:g} {shown or unit}")
    if largest < _WIDE * smallest:
        return None
    if math.log(largest) - middle > middle - math.log(smallest):
        return Outlier(at_largest, f"{largest:g}, beside {smallest:g}")
    return Outlier(at_smallest, f"{smallest:g}, beside {largest:g}")


def _unusual(ordered: list[tuple[float, Any]], usual: Usual) -> Outlier:
    value, place = ordered[-1] if ordered[-1][0] > usual.high else ordered[0]
    is_other_unit = (value > usual.high) is (usual.factor > 1)
    fix = f"write {value / usual.factor:g} if {value:g} is in {usual.unit}" if is_other_unit else ""
    if fix and all(
        (one > usual.high) is (usual.factor > 1) and not usual.low <= one <= usual.high for one, _ in ordered
    ):
        change = (
            f"divide every value by {usual.factor:g}"
            if usual.factor > 1
            else f"multiply every value by {1 / usual.factor:g}"
        )
        fix = f"{change} if the column is in {usual.unit}"
        if usual.unit == "USD/MWh" and all(one < 100 for one, _ in ordered):
            fix = "divide every value by 100 if the column is in cents per kWh, by 1000 if it is in USD/MWh"
        if "USD" in usual.unit and usual.factor > 1:
            fix += ", or by its rate to the dollar if it is in another currency"
    return Outlier(place, f"{value:g}", f"{usual.low:g} to {usual.high:g} as is usual", fix)


def size_problems(draft: Draft) -> Iterator[Problem]:
    """Return one warning a field at most, at the value that stands out."""
    for kind, rules in FIELDS.items():
        for name, rule in rules.items():
            is_size = isinstance(rule, Number) and not rule.whole and rule.maximum != SHARE.maximum
            stray = outlier_of(draft, kind, name) if is_size or isinstance(rule, Series) else None
            if stray is not None:
                entry, period = stray.place
                says = {"found": stray.value, "expected": stray.expected, "fix": stray.fix}
                yield entry.problem(codes.WIDE_RANGE, name, period=period, **says)


def life_problems(draft: Draft) -> Iterator[Problem]:
    """Return lives of equipment and shells that are rather in months, where an end value depends on them."""
    settings = draft.settings
    if settings is None or settings.record.end_value is EndValue.NONE:
        return
    for name, longest in _LONGEST_LIFE_YEARS.items():
        years = getattr(settings.record, name)
        if years > longest:
            fix = f"write {years / 12:g} if {years:g} is in months"
            expected = f"at most {longest} years as is usual"
            yield settings.problem(codes.WIDE_RANGE, name, found=f"{years:g}", expected=expected, fix=fix)


def outlier_of(draft: Draft, kind: type[Any], name: str) -> Outlier | None:
    """Return the value that stands out of a field; its place is an entry, and the period in a series."""
    return outlier(list(_sizes(draft, kind, name)), name, unit_of(name))


def _sizes(draft: Draft, kind: type[Any], name: str) -> Iterator[tuple[float, tuple[Entry[Any], int | None]]]:
    """Yield every positive value; of a series the largest and the smallest one."""
    for entry in draft.entries(kind, name):
        value = getattr(entry.record, name)
        if isinstance(value, tuple):
            for pick in (max(value), min(filter(None, value), default=0.0)):
                if pick:
                    yield pick, (entry, value.index(pick))
        elif value and not math.isinf(value):
            yield abs(value), (entry, None)


def unit_of(field: str) -> str:
    """Return the unit that the name of a field ends with, empty where it has none that is known here."""
    if field == "deliveries":
        return "tools"
    if field in ("wafer_cost_usd", "wafer_price_usd"):
        return "usd/wafer"
    amount, _, per = field.partition("_per_")
    units = (unit for unit in ("usd_bn", "kwspm", "kunits", "usd") if amount.endswith(unit))
    return next(units, "") if per not in ("phase_year", "year") else ""
