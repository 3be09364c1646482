"""The final list of faults: no repeats, no remarks on the spelling of a cell that holds an error."""

from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, Severity

_SPELLING = {code.id for code in (codes.STRAY_SPACES, codes.CASE_DIFFERS, codes.CONTROL_CHARACTERS, codes.LONG_NAME)}


def settle(faults: list[Fault]) -> tuple[Fault, ...]:
    """Return the faults, each reported once."""
    wrong = {fault.cell for fault in faults if fault.severity is Severity.ERROR and fault.cell}
    remaining = (fault for fault in faults if fault.code not in _SPELLING or fault.cell not in wrong)
    return tuple(dict.fromkeys(remaining))
