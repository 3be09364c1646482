"""A marked copy is the planner's own workbook: only cells at fault look different, and a list of faults comes first."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule, Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from planner.workbook.faults.fault import Fault, Severity
from planner.workbook.marking.listing import COLOURS, DEEP_COLOURS, HEADS
from planner.workbook.marking.mark import mark
from planner.workbook.reader import read_workbook
from tests.workbook.books import Sheets, save, sound
from tests.workbook.test_files import rewritten
from tests.workbook.test_together import faulty, hide_tools

PICTURE = b"\x89PNG\r\n\x1a\n not shown, but kept"
RED = f"00{COLOURS['error']}", f"FF{COLOURS['error']}"  # type: ignore[index]


def dressed(book: Workbook) -> None:
    """Give a workbook what planners give theirs."""
    sites, nodes, demand = book["sites"], book["nodes"], book["demand"]
    sites["A1"].comment = Comment("ours: keep", "A planner")
    sites["B2"].comment = Comment("checked in May", "A planner")
    sites["B2"].fill = PatternFill("solid", start_color="FF00B050", end_color="FF00B050")
    sites["B2"].font = Font(name="Arial", size=14, italic=True, color="FF7030A0")
    sites["B2"].border = Border(left=Side(style="thick", color="FF123456"))
    sites["C2"].number_format = '0.000 "deg"'
    sites.column_dimensions["B"].width = 33.5
    sites.column_dimensions["D"].hidden = True
    sites.row_dimensions[2].height = 41
    sites.protection.sheet = True
    sites.freeze_panes = "B2"
    sites.print_area = "A1:D9"
    sites.auto_filter.ref = "A1:D2"
    nodes.add_data_validation(DataValidation(type="list", formula1='"logic,memory"', sqref="B2:B50"))
    low = Rule(type="cellIs", operator="lessThan", formula=["0"], dxf=DifferentialStyle(font=Font(color="FFFF0000")))
    nodes.conditional_formatting.add("C2:C50", low)
    nodes.add_table(Table(displayName="nodes_table", ref="A1:E2"))
    nodes["E2"].hyperlink = "https://example.org/figures"
    chart = BarChart()
    chart.add_data(Reference(demand, min_col=3, max_col=6, min_row=2))
    memo: Any = book.create_sheet("_memo")
    memo.add_chart(chart, "H4")
    memo["B1"] = "=SUM(demand!C2:F2)"
    memo["B2"] = date(2027, 5, 1)
    memo.merge_cells("B20:C21")
    book.defined_names["capex"] = DefinedName("capex", attr_text="nodes!$D$2")
    book.active = book.sheetnames.index("nodes")
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == "nodes"


def planted() -> Sheets:
    """The sound workbook with one fault at a cell with a comment and a colour, one at a bare cell and one at none."""
    sheets = sound()
    sheets["sites"][1][1] = "there"
    sheets["nodes"][1][3] = "1 200"
    sheets["site_nodes"][1][3] = None
    return sheets


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A workbook with faults, formulas that have values, a chart and a picture."""

    def change(name: str, data: bytes) -> bytes:
        return re.sub(rb"(<f>SUM[^<]*</f>)<v ?/>", rb"\1<v>12</v>", data)

    plain = save(tmp_path / "plain.xlsx", planted(), dressed)
    return rewritten(plain, tmp_path / "own.xlsx", change, **{"xl/media/image1.png": PICTURE})


def marked(source: Path, faults: tuple[Fault, ...] | None = None) -> Path:
    target = source.with_name(f"marked_{source.name}")
    mark(source, target, read_workbook(source).faults if faults is None else faults)
    return target


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def looks(book: Workbook, but: set[str]) -> dict[str, Any]:
    """Everything openpyxl sees of a workbook, but for the fills and comments of some cells and the list of faults."""
    seen: dict[str, Any] = {"names": {name: value.attr_text for name, value in book.defined_names.items()}}
    for sheet in book.worksheets:
        if sheet.title == "faults":
            continue
        seen[sheet.title] = [
            {letter: (d.width, d.hidden) for letter, d in sheet.column_dimensions.items()},
            {number: (d.height, d.hidden) for number, d in sheet.row_dimensions.items() if d.height or d.hidden},
            [str(area) for area in sheet.merged_cells.ranges],
            [(str(rule.sqref), rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation],
            [(str(area.sqref), [rule.formula for rule in area.rules]) for area in sheet.conditional_formatting],
            [(table.name, table.ref) for table in sheet.tables.values()],
            (sheet.freeze_panes, sheet.print_area, sheet.auto_filter.ref, sheet.protection.sheet, sheet.sheet_state),
            len(vars(sheet)["_charts"]),
        ]
        for row in sheet.iter_rows():
            for cell in row:
                at = f"{sheet.title}!{cell.coordinate}"
                own = (cell.fill, cell.comment.text if cell.comment else None) if at not in but else ()
                style = (cell.font, cell.border, cell.number_format, cell.alignment, cell.protection)
                link = cell.hyperlink.target if cell.hyperlink else None
                if cell.value is not None or (cell.has_style and at not in but):
                    seen[at] = (cell.value, repr(style), repr(own), link)
    return seen


def test_nothing_but_the_marks_is_different(source: Path) -> None:
    faults = read_workbook(source).faults
    at = {fault.cell for fault in faults}
    assert at == {"sites!B2", "nodes!D2", "site_nodes!D2", "sites!D1"}
    copy = marked(source)
    assert looks(load_workbook(copy), but=at) == looks(load_workbook(source), but=at)


def test_a_part_that_holds_no_mark_is_the_same_to_the_byte(source: Path) -> None:
    before, after = parts(source), parts(marked(source))
    assert after["xl/media/image1.png"] == PICTURE
    assert [name for name in before if "chart" in name or "drawing" in name.lower()]
    changed = {name for name in before if before[name] != after[name]}
    sheets = {f"xl/worksheets/sheet{number}.xml" for number in (3, 4, 5)}
    rels = {f"xl/worksheets/_rels/sheet{number}.xml.rels" for number in (4,)}
    comments = {"xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}
    book = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    assert changed == sheets | rels | comments | book


def test_a_formula_keeps_its_value(source: Path) -> None:
    assert load_workbook(marked(source), data_only=True)["_memo"]["B1"].value == 12
    assert load_workbook(marked(source))["_memo"]["B1"].value == "=SUM(demand!C2:F2)"


def test_a_cell_at_fault_is_red_and_its_comment_says_how_to_fix_it(source: Path) -> None:
    sites = load_workbook(marked(source))["sites"]
    assert sites["B2"].fill.fgColor.rgb in RED
    assert (sites["B2"].font.name, sites["B2"].font.size, sites["B2"].font.color.rgb) == ("Arial", 14, "FF7030A0")
    assert sites["B2"].border.left.style == "thick"
    assert sites["B2"].comment is not None
    assert sites["B2"].comment.text.splitlines() == [
        "fab-planner",
        "error E601: an unknown name",
        "found there",
        "expected a name listed in regions.region",
        "-> write here",
        "colour before: 00B050",
        "",
        "checked in May",
    ]
    assert sites["A1"].comment is not None
    assert sites["A1"].comment.text == "ours: keep"


def test_the_list_comes_first_and_links_to_the_cells(source: Path) -> None:
    book = load_workbook(marked(source))
    assert book.sheetnames[0] == "faults"
    assert book.active is book["faults"]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == ["faults"]
    rows = list(book["faults"].iter_rows(values_only=True))
    assert rows[0] == HEADS
    assert [row[:3] for row in rows[1:]] == [
        ("nodes!D2", "error", "E402"),
        ("site_nodes!D2", "error", "E409"),
        ("sites!B2", "error", "E601"),
        ("sites!D1", "info", "I507"),
    ]
    links = [book["faults"].cell(row, 1).hyperlink for row in range(2, 6)]
    assert [link and link.location for link in links] == ["'nodes'!D2", "'site_nodes'!D2", "'sites'!B2", "'sites'!D1"]


def test_a_marked_copy_has_the_faults_of_its_source(source: Path) -> None:
    assert read_workbook(marked(source)).faults == read_workbook(source).faults


def test_marking_a_marked_copy_changes_nothing_that_is_seen(source: Path) -> None:
    once = marked(source)
    twice = marked(once)
    assert looks(load_workbook(twice), but=set()) == looks(load_workbook(once), but=set())
    assert load_workbook(twice).sheetnames == load_workbook(once).sheetnames


def test_marks_go_when_their_faults_are_fixed(source: Path) -> None:
    once = marked(source)
    twice = once.with_name("fixed.xlsx")
    mark(once, twice, ())
    assert looks(load_workbook(twice), but=set()) == looks(load_workbook(source), but=set())
    assert [row for row in load_workbook(twice)["faults"].iter_rows(min_row=2, values_only=True) if any(row)] == []


def test_every_fault_of_a_workbook_full_of_them_is_marked_at_its_cell(tmp_path: Path) -> None:
    path = save(tmp_path / "full.xlsx", faulty(), hide_tools)
    faults = read_workbook(path).faults
    book = load_workbook(marked(path))
    for fault in faults:
        comment = book[fault.sheet][fault.cell.rpartition("!")[2]].comment
        assert comment is not None, fault
        assert f"{fault.code}: {fault.meaning}" in comment.text
        assert fault.fix in comment.text


def test_of_merged_cells_the_one_that_is_seen_is_marked(tmp_path: Path) -> None:
    path = save(tmp_path / "merged.xlsx", sound(), lambda book: book["nodes"].merge_cells("C2:D2"))
    assert load_workbook(marked(path))["nodes"]["C2"].fill.fgColor.rgb in RED


def test_cells_that_are_not_there_yet_are_made_where_they_belong(tmp_path: Path) -> None:
    path = save(tmp_path / "own.xlsx", sound())
    template = read_workbook(path).faults
    assert template == ()
    cells = ("sites!A1", "sites!C9", "sites!XFD1048576", "markets!B2", "markets!A1", "demand!A4")
    faults = tuple(Fault("error", "E401", "text", cell.split("!")[0], cell, fix="write 1") for cell in cells)  # type: ignore[arg-type]
    book = load_workbook(marked(path, faults))
    assert all(book[fault.sheet][fault.cell.split("!")[1]].fill.fgColor.rgb in RED for fault in faults)
    with zipfile.ZipFile(marked(path, faults)) as archive:
        rows = re.findall(rb'<row r="(\d+)"', archive.read("xl/worksheets/sheet3.xml"))
    assert rows == [b"1", b"2", b"9", b"1048576"]


def test_cells_left_of_the_first_one_of_a_row_come_before_it(tmp_path: Path) -> None:
    sheets = sound()
    sheets["sites"].append([None, None, "far"])
    path = save(tmp_path / "own.xlsx", sheets)
    faults = read_workbook(path).faults
    assert [fault.cell for fault in faults] == ["sites!A3", "sites!B3", "sites!C3"]
    with zipfile.ZipFile(marked(path)) as archive:
        row = archive.read("xl/worksheets/sheet3.xml").partition(b'<row r="3"')[2].partition(b"</row>")[0]
    assert re.findall(rb'r="([A-Z]3)"', row) == [b"A3", b"B3", b"C3"]
    assert read_workbook(marked(path)).faults == faults


def _prefixed(name: str, data: bytes) -> bytes:
    if not name.startswith("xl/worksheets/sheet"):
        return data
    return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", data).replace(b"xmlns=", b"xmlns:x=")


def _utf16(name: str, data: bytes) -> bytes:
    if not name.startswith("xl/worksheets/sheet"):
        return data
    return ('<?xml version="1.0" encoding="UTF-16"?>' + data.decode()).encode("utf-16")


def _without_references(name: str, data: bytes) -> bytes:
    if not name.startswith("xl/worksheets/sheet"):
        return data
    return re.sub(rb'<c r="[A-Z]+\d+"', b"<c", re.sub(rb'<row r="\d+"', b"<row", data))


def _without_styles(name: str, data: bytes) -> bytes | None:
    if name == "xl/styles.xml":
        return None
    return re.sub(rb"<(Override|Relationship) [^>]*styles[^>]*>", b"", data)


def _single_quoted(name: str, data: bytes) -> bytes:
    return data.replace(b'"', b"'") if name.startswith("xl/worksheets/sheet") else data


@pytest.mark.parametrize("change", [_prefixed, _utf16, _without_references, _without_styles, _single_quoted])
def test_a_sheet_in_an_unusual_form_is_marked_too(tmp_path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    sheets = planted()
    sheets["funds"][1][1] = "here"  # no blanks between cells: without references they would close up
    sheets["site_nodes"][1][3] = "flatt"
    odd = rewritten(save(tmp_path / "plain.xlsx", sheets), tmp_path / "odd.xlsx", change)
    faults = read_workbook(odd).faults
    assert {fault.cell for fault in faults} == {"sites!B2", "nodes!D2", "site_nodes!D2"}
    copy = marked(odd)
    assert read_workbook(copy).faults == faults
    book = load_workbook(copy)
    assert all(book[fault.sheet][fault.cell.split("!")[1]].fill.fgColor.rgb in RED for fault in faults)


def test_names_that_belong_to_a_sheet_still_do(source: Path) -> None:
    assert load_workbook(marked(source))["sites"].print_area == "'sites'!$A$1:$D$9"


def test_a_sheet_of_ones_own_that_is_called_faults_is_kept(tmp_path: Path) -> None:
    sheets = planted() | {"faults": [["which", "who"], ["the last one", "me"]]}
    copy = marked(save(tmp_path / "own.xlsx", sheets))
    book = load_workbook(copy)
    assert [cell.value for cell in book["faults"][2]] == ["the last one", "me"]
    assert book.sheetnames[0] == "planner faults 1"
    assert read_workbook(copy).faults == read_workbook(tmp_path / "own.xlsx").faults


def test_what_a_cell_says_never_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.org/"&A1,"click") <b>&amp;</b> ]]>'

    def shape(book: Workbook) -> None:
        book["sites"]["B2"].value, book["sites"]["B2"].data_type = evil, "s"
        book["memo"].title = "=cmd|'!A1"

    path = save(tmp_path / "evil.xlsx", planted() | {"memo": [["a"], ["b"]]}, shape)
    book = load_workbook(marked(path))
    listed = {row[0].value: row for row in book["faults"].iter_rows(min_row=2)}
    found = listed["sites!B2"][4]
    assert (found.value, found.data_type) == (evil, "s")
    memo = next(row[0] for cell, row in listed.items() if "cmd" in str(cell))
    assert memo.hyperlink is not None
    assert memo.hyperlink.target is None
    assert memo.hyperlink.location == "'=cmd|''!A1'!A1"
    comment = book["sites"]["B2"].comment
    assert comment is not None
    assert '=HYPERLINK("http://example.org/"&A1' in comment.text


def test_threads_of_comments_are_left_alone(tmp_path: Path) -> None:
    talk = b'<threadedComment ref="B2" id="{1}"><text>hm</text></threadedComment>'
    thread = b'<ThreadedComments xmlns="urn:x">' + talk + b"</ThreadedComments>"

    def shape(book: Workbook) -> None:
        book["sites"]["B2"].comment = Comment("[Threaded comment] hm", "tc={1}")

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/_rels/sheet3.xml.rels":
            return data
        kind = b"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
        more = b'<Relationship Id="t1" Type="%s" Target="/xl/threadedComments/t.xml"/></Relationships>' % kind
        return data.replace(b"</Relationships>", more)

    plain = save(tmp_path / "plain.xlsx", planted(), shape)
    path = rewritten(plain, tmp_path / "thread.xlsx", change, **{"xl/threadedComments/t.xml": thread})
    sites = load_workbook(marked(path))["sites"]
    assert sites["B2"].comment is not None
    assert sites["B2"].comment.text == "[Threaded comment] hm"
    assert sites["B2"].fill.fgColor.rgb in RED


def conditional(book: Workbook) -> None:
    """Let conditional formats colour the demand, two of them over each other."""
    make: Any = ColorScaleRule
    scale = make(start_type="min", start_color="FFFFFFFF", end_type="max", end_color="FFFF9900")
    low = DifferentialStyle(fill=PatternFill("solid", start_color="FF00FF00", end_color="FF00FF00"))
    book["demand"].conditional_formatting.add("C2:F9", scale)
    rule = Rule(type="cellIs", operator="lessThan", formula=["4"], dxf=low)
    book["demand"].conditional_formatting.add("C2:D9", rule)


def rules_by_priority(path: Path) -> list[tuple[int, str, str, str]]:
    found = []
    for area in load_workbook(path)["demand"].conditional_formatting:
        for rule in area.rules:
            colour = rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else ""
            found.append((rule.priority, rule.type, str(area.sqref), colour if rule.stopIfTrue else ""))
    return sorted(found)


def test_a_mark_is_seen_under_conditional_formats(tmp_path: Path) -> None:
    sheets = sound()
    sheets["demand"][1][3] = -4
    sheets["demand"][1][4] = None
    source = save(tmp_path / "own.xlsx", sheets, conditional)
    once = marked(source)
    theirs = [("colorScale", "C2:F9", ""), ("cellIs", "C2:D9", "")]
    marks = [
        (1, "expression", "D2", f"FF{COLOURS[Severity.ERROR]}"),
        (2, "expression", "E2", f"FF{COLOURS[Severity.WARNING]}"),
    ]
    before = rules_by_priority(source)
    assert [rule[1:] for rule in before] == theirs
    assert rules_by_priority(once) == [*marks, *((n + 2, *rule) for (n, *_), rule in zip(before, theirs, strict=True))]
    twice = marked(once)
    assert [rule[1:] for rule in rules_by_priority(twice)] == [*(mark[1:] for mark in marks), *theirs]
    fixed = once.with_name("fixed.xlsx")
    mark(twice, fixed, ())
    assert [rule[1:] for rule in rules_by_priority(fixed)] == theirs


def test_a_conditional_format_beside_the_faults_is_not_touched(tmp_path: Path) -> None:
    sheets = sound()
    sheets["demand"][1][0] = "chop"
    source = save(tmp_path / "own.xlsx", sheets, conditional)
    assert rules_by_priority(marked(source)) == rules_by_priority(source)


def test_text_in_the_list_stays_text_when_it_is_edited(tmp_path: Path) -> None:
    sheets = sound()
    sheets["sites"][1][1] = "+there"
    listed = load_workbook(marked(save(tmp_path / "own.xlsx", sheets)))["faults"]
    assert (listed["E2"].value, listed["E2"].quotePrefix) == ("+there", True)
    assert not listed["D2"].quotePrefix


@pytest.mark.parametrize(("text", "colours"), [("FFFFFFFF", DEEP_COLOURS), ("FF1F2A37", COLOURS)])
def test_a_marked_header_stays_readable_and_gets_its_colour_back(
    text: str, colours: dict[Severity, str], tmp_path: Path
) -> None:
    def headed(book: Workbook) -> None:
        book["demand"]["C1"].font = Font(color=text)
        book["demand"]["C1"].fill = PatternFill("solid", start_color="FF8B6B34")

    sheets = sound()
    sheets["demand"][0][2] = "Q1 27"
    once = marked(save(tmp_path / "headed.xlsx", sheets, headed))
    cell = load_workbook(once)["demand"]["C1"]
    assert (cell.font.color.rgb, cell.fill.fgColor.rgb) == (text, f"FF{colours[Severity.ERROR]}")
    fixed = tmp_path / "fixed.xlsx"
    mark(marked(once), fixed, ())
    cell = load_workbook(fixed)["demand"]["C1"]
    assert (cell.font.color.rgb, cell.fill.fgColor.rgb) == (text, "FF8B6B34")
