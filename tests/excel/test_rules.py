"""Each rule finds what is planted against it, and nothing in the workbooks that it is planted in."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from inputs import starter
from planner.charts import draw
from planner.report.excel import drawing
from planner.report.excel.workbook import write_plan
from planner.workbook.template.books import write_book
from tests.excel.package import Package
from tests.excel.rules import RULES, breaches
from tests.report.plans import three_sites, three_sites_plan

Parts = dict[str, bytes]
Plant = Callable[[Parts], None]


def swap(part: str, old: str, new: str) -> Plant:
    """Replace the first match of a pattern in a part."""

    def plant(parts: Parts) -> None:
        changed, count = re.subn(old.encode(), new.encode(), parts[part], count=1, flags=re.DOTALL)
        assert count, f"{part} has no {old}"
        parts[part] = changed

    return plant


def add(part: str, content: str) -> Plant:
    """Add a part."""
    return lambda parts: parts.update({part: content.encode()})


def both(*plants: Plant) -> Plant:
    """Plant several things."""

    def plant(parts: Parts) -> None:
        for one in plants:
            one(parts)

    return plant


SITES = "xl/worksheets/sheet4.xml"
BOOK, STYLES, TYPES = "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"
TABLE = "xl/tables/table3.xml"
CHAIN = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="1"/></calcChain>'
CHAIN_TYPE = (
    '<Override PartName="/xl/calcChain.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>'
)
CONDITION = (
    '<conditionalFormatting sqref="C2:C9"><cfRule type="expression" dxfId="99" priority="1"><formula>C2&gt;1</formula>'
    "</cfRule></conditionalFormatting>"
)
LONG = "x" * 256

IN_INPUT: list[tuple[str, Plant]] = [
    ("every_part_has_a_content_type", add("xl/stray.bin", "?")),
    ("parts_are_of_the_type_of_their_relationship", swap(TYPES, "<Override [^>]*sheet4.xml[^>]*?/>", "")),
    ("parts_differ_by_more_than_case", add("xl/Theme/theme1.xml", "<a/>")),
    ("every_relationship_leads_somewhere", swap("xl/worksheets/_rels/sheet4.xml.rels", r"table3\.xml", "table99.xml")),
    ("every_id_has_its_relationship", swap(SITES, r'(<tablePart [^>]*r:id=)"rId1"', r'\1"rId77"')),
    ("elements_of_a_sheet_stand_in_order", swap(SITES, "(<pageMargins.*?/>)(.*)(</worksheet>)", r"\2\1\3")),
    (
        "nothing_is_declared_and_empty",
        swap(SITES, "<dataValidations.*?</dataValidations>", "<dataValidations count='0'/>"),
    ),
    ("nothing_is_declared_and_empty", swap(SITES, '<dataValidations count="', '<dataValidations count="9')),
    ("chain_of_calculation_holds_formulas", both(add("xl/calcChain.xml", CHAIN), swap(TYPES, "</Types>", CHAIN_TYPE))),
    ("sheets_have_names_that_excel_takes", swap(BOOK, 'name="contents"', 'name="all: contents"')),
    ("sheets_have_names_that_excel_takes", swap(BOOK, 'name="contents"', f'name="{"c" * 32}"')),
    ("sheets_have_names_that_excel_takes", swap(BOOK, 'name="contents"', 'name="Sites"')),
    ("sheets_have_names_that_excel_takes", swap(BOOK, 'name="contents"', 'name="History"')),
    ("a_visible_sheet_is_shown_first", swap(BOOK, 'state="visible"', 'state="hidden"')),
    ("a_visible_sheet_is_shown_first", swap(BOOK, 'activeTab="0"', 'activeTab="99"')),
    (
        "a_visible_sheet_is_shown_first",
        both(*(swap(f"xl/worksheets/sheet{n}.xml", "<sheetView ", '<sheetView tabSelected="1" ') for n in (3, 4))),
    ),
    ("names_are_defined_well", swap(BOOK, r"'sites'!\$A:", "'site'!$A:")),
    ("names_are_defined_well", swap(BOOK, 'name="_xlnm.Print_Titles"', 'name="A1"')),
    ("names_are_defined_well", swap(BOOK, r'(<definedName name="_xlnm.Print_Titles" localSheetId=)"1"', r'\1"2"')),
    ("tables_have_names_of_their_own", swap(TABLE, 'displayName="sites"', 'displayName="RC12"')),
    ("tables_have_names_of_their_own", swap(TABLE, 'displayName="sites"', 'displayName="sites 2"')),
    ("tables_have_names_of_their_own", swap(TABLE, 'displayName="sites"', 'displayName="Regions"')),
    ("tables_have_names_of_their_own", swap(TABLE, ' id="3"', ' id="2"')),
    ("charts_and_rules_refer_to_sheets_that_are_there", swap(SITES, "OFFSET\\('regions'", "OFFSET('region'")),
    ("a_table_has_a_row_below_its_header", swap(TABLE, r'ref="A1:([A-Z]+)\d+"', r'ref="A1:\g<1>1"')),
    ("titles_of_a_table_stand_in_its_header", swap(TABLE, 'name="Region"', 'name="Regions"')),
    ("titles_of_a_table_stand_in_its_header", swap(TABLE, r'<tableColumn [^>]*name="Note"\s*/>', "")),
    (
        "titles_of_a_table_stand_in_its_header",
        swap(SITES, '<c r="A1"([^>]*) t="inlineStr">.*?</c>', r'<c r="A1"\1><v>1</v></c>'),
    ),
    ("titles_of_a_table_are_short_and_differ", swap(TABLE, 'name="Region"', 'name="site"')),
    ("titles_of_a_table_are_short_and_differ", swap(TABLE, 'name="Region"', 'name="Re_x000a_gion"')),
    ("titles_of_a_table_are_short_and_differ", swap(TABLE, 'name="Region"', f'name="{LONG}"')),
    (
        "tables_and_merged_cells_keep_apart",
        swap(SITES, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'),
    ),
    ("a_filter_covers_its_table", swap(TABLE, r'<autoFilter ref="A1:', '<autoFilter ref="B1:')),
    ("a_filter_covers_its_table", swap(SITES, "</sheetData>", '</sheetData><autoFilter ref="A1:B9"/>')),
    ("rows_and_cells_stand_in_order", swap(SITES, '<c r="B2"', '<c r="A2"')),
    ("rows_and_cells_stand_in_order", swap(SITES, '<row r="3"', '<row r="2"')),
    ("cells_hold_what_they_say", swap(SITES, '(<c r="A2"[^>]*>).*?</c>', r"\1</c>")),
    ("cells_hold_what_they_say", swap(SITES, '(<c r="C2"[^>]*>)<v>[^<]*', r"\1<v>nan")),
    ("cells_hold_what_they_say", swap(SITES, '(<c r="C2"[^>]*) t="n"><v>[^<]*', r'\1 t="s"><v>0')),
    ("cells_hold_what_they_say", swap(SITES, '(<c r="C2"[^>]*) t="n"><v>[^<]*', r'\1 t="d"><v>1/2/2027')),
    ("text_is_short_and_without_control_characters", swap(SITES, '(<c r="A2".*?<t>)', r"\1_x0000_")),
    ("text_is_short_and_without_control_characters", swap(SITES, '(<c r="A2".*?<t>)', rf"\g<1>{'y' * 32_768}")),
    ("spaces_at_the_ends_are_kept", swap(SITES, '(<c r="A2".*?<t>)', r"\1 ")),
    ("formulas_are_short_and_start_without_a_sign", swap(SITES, '(<c r="C2"[^>]*>)', r"\1<f>=1+1</f>")),
    ("rows_and_columns_have_a_size", swap(SITES, ' ht="[^"]*"', ' ht="410"')),
    ("rows_and_columns_have_a_size", swap(SITES, '<col width="[^"]*"', '<col width="256"')),
    ("rows_and_columns_have_a_size", swap(SITES, 'min="2" max="2"', 'min="1" max="2"')),
    ("validations_say_no_more_than_excel_shows", swap(SITES, 'prompt="', f'prompt="{LONG}')),
    ("validations_say_no_more_than_excel_shows", swap(SITES, 'promptTitle="', f'promptTitle="{"t" * 33}')),
    ("validations_say_no_more_than_excel_shows", swap(SITES, 'error="', f'error="{LONG}')),
    ("validations_have_formulas_that_excel_takes", swap(SITES, "<formula1>[^<]*</formula1>", "")),
    ("validations_have_formulas_that_excel_takes", swap(SITES, "<formula1>", "<formula1>=")),
    ("validations_have_formulas_that_excel_takes", swap(SITES, "<formula1>[^<]*", f'<formula1>"{LONG}"')),
    ("validations_have_formulas_that_excel_takes", swap(SITES, "<formula2>.*?</formula2>", "")),
    ("validations_share_no_cell", swap(SITES, 'sqref="B2:', 'sqref="A2:')),
    ("validations_share_no_cell", swap(SITES, 'sqref="B2:', 'sqref="B0:')),
    ("every_comment_has_its_box", swap("xl/comments/comment3.xml", 'ref="B1"', 'ref="B7"')),
    ("every_comment_has_its_box", swap("xl/comments/comment3.xml", 'authorId="0"', 'authorId="4"')),
    ("every_comment_has_its_box", swap("xl/comments/comment3.xml", 'ref="B1"', 'ref="A1"')),
    ("panes_are_frozen_where_the_view_says", swap(SITES, 'topLeftCell="B2"', 'topLeftCell="A1"')),
    ("panes_are_frozen_where_the_view_says", swap(SITES, 'activePane="bottomRight"', 'activePane="bottomLeft"')),
    ("links_lead_to_cells_that_are_there", swap("xl/worksheets/sheet1.xml", "'sites'!A1", "'site'!A1")),
    ("links_lead_to_cells_that_are_there", swap("xl/worksheets/sheet1.xml", "'sites'!A1", "'sites'!A0")),
    ("links_lead_to_cells_that_are_there", swap("xl/worksheets/sheet1.xml", "'site_nodes'!A1", "site nodes!A1")),
    ("conditional_formats_have_a_style_and_a_range", swap(SITES, "</sheetData>", f"</sheetData>{CONDITION}")),
    (
        "page_breaks_stand_between_rows",
        swap(SITES, "</worksheet>", '<rowBreaks count="1"><brk id="0"/></rowBreaks></worksheet>'),
    ),
    ("styles_are_few_and_whole", swap(STYLES, r'<cellXfs count="\d+"', '<cellXfs count="1"')),
    ("styles_are_few_and_whole", swap(STYLES, r'(<cellXfs.*?)fontId="\d+"', r'\1fontId="999"')),
    ("every_cell_has_a_style_that_is_there", swap(SITES, r'<c r="A1" s="\d+"', '<c r="A1" s="9999"')),
    ("number_formats_are_those_of_excel", swap(STYLES, 'formatCode="', 'formatCode="&quot;')),
]

IN_PLAN: list[tuple[str, Plant]] = [
    ("pictures_are_pictures", swap("xl/media/image1.png", "PNG", "JPG")),
    (
        "shapes_of_a_drawing_have_ids_of_their_own",
        swap("xl/drawings/drawing1.xml", r'<(\S*)cNvPr id="2"', r'<\1cNvPr id="1"'),
    ),
    ("charts_and_rules_refer_to_sheets_that_are_there", swap("xl/charts/chart1.xml", r"<f>'?\w+'?!", "<f>'gone'!")),
    ("charts_and_rules_refer_to_sheets_that_are_there", swap("xl/charts/chart1.xml", r"<f>[^<]*", "<f>'money'!#REF!")),
    ("what_is_anchored_stands_on_the_sheet", swap("xl/drawings/drawing1.xml", "(<row>)[^<]*", r"\g<1>1048577")),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("excel")


@pytest.fixture(scope="module")
def input_book(folder: Path) -> Package:
    write_book(folder / "input.xlsx", starter.book(), starter.CALENDAR)
    return _sound(Package.read(folder / "input.xlsx"))


@pytest.fixture(scope="module")
def plan_book(folder: Path) -> Package:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "available", draw.available)
        write_plan(folder / "plan.xlsx", three_sites(), three_sites_plan(), ("money: clean",))
    return _sound(Package.read(folder / "plan.xlsx"))


def _sound(package: Package) -> Package:
    assert breaches(package) == []
    return package


def _found(package: Package, plant: Plant) -> list[str]:
    parts = dict(package.parts)
    plant(parts)
    assert parts != package.parts
    return breaches(Package(parts))


@pytest.mark.parametrize(("name", "plant"), IN_INPUT)
def test_a_rule_finds_what_is_planted_in_an_input_workbook(input_book: Package, name: str, plant: Plant) -> None:
    assert any(found.startswith(f"{name}: ") for found in _found(input_book, plant))


@pytest.mark.parametrize(("name", "plant"), IN_PLAN)
def test_a_rule_finds_what_is_planted_in_a_plan_workbook(plan_book: Package, name: str, plant: Plant) -> None:
    assert any(found.startswith(f"{name}: ") for found in _found(plan_book, plant))


def test_every_rule_has_something_planted_against_it() -> None:
    assert {name for name, _ in [*IN_INPUT, *IN_PLAN]} == set(RULES)
