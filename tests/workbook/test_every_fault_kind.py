"""The checklist of eighty kinds of fault: each is planted, reported alone at its cell and fixed, or accepted."""

import re

import pytest

from tests.cli.commands import ROOT
from tests.workbook.test_fixed_files import FILES, SHAPES
from tests.workbook.test_kinds import KINDS

CHECKLIST = {
    1: "missing",
    2: "a folder",
    3: "empty file",
    4: "text renamed .xlsx",
    5: "old .xls or password-protected",
    6: "truncated zip",
    7: ".xlsm with macros (warn, read values)",
    8: ".ods, .csv (hint)",
    9: "zip bomb",
    10: "no worksheets, chartsheet only",
    11: "required sheet missing",
    12: 'near-miss name ("Demands")',
    13: "unknown sheet (warn)",
    14: "hidden sheet that holds data (info)",
    15: "two sheets differing by case",
    16: "sheet with header but no rows where one is needed",
    17: "required column missing",
    18: "near-miss title",
    19: "unknown column (warn)",
    20: "same column twice",
    21: "header not in row 1 (blank rows or a banner above)",
    22: "merged header",
    23: 'period label unreadable ("Q1 27")',
    24: "period missing from the horizon",
    25: "period beyond the horizon (warn)",
    26: "periods out of order (accept)",
    27: "dates as period headers",
    28: "text in a number",
    29: 'number stored as text ("1 200", "12,5")',
    30: "percentage typed as fraction where per cent is meant (0.35 for 35: warn)",
    31: "negative where not allowed",
    32: "above 100 %",
    33: "fraction where a whole number is needed",
    34: "error cell (#REF!, #N/A)",
    35: "formula without stored value",
    36: "blank in a required field",
    37: "stray spaces and non-breaking spaces around a name (accept, info)",
    38: 'boolean words ("oui", "Y", TRUE)',
    39: "date in a number field",
    40: "infinity, 1E400, NaN",
    41: "control characters",
    42: "text starting with = + - @ (kept as text)",
    43: "merged data cells",
    44: 'the text "NA" as a name (accept)',
    45: "very long text",
    46: "duplicate key",
    47: "duplicate differing by case or spaces",
    48: "blank row inside (accept)",
    49: 'a totals row at the end ("Total")',
    50: "stray cell at the sheet's far corner (accept)",
    51: "unknown region of a site",
    52: "unknown site or node in site_nodes",
    53: "unknown ramp or spend",
    54: "unknown product, market, part",
    55: "unknown name inside a `;` list",
    56: "pair locked but not listed",
    57: "conversion of a node to itself",
    58: "capacity at a site for a node unknown there (accept)",
    59: "spend shares not summing to 100",
    60: "ramp not starting at age 0 or falling",
    61: "probabilities not summing to 100",
    62: "lead time longer than the horizon for every pair of a node (warn)",
    63: "product without materials",
    64: "part with neither good units nor die area",
    65: "demand before any node of some part is available (warn)",
    66: "a lock's minimum above its maximum",
    67: "limit minimum above maximum",
    68: "budget for an unknown fund, fund without budget",
    69: "no fund may pay for a listed pair (warn)",
    70: "a node needed by a product that no site can build and no capacity holds (warn)",
    71: "first_period unreadable, periods zero",
    72: "discount rate above 100",
    73: "objective unknown",
    74: "latitude beyond 90",
    75: "market without demand (info)",
    76: "tool use of an unknown tool",
    77: "lane with neither destination, or both",
    78: "until before from",
    79: "coefficients of wildly different size (warn, with the cells)",
    80: "shortage penalty below the cost to make (warn: nothing would be built)",
}
SHARED = ROOT.parent / "shared" / "fault-kinds.md"
ACCEPTED = {26, 42, 44, 48, 58}
"""What the checklist asks to accept, in silence or with a remark."""


def is_accepted(told: set[tuple[str, str]]) -> bool:
    """Whether nothing is reported but rows that are named nowhere."""
    return all(code == "I774" for code, _ in told)


def numbers(labels: list[str]) -> set[int]:
    return {int(found[0]) for found in (re.match(r"\d+", label) for label in labels) if found}


def test_every_kind_of_the_checklist_is_planted_reported_and_fixed() -> None:
    fixed = numbers([label for label, _, told in KINDS if not is_accepted(told)])  # each of these in test_fixes.py
    fixed |= numbers([file[0] for file in FILES]) | numbers([shape[0] for shape in SHAPES])
    accepted = numbers([label for label, _, told in KINDS if is_accepted(told)])
    assert set(CHECKLIST) == set(range(1, 81))
    assert fixed | ACCEPTED == set(CHECKLIST)
    assert fixed.isdisjoint(ACCEPTED)
    assert accepted >= ACCEPTED


@pytest.mark.skipif(not SHARED.exists(), reason="the checklist lies beside the repository")
def test_the_checklist_is_the_one_that_was_agreed() -> None:
    text = " ".join(SHARED.read_text().split("\n\n")[-1].split("\n"))
    for number, words in CHECKLIST.items():
        assert f"{number} {words}" in text, number
    assert len(re.findall(r"(?:^|[:·.] )(\d+) ", text)) == len(CHECKLIST)
