"""The final output of a command: faults and findings on stderr, the summary of a plan on stdout."""

from rich.text import Text

from planner.audit import Audit
from planner.case.records import Case
from planner.cli.exits import Stop
from planner.cli.reading import Faulty
from planner.cli.request import SolveAnswer
from planner.cli.terminal.console import err, out
from planner.cli.terminal.faults import faults_text, hint
from planner.plan.records import Plan
from planner.report.words.terminal import summary_lines
from planner.report.words.verdict import audit_lines

_MAX_FINDINGS = 20


def say(sentence: str) -> None:
    """Print a message to stderr."""
    if sentence:
        err().print(Text(sentence, overflow="ignore"))  # no path is cut


def say_stop(stop: Stop) -> None:
    """Print why a command ends early, the faults first."""
    if isinstance(stop, Faulty):
        err().print(faults_text(stop.faults))
        err().print()
        err().print(hint(stop.faults))
    say(stop.message)


def findings(audit: Audit) -> str:
    """Return the findings of an audit, only the first of many."""
    lines, rest = audit_lines(audit), len(audit.findings) - _MAX_FINDINGS
    shown = lines if rest <= 0 else (*lines[:-rest], f"... and {rest} more")
    return "\n".join(shown)


def show_plan(case: Case, plan: Plan, answer: SolveAnswer) -> None:
    """Print the summary of a plan to stdout, then its file and its audit."""
    console = out()
    console.print(summary_lines(case, plan))
    console.print()
    seconds = ", ".join(f"{step} {step_seconds:.1f}" for step, step_seconds in answer.seconds.items())
    checked = f"clean, {answer.audit.checks:,} checks" if answer.audit and answer.audit.clean else "not passed"
    tables = [("csv", answer.csv)] if answer.csv else []
    for name, value in (("plan", answer.plan or "not saved"), *tables, ("audit", checked), ("seconds", seconds)):
        console.print(Text.assemble((f"{name:<9}", "dim"), str(value)), soft_wrap=True)  # a path stays in one piece
