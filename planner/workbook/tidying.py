"""The last look at the faults: no repeats, no remarks on cells that hold an error."""

from planner.workbook.faults import Fault, Severity


def settle(faults: list[Fault]) -> tuple[Fault, ...]:
    """Return the faults without repeats, and without remarks on cells that hold an error."""
    wrong = {found.cell for found in faults if found.severity is Severity.ERROR and found.cell}
    kept = (found for found in faults if found.severity is Severity.ERROR or found.cell not in wrong)
    return tuple(dict.fromkeys(kept))
