"""What `planner solve` is asked for, and what it answers: its exit code and the one object that --json prints.

Light to import: reader, solver and models are imported when the command runs, not for its help.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.exits import Exit
from planner.cli.terminal.mode import Mode
from planner.plan.records import Status
from planner.solver.options import SolveOptions

if TYPE_CHECKING:
    from planner.audit import Audit
    from planner.report.figures.headline import Figures
    from planner.workbook.faults.fault import Fault

_QUOTED = ("objective", "bound", "gap", "gap_usd_bn", "coverage_pct", "capex_usd_bn", "phases", "sites")


def default_plan(source: Path) -> Path:
    """Return the name of the plan of a workbook, in the current folder."""
    return Path(f"{source.stem}_plan.xlsx")


@dataclass(frozen=True, slots=True)
class SolveRequest:
    """What is to be solved, where the plan goes, and what is shown: progress on stderr, a summary on stdout."""

    source: Path
    target: Path
    options: SolveOptions
    mode: Mode
    summary: bool
    csv: Path | None = None
    """The folder for the plan's tables as CSV, if any."""
    warm: Path | None = None
    """A plan workbook to start from, if any."""
    log: Path | None = None
    """The file for the log of the solve, if any."""
    edits: tuple[str, ...] = ()
    """Edits of the case, as `SHEET[key,...].field OP value`."""


@dataclass(frozen=True, slots=True)
class SolveAnswer:
    """How a solve ended. `figures`, `plan` (the file) and `csv` (the folder) are missing where there is none."""

    status: Status
    exit: Exit
    message: str = ""
    figures: "Figures | None" = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    plan: Path | None = None
    audit: "Audit | None" = None
    faults: "tuple[Fault, ...]" = ()
    csv: Path | None = None
    digest: Mapping[str, Any] | None = None
    """What is short, what is built and why: report/words/digest.py lists the keys."""

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain data. All keys are always there; what is unknown is null."""
        return {
            "status": str(self.status),
            "exit_code": int(self.exit),
            "message": self.message,
            **{name: getattr(self.figures, name) if self.figures else None for name in _QUOTED},
            **(self.digest or dict.fromkeys(("shortage", "builds", "causes"))),
            "first_stage": asdict(self.figures.first_stage) if self.figures and self.figures.first_stage else None,
            "seconds": {step: self.seconds.get(step) for step in ("read", "build", "solve", "audit", "write")},
            "plan": str(self.plan) if self.plan else None,
            "csv": str(self.csv) if self.csv else None,
            "audit": None if self.audit is None else audit_json(self.audit),
            "faults": [fault.to_json() for fault in self.faults],
        }


def audit_json(audit: "Audit") -> dict[str, Any]:
    """Return a verdict as plain data."""
    return {
        "clean": audit.clean,
        "checks": audit.checks,
        "objective": audit.objective,
        "findings": [str(finding) for finding in audit.findings],
    }
