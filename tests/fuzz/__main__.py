"""Fuzz for so many seconds: python -m tests.fuzz 600 [seed] [cases|plans|options|server].

Prints how often everything came out, every surprise with the seed that repeats it, and the memory at most. A trial of
seed S is repeated alone with: python -m tests.fuzz 0 S cases.
"""

import random
import resource
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

from tests.fuzz.rooms import ROOMS

SLOW_SECONDS = 20.0
"""A trial that takes more of the processor is a surprise, too."""


def main() -> None:
    """Try the rooms in turn, each for its share of the time."""
    seconds, seed = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    rooms = sys.argv[3:] or list(ROOMS)
    surprises = 0
    warnings.simplefilter("ignore")
    for room in rooms:
        seen, until, number = Counter[str](), time.monotonic() + seconds / len(rooms), seed
        with tempfile.TemporaryDirectory() as folder, ROOMS[room](Path(folder)) as trial:
            while True:
                begun = time.process_time()
                try:
                    seen[trial(random.Random(number))] += 1
                    assert time.process_time() - begun < SLOW_SECONDS, "it takes long"
                except Exception:
                    surprises += 1
                    print(f"{room} {number}: {traceback.format_exc(limit=-6)}", flush=True)
                number += 1
                if time.monotonic() >= until:
                    break
        print(f"{room}: {number - seed} trials, seeds {seed} to {number - 1}")
        print("  " + "; ".join(f"{what} {times}" for what, times in seen.most_common(20)))
    usage = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{surprises} surprises; at most {usage / 1024:.0f} MB")
    sys.exit(surprises > 0)


if __name__ == "__main__":
    main()
