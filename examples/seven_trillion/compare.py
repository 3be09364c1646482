"""Runs against each other: what one plan saves on another, and what is proven of the difference.

A plan is known to be within its gap: the best plan of a run costs between its bound and its objective. So the best
plans of two runs differ by something between (bound of one - objective of the other) and (objective - bound).
"""

from dataclasses import dataclass

from examples.seven_trillion.changes import CHANGES
from examples.seven_trillion.results import Results, Run

_NOTHING_USD_BN = 1e-6
_COVERED_POINTS = 0.05
_RELAXING = frozenset(change.name for change in CHANGES if change.relaxes)
"""Changes after which every plan is a plan still: they save nothing at worst."""


@dataclass(frozen=True, slots=True)
class Saving:
    """What a run saves on another in discounted usd_bn: between the plans found, and proven of the best ones."""

    run: Run
    usd_bn: float
    least_usd_bn: float
    most_usd_bn: float
    coverage_points: float

    @property
    def is_significant(self) -> bool:
        """Whether the best plans differ for certain, whatever the gaps hide."""
        return self.least_usd_bn > _NOTHING_USD_BN or self.most_usd_bn < -_NOTHING_USD_BN


def saving(run: Run, on: Run) -> Saving:
    """Return what a run saves on another."""
    objective, bound = on.value("objective"), on.value("bound")
    least = bound - run.value("objective")
    return Saving(
        run=run,
        usd_bn=objective - run.value("objective"),
        least_usd_bn=max(least, 0.0) if run.change in _RELAXING else least,
        most_usd_bn=objective - run.value("bound"),
        coverage_points=run.value("coverage") - on.value("coverage"),
    )


def largest(results: Results) -> Run:
    """Return the run of the case as it is at the largest budget."""
    return results.budgets[-1]


def savings(results: Results) -> tuple[Saving, ...]:
    """Return what every change saves at the largest budget, the most first."""
    found = (saving(run, largest(results)) for run in results.changes)
    return tuple(sorted(found, key=lambda saving: -saving.usd_bn))


def enough(results: Results) -> Run:
    """Return the smallest budget whose plan is as good as that of the largest, within the latter's gap."""
    best = largest(results)
    gap_usd_bn = best.value("objective") - best.value("bound")
    return next(run for run in results.budgets if saving(best, run).usd_bn <= gap_usd_bn + _NOTHING_USD_BN)


def covering(results: Results) -> Run:
    """Return the smallest budget whose plan covers as much as that of the largest, to a tenth of a per cent."""
    best = largest(results)
    return next(run for run in results.budgets if abs(saving(best, run).coverage_points) < _COVERED_POINTS)
