"""Compare the optima of random tiny cases with those of all their schedules: python -m tests.model.brute 500 [seed].

Prints every disagreement with the fewest rules that show it, how many cases are equal and have no plan at all, the
largest difference of objectives, how often each rule is drawn, and in how many plans which records have rows.
"""

import math
import sys
import time
import traceback
from collections import Counter

from planner.solver.messages import idle
from tests.model.brute.compare import Compared, compared
from tests.model.brute.draw import Rule, draw, drawn_rules


def main() -> None:
    """Compare so many seeds, and print every disagreement with the fewest rules that show it."""
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    seen, rules, used = Counter[str](), Counter[str](), Counter[str]()
    largest_usd_bn = 0.0
    begun = time.monotonic()
    for seed in range(first, first + count):
        drawn = drawn_rules(seed)
        rules.update(rule.__name__ for rule in drawn)
        disagreement, result = _tried(seed, drawn)
        if result:
            seen["schedules"] += result.schedules
            seen["without any plan"] += math.isinf(result.usd_bn)
            used.update(result.used)
            largest_usd_bn = max(largest_usd_bn, result.difference_usd_bn)
        seen["cases"] += 1
        seen["equal"] += not disagreement
        if seen["cases"] % 50 == 0:
            print(*seen.items(), file=sys.stderr, flush=True)
        if not disagreement:
            continue
        for rule in drawn:
            fewer = tuple(other for other in drawn if other is not rule)
            if found := _tried(seed, fewer)[0]:
                drawn, disagreement = fewer, found
        print(f"seed {seed} with {[rule.__name__ for rule in drawn]}:\n  {disagreement}", flush=True)
    for what, counter in (("all", seen), ("drawn", rules), ("in plans", used)):
        print(f"{what}:", ", ".join(f"{name} {times}" for name, times in counter.most_common()))
    print(f"largest difference: {largest_usd_bn:.1e} bn USD; {time.monotonic() - begun:.0f} s")


def _tried(seed: int, rules: tuple[Rule, ...]) -> tuple[str, Compared | None]:
    """Return what the planner and all schedules disagree about, and what they found."""
    try:
        result = compared(draw(seed, rules))
    except Exception:
        return traceback.format_exc(limit=-4), None
    return "; ".join(result.findings), result


if __name__ == "__main__":
    with idle.reuse():
        main()
