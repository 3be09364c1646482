"""All analyses: how far they are proven, how long they took, and how customers are served."""

import math

from examples.seven_trillion.ceiling import AS_IT_STANDS, REFERENCE
from examples.seven_trillion.claims import Said, number
from examples.seven_trillion.runs.results import Results


def widths(results: Results, said: Said) -> str:
    """Return how far the solves are proven."""
    gaps = sorted(run.gap_pct for run in results.runs.values())
    return f"{number(gaps[len(gaps) // 2], 1)} % in the middle, {number(gaps[-1], 1)} % at most"


def minutes(results: Results, said: Said) -> str:
    """Return how long the solves took together."""
    return number(math.fsum(run.seconds for run in results.runs.values()) / 60)


def solves(results: Results, said: Said) -> str:
    """Return how many variants were solved."""
    return number(sum(run.seconds > 0 for run in results.runs.values()))


def solved_again(results: Results, said: Said) -> str:
    """Return how many variants were solved again for longer."""
    return number(len(results.about.get("again", {})))


def tiers(results: Results, said: Said) -> str:
    """Return how customers are served with and without floors."""
    with_floors, without = (results.runs[name].figures.get("tiers_pct", {}) for name in (AS_IT_STANDS, REFERENCE))
    return "; ".join(
        f"{tier} {number(pct, 1)} % ({number(without.get(tier, 0.0), 1)} % without floors)"
        for tier, pct in with_floors.items()
    )


SENTENCES = (widths, minutes, solves, solved_again, tiers)
