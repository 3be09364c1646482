"""The solves of the study: each variant once, with what the plans and bounds of all others prove of it.

A variant relaxes another where it keeps every plan of that one, at no higher cost. Then its bound holds for the other,
and the other's plan is one of its own.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.audit import audit
from planner.case.records import Case
from planner.plan.records import Schedule
from planner.solver.options import SolveOptions
from planner.study.answers.interval import Interval
from planner.study.solves.session import Session
from planner.study.solves.solved import Solved
from planner.study.variant import Variant

Report = Callable[[str], None]
SMALL_USD_BN = 0.01
LONGER, TRIES = 3.0, 3
"""A solve that ends without a plan or without a bound is given so many times the time, at most so often in all."""


@dataclass(frozen=True)
class Best:
    """The best plan that is known of a variant: whose it is, the case that it was made for, and the solve."""

    of: str
    case: Case
    solved: Solved


class Solves:
    """Solves variants by name, each once."""

    def __init__(self, session: Session, options: SolveOptions, report: Report) -> None:
        """Start with nothing solved."""
        self._session, self._options, self._report = session, options, report
        self.variants: dict[str, Variant] = {}
        self.solved: dict[str, Solved] = {}
        self._tighter: defaultdict[str, set[str]] = defaultdict(set)
        self._looser: defaultdict[str, set[str]] = defaultdict(set)
        self._fitting: defaultdict[str, set[str]] = defaultdict(set)

    def relates(self, looser: str, tighter: str) -> None:
        """Say that one variant relaxes another."""
        if looser != tighter:
            self._tighter[looser].add(tighter)
            self._looser[tighter].add(looser)

    def run(self, variants: Mapping[str, Variant], start: str = "", seconds: float | None = None) -> None:
        """Solve variants one after the other, each on all cores, and see where else their plans keep every rule.

        Each starts from the best plan that is known of it, or else from that of the variant named.
        """
        for name, variant in variants.items():
            self.variants[name] = variant
            options = self._options if seconds is None else replace(self._options, time_limit_seconds=seconds)
            self._solve([variant], [self._start(name, start)], options)
            self._report(f"{name}: {self._words(name)}")
            self._carry_down(name)

    def again(self, name: str, seconds: float) -> None:
        """Solve a variant a second time from the best plan known, with another seed, and keep what is better."""
        options = replace(self._options, seed=self._options.seed + 1, time_limit_seconds=seconds)
        (more,) = self._session.solve([self.variants[name]], [self._start(name, "")], options)
        first = self.solved[name]
        best = more if more.has_plan and more.objective < first.objective else first
        bounded = best.bounded(max(first.bound, more.bound))
        self.solved[name] = replace(bounded, seconds=first.seconds + more.seconds)
        self._report(f"{name}, again: {self._words(name)}")
        self._carry_down(name)

    def adapt(self, name: str, variant: Variant, until: int, start: str) -> None:
        """Solve a variant whose starts after a period follow the future, from the plan for all futures of another."""
        self.variants[name] = variant
        best = self.best(start)
        assert best is not None, "there is a plan for all futures"
        options = self._options
        for _ in range(TRIES):
            self.solved[name] = self._session.adapt(variant, until, best.solved.plan.schedule, options)
            if _is_known(self.solved[name]):
                break
            options = _longer(options)
        self._report(f"{name}: {self._words(name)}")

    def operate(self, variants: Mapping[str, Variant], start: str) -> None:
        """Solve variants whose decisions are made, several at once."""
        self.variants |= variants
        starts = [self._start(name, start) for name in variants]
        self._solve(list(variants.values()), starts, self._options)
        for name in variants:
            self._report(f"{name}: {self._words(name)}")

    def _solve(self, variants: Sequence[Variant], starts: Sequence[Schedule | None], options: SolveOptions) -> None:
        """Solve variants, and for longer those that end without a plan or a bound: on a slow machine some do."""
        left = list(zip(variants, starts, strict=True))
        for _ in range(TRIES):
            solved = self._session.solve([one for one, _ in left], [start for _, start in left], options)
            self.solved |= {variant.name: one for (variant, _), one in zip(left, solved, strict=True)}
            left = [(variant, start) for variant, start in left if not _is_known(self.solved[variant.name])]
            if not left:
                return
            options = _longer(options)

    def _carry_down(self, name: str) -> None:
        """See whether the plan of a variant keeps the rules of tighter ones, where it is the best plan then."""
        if not self._has_plan(name):
            return
        plan = replace(self.solved[name].plan, bans=())
        for tighter in sorted(self._all(self._tighter, name)):
            best = self.best(tighter)
            if best is None or plan.outcome.objective < best.solved.objective - SMALL_USD_BN:
                verdict = audit(self.variants[tighter].case, plan) if tighter in self.variants else None
                if verdict is not None and verdict.clean:
                    self._fitting[tighter].add(name)
                    self._report(f"  its plan is one of {tighter} too")

    def _words(self, name: str) -> str:
        solved, interval = self.solved[name], self.interval(name)
        return (
            f"{solved.status}, own plan {solved.objective:,.2f}, own bound {solved.bound:,.2f}, "
            f"{solved.seconds:.0f} s; known {interval.low:,.2f} to {interval.high:,.2f}"
        )

    def _start(self, name: str, other: str) -> Schedule | None:
        best = self.best(name) or (self.best(other) if other else None)
        return best.solved.plan.schedule if best is not None else None

    def best(self, name: str) -> Best | None:
        """Return the best plan known of a variant, its own first."""
        found = (name, *sorted(self._all(self._tighter, name)))
        known = [of for one in found for of in (one, *sorted(self._fitting[one])) if self._has_plan(of)]
        if not known:
            return None
        of = min(known, key=lambda one: self.solved[one].objective)
        return Best(of, self.variants[of].case, self.solved[of])

    def interval(self, name: str) -> Interval:
        """Return where the least cost of a variant provably lies, in discounted usd_bn."""
        best = self.best(name)
        above = [self.solved[one].bound for one in (name, *self._all(self._looser, name)) if one in self.solved]
        low = max(above, default=-math.inf)
        high = math.inf if best is None else best.solved.objective
        return Interval(min(low, high), high)

    def saving(self, before: str, after: str) -> Interval:
        """Return by how much the least cost of one variant is above that of another, which may relax it."""
        dear, cheap = self.interval(before), self.interval(after)
        low = dear.low - cheap.high
        if before in self._all(self._tighter, after):
            low = max(low, 0.0)
        return Interval(low, max(low, dear.high - cheap.low))

    def pairs(self, names: Collection[str]) -> frozenset[tuple[str, str]]:
        """Return the pairs of some variants of which the first relaxes the second."""
        return frozenset((one, other) for one in names for other in self._all(self._tighter, one) if other in names)

    def _has_plan(self, name: str) -> bool:
        return name in self.solved and self.solved[name].has_plan

    def _all(self, of: Mapping[str, set[str]], name: str) -> set[str]:
        reached: set[str] = set()
        todo: Sequence[str] = [name]
        while todo:
            todo = [other for one in todo for other in of.get(one, ()) if other not in reached]
            reached |= set(todo)
        return reached - {name}


def _is_known(solved: Solved) -> bool:
    """Say whether a solve has a plan and a bound, or is proven to have none."""
    return solved.is_final or (solved.has_plan and math.isfinite(solved.bound))


def _longer(options: SolveOptions) -> SolveOptions:
    return replace(options, time_limit_seconds=LONGER * options.time_limit_seconds)
