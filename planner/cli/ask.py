"""The arguments of `planner solve`. Light to import: solver and models are imported after the workbook is read."""

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
    """The folder for the plan's tables as CSV, if any."""
    warm: Path | None = None
    """A plan workbook to start from, if any."""
    log: Path | None = None
    """The file for the log of the solve, if any."""
