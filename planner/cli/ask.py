"""What `planner solve` is asked for. Light to load: solver and models come later, when the workbook is known."""

from dataclasses import dataclass
from pathlib import Path

from planner.cli.terminal.display import Mode
from planner.solver.options import SolveOptions


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be solved, where the plan goes, and what is shown: progress on stderr, a summary on stdout."""

    source: Path
    target: Path
    options: SolveOptions
    mode: Mode
    summary: bool
    csv: Path | None = None
    """The folder for the plan's tables as CSV, where it is asked for."""
    warm: Path | None = None
    """A plan workbook to start from, where there is one."""
    log: Path | None = None
    """The file for the course of the solve, where it is asked for."""
