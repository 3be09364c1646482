"""The final list of faults: no repeats, no remarks on the spelling of a cell that holds an error."""

from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, Severity

_SPELLING = {code.id for code in (codes.STRAY_SPACES, codes.CASE_DIFFERS, codes.CONTROL_CHARACTERS, codes.LONG_NAME)}


def settle(faults: list[Fault]) -> tuple[Fault, ...]:
    """Return the faults, each reported once."""
    wrong = {found.cell for found in faults if found.severity is Severity.ERROR and found.cell}
    kept = (found for found in faults if found.code not in _SPELLING or found.cell not in wrong)
    return tuple(dict.fromkeys(kept))
