"""Workbooks written from the schema: what stands in the headers, and what a planner meets in the cells."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from planner.case.calendar import Calendar
from planner.workbook.columns import Row
from planner.workbook.means import SettingValues
from planner.workbook.reader import read_workbook
from planner.workbook.schema import CONTENTS_SHEET, SHEETS
from planner.workbook.template import write_book, write_template

QUARTERS = Calendar.starting("2027Q1", 3)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("template") / "template.xlsx"
    write_template(path, first="2026Q4", periods=8)
    return load_workbook(path)


def written(path: Path, **rows: list[dict[str, object]]) -> Workbook:
    write_book(path / "book.xlsx", rows, QUARTERS)
    return load_workbook(path / "book.xlsx")


def test_contents_come_first_and_link_to_every_sheet(template: Workbook) -> None:
    assert template.sheetnames == [CONTENTS_SHEET, *(row.sheet for row in SHEETS)]
    links = {cell.value: cell.hyperlink.location for cell in template[CONTENTS_SHEET]["A"] if cell.hyperlink}
    assert links == {row.sheet: f"'{row.sheet}'!A1" for row in SHEETS}


@pytest.mark.parametrize("row", SHEETS, ids=lambda row: row.sheet)
def test_every_column_has_its_title_and_a_comment(template: Workbook, row: type[Row]) -> None:
    header = {cell.value: cell for cell in template[row.sheet][1]}
    for column in row.columns():
        comment = header[column.title].comment
        assert comment is not None
        assert comment.text.startswith(column.doc)
        assert ("Required" in comment.text) == column.required
        assert comment.text.endswith(f"Field: {column.id}")


@pytest.mark.parametrize("row", SHEETS, ids=lambda row: row.sheet)
def test_every_sheet_is_one_named_table_with_a_frozen_header(template: Workbook, row: type[Row]) -> None:
    sheet = template[row.sheet]
    assert list(sheet.tables) == [row.sheet]
    assert sheet.tables[row.sheet].ref.startswith("A1:")
    assert str(sheet.freeze_panes).endswith("2")


def test_series_have_a_column_for_each_period_in_order(template: Workbook) -> None:
    titles = [cell.value for cell in template["demand"][1]]
    assert titles[3:11] == ["2026Q4", "2027Q1", "2027Q2", "2027Q3", "2027Q4", "2028Q1", "2028Q2", "2028Q3"]
    assert titles[11:] == ["Source", "Note"]


def test_the_template_lists_every_setting_with_its_default_and_meaning(template: Workbook) -> None:
    told = {row[0]: row[1:] for row in template["settings"].iter_rows(min_row=2, values_only=True)}
    keys = [column for column in SettingValues.columns() if column.id not in ("source", "note")]
    assert list(told) == [column.id for column in keys]
    assert told["first_period"][0] == "2026Q4"
    assert told["periods"][0] == 8
    assert told["equipment_life_years"][0] == 5
    assert all(str(note).startswith(column.doc) for column, (*_, note) in zip(keys, told.values(), strict=True))


def test_names_choices_and_yes_no_are_chosen_from_lists(template: Workbook) -> None:
    def lists(sheet: str) -> dict[str, str]:
        return {str(rule.sqref)[0]: rule.formula1 for rule in template[sheet].data_validations.dataValidation}

    assert lists("site_nodes")["A"] == "'sites'!$A$2:$A$2"
    assert lists("nodes")["B"] == '"logic,memory,packaging"'
    assert lists("lanes")["H"] == '"yes,no"'
    assert lists("sites")["G"] == "'capacity'!$D$1:$K$1"


def test_a_list_of_names_reaches_to_the_last_row(tmp_path: Path) -> None:
    book = written(tmp_path, regions=[{"region": "Japan"}, {"region": "Korea"}], sites=[{"site": "A"}])
    rules = book["sites"].data_validations.dataValidation
    assert "'regions'!$A$2:$A$3" in [rule.formula1 for rule in rules]


def test_values_are_stored_as_they_are_and_words_are_put_for_flags(tmp_path: Path) -> None:
    rows: dict[str, object] = {"site": "A", "node": "N3", "uses_tools": False, "values": (1.25, 0.1 + 0.2, 3.0)}
    book = written(tmp_path, capacity=[rows], funds=[{"fund": "Gulf", "regions": ("UAE", "KSA")}])
    assert [cell.value for cell in book["capacity"][2]][:6] == ["A", "N3", "no", 1.25, 0.1 + 0.2, 3.0]
    assert book["funds"]["B2"].value == "UAE;KSA"


def test_a_text_with_an_equals_sign_is_no_formula(tmp_path: Path) -> None:
    book = written(tmp_path, regions=[{"region": "=1+1", "note": "bell \x07"}])
    assert book["regions"]["A2"].value == "=1+1"
    assert book["regions"]["A2"].data_type == "s"
    assert book["regions"]["I2"].value == "bell "


def test_settings_are_chosen_from_lists_where_choices_are_fixed(tmp_path: Path) -> None:
    book = written(tmp_path, settings=[{"key": "objective", "value": "profit"}])
    rule = book["settings"].data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1) == ("B2", '"least_cost,coverage_first,profit"')


@pytest.mark.parametrize("rows", [{"site": []}, {"sites": [{"nme": "A"}]}])
def test_sheets_and_fields_that_are_not_declared_are_refused(tmp_path: Path, rows: dict[str, list[object]]) -> None:
    with pytest.raises(ValueError, match="declares no"):
        write_book(tmp_path / "book.xlsx", rows, QUARTERS)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_what_stood_there_stays_when_saving_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"before")

    def fail(book: Workbook, name: Path) -> None:
        name.write_bytes(b"half")
        raise OSError("no space left")

    monkeypatch.setattr(Workbook, "save", fail)
    with pytest.raises(OSError, match="no space left"):
        write_book(path, {"regions": []}, QUARTERS)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("book.xlsx", b"before")]


def test_optional_columns_without_a_value_can_be_left_out(tmp_path: Path) -> None:
    rows: dict[str, list[dict[str, object]]] = {
        "regions": [{"region": "Japan", "bloc": "Allied"}, {"region": "Korea"}],
        "budget": [{"fund": "Gulf", "values": (1.0, 2.0, 3.0)}],
    }
    write_book(tmp_path / "book.xlsx", rows, QUARTERS, blank_columns=False)
    book = load_workbook(tmp_path / "book.xlsx")
    assert [cell.value for cell in book["regions"][1]] == ["Region", "Bloc"]
    assert [cell.value for cell in book["budget"][1]] == ["Fund", "2027Q1", "2027Q2", "2027Q3"]


def test_of_the_empty_template_the_reader_misses_only_rows_that_a_case_needs(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    faulty = {fault.sheet for fault in read_workbook(tmp_path / "template.xlsx").faults}
    assert {"regions", "sites", "nodes"} <= faulty <= {row.sheet for row in SHEETS if row.required} - {"settings"}
