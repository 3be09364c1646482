"""What remains of a finished solve: its plan, whether the audit was clean, and the figures that answers compare."""

import json
import math
from dataclasses import dataclass, replace
from typing import Any

from planner.case.records import Case
from planner.plan.records import Plan, Status
from planner.report.contract import plan_json
from planner.report.figures.headline import Figures, figures
from planner.study.aims.aim import Reached


@dataclass(frozen=True)
class Solved:
    """A finished solve. Without a plan, `plan` holds its outcome only; `note` is what a reader has to know."""

    plan: Plan
    clean: bool
    seconds: float
    note: str = ""
    reached: Reached | None = None
    """How far a solve with an aim came."""
    by_future: tuple[Plan, ...] = ()
    """The plan of each scenario where starts follow the future; `plan` then holds what is decided for all."""

    @property
    def is_final(self) -> bool:
        """Whether more time would change nothing."""
        if self.reached is not None:
            return self.reached.is_proven
        return self.status in (Status.OPTIMAL, Status.INFEASIBLE)

    @property
    def status(self) -> Status:
        """How the solve ended."""
        return self.plan.outcome.status

    @property
    def why_no_plan(self) -> str:
        """Why there is no plan, and what to do about it."""
        if self.status is Status.INFEASIBLE:
            return "No plan keeps every rule of the case: planner explain says what would have to change."
        if self.status is Status.ERROR:
            return f"The solve failed: {self.note or 'the log says why'}."
        return "No plan was found in time: give a longer --time-limit or --total-time."

    @property
    def objective(self) -> float:
        """What studies compare, in discounted usd_bn: the objective; the shortage penalty where coverage comes first.

        Infinite without a plan.
        """
        first = self.plan.outcome.first_stage
        return (first or self.plan.outcome).objective if self.has_plan else math.inf

    @property
    def bound(self) -> float:
        """The dual bound in discounted usd_bn; infinite where it is proven that there is no plan."""
        if self.status is Status.INFEASIBLE:
            return math.inf
        first = self.plan.outcome.first_stage
        return (first or self.plan.outcome).bound if self.status is not Status.ERROR else -math.inf

    def bounded(self, bound: float) -> "Solved":
        """Return this solve with another bound on what studies compare."""
        outcome = self.plan.outcome
        first = outcome.first_stage
        if first is None:
            outcome = replace(outcome, bound=bound)
        else:
            outcome = replace(outcome, first_stage=replace(first, bound=bound))
        return replace(self, plan=replace(self.plan, outcome=outcome))

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan that passed the audit."""
        return self.clean and self.status in (Status.OPTIMAL, Status.FEASIBLE, Status.CANCELLED)

    def figures(self, case: Case) -> Figures:
        """Return the headline figures of the plan."""
        return figures(case, self.plan)

    def to_text(self) -> str:
        """Return it as one line of JSON."""
        reached = None if self.reached is None else (self.reached.value, self.reached.bound)
        data: dict[str, Any] = {"clean": self.clean, "seconds": self.seconds, "note": self.note, "reached": reached}
        if self.by_future:
            data["by_future"] = [plan_json.to_text(one) for one in self.by_future]
        return json.dumps({**data, "plan": plan_json.to_text(self.plan)})

    @classmethod
    def from_text(cls, text: str) -> "Solved":
        """Return what `to_text` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        data = json.loads(text)
        reached = data.get("reached")
        return cls(
            plan_json.from_text(data["plan"]),
            data["clean"],
            data["seconds"],
            data["note"],
            None if reached is None else Reached(*reached),
            tuple(map(plan_json.from_text, data.get("by_future", ()))),
        )
