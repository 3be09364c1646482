"""The verdict of an audit, and the message where there is no plan to audit."""

from planner.audit import Audit
from planner.case.records import Case
from planner.plan.records import Status
from planner.report.words.contradictions import locked_out

WITHOUT_PLAN = {
    Status.INFEASIBLE: (
        "Infeasible: no plan satisfies all constraints of this case. Look at what is required: locks with min_phases, "
        "limits with a min (of service too), max_changes and max_shortage_cost_usd_bn. planner explain names the "
        "smallest changes that make a plan possible."
    ),
    Status.NO_PLAN: "No plan was found before the limit; one may exist. Set a longer time limit.",
    Status.CANCELLED: "Cancelled before a plan was found; nothing was written.",
    Status.ERROR: "The solver ended with an error and without a plan; nothing was written.",
}
LOCKED_OUT = "Infeasible: the locks require more than this case has. {lines}. Change these locks or what they need."
ENDED_EARLY = "An error ended the search; this is the best plan that it had found."
SCHEDULE_ALONE = "A plan was found, but an error kept it from being reported in full: only its schedule is kept."
UNCLEAN = "The plan failed its audit; do not rely on it."


NOT_AUDITED = (
    "Not audited: the bound, and so the gap and the word optimal, what binds and the prices of bans. "
    "They come from the solver alone."
)


def without_plan(case: Case, status: Status) -> str:
    """Return why there is no plan, with what the locks overdraw where that is the reason."""
    lines = locked_out(case) if status is Status.INFEASIBLE else []
    return LOCKED_OUT.format(lines="; ".join(lines)) if lines else WITHOUT_PLAN[status]


def audit_lines(audit: Audit) -> tuple[str, ...]:
    """Return the verdict as lines: the number of checks, what was not audited, then the findings."""
    if audit.clean:
        head = f"Audit: clean, {audit.checks:,} checks, objective recomputed {audit.objective:,.6f} bn USD."
        return head, NOT_AUDITED
    count = len(audit.findings)
    head = f"Audit: {count} finding{'s' if count > 1 else ''} in {audit.checks:,} checks; do not rely on this plan."
    return (head, NOT_AUDITED, *(str(finding) for finding in audit.findings))
