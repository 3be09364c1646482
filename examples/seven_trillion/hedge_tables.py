"""Tables of one plan for three futures, as Markdown."""

from itertools import groupby

from examples.seven_trillion import hedge
from examples.seven_trillion.claims import above, number, span
from examples.seven_trillion.hedge import FOLLOWS, FUTURES, HALVES, WEIGHTS
from examples.seven_trillion.runs.results import Results
from examples.seven_trillion.tables import cost_cell, markdown
from planner.study.answers.interval import Interval

_KNOWN, _APPROVED = (
    "the future known before anything is decided",
    "the reference's first-year phases, then the future known",
)
_ONE, _FIXED = "one plan for all three", "the reference plan, carried out unchanged"


def weighed_table(results: Results) -> str:
    """Return mean costs under each of the weights, and what planning for all, following and knowing are worth."""
    costs = {name: _means(results, name) for name in WEIGHTS}
    follows = f"starts after {hedge.UNTIL} by future"
    rows = [(f"mean cost: {what}", *(_ends(of.get(what)) for of in costs.values())) for what in costs[HALVES]]
    for words, dear, cheap in (
        ("planning for all three instead of base demand is worth", _FIXED, _ONE),
        (f"letting starts after {hedge.UNTIL} follow the future is worth", _ONE, follows),
        ("knowing the future before anything is decided is worth", _ONE, _KNOWN),
        ("the reference's first-year phases cost, against knowing the future", _APPROVED, _KNOWN),
    ):
        rows.append((words, *(_difference(of.get(dear), of.get(cheap)) for of in costs.values())))
    return markdown(("[bn USD]", *(_short(name) for name in WEIGHTS)), rows)


def _means(results: Results, name: str) -> dict[str, Interval]:
    follows = {f"starts after {hedge.UNTIL} by future": results.runs[FOLLOWS].interval} if name == HALVES else {}
    return {
        _KNOWN: hedge.known_first(results, name),
        _APPROVED: hedge.approved_first(results, name),
        **follows,
        _ONE: results.runs[name].interval,
        _FIXED: hedge.reference_for_all(results, name),
    }


def _difference(dear: Interval | None, cheap: Interval | None) -> str:
    """Return how far the dearer lies above the cheaper, which it cannot lie below."""
    if dear is None or cheap is None:
        return ""
    difference = above(dear, cheap)
    return cost_cell(Interval(max(0.0, difference.low), difference.high), 1)


def _ends(cost: Interval | None) -> str:
    return "" if cost is None else span(cost, 1)


def _short(name: str) -> str:
    return name.removeprefix("one plan, ")


def weighed_futures_table(results: Results) -> str:
    """Return what each plan costs in each of the three futures, against the best plan for it and the reference."""
    head = ["demand", "best plan for it [bn USD]", "reference unchanged: above the best"]
    for name in WEIGHTS:
        head += [f"{_short(name)}: above the best", f"{_short(name)}: saves against the reference unchanged"]
    rows = []
    for scenario, solve in FUTURES.items():
        best, fixed = results.runs[solve].interval, hedge.unchanged(results, scenario)
        row = [scenario, span(best, 1), _difference(fixed, best)]
        for name in WEIGHTS:
            cost = hedge.cost_in(results, name, scenario)
            row += [_difference(Interval(cost, cost), best), number((fixed.low + fixed.high) / 2 - cost, 1)]
        rows.append(row)
    return markdown(head, rows)


def weighed_starts_table(results: Results) -> str:
    """Return what starts when, to the date from which starts may follow the future, in each of the plans."""
    last = hedge.calendar(results).ordinal(hedge.UNTIL)
    plans = {name: results.runs[name].figures["starts"] for name in hedge.SHOWN}
    early = {name: {item: [at for at in of if at <= last] for item, of in plan.items()} for name, plan in plans.items()}
    items = {item for plan in early.values() for item, of in plan.items() if of}
    first = {item: min(at for plan in early.values() for at in plan.get(item, ())) for item in items}
    common = {item: min(len(plan.get(item, ())) for plan in early.values()) for item in items}
    rows = [
        (item, *(_dates(results, plan.get(item, [])) for plan in early.values()), number(common[item]))
        for item in sorted(items, key=lambda one: (-common[one], first[one], one))
    ]
    return markdown(("starts", *hedge.SHOWN, "in all four"), rows, words=1 + len(hedge.SHOWN))


def _dates(results: Results, periods: list[int]) -> str:
    label = hedge.calendar(results).label
    counted = [(at, len(list(same))) for at, same in groupby(sorted(periods))]
    return ", ".join(label(at) if count == 1 else f"{count} in {label(at)}" for at, count in counted)
