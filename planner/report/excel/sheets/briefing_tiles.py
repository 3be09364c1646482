"""The tiles of the briefing: one figure each, with what it is and what to compare it with."""

from dataclasses import dataclass

from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from planner.charts.palette import GREY, INK, NAVY, PAPER, RED, TEAL
from planner.report.excel.links import Place, link
from planner.report.excel.sheets.traces import Traces
from planner.report.excel.style import CENTRE, SHRUNK_CENTRE, Look, font, solid, write
from planner.report.figures.headline import Figures
from planner.report.words.beside import beside_budget, beside_capex, beside_coverage, beside_phases
from planner.report.words.formats import percent_format
from planner.report.words.phrases import gap_format, has_bound, has_plan, status_word


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: what it is called, its value, what to compare it with, and where it is computed."""

    label: str
    value: float | str
    format: str
    below: str
    color: str
    place: Place
    given: bool = False
    """Whether it is known without a plan."""


_PAPER = solid(PAPER)
_GAP = Border(left=Side(style="thick", color="FFFFFF"))
_HEIGHTS = (18, 32, 15, 13)
ROWS = len(_HEIGHTS)


def add_tiles(sheet: Worksheet, row: int, headline: Figures, traces: Traces, block: int) -> None:
    """Write a tile over every two columns of the two blocks; the middle one spans the gutter between them."""
    for index, tile in enumerate(_tiles(headline, traces)):
        left = 2 * index + 1 + (2 * index >= block)
        right = left + 1 + (left <= block < left + 1)
        parts = (
            (tile.label, Look(font(9, GREY, bold=True), fill=_PAPER, alignment=CENTRE, border=_GAP)),
            (
                tile.value if has_plan(headline) or tile.given else "–",
                Look(font(20, tile.color, bold=True), tile.format, _PAPER, SHRUNK_CENTRE, _GAP),
            ),
            (tile.below, Look(font(9, GREY), fill=_PAPER, alignment=SHRUNK_CENTRE, border=_GAP)),
            (str(tile.place), Look(font(7, GREY, underline=True), fill=_PAPER, alignment=SHRUNK_CENTRE, border=_GAP)),
        )
        for at, (value, look) in enumerate(parts, start=row):
            cell = write(sheet, at, left, value, look)
            sheet.merge_cells(start_row=at, end_row=at, start_column=left, end_column=right)
            if at in (row + 1, row + 3):
                link(cell, tile.place)
    for at, height in enumerate(_HEIGHTS, start=row):
        sheet.row_dimensions[at].height = height


def _tiles(headline: Figures, traces: Traces) -> tuple[Tile, ...]:
    short = f"of {headline.demand_kunits:,.0f} demanded"
    share: float | str = headline.coverage_pct if headline.has_demand else "–"
    covered = percent_format(headline.coverage_pct, "%")
    served, missing = (NAVY, RED) if headline.is_short else (TEAL, INK)
    at = traces
    return (
        Tile("DEMAND COVERED", share, covered, beside_coverage(headline), served, at.covered.coverage),
        Tile("SHORTAGE [kunits]", headline.shortage_kunits, "#,##0", short, missing, at.covered.shortage),
        Tile("CAPEX [bn USD]", headline.capex_usd_bn, "#,##0.0", beside_capex(headline), NAVY, at.payers.capex),
        Tile(
            "BUDGET [bn USD]",
            headline.budget_usd_bn,
            "#,##0.0",
            beside_budget(headline),
            NAVY,
            at.money.budget,
            given=True,
        ),
        Tile("PHASES", headline.phases, "#,##0", beside_phases(headline), INK, at.schedule.phases),
        Tile("SITES", headline.sites, "0", "with new phases", INK, at.schedule.sites),
        _gap(headline, at.gap),
    )


def _gap(headline: Figures, place: Place) -> Tile:
    known = has_plan(headline) and has_bound(headline)
    value: float | str = headline.gap if known else "–"
    return Tile("GAP TO THE BEST", value, gap_format(headline), status_word(headline), INK, place)
