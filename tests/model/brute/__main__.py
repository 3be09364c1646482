"""Compare many seeds by hand: python -m tests.model.brute 200 [first seed]."""

import sys
import time
import traceback
from collections import Counter

from planner.solver.messages import idle
from tests.model.brute.compare import compared
from tests.model.brute.draw import Rule, draw, drawn_rules


def main() -> None:
    """Compare so many seeds, and print every disagreement with the fewest rules that show it."""
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    seen, rules = Counter[str](), Counter[str]()
    begun = time.monotonic()
    for seed in range(first, first + count):
        drawn = drawn_rules(seed)
        rules.update(rule.__name__ for rule in drawn)
        disagreement = _tried(seed, drawn, seen)
        seen["cases"] += 1
        seen["equal"] += not disagreement
        if seen["cases"] % 50 == 0:
            print(*seen.items(), file=sys.stderr, flush=True)
        if not disagreement:
            continue
        for rule in drawn:
            fewer = tuple(other for other in drawn if other is not rule)
            if found := _tried(seed, fewer, Counter()):
                drawn, disagreement = fewer, found
        print(f"seed {seed} with {[rule.__name__ for rule in drawn]}:\n  {disagreement}", flush=True)
    print(*(f"{name} {times}" for counter in (seen, rules) for name, times in counter.most_common()), sep=", ")
    print(f"{time.monotonic() - begun:.0f} s")


def _tried(seed: int, rules: tuple[Rule, ...], seen: Counter[str]) -> str:
    """Return what the planner and all schedules disagree about."""
    try:
        result = compared(draw(seed, rules))
    except Exception:
        return traceback.format_exc(limit=-4)
    seen["schedules"] += result.schedules
    seen["without any plan"] += result.usd_bn == float("inf")
    seen["with phases"] += result.phases > 0
    return "; ".join(result.findings)


if __name__ == "__main__":
    with idle.reuse():
        main()
