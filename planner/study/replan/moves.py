"""Moves: the decisions in which two schedules differ, as phases that start at another time, more or fewer of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest

from planner.plan.records import Schedule
from planner.shape.tracks import NO_NODE

Place = tuple[str, str, str]
"""Site, node (empty for shells), and for a conversion the node that it is converted from."""


@dataclass(frozen=True, slots=True)
class Move:
    """Phases, lumps or shells that start in `after` instead of `before`; nothing where only one schedule has them."""

    place: Place
    phases: int
    before: int | None
    after: int | None

    @property
    def what(self) -> str:
        """What is built."""
        _, node, from_node = self.place
        if from_node and not node:
            return f"{from_node} retired"
        return f"{from_node} to {node}" if from_node else node or "shell"


def moves(old: Schedule, new: Schedule) -> Iterator[Move]:
    """Yield what differs, place by place. Phases of a place are alike, so that those of one period stay there."""
    counts = _counts(old), _counts(new)
    for place in sorted({*counts[0], *counts[1]}):
        before, after = (of[place] for of in counts)
        pairs = zip_longest(sorted((before - after).elements()), sorted((after - before).elements()))
        for (left, right), alike in groupby(pairs):
            yield Move(place, len(list(alike)), left, right)


def _counts(schedule: Schedule) -> dict[Place, Counter[int]]:
    counts: dict[Place, Counter[int]] = defaultdict(Counter)
    for start in schedule.starts:
        counts[start.site, start.node, ""][start.period] += start.phases
    for built in schedule.shells_built:
        counts[built.site, NO_NODE, ""][built.period] += built.shells
    for done in schedule.converted:
        counts[done.site, done.node, done.from_node][done.period] += done.lumps
    for given_up in schedule.retired:
        counts[given_up.site, NO_NODE, given_up.node][given_up.period] += 1
    return counts
