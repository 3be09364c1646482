"""What a command says at its end: faults and findings on stderr, the summary of a plan on stdout."""

from rich.table import Table
from rich.text import Text

from planner.case.records import Case
from planner.cli.answer import Answer
from planner.cli.console import err, out
from planner.cli.exits import Stop
from planner.cli.faults_text import faults_text
from planner.cli.reading import Faulty
from planner.cli.writing import audit_lines
from planner.plan.audit import Audit
from planner.plan.records import Plan, Status
from planner.report.text import summary_lines

_MOST_FINDINGS = 20

WITHOUT_PLAN = {
    Status.INFEASIBLE: (
        "Infeasible: no plan keeps all the rules of this case. Demand may always stay short, so look at what must be "
        "done: locks with min_phases, limits with a min, max_changes. Take them out one by one."
    ),
    Status.NO_PLAN: "No plan was found before the limit; one may exist. Give it a longer --time-limit.",
    Status.CANCELLED: "Cancelled before a plan was found; nothing is written.",
    Status.ERROR: "The solver ended with an error and without a plan; nothing is written.",
}


def say(sentence: str) -> None:
    """Print a message to stderr."""
    if sentence:
        err().print(Text(sentence))


def say_stop(stop: Stop) -> None:
    """Print why a command ends early, the faults first."""
    if isinstance(stop, Faulty):
        err().print(faults_text(stop.faults))
        err().print()
    say(stop.message)


def findings(audit: Audit) -> str:
    """Return what an audit found, the first of many."""
    lines = audit_lines(audit)
    rest = len(lines) - 1 - _MOST_FINDINGS
    return "\n".join([*lines[: _MOST_FINDINGS + 1], *([f"... and {rest} more"] if rest > 0 else [])])


def show_plan(case: Case, plan: Plan, answer: Answer) -> None:
    """Print the summary of a plan to stdout, then where it is and how it was checked."""
    console = out()
    console.print(summary_lines(case, plan))
    foot = Table.grid(padding=(0, 2))
    foot.add_column(style="dim")
    foot.add_column(overflow="fold")
    foot.add_row("plan", str(answer.plan))
    if answer.audit is not None and answer.audit.clean:
        foot.add_row("audit", f"clean, {answer.audit.checks:,} checks")
    foot.add_row("seconds", ", ".join(f"{step} {seconds:.1f}" for step, seconds in answer.seconds.items()))
    console.print()
    console.print(foot)
