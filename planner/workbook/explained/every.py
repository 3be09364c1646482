"""The explanation of every code."""

from planner.workbook.codes import CODES, Code
from planner.workbook.explained import Explanation
from planner.workbook.explained.cells import CELLS
from planner.workbook.explained.files import FILES
from planner.workbook.explained.sense import SENSE
from planner.workbook.words import nearest

EXPLANATIONS: dict[Code, Explanation] = {**FILES, **CELLS, **SENSE}


def find_code(text: str) -> Code | None:
    """Return the code that a text names in any capitals; the letter may be left out."""
    wanted = text.strip().upper()
    return next((code for code in CODES.values() if wanted in (code.id, code.id[1:])), None)


def near_code(text: str) -> str | None:
    """Return the code most like a text."""
    return nearest(text, CODES, cutoff=0.5)
