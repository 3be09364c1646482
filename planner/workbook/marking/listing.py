"""The sheet that lists the faults, each with a link to its cell, as a separate XML part."""

from collections.abc import Collection, Sequence

from openpyxl.utils import quote_sheetname

from planner.workbook.faults.fault import Fault, Severity
from planner.workbook.marking.styles import Styles
from planner.workbook.marking.xmlparts import xml_text
from planner.workbook.template.cells import looks_like_formula
from planner.workbook.template.style import INK, LINK

LIST = "faults"
HEADS = ("cell", "severity", "code", "what is wrong", "found", "expected", "how to fix it")
COLOURS = {Severity.ERROR: "F8CBAD", Severity.WARNING: "FFE699", Severity.INFO: "DDEBF7"}
DEEP_COLOURS = {Severity.ERROR: "DC2626", Severity.WARNING: "B45309", Severity.INFO: "2563EB"}
"""For cells with light text, such as headers: on a light mark their words would not be seen."""
_WIDTHS = (26, 12, 9, 46, 32, 46, 60)
_MAX_CHARACTERS = 1000
_LINE_POINTS = 15
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def list_sheet(faults: Sequence[Fault], sheets: Collection[str], styles: Styles) -> bytes:
    """Return the sheet that lists the faults. Cells of sheets that exist are links."""
    head = styles.format('<@b/><@sz val="11"/><@color rgb="FFFFFFFF"/><@name val="Calibri"/>', INK, _LEFT)
    body = styles.format(f'<@sz val="11"/><@color rgb="FF{INK}"/><@name val="Calibri"/>', "", _WRAPPED)
    quoted = styles.quoted(body)  # else a program would take it for a formula once it is edited
    link = styles.format(f'<@u/><@sz val="11"/><@color rgb="FF{LINK}"/><@name val="Calibri"/>', "", _WRAPPED)
    shades = {severity: styles.filled(body, colour) for severity, colour in COLOURS.items()}

    def look(text: str) -> int:
        return quoted if looks_like_formula(text) else body

    rows = [_row(1, [(text, head) for text in HEADS], 22)]
    links = []
    for number, fault in enumerate(faults, start=2):
        place = fault.cell.rpartition("!")[2]
        is_link = bool(place) and fault.sheet in sheets
        if is_link:
            target = xml_text(f"{quote_sheetname(fault.sheet)}!{place}")
            links.append(f'<hyperlink ref="A{number}" location="{target}" display="{xml_text(fault.cell)}"/>')
        says = fault.meaning, fault.found, fault.expected, fault.fix
        texts = (fault.cell or fault.sheet or "the file", str(fault.severity), fault.code, *says)
        looks = (link if is_link else body, shades[fault.severity], *(look(text) for text in texts[2:]))
        tall = max(1 + len(text[:_MAX_CHARACTERS]) // (width + 2) for text, width in zip(texts, _WIDTHS, strict=True))
        rows.append(_row(number, list(zip(texts, looks, strict=True)), _LINE_POINTS * tall + 4))
    return _sheet(rows, links, max(2, 1 + len(faults)))


_LEFT = 'vertical="center" horizontal="left" indent="1"'
_WRAPPED = 'vertical="center" horizontal="left" indent="1" wrapText="1"'


def _row(number: int, cells: list[tuple[str, int]], height: int) -> str:
    row_cells = "".join(
        f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{xml_text(text[:_MAX_CHARACTERS])}</t></is></c>"
        for letter, (text, style) in zip("ABCDEFG", cells, strict=False)
    )
    return f'<row r="{number}" ht="{height}" customHeight="1">{row_cells}</row>'


def _sheet(rows: list[str], links: list[str], last: int) -> bytes:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(_WIDTHS, start=1)
    )
    view = (
        '<sheetView showGridLines="0" tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        f'<sheetPr><tabColor rgb="FFC0504D"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews>{view}</sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A1:G{last}"/>'
        f"{'<hyperlinks>' + ''.join(links) + '</hyperlinks>' if links else ''}"
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()
