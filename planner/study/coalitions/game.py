"""The game of a case: the cost of each coalition as an interval, and what follows from it for its players.

Every figure is a weighted sum of costs of coalitions, so that its interval is exact for the intervals of these. Shares
are those of Shapley (1953): what a player adds, averaged over all orders in which the players may join.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from planner.study.answers.interval import Interval

Coalition = frozenset[str]
NOBODY: Coalition = frozenset()
_Weights = Mapping[Coalition, float]


def subsets(players: tuple[str, ...]) -> list[Coalition]:
    """Return every coalition, the smallest first."""
    return [frozenset(group) for size in range(len(players) + 1) for group in combinations(players, size)]


@dataclass(frozen=True, slots=True)
class Game:
    """The players, and the cost of each coalition in discounted usd_bn, infinite where it has no plan.

    A plan of a coalition is one of every larger coalition, at the same cost: a player who pays nothing does no harm.
    """

    players: tuple[str, ...]
    costs: Mapping[Coalition, Interval]

    @property
    def all(self) -> Coalition:
        """The coalition of all players."""
        return frozenset(self.players)

    @property
    def is_complete(self) -> bool:
        """Whether every coalition has a plan, so that shares can be given."""
        return all(math.isfinite(cost.high) for cost in self.costs.values())

    def value(self, coalition: Coalition) -> Interval:
        """Return what a coalition saves against nobody."""
        return _clipped(self._sum({NOBODY: 1.0, coalition: -1.0}))

    def alone(self, player: str) -> Interval:
        """Return what a player saves without any other."""
        return self.value(frozenset({player}))

    def added(self, player: str) -> Interval:
        """Return what all the others would lose together with a player who leaves."""
        return _clipped(self._sum({self.all - {player}: 1.0, self.all: -1.0}))

    def share(self, player: str) -> Interval:
        """Return the Shapley value of a player."""
        return _clipped(self._sum(self._share(player)))

    def others_lose(self, player: str) -> Interval:
        """Return by how much the others' shares of all shrink to what is left for them when a player leaves."""
        return self._sum(_plus({self.all - {player}: 1.0, self.all: -1.0}, self._share(player), -1.0))

    def better_alone(self) -> Iterator[tuple[Coalition, Interval]]:
        """Yield the coalitions that provably save more by themselves than their shares come to, and how much more."""
        for group in self.costs:
            more: _Weights = {NOBODY: 1.0, group: -1.0}
            for player in group:
                more = _plus(more, self._share(player), -1.0)
            interval = self._sum(more)
            if interval.is_distinct and interval.low > 0:
                yield group, interval

    def _share(self, player: str) -> _Weights:
        count = len(self.players)
        weights: defaultdict[Coalition, float] = defaultdict(float)
        for group in subsets(tuple(other for other in self.players if other != player)):
            weight = math.factorial(len(group)) * math.factorial(count - len(group) - 1) / math.factorial(count)
            weights[group] += weight
            weights[group | {player}] -= weight
        return weights

    def _sum(self, weights: _Weights) -> Interval:
        """Return a weighted sum of costs. Weights that cancel out leave no trace of rounding."""
        used = [(weight, self.costs[group]) for group, weight in weights.items() if abs(weight) > 1e-12]
        low = math.fsum(weight * (cost.low if weight > 0 else cost.high) for weight, cost in used)
        high = math.fsum(weight * (cost.high if weight > 0 else cost.low) for weight, cost in used)
        return Interval(low, high)


def _plus(one: _Weights, other: _Weights, factor: float) -> _Weights:
    return {group: one.get(group, 0.0) + factor * other.get(group, 0.0) for group in {**one, **other}}


def _clipped(interval: Interval) -> Interval:
    """Return the part of an interval that is not negative: nobody's joining does harm."""
    return Interval(max(0.0, interval.low), max(0.0, interval.high))
