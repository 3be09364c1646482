"""Reach: for every pair, the first reason why nothing can come of it, and what that means for the case."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from planner.case.records import Case
from planner.shape.reach.goods import Goods, PairKey
from planner.shape.reach.money import payable
from planner.shape.reach.outages import spared
from planner.shape.reach.output import running, yielding
from planner.shape.reach.reasons import Look, Reason, Starts, Step
from planner.shape.reach.space import connected, fits
from planner.shape.reach.starts import allowed, in_time
from planner.shape.reach.tools import delivered

RULES: tuple[Callable[[Look, Starts], Step], ...] = (
    fits,
    connected,
    allowed,
    delivered,
    running,
    spared,
    yielding,
    payable,
)
"""In the order in which a planner would ask; each leaves fewer starts, and the first that leaves none is the reason."""


@dataclass(frozen=True)
class Reach:
    """What of a case is out of reach, in any plan."""

    case: Case

    @cached_property
    def own(self) -> dict[PairKey, Reason | None]:
        """The first reason of each pair in itself."""
        return {key: _first(Look(self.case, pair)) for key, pair in self.case.pairs.items()}

    @cached_property
    def goods(self) -> Goods:
        """What can be made and sold beside that."""
        return Goods(self.case, self.own)

    @cached_property
    def reasons(self) -> dict[PairKey, Reason]:
        """The first reason of every pair that is out of reach."""
        first = {key: reason or self.goods.use(key[1]) for key, reason in self.own.items()}
        return {key: reason for key, reason in first.items() if reason is not None}

    @property
    def is_nothing(self) -> bool:
        """Whether every pair is out of reach, so that no plan builds a phase that is of any use."""
        return len(self.reasons) == len(self.case.pairs)


def _first(look: Look) -> Reason | None:
    starts, reason = in_time(look)
    for rule in RULES:
        if reason is not None:
            break
        starts, reason = rule(look, starts)
    return reason
