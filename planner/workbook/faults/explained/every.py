"""The explanation of every code."""

from planner.workbook.faults.codes import CODES, Code
from planner.workbook.faults.explained import Explanation
from planner.workbook.faults.explained.cells import CELLS
from planner.workbook.faults.explained.files import FILES
from planner.workbook.faults.explained.sense import SENSE

EXPLANATIONS: dict[Code, Explanation] = {**FILES, **CELLS, **SENSE}

_DIGITS = 3


def find_code(text: str) -> Code | None:
    """Return the code that a text names in any capitals; the letter may be left out."""
    wanted = text.strip().upper()
    return next((code for code in CODES.values() if wanted in (code.id, code.id[1:])), None)


def near_codes(text: str) -> tuple[str, ...]:
    """Return the codes whose numbers a text names under another letter, not those that merely look alike."""
    digits = "".join(filter(str.isdigit, text))
    return tuple(code for code in CODES if len(digits) >= _DIGITS and code[1:] == digits)
