"""Saves a plan, in another place where the target cannot be written, and its tables as CSV."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.exits import Exit, Stop

if TYPE_CHECKING:
    from planner.pipeline import Result


def save_plan(target: Path, result: "Result") -> None:
    """Write the plan workbook with the verdict. Raises Stop where it had to be saved elsewhere, or nowhere."""
    try:
        result.write(target)
    except OSError as error:
        refuge = result.write(Path(tempfile.mkdtemp(prefix="planner-")) / target.name)
        reason = error.strerror or str(error)
        raise Stop(Exit.USAGE, f"{target} cannot be written ({reason}); the plan is saved as {refuge}.") from error


def save_csv(folder: Path, write: Callable[[Path], None]) -> None:
    """Write tables into a folder. Raises Stop where that fails."""
    try:
        write(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(Exit.USAGE, f"{folder} cannot be written ({reason}).") from error
