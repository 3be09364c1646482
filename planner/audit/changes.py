"""Changes against the last plan: phases and shells that differ, by site, node and period of the horizon.

Without a last plan there is nothing to differ from, and without a row about shells in it none of theirs. Starts of the
last plan that lie before the horizon are past.
"""

from collections import defaultdict
from math import inf

from planner.audit.facts import Facts
from planner.audit.findings import COUNT, Ledger


def changed_phases(facts: Facts) -> dict[int, float]:
    """Return the phases and shells that differ from the last plan by period."""
    if not facts.case.last_plan:
        return {}
    difference: dict[tuple[str, str, int], float] = defaultdict(float)
    for start in facts.plan.starts:
        difference[start.site, start.node, start.period] += start.phases
    names_shells = any(not planned.node for planned in facts.case.last_plan)
    for built in facts.plan.shells_built if names_shells else ():
        difference[built.site, "", built.period] += built.shells
    for planned in facts.case.last_plan:
        listed = (planned.site, planned.node) in facts.case.pairs if planned.node else planned.site in facts.case.shells
        if planned.period in facts.case.calendar.horizon and listed:
            difference[planned.site, planned.node, planned.period] -= planned.phases
    changes: dict[int, float] = defaultdict(float)
    for (_, _, t), phases in difference.items():
        changes[t] += abs(phases)
    return changes


def check(facts: Facts, ledger: Ledger) -> None:
    """Check the number of changes against its cap."""
    allowed = facts.case.settings.max_changes
    if allowed < inf:
        changes = sum(changed_phases(facts).values())
        ledger.at_most("max_changes", "the plan", None, "phases that differ", changes, allowed, COUNT)
