"""Hold the first suggestions of `explain` to bisection: python -m tests.study.explain [seeds of each kind] [first]."""

import sys
import time
from collections import Counter

from planner.solver.messages.idle import reuse
from tests.study.explain.drawn_cases import RARE, USUAL, drawn
from tests.study.explain.first_suggestion import judged


def main() -> int:
    """Print what is suggested for each case, and how many suggestions are at fault."""
    count, first = (int(one) for one in (*sys.argv[1:3], *("3", "0")[len(sys.argv) - 1 :]))
    totals: Counter[str] = Counter()
    largest, begun_at = 1.0, time.monotonic()
    for kind in (*USUAL, *RARE):
        for seed in range(first, first + count):
            result = judged(drawn(kind, seed))
            if result is None:
                totals["with nothing short"] += 1
                print(f"{kind} {seed}: nothing is short")
                continue
            totals["cases"] += 1
            totals["at fault"] += bool(result.fault)
            totals["without a plan"] += result.why == "no plan"
            largest = max(largest, result.times_least)
            print(f"{kind} {seed}: {result.why}; {result.suggestion}; {result.times_least:.3f}", flush=True)
            if result.fault:
                print(f"  FAULT: {result.fault}", flush=True)
    print(f"{dict(totals)}, largest {largest:.3f} times the least, {time.monotonic() - begun_at:.0f} s")
    return bool(totals["at fault"])


if __name__ == "__main__":
    with reuse():
        code = main()
    sys.exit(code)
