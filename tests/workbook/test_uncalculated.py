"""Formulas that no program has calculated are faults or warnings; formulas with values, and right zeros, are not."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.workbook.reader import Reading, read_workbook
from tests.workbook.books import Sheets, save, sound
from tests.workbook.test_kinds import Plant, both, put, told

XLSXWRITER = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
EXCEL = '<calcPr calcId="191029"/>'
INTERRUPTED = '<calcPr calcId="191029" calcCompleted="0"/>'
LIBREOFFICE = '<calcPr iterateCount="100" refMode="A1" iterate="false" iterateDelta="0.001"/>'
NONE = ""
Stored = Callable[[str], str]


def zero(formula: str) -> str:
    return "<v>0</v>"


def read(path: Path, plant: Plant, calc: str, stored: Stored = zero, kind: str = "") -> Reading:
    """Read the sound workbook with formulas in it, what they store as a program writes them, and the program's mark."""
    sheets: Sheets = sound()
    plant(sheets)
    save(path / "openpyxl.xlsx", sheets)
    with zipfile.ZipFile(path / "openpyxl.xlsx") as before, zipfile.ZipFile(path / "stored.xlsx", "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            text = re.sub(r"><f>(.*?)</f><v ?/>", lambda cell: f"{kind}><f>{cell[1]}</f>{stored(cell[1])}", text)
            after.writestr(name, re.sub(r"<calcPr[^>]*/>", calc, text))
    return read_workbook(path / "stored.xlsx")


DEMAND = both(*(put("demand", 2, column, f"==3*{column}") for column in range(3, 7)))
SIBLINGS: list[tuple[str, Plant, set[tuple[str, str]]]] = [
    ("demand", DEMAND, {("E431", f"demand!{column}2") for column in "CDEF"}),
    ("a budget", put("budget", 2, 2, "==500*2"), {("E431", "budget!B2")}),
    ("capex and penalty", both(put("nodes", 2, 4, "==2/2"), put("products", 2, 2, "==1E6")),
     {("E431", "nodes!D2"), ("E431", "products!B2")}),
    ("a setting", put("settings", 4, 2, "==2*2"), {("E431", "settings!B4")}),
    ("a name", put("site_nodes", 2, 1, "==sites!A2"), {("E431", "site_nodes!A2")}),
    ("a title", put("demand", 1, 4, '==CONCATENATE("2027","Q2")'), {("E431", "demand!D1")}),
]  # fmt: skip


@pytest.mark.parametrize(("plant", "expected"), [one[1:] for one in SIBLINGS], ids=[one[0] for one in SIBLINGS])
def test_formulas_that_store_nothing_but_0_for_excel_to_calculate_are_faults(
    tmp_path: Path, plant: Plant, expected: set[tuple[str, str]]
) -> None:
    reading = read(tmp_path, plant, XLSXWRITER)
    assert told(reading) == sorted(expected)
    assert reading.case is None


def test_the_fault_names_the_formula_and_how_to_have_it_calculated(tmp_path: Path) -> None:
    assert str(read(tmp_path, put("budget", 2, 2, "==500*2"), XLSXWRITER).faults[0]) == (
        "error E431 budget!B2: a formula that was never calculated, found =500*2, which stores 0, expected a number "
        "[USD bn] of at least 0; open the workbook in Excel and save it; in LibreOffice press Ctrl+Shift+F9 before "
        "you save it"
    )


def test_an_empty_text_is_no_value_either(tmp_path: Path) -> None:
    plant = put("site_nodes", 2, 1, "==sites!A2")
    reading = read(tmp_path, plant, XLSXWRITER, lambda formula: "<v></v>", kind=' t="str"')
    assert told(reading) == [("E431", "site_nodes!A2")]
    assert reading.faults[0].found == "=sites!A2, which stores nothing"


@pytest.mark.parametrize("calc", [EXCEL, LIBREOFFICE, NONE])
def test_where_every_formula_stores_0_the_zeros_are_doubtful_whoever_wrote_them(tmp_path: Path, calc: str) -> None:
    # LibreOffice keeps such zeros when it saves a workbook of XlsxWriter.
    reading = read(tmp_path, both(DEMAND, put("demand", 2, 3, 3)), calc)
    # With the zeros there is demand in the first period only, before a new phase can be ready.
    assert told(reading) == [("W432", "demand!D2"), ("W766", "products!A2")]
    assert reading.faults[0].found == "=3*4 stores 0; so do 2 more"
    assert reading.case is not None


@pytest.mark.parametrize("calc", [XLSXWRITER, INTERRUPTED])
def test_a_zero_beside_values_is_doubtful_where_the_workbook_asks_to_be_calculated(tmp_path: Path, calc: str) -> None:
    reading = read(tmp_path, DEMAND, calc, lambda formula: f"<v>{'0' if formula == '3*3' else '3'}</v>")
    assert told(reading) == [("W432", "demand!C2")]


@pytest.mark.parametrize("calc", [EXCEL, LIBREOFFICE, NONE])
def test_a_zero_beside_values_is_right_where_a_program_has_calculated(tmp_path: Path, calc: str) -> None:
    reading = read(tmp_path, DEMAND, calc, lambda formula: f"<v>{'0' if formula == '3*3' else '3'}</v>")
    assert told(reading) == []


@pytest.mark.parametrize("calc", [EXCEL, LIBREOFFICE, NONE])
def test_one_formula_that_gives_0_is_nothing_to_remark_on(tmp_path: Path, calc: str) -> None:
    assert told(read(tmp_path, put("demand", 2, 3, "==3-3"), calc)) == []


def test_values_that_a_program_stored_itself_are_read(tmp_path: Path) -> None:
    assert told(read(tmp_path, DEMAND, XLSXWRITER, lambda formula: "<v>3</v>")) == []


@pytest.mark.parametrize("calc", [XLSXWRITER, EXCEL])
def test_formulas_outside_of_the_tables_do_not_matter(tmp_path: Path, calc: str) -> None:
    totals = [put("demand", 1, 7, "Total 2027"), put("demand", 2, 7, "==SUM(C2:F2)"), put("demand", 2, 8, "==G2*2")]
    assert {code for code, _ in told(read(tmp_path, both(*totals), calc))} == {"W303", "I504"}


@pytest.mark.parametrize(
    "plant", [DEMAND, lambda sheets: sheets["demand"].__setitem__(1, ["chip", "world", 0, 0, 0, 0])]
)
def test_demand_of_0_everywhere_is_a_warning_computed_or_typed(tmp_path: Path, plant: Plant) -> None:
    reading = read(tmp_path, plant, EXCEL)
    assert ("W731", "demand!C2") in told(reading)
    assert reading.case is not None


def test_a_linked_data_type_says_that_it_is_one(tmp_path: Path) -> None:
    sheets = sound()
    sheets["regions"][1][0] = "#VALUE!"
    path = save(tmp_path / "error.xlsx", sheets)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(tmp_path / "linked.xlsx", "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b't="e"', b't="e" vm="1"'))
    reading = read_workbook(tmp_path / "linked.xlsx")
    assert told(reading) == [("E433", "regions!A2")]
    assert reading.faults[0].fix == "convert the cell to text (Data Type, Convert to Text), or type its value"
