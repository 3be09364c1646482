"""What is known of the phases of every group over all plans that count: proven ends, and those of the plans found.

Whatever is proven of a group holds for those that contain it, or that it contains: a region has at least the phases of
each of its sites, and a site at most those of its region.
"""

from collections.abc import Iterable, Mapping

from planner.plan.records import Schedule
from planner.study.aims.aim import Group, MaxPhases, MinPhases
from planner.study.solves.solved import Solved

Question = MinPhases | MaxPhases


class Ranges:
    """Proven minimum and maximum of each group, and the plans found so far: each is one for every question."""

    def __init__(self, at_most: Mapping[Group, int], best: Solved) -> None:
        """Begin with what nobody has to prove, and with the best plan."""
        self._at_least = dict.fromkeys(at_most, 0)
        self._at_most = dict(at_most)
        self.plans = [best]

    def at_least(self, group: Group) -> int:
        """Return how many phases every plan has, as far as that is proven."""
        return self._at_least[group]

    def at_most(self, group: Group) -> int:
        """Return how many phases no plan exceeds, as far as that is proven."""
        return self._at_most[group]

    def min_phases(self, group: Group) -> int:
        """Return the fewest phases of a plan that was found."""
        return min(group.phases(plan.plan.schedule) for plan in self.plans)

    def max_phases(self, group: Group) -> int:
        """Return the most phases of a plan that was found."""
        return max(group.phases(plan.plan.schedule) for plan in self.plans)

    def is_open(self, question: Question) -> bool:
        """Say whether a question has no proven answer yet."""
        match question:
            case MinPhases(group):
                return self.at_least(group) < self.min_phases(group)
            case MaxPhases(group):
                return self.at_most(group) > self.max_phases(group)

    def start(self, question: Question) -> Schedule:
        """Return the plan found that answers a question best."""
        sign = 1 if isinstance(question, MinPhases) else -1
        schedules = [plan.plan.schedule for plan in self.plans]
        return min(schedules, key=lambda schedule: sign * question.group.phases(schedule))

    def add(self, plans: Iterable[Solved]) -> None:
        """Add plans that count."""
        self.plans += [plan for plan in plans if plan.has_plan]

    def prove(self, question: Question, bound: float) -> None:
        """Enter the proven bound of a question, and what follows for other groups."""
        if abs(bound) == float("inf"):
            return
        for other in self._at_least:
            if isinstance(question, MinPhases) and _is_part(question.group, other):
                self._at_least[other] = max(self._at_least[other], int(bound))
            elif isinstance(question, MaxPhases) and _is_part(other, question.group):
                self._at_most[other] = min(self._at_most[other], int(bound))


def _is_part(part: Group, whole: Group) -> bool:
    return part.until <= whole.until and set(part.pairs) <= set(whole.pairs)
