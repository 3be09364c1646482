"""Every variant of the study by the name of its solve, so that chosen ones can be solved again."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations

from examples.seven_trillion import calendar_of_money, ceiling, gains, hedge, stack, starts, variants
from examples.seven_trillion.ceiling import AS_IT_STANDS, BUYERS, REFERENCE
from examples.seven_trillion.runs.results import Results
from planner.study.coalitions.game import subsets
from planner.study.variant import Variant

Make = Callable[[], Variant]


def catalogue(base: Variant, results: Results) -> Mapping[str, Make]:
    """Return how each variant is made; what is approved follows from the results."""
    reference = variants.without_floors(base)
    entries: dict[str, Make] = {REFERENCE: lambda: reference, AS_IT_STANDS: lambda: base}
    for name, case in {**ceiling.CASES, **stack.CASES}.items():
        entries[name] = partial(case, reference)
    rules = sorted(variants.lifts(base))
    for group in (frozenset(some) for size in range(1, len(rules) + 1) for some in combinations(rules, size)):
        entries[ceiling.named(group)] = partial(_lifted, reference, group)
    for point in calendar_of_money.POINTS:
        entries[calendar_of_money.named(*point)] = partial(calendar_of_money.stream, reference, *point)
    for name in (*hedge.WEIGHTS, hedge.FOLLOWS):
        entries[name] = partial(hedge.variant, reference, name)
    return {**entries, **_starts(reference, results), **_gains(reference)}


def _lifted(reference: Variant, group: frozenset[str]) -> Variant:
    return ceiling.variant(ceiling.CASES[BUYERS](reference), group)


def _starts(reference: Variant, results: Results) -> dict[str, Make]:
    """Return the futures, and what follows from deciding today in some of them."""
    approved = {_place(item): count for item, count in results.parts["decisions"]["approved"].items()}
    entries: dict[str, Make] = {name: partial(starts.future, reference, name) for name in starts.FUTURES}
    for decision, among in ((starts.WAITED, starts.WAIT_IN), (starts.APPROVED, starts.APPROVE_IN)):
        for future in among:
            entries[starts.of(decision, future)] = partial(_decided, reference, decision, future, approved)
    return entries


def _decided(reference: Variant, decision: str, future: str, approved: Mapping[tuple[str, str], int]) -> Variant:
    free = reference if future == starts.BASE else starts.future(reference, future)
    return starts.decided_first(free, decision, starts.of(decision, future), approved)


def _place(item: str) -> tuple[str, str]:
    node, site = item.split(" at ", 1)
    return site, node


def _gains(reference: Variant) -> dict[str, Make]:
    """Return the coalitions of funds, and the host countries that are left out."""
    entries: dict[str, Make] = {gains.APART: partial(variants.apart, reference)}
    for place in variants.PLACES:
        entries[gains.nothing_new(place)] = partial(_without_place, reference, place)
    for group in subsets(gains.FUNDS)[:-1]:
        name = gains.named(group, gains.FUNDS, REFERENCE)
        entries[name] = partial(gains.coalition, reference, gains.FUNDS, group, name)
    return entries


def _without_place(reference: Variant, place: str) -> Variant:
    return gains.place_left_out(variants.apart(reference), place, gains.nothing_new(place))
