"""What should be in proportion to money: budgets and caps to what can be built, sales to what anybody makes."""

from collections.abc import Callable, Iterator

from planner.case.checks.draft.entries import Draft
from planner.case.checks.sense.units.placeholder import is_placeholder
from planner.case.checks.sense.units.quantities import Quantities
from planner.case.checks.sense.units.ratio import Ratio, over
from planner.case.records import Pair

_LARGEST_ECONOMY_USD_BN = 30_000
"""What the largest economy makes in a year: more than anybody has for fabs, or spends on chips."""
_PLAUSIBLE_BUDGET_USD_BN = 1_500
"""A fund below this may hold more than a case can use: in tests and studies money is often not to bind."""


def of_money(draft: Draft, known: Quantities, phases: dict[tuple[str, str], float]) -> Iterator[Ratio]:
    """Yield the ratios of funds and caps, given how many phases each pair may get."""
    capex, budget = "phase_capex_usd_bn", "budget_usd_bn"
    factors = {
        (pair.site, pair.node): pair.capex_factor for pair in draft.records(Pair, "site", "node", "capex_factor")
    }

    def everything(q: Quantities) -> float:
        return sum(max_count * factors[key] * q.of(capex, key[1]) for key, max_count in phases.items())

    def share(fund: str) -> Callable[[Quantities], float]:
        share_of = over(budget, fund, everything)
        return lambda q: share_of(q) if q.of(budget, fund) > _PLAUSIBLE_BUDGET_USD_BN else 0.0

    def beside(fund: str) -> Callable[[Quantities], float]:
        """The money of a fund to that of all others, where it is more than everything costs."""
        enough = share(fund)

        def value(q: Quantities) -> float:
            others = sum(q.of(budget, other) for other in q.rows(budget) if other != fund)
            return q.of(budget, fund) / others if others and enough(q) > 1 else 0.0

        return value

    def altogether(q: Quantities) -> float:
        """The money of all funds, where it is more than everything costs and stands for no limit."""
        money = sum(q.of(budget, fund) for fund in q.rows(budget) if not is_placeholder(q.of(budget, fund)))
        return money / _LARGEST_ECONOMY_USD_BN if money > everything(q) else 0.0

    nodes = dict.fromkeys(node for _, node in phases)
    for fund in known.rows(budget):
        keys = ((budget, fund), *((capex, node) for node in nodes))
        yield Ratio(f"{fund} has {{}} times the capex of everything that can be built", 0, 10, keys, share(fund))
        others = tuple((budget, other) for other in known.rows(budget) if other != fund)
        yield Ratio(f"{fund} has {{}} times the money of all other funds", 0, 20, (keys[0], *others), beside(fund))
    keys = tuple((budget, fund) for fund in known.rows(budget))
    yield Ratio(
        "the money of all funds is {} times the output of the largest economy in a year", 0, 1, keys, altogether
    )
    cap = "cap_usd_bn"
    for name in known.rows(cap):
        if not is_placeholder(known.of(cap, name)):
            keys = ((cap, name), *((capex, node) for node in nodes))
            words = f"the cap of {name} is {{}} times the capex of everything that can be built"
            yield Ratio(words, 0, 10, keys, over(cap, name, everything))


def of_worth(draft: Draft, known: Quantities) -> Iterator[Ratio]:
    """Yield what all demand sells for: nobody spends more than the largest economy makes. A penalty may be any."""
    price, demand = "price_usd", "kunits"
    if draft.calendar is None:
        return
    years = draft.calendar.period_months / 12

    def sales(q: Quantities) -> float:
        usd_bn = sum(q.of(price, row) * q.of(demand, row) for row in q.rows(price)) / 1e6
        return usd_bn / years / _LARGEST_ECONOMY_USD_BN

    words = "all that is demanded sells for {} times the output of the largest economy in a year"
    yield Ratio(words, 0, 1, tuple((price, row) for row in known.rows(price)), sales)
