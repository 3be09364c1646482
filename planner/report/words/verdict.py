"""The verdict of an audit, and what is said where there is no plan to audit."""

from planner.audit import Audit
from planner.plan.records import Status

WITHOUT_PLAN = {
    Status.INFEASIBLE: (
        "Infeasible: no plan keeps all the rules of this case. Demand may always stay short, so look at what must be "
        "done: locks with min_phases, limits with a min, max_changes. Take them out one by one."
    ),
    Status.NO_PLAN: "No plan was found before the limit; one may exist. Give it a longer time limit.",
    Status.CANCELLED: "Cancelled before a plan was found; nothing is written.",
    Status.ERROR: "The solver ended with an error and without a plan; nothing is written.",
}
UNCLEAN = "The plan failed its audit; do not rely on it."


def audit_lines(audit: Audit) -> tuple[str, ...]:
    """Return the verdict as lines: how much was compared, then what is wrong."""
    if audit.clean:
        return (f"Audit: clean, {audit.checks:,} checks, objective recomputed {audit.objective:,.6f} bn USD.",)
    count = len(audit.findings)
    head = f"Audit: {count} finding{'s' if count > 1 else ''} in {audit.checks:,} checks; do not rely on this plan."
    return (head, *(str(finding) for finding in audit.findings))
