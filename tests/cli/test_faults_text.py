"""Faults in a terminal: many alike are folded, and the end says once where all of them stand."""

from collections.abc import Sequence
from io import StringIO

from rich.console import Console

from planner.cli.terminal.faults import faults_text, hint
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, fault


def _shown(faults: Sequence[Fault]) -> str:
    console = Console(file=StringIO(), width=120)
    console.print(faults_text(faults))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


DATES = [fault(codes.DATE_IN_TEXT, "demand", 1, column, expected="a period label") for column in range(3, 11)]
BLANKS = [fault(codes.NOT_WHOLE, "sites", row, 2, expected="a whole number") for row in range(2, 9)]


def test_many_alike_in_a_row_or_a_column_are_folded() -> None:
    words = _shown([*DATES, *BLANKS])
    assert "and 5 more like it from F1 to J1" in words
    assert "and 4 more like it from B5 to B8" in words


def test_the_end_says_once_where_all_of_the_folded_stand() -> None:
    words = _shown([*DATES, *BLANKS])
    assert words.count("--format json lists every one") == 1
    assert words.rstrip().endswith("--mark OUT.xlsx shows each at its cell.")


def test_where_nothing_is_folded_nothing_is_said_of_it() -> None:
    words = _shown(DATES[:4])
    assert "demand!F1" in words
    assert "more like it" not in words
    assert "--format json" not in words


def test_different_columns_of_a_row_are_all_reported() -> None:
    different = [
        fault(codes.NOT_WHOLE, "nodes", 2, column, expected=f"a whole number of at least {column}")
        for column in range(2, 9)
    ]
    assert "more like it" not in _shown(different)


def test_the_gravest_fault_is_the_one_whose_explanation_is_pointed_to() -> None:
    remark = fault(codes.SHEET_HIDDEN, "markets", 1, 1)
    assert "explain-code E" in str(hint([remark, *DATES]))
