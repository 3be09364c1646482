"""Present value, internal rate of return and payback of flows of cash, with no case and no plan."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

Flows = Sequence[tuple[float, float]]
"""Years from today, and the cash that flows then."""
DUST_USD_BN = 1e-9
"""A dollar: less is rounding."""

_LOWEST, _HIGHEST, _STEPS, _HALVINGS = 0.01, 100.0, 400, 100
"""Between which factors of growth a year a rate is looked for, from -99 % to 9,900 %, and in how many steps."""


def present_value(flows: Flows, rate: float) -> float:
    """Return the value today of flows at a rate a year."""
    return float(sum(cash * (1 + rate) ** -years for years, cash in flows))


def rates_of_return(flows: Flows) -> tuple[float, ...]:
    """Return every rate a year at which flows are worth nothing today; none where cash never turns from out to in."""
    growths = [_LOWEST * (_HIGHEST / _LOWEST) ** (step / _STEPS) for step in range(_STEPS + 1)]
    worth = [present_value(flows, growth - 1) for growth in growths]
    if not any(cash < -DUST_USD_BN for _, cash in flows) or not any(cash > DUST_USD_BN for _, cash in flows):
        return ()
    roots = []
    for (low, at_low), (high, at_high) in pairwise(zip(growths, worth, strict=True)):
        if at_low == 0:
            roots.append(low - 1)
        elif at_low * at_high < 0:
            roots.append(_root(flows, low, high, at_low > 0) - 1)
    return tuple(roots)


def _root(flows: Flows, low: float, high: float, falls: bool) -> float:
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (present_value(flows, middle - 1) > 0) == falls:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def payback(cash: Sequence[float]) -> int | None:
    """Return the place from which the sum to date is never below zero again; None where it ends below, or never was."""
    to_date = list(accumulate(cash))
    if not to_date or to_date[-1] < -DUST_USD_BN:
        return None
    below = [place for place, usd_bn in enumerate(to_date) if usd_bn < -DUST_USD_BN]
    return below[-1] + 1 if below else None
