"""Compare many seeds by hand: python -m tests.model.brute 200 [first seed]."""

import sys
import time
import traceback
from collections import Counter

from tests.model.brute.compare import compared


def main() -> None:
    """Compare so many seeds and print every disagreement."""
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    equal, infeasible, used, schedules = 0, 0, Counter[str](), 0
    begun = time.monotonic()
    for seed in range(first, first + count):
        try:
            result = compared(seed)
        except Exception:
            print(f"seed {seed}:", traceback.format_exc(limit=-3), flush=True)
            continue
        used.update(result.rules)
        schedules += result.schedules
        infeasible += result.usd_bn == float("inf")
        equal += not result.findings
        if result.findings:
            print(f"seed {seed} with {', '.join(result.rules)}:", *result.findings, sep="\n  ", flush=True)
    print(f"{equal} of {count} equal, {infeasible} without any plan, {schedules} schedules; {time.monotonic() - begun:.0f} s")
    print(", ".join(f"{name} {times}" for name, times in used.most_common()))


if __name__ == "__main__":
    main()
