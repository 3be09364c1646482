"""Workbooks written from the schema: what stands in the headers, and what a planner meets in the cells."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from planner.case.calendar import Calendar
from planner.workbook.contract.columns import Row
from planner.workbook.contract.schema import CONTENTS_SHEET, DICTIONARY_SHEET, SHEETS
from planner.workbook.contract.settings import SettingValues
from planner.workbook.read.settings import KEYS
from planner.workbook.reader import read_workbook
from planner.workbook.template.books import write_book, write_template

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
    names = [*(row.sheet for row in SHEETS), DICTIONARY_SHEET]
    assert template.sheetnames == [CONTENTS_SHEET, *names]
    links = {cell.value: cell.hyperlink.location for cell in template[CONTENTS_SHEET]["A"] if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in names}


def test_the_dictionary_holds_every_field_and_links_to_its_header(template: Workbook) -> None:
    sheet = template[DICTIONARY_SHEET]
    lines = {(row[0].value, row[2].value): row for row in sheet.iter_rows(min_row=2)}
    for row in SHEETS:
        fields = KEYS.values() if row.sheet == "settings" else row.columns()
        for column in (column for column in fields if column.id not in ("source", "note")):
            _, title, _, unit, holds, blank, meaning, acts = lines[row.sheet, column.id]
            assert (title.value, unit.value or "", meaning.value) == (column.title, column.unit, column.doc)
            assert all(choice in str(holds.value) for choice in column.choices)
            assert (blank.value == "required") == column.required
            assert (acts.value == "yes") == column.acts
            assert title.hyperlink is not None
            target, cell = str(title.hyperlink.location).replace("'", "").split("!")
            assert target == row.sheet
            assert template[target][cell].value == ("Key" if row.sheet == "settings" else column.title)
    assert {sheet for sheet, field in lines if field == "2026Q4 ..."} == {row.sheet for row in SHEETS if row.series}


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
    assert titles[7:15] == ["2026Q4", "2027Q1", "2027Q2", "2027Q3", "2027Q4", "2028Q1", "2028Q2", "2028Q3"]
    assert titles[15:] == ["Source", "Note"]


def test_a_period_column_says_what_stands_in_it(template: Workbook) -> None:
    comments = [cell.comment.text for cell in template["demand"][1][7:15] if cell.comment]
    assert len(comments) == 8
    assert comments[1].splitlines() == [
        "Thousand packages, or class units, demanded in the period",
        "Unit: kunits",
        "Holds: a number of at least 0",
        "Default: 0, with a warning",
        "Period: 2027Q1",
    ]


def test_the_template_lists_every_setting_with_its_default_and_meaning(template: Workbook) -> None:
    told = {row[0]: row[1:] for row in template["settings"].iter_rows(min_row=2, values_only=True)}
    keys = [column for column in SettingValues.columns() if column.id not in ("source", "note")]
    assert list(told) == [column.id for column in keys]
    assert told["first_period"][0] == "2026Q4"
    assert told["periods"][0] == 8
    assert told["equipment_life_years"][0] == 5
    assert all(str(note).startswith(column.doc) for column, (*_, note) in zip(keys, told.values(), strict=True))


def rules(book: Workbook, sheet: str) -> dict[str, DataValidation]:
    return {str(rule.sqref): rule for rule in book[sheet].data_validations.dataValidation}


def test_names_choices_and_yes_no_are_chosen_from_lists(template: Workbook) -> None:
    def source(sheet: str, cells: str) -> str:
        rule = rules(template, sheet)[cells]
        assert rule.type == "list"
        return str(rule.formula1)

    last_filled = "SUMPRODUCT(MAX(('sites'!$A$2:$A$2000<>\"\")*ROW('sites'!$A$2:$A$2000)))-1"
    names = f"OFFSET('sites'!$A$2,0,0,MAX(1,{last_filled}),1)"
    assert source("site_nodes", "A2:A500") == names
    assert source("nodes", "B2:B500") == '"logic,memory,packaging"'
    assert source("funds", "E2:E500") == '"logic,memory,packaging"'
    assert source("lanes", "J2:J500") == '"yes,no"'
    assert source("sites", "G2:G500") == "'capacity'!$F$1:$M$1"


@pytest.mark.parametrize(
    ("sheet", "cells", "kind", "operator", "bounds"),
    [
        ("sites", "C2:C500", "decimal", "between", ("-90", "90")),
        ("nodes", "C2:C500", "decimal", "greaterThan", ("0", None)),
        ("site_nodes", "C2:C500", "whole", "greaterThanOrEqual", ("0", None)),
        ("demand", "H2:O500", "decimal", "greaterThanOrEqual", ("0", None)),
        ("settings", "B4", "whole", "between", ("1", "1200")),
        ("settings", "B6", "decimal", "between", ("0", "100")),
    ],
)
def test_numbers_out_of_bounds_are_asked_about(
    template: Workbook, sheet: str, cells: str, kind: str, operator: str, bounds: tuple[str, str | None]
) -> None:
    rule = rules(template, sheet)[cells]
    assert (rule.type, rule.operator, (rule.formula1, rule.formula2)) == (kind, operator, bounds)
    assert (rule.showErrorMessage, rule.errorStyle) == (True, "warning")  # whoever types may keep it


@pytest.mark.parametrize("row", SHEETS, ids=lambda row: row.sheet)
def test_every_cell_to_be_filled_in_prompts_with_its_meaning(template: Workbook, row: type[Row]) -> None:
    shown = [rule for rule in rules(template, row.sheet).values() if rule.showInputMessage]
    prompts = {str(rule.promptTitle): str(rule.prompt) for rule in shown}
    assert all(len(title) <= 32 and len(prompt) <= 255 for title, prompt in prompts.items())  # Excel takes no more
    said = [column.doc for column in row.columns() if column.id not in ("source", "note", "value")]
    said += [row.series.doc] if row.series else []
    assert all(any(prompt.startswith(doc) for prompt in prompts.values()) for doc in said)


def test_rows_are_laid_out_where_a_sheet_has_none(template: Workbook) -> None:
    assert template["sites"].tables["sites"].ref == "A1:L13"
    assert template["sites"]["A13"].border.bottom.style == "hair"


def test_lists_and_bounds_reach_below_the_last_row(tmp_path: Path) -> None:
    book = written(tmp_path, regions=[{"region": f"region {number}"} for number in range(700)])
    assert "C2:C801" in rules(book, "regions")


def test_values_are_stored_as_they_are_and_words_are_put_for_flags(tmp_path: Path) -> None:
    rows: dict[str, object] = {"site": "A", "node": "N3", "uses_tools": False, "values": (1.25, 0.1 + 0.2, 3.0)}
    book = written(tmp_path, capacity=[rows], funds=[{"fund": "Gulf", "regions": ("UAE", "KSA")}])
    expected = ["A", "N3", "no", None, None, 1.25, 0.1 + 0.2, 3.0]
    assert [cell.value for cell in book["capacity"][2]][:8] == expected
    assert book["funds"]["B2"].value == "UAE;KSA"


def test_a_text_with_an_equals_sign_is_no_formula(tmp_path: Path) -> None:
    book = written(tmp_path, regions=[{"region": "=1+1", "note": "bell \x07"}])
    assert book["regions"]["A2"].value == "=1+1"
    assert book["regions"]["A2"].data_type == "s"
    assert book["regions"]["I2"].value == "bell "


def test_settings_are_chosen_from_lists_where_choices_are_fixed(tmp_path: Path) -> None:
    book = written(tmp_path, settings=[{"key": "objective", "value": "profit"}])
    rule = rules(book, "settings")["B2"]
    assert (rule.type, rule.formula1) == ("list", '"least_cost,coverage_first,profit"')


@pytest.mark.parametrize(
    ("first", "periods", "months", "last"),
    [
        ("2026Q4", None, 3, "2036Q3"),
        ("2027-q1", 5, 3, "2028Q1"),
        ("2026M10", None, 1, "2036M09"),
        ("2026-11", 3, 1, "2027M01"),
        ("2027", None, 12, "2036"),
        ("2027", 1, 12, "2027"),
    ],
)
def test_the_form_of_the_first_label_sets_the_length_of_the_periods(
    tmp_path: Path, first: str, periods: int | None, months: int, last: str
) -> None:
    write_template(tmp_path / "t.xlsx", first, periods)
    book = load_workbook(tmp_path / "t.xlsx")
    told = {row[0]: row[1] for row in book["settings"].iter_rows(min_row=2, max_col=2, values_only=True)}
    assert told["period_months"] == months
    for row in (row for row in SHEETS if row.series):
        titles = [cell.value for cell in book[row.sheet][1]]
        start = titles.index(told["first_period"])
        labels = titles[start:-2]
        assert len(labels) == told["periods"]
        assert labels[-1] == last
    codes = {fault.code for fault in read_workbook(tmp_path / "t.xlsx").faults}
    assert codes == {"E206", "W208"}  # rows to fill in, and nothing about periods


@pytest.mark.parametrize(("first", "periods"), [("Q4 2026", 4), ("2026Q5", 4), ("", 4), ("9999", 2)])
def test_a_horizon_without_labels_is_refused(tmp_path: Path, first: str, periods: int) -> None:
    with pytest.raises(ValueError, match="is not a period label"):
        write_template(tmp_path / "t.xlsx", first, periods)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("rows", [{"site": []}, {"sites": [{"nme": "A"}]}])
def test_sheets_and_fields_that_are_not_declared_are_refused(tmp_path: Path, rows: dict[str, list[object]]) -> None:
    with pytest.raises(ValueError, match="declares no"):
        write_book(tmp_path / "book.xlsx", rows, QUARTERS)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_what_stood_there_stays_when_saving_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"before")

    def fail(partial: Path, content: bytes) -> None:
        partial.write_text("half")
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", fail)
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
