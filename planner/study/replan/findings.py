"""What replanning has found: the solves, the moves and their reasons, and the figures that follow from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from planner.case.records import Objective
from planner.study.answers.interval import Interval, cost_change
from planner.study.replan.proving import Proven
from planner.study.replan.roll import Roll
from planner.study.replan.solving import worth_of_freedom
from planner.study.replan.why import Alone
from planner.study.solves.solved import Solved
from planner.study.variant import Variant

PENALTY = "shortage penalty"


@dataclass(frozen=True)
class Findings:
    """Everything that was found: `unmoved` is the plan as it was in the new facts, `seen` that of full foresight.

    `seen_relaxes`: everything that was decided could have been planned in the new facts. `reasons`: why the plan as it
    was is not possible, and why there is no new one.
    """

    roll: Roll
    base: Variant
    facts: Variant
    following: Variant
    unmoved: Solved
    seen: Solved
    seen_relaxes: bool
    proven: Proven
    alone: tuple[Alone, ...]
    reasons: tuple[str, str]

    @property
    def new(self) -> Solved:
        """The plan to follow from now on."""
        return self.proven.new

    @property
    def news(self) -> bool:
        """Whether anything has happened since."""
        return self.facts.edits != self.base.edits

    @property
    def now(self) -> str:
        """The period from which the plan may change."""
        return self.label(self.roll.now)

    def label(self, period: int | None, otherwise: str = "") -> str:
        """Return the label of a period, if there is one."""
        return otherwise if period is None else self.base.case.calendar.label(period)

    @cached_property
    def saved(self) -> Interval:
        """What replanning saves."""
        return worth_of_freedom(self.unmoved, self.new)

    @cached_property
    def regret(self) -> Interval:
        """What it costs not to have known the facts at the start."""
        if not self.seen_relaxes:
            return cost_change(self.seen, self.new)
        return worth_of_freedom(self.new, self.seen)

    @property
    def measure(self) -> str:
        """What is compared."""
        kinds = {Objective.PROFIT: "profit", Objective.COVERAGE_FIRST: PENALTY}
        return kinds.get(self.base.case.settings.objective, "cost")

    def value(self, solved: Solved) -> Interval:
        """Return where the optimum of a solve lies."""
        low, high = solved.bound, solved.objective
        return Interval(-high, -low) if self.measure == "profit" else Interval(low, high)

    def facts_by_name(self) -> Mapping[str, Any]:
        """Return single figures for programs."""
        return {
            "now": self.now,
            "saved_usd_bn": self.saved if self.new.has_plan else None,
            "regret_usd_bn": self.regret if self.new.has_plan else None,
            "move_price_usd_bn": self.roll.price_usd_bn(self.facts),
            "moves": len(self.proven.moves),
        }
