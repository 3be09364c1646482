"""Rows that are the sum of others beside them: a total among the rows that it adds up counts everything twice."""

from collections.abc import Iterator, Sequence
from typing import Any

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.records import Budget, Demand
from planner.case.checks.problem import Problem
from planner.case.records import Committed

_MIN_OTHERS = 2
_EXACT = 1e-3
_NAMES = {
    *("world", "worldwide", "global", "total", "totals", "all", "overall", "everything", "sum", "group", "welt"),
    *("weltweit", "gesamt", "monde", "mundo", "世界", "全球", "全体", "合計", "总计", "全社", "전체"),
}
"""Names of totals: elsewhere a sum has to hold in several groups of rows, or while their shares change."""
_SERIES = (
    (Demand, "kunits", "market", ("product", "scenario", "tier"), "demand"),
    (Committed, "kwspm", "site", ("node",), "capacity"),
    (Budget, "budget_usd_bn", "fund", (), "money"),
)


def total_problems(draft: Draft) -> Iterator[Problem]:
    """Yield a warning for each market, site or fund whose rows are the sum of all others."""
    for kind, field, name, keys, what in _SERIES:
        groups: dict[tuple[Any, ...], list[Entry[Any]]] = {}
        for entry in draft.entries(kind, field, name, *keys):
            if any(getattr(entry.record, field)):
                groups.setdefault(tuple(getattr(entry.record, key) for key in keys), []).append(entry)
        yield from _totals(list(groups.values()), field, name, what)


def _totals(groups: Sequence[Sequence[Entry[Any]]], field: str, name: str, what: str) -> Iterator[Problem]:
    sums: dict[str, list[Entry[Any]]] = {}
    no_sums: set[str] = set()
    is_sure: set[str] = set()
    for group in groups:
        for entry in group if len(group) > _MIN_OTHERS else ():
            others = [getattr(other.record, field) for other in group if other is not entry]
            called = getattr(entry.record, name)
            if _is_sum(getattr(entry.record, field), others):
                sums.setdefault(called, []).append(entry)
                if _do_shares_change(others):
                    is_sure.add(called)
            else:
                no_sums.add(called)
    for called, entries in sums.items():
        is_named = not _NAMES.isdisjoint(called.casefold().split())
        if called not in no_sums and (is_named or len(entries) > 1 or called in is_sure):
            yield entries[0].problem(
                codes.SUM_OF_OTHERS,
                name,
                found=called,
                expected=f"a {name} beside the others",
                fix=f"in every period {what} of {called} is the sum of that of all other {name}s: delete its rows if "
                "they are totals, for every row counts; otherwise ignore this",
            )


def _is_sum(values: Sequence[float], others: Sequence[Sequence[float]]) -> bool:
    return all(abs(value - sum(one)) <= _EXACT * value for value, *one in zip(values, *others, strict=True))


def _do_shares_change(rows: Sequence[Sequence[float]]) -> bool:
    """Whether rows do not all grow alike, so that a sum that holds throughout is no chance."""
    shares = {
        tuple(round(value / sum(column), 2) for value in column) for column in zip(*rows, strict=True) if any(column)
    }
    return len(shares) > _MIN_OTHERS
