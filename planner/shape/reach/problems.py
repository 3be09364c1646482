"""Problems of reach: reasons with the same field are one warning, at the first place, which names the others."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.problem import Problem
from planner.case.checks.sense.start_counts import Tallies
from planner.case.records import Case
from planner.shape.reach.findings import findings
from planner.shape.reach.places import Places
from planner.shape.reach.reach import Reach
from planner.shape.reach.reasons import Reason, Where

_REPORTED_ELSEWHERE = (codes.LEAD_BEYOND_HORIZON, codes.NO_FUND_MAY_PAY, codes.NODE_NOWHERE)
_MAX_CELLS = 5


def reach_problems(case: Case, draft: Draft) -> Iterator[Problem]:
    """Return a warning for every field that puts pairs out of reach."""
    reach, places = Reach(case), Places(draft)
    groups: dict[object, dict[Where, Reason]] = {}
    for reason in reach.reasons.values():
        is_news = reason.code not in _REPORTED_ELSEWHERE and (reach.is_nothing or not reason.is_switch)
        if is_news:
            groups.setdefault(grouped(reason), {}).setdefault(reason.where, reason)
    for reasons in groups.values():
        first, *others = reasons.values()
        end = "; until then nothing new can be built" if reach.is_nothing else ""
        yield from _problem(places, first, _likewise(places, first, others) + end)
    for finding in findings(reach, Tallies(draft, case.calendar)):
        yield from _problem(places, finding)


def grouped(reason: Reason) -> object:
    """Return what reasons have in common that are reported as one."""
    return reason.code, reason.where.kind, reason.where.field


def _likewise(places: Places, first: Reason, others: list[Reason]) -> str:
    cells = list(dict.fromkeys(places.address(reason.where) for reason in (first, *others)))[1:]
    more = f" and {len(cells) - _MAX_CELLS} more" if len(cells) > _MAX_CELLS else ""
    return f"; likewise {', '.join(cells[:_MAX_CELLS])}{more}" if cells else ""


def _problem(places: Places, reason: Reason, beside: str = "") -> Iterator[Problem]:
    """Yield a reason as a problem, if the draft holds its place."""
    spot = places.spot(reason.where)
    if spot is not None:
        says = {"found": reason.value, "expected": reason.expected, "fix": places.text(reason.fix) + beside}
        yield spot.entry.problem(reason.code, spot.field, period=spot.period, **says)
