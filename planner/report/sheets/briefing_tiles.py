"""The tiles of the briefing: one figure each, with what it is and what to compare it with."""

from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from planner.report.built import count
from planner.report.figures import Figures
from planner.report.phrases import has_bound, has_plan, status_word
from planner.report.shares import percent_format
from planner.report.style import CENTRE, GREY, INK, NAVY, PAPER, RED, TEAL, Look, font, solid, write

Tile = tuple[str, object, str, str, str]
"""Label, value, number format, line below, colour of the value."""


_PAPER = solid(PAPER)
_GAP = Border(left=Side(style="thick", color="FFFFFF"))


def add_tiles(sheet: Worksheet, row: int, found: Figures, block: int) -> None:
    """Write a tile over every two columns of the two blocks; the middle one spans the gutter between them."""
    for index, (label, value, format_, below, color) in enumerate(_tiles(found)):
        left = 2 * index + 1 + (2 * index >= block)
        right = left + 1 + (left <= block < left + 1)
        looks = (
            Look(font(9, GREY, bold=True), fill=_PAPER, alignment=CENTRE, border=_GAP),
            Look(font(20, color, bold=True), format_, fill=_PAPER, alignment=CENTRE, border=_GAP),
            Look(font(9, GREY), fill=_PAPER, alignment=CENTRE, border=_GAP),
        )
        for offset, (text, look) in enumerate(zip((label, value, below), looks, strict=True)):
            write(sheet, row + offset, left, text, look)
            sheet.merge_cells(start_row=row + offset, end_row=row + offset, start_column=left, end_column=right)
    for offset, height in enumerate((18, 32, 18)):
        sheet.row_dimensions[row + offset].height = height


def _tiles(found: Figures) -> tuple[Tile, ...]:
    drawn = f"{100 * found.drawn_usd_bn / found.budget_usd_bn:.0f} % drawn" if found.budget_usd_bn > 0 else "no budget"
    credit = f"{found.credits_usd_bn:,.1f} bn of it credits" if found.credits_usd_bn else "before credits"
    short = f"of {found.demand_kunits:,.0f} demanded"
    lumps = f"and {count(found.lumps, 'lump')} converted" if found.lumps else "new"
    proof: object = 100 * found.gap if has_plan(found) and has_bound(found) else "–"
    proof_format = '0.0" %"' if isinstance(proof, float) and proof >= 1 else '0.00" %"'
    return (
        ("DEMAND COVERED", found.coverage_pct, percent_format(found.coverage_pct, "%"), _worst(found), TEAL),
        ("SHORTAGE [kunits]", found.shortage_kunits, "#,##0", short, RED if found.shortage_kunits >= 0.5 else INK),
        ("CAPEX [USD bn]", found.capex_usd_bn, "#,##0.0", credit, NAVY),
        ("BUDGET [USD bn]", found.budget_usd_bn, "#,##0.0", drawn, NAVY),
        ("PHASES", found.phases, "0", lumps, INK),
        ("SITES", found.sites, "0", "with new phases", INK),
        ("GAP TO THE BEST", proof, proof_format, status_word(found), INK),
    )


def _worst(found: Figures) -> str:
    if found.worst_coverage_pct < found.coverage_pct - 1e-9:
        return f"{found.worst_coverage_pct:.1f} % in the worst scenario"
    return "of the whole horizon"
