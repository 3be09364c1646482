"""A. The ceiling of supply: twice the buyers at falling prices, and one rule after another lifted.

Each step lifts, of the rules that are left, the one that is worth most on top of those lifted before.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from examples.seven_trillion import variants
from examples.seven_trillion.runs.solving import Solves
from planner.study.variant import Variant

AS_IT_STANDS, REFERENCE, HIGH, BUYERS, RICH = "as it stands", "reference", "high demand", "twice the buyers", "7 tn"
NOTHING_USD_BN = 5.0
"""The ladder ends where all rules that are left are worth less together."""


CASES = {RICH: variants.seven_trillion, HIGH: variants.high_demand, BUYERS: variants.more_buyers}
"""How variants of the reference are made."""


def first(solves: Solves, base: Variant, seconds: float) -> None:
    """Solve the case without floors, the reference of the study, then as it stands, with more money, with more buyers.

    The reference is what everything else starts from, and gets more time.
    """
    reference = variants.without_floors(base)
    solves.run({REFERENCE: reference}, seconds=seconds)
    solves.relates(REFERENCE, AS_IT_STANDS)
    solves.relates(RICH, REFERENCE)
    solves.run({AS_IT_STANDS: base} | {name: case(reference) for name, case in CASES.items()}, REFERENCE)


def named(lifted: frozenset[str]) -> str:
    """Return the name of a variant with some rules lifted."""
    return " + ".join([BUYERS, *sorted(lifted)])


def variant(base: Variant, group: frozenset[str]) -> Variant:
    """Return the case with twice the buyers and some rules lifted."""
    edits = variants.lifts(base)
    return base.with_edits(named(group), [edit for name in sorted(group) for edit in edits[name]])


def ladder(solves: Solves) -> Mapping[str, Any]:
    """Lift one rule after the other, and return the order, the names of the solves, and what was tried at each step."""
    base = solves.variants[BUYERS]
    every = frozenset(variants.lifts(base))
    for size in range(len(every) + 1):
        for group in combinations(sorted(every), size):
            for more in every - set(group):
                solves.relates(named(frozenset(group) | {more}), named(frozenset(group)))
    lifted = frozenset[str]()
    steps: list[dict[str, Any]] = []
    solves.run({named(every): variant(base, every)}, BUYERS)
    while lifted != every and solves.saving(named(lifted), named(every)).high > NOTHING_USD_BN:
        tried = {name: lifted | {name} for name in sorted(every - lifted)}
        solves.run({named(group): variant(base, group) for group in tried.values()})
        saved = {name: solves.saving(named(lifted), named(group)) for name, group in tried.items()}
        best = max(saved, key=lambda name: (saved[name].low, saved[name].high))
        lifted |= {best}
        steps.append({"lifts": best, "solve": named(lifted), "tried": {n: named(g) for n, g in tried.items()}})
    return {"steps": steps, "all": named(every), "left": sorted(every - lifted)}


def open_order(solves: Solves, part: Mapping[str, Any]) -> list[str]:
    """Return what the order of the ladder rests on where it is not proven: each such step and its two best ones."""
    names: list[str] = []
    before = BUYERS
    for step in part["steps"]:
        saved = {name: solves.saving(before, name) for name in step["tried"].values()}
        first, *others = sorted(saved, key=lambda name: (saved[name].low, saved[name].high), reverse=True)
        if others and saved[others[0]].high >= saved[first].low:
            names += [before, first, others[0]]
        before = step["solve"]
    return list(dict.fromkeys(names))
