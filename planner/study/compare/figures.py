"""The figures in which two plans differ: the summary line by line, coverage by year, money by fund."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from planner.case.demand import units_of_a_package, units_per_package
from planner.case.records import Case

Cases = tuple[Case | None, Case | None]
NO_CASES: Cases = (None, None)
NOT_FIGURES = ("case_name", "first_period", "status_in_words")
_NOISE = 1e-9
Line = tuple[str, str | float, str | float, float | None, str]
"""Name, both values, the change where both are numbers, and the unit."""


def summary_lines(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the lines of the summaries that differ."""
    lines = [{row.key: (row.value, row.unit) for row in tables["summary"].itertuples()} for tables in (first, second)]
    for key in dict.fromkeys([*lines[0], *lines[1]]):
        if key in NOT_FIGURES:
            continue
        (before, unit), (after, other_unit) = (
            one.get(key, (0.0 if key.startswith("cost.") else "", "")) for one in lines
        )
        if _differ(before, after):
            yield key, before, after, _change(before, after), unit or other_unit


def by_year(
    first: Mapping[str, Any], second: Mapping[str, Any], cases: Cases = NO_CASES
) -> Iterator[tuple[str, float, float, float]]:
    """Yield the coverage of each year in per cent in both plans, over all scenarios alike, and its change.

    The cases say what a package counts for in the demand of a class, which is left out where one is not known.
    """
    has_both = all(case is not None for case in cases)
    covered = tuple(
        _coverage_pct(tables, case if has_both else None) for tables, case in zip((first, second), cases, strict=True)
    )
    for year in sorted({*covered[0], *covered[1]}):
        before, after = covered[0].get(year, 100.0), covered[1].get(year, 100.0)
        yield year, before, after, after - before


def by_fund(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[tuple[str, float, float, float]]:
    """Yield what each fund pays in usd_bn in both plans, where that differs."""
    paid = _drawn_usd_bn(first), _drawn_usd_bn(second)
    for fund in sorted({*paid[0], *paid[1]}):
        before, after = paid[0].get(fund, 0.0), paid[1].get(fund, 0.0)
        if _differ(before, after):
            yield fund, before, after, after - before


def has_classes(tables: Mapping[str, Any]) -> bool:
    """Say whether a plan serves, or lacks, demand of a class."""
    return bool(_classes(tables))


def _classes(tables: Mapping[str, Any]) -> set[str]:
    return set(tables["shipments"].get("class", ())) - {""}


def _coverage_pct(tables: Mapping[str, Any], case: Case | None) -> dict[str, float]:
    """Return the coverage of each year of what is served or lost in it, of classes in packages of their first product.

    What waits is neither served nor lost.
    """
    classes = _classes(tables) if case is None else set(case.classes)
    sums: dict[str, dict[str, float]] = {"shipments": defaultdict(float), "shortage": defaultdict(float)}
    for name, by_period in sums.items():
        for row in tables[name].to_dict("records"):
            item = row["product"] if name == "shortage" else row.get("class") or row["product"]
            if item in classes and case is None:
                continue
            units = units_per_package(case, item).get(row["product"], 1.0) if case is not None else 1.0
            per_package = units_of_a_package(case, item) if case is not None else 1.0
            by_period[row["period"][:4]] += float(row["kunits"]) * units / per_package
    shipped, short = sums["shipments"], sums["shortage"]
    return {
        year: 100.0 * shipped[year] / total for year in {*shipped, *short} if (total := shipped[year] + short[year]) > 0
    }


def _drawn_usd_bn(tables: Mapping[str, Any]) -> dict[str, float]:
    drawn: dict[str, float] = defaultdict(float)
    for row in tables["draws"].itertuples():
        drawn[row.fund] += float(row.usd_bn)
    return drawn


def _differ(before: object, after: object) -> bool:
    change = _change(before, after)
    if change is None:
        return before != after
    return abs(change) > _NOISE * max(1.0, abs(float(str(before))))


def _change(before: object, after: object) -> float | None:
    if isinstance(before, int | float) and isinstance(after, int | float):
        return float(after) - float(before)
    return None
