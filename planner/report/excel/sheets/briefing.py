"""Sheet `briefing`: the plan on one A4 page, for readers who read nothing else."""

from collections.abc import Sequence
from textwrap import wrap

from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.case.records import Case
from planner.charts.palette import NAVY, PAPER
from planner.plan.records import Plan
from planner.report.excel.links import Place, link
from planner.report.excel.native_charts import place
from planner.report.excel.page import NOT_PRINTED, print_landscape
from planner.report.excel.sheets.briefing_tables import BLOCK_COLUMNS, add_built_table, add_year_table
from planner.report.excel.sheets.briefing_tiles import ROWS, add_tiles
from planner.report.excel.sheets.traces import Traces
from planner.report.excel.style import BODY, NOTE, SECTION, Look, font, heading, solid, widths, write
from planner.report.figures.headline import figures
from planner.report.words.binding import headlines
from planner.report.words.decisions import decisions, open_sentence
from planner.report.words.nothing import full_answer
from planner.report.words.phrases import coverage_sentence, edits_sentence, has_plan, objective_words, status_sentence
from planner.report.words.unspent import unspent_sentence

NAME = "briefing"

COLUMNS = 2 * BLOCK_COLUMNS + 1
_COLUMN_WIDTH = 13.4
_GUTTER = BLOCK_COLUMNS + 1
_ANSWER_ROW, _TILES_ROW = 4, 6
_TABLES_ROW = _TILES_ROW + ROWS + 1
_PAGE_ROWS, _FOOT_ROWS, _MIN_CHART_ROWS = 43, 8, 11
"""The charts take the rest of the page below tables and sentences."""
_MAX_SENTENCES = 5
_SENTENCE_LINE = 105
"""Characters of a sentence that a row of a block holds, set a little smaller at most."""
_ANSWER_LINE = 130
"""Characters of the answer that a line holds at least."""
_FOOT_LINE = 205
"""Characters of a line at the foot of the page."""
_PAPER_NOTE = (
    "Tiles, tables and sentences link to the cells they are computed from. Sheets before contents are laid out for "
    "paper, A4 landscape; those after it hold the plan as data for other programs: "
    f"{NOT_PRINTED}."
)
# Rows of merged cells do not grow with their text, and not every program breaks the text of a link.
_SHRUNK = Alignment(horizontal="left", vertical="center", shrink_to_fit=True)
_INDENTED = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)


def add(book: Workbook, case: Case, plan: Plan, audit_lines: Sequence[str], traces: Traces) -> None:
    """Put the sheet first: answer, tiles, what is built, coverage and money by year, decisions and what binds."""
    sheet = book.create_sheet(NAME, 0)
    widths(sheet, [_COLUMN_WIDTH if place != _GUTTER else 2.0 for place in range(1, COLUMNS + 1)])
    heading(sheet, case.settings.case_name, _subtitle(case))
    sheet.cell(1, 1).alignment = _SHRUNK
    headline = figures(case, plan)
    for row in (1, _ANSWER_ROW):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=COLUMNS)
    text = full_answer(case, plan, headline)
    write(sheet, _ANSWER_ROW, 1, text, Look(font(13, NAVY, bold=True), fill=solid(PAPER), alignment=_INDENTED))
    sheet.row_dimensions[_ANSWER_ROW].height = 20 * max(2, -(-len(text) // _ANSWER_LINE))
    add_tiles(sheet, _TILES_ROW, headline, traces, BLOCK_COLUMNS)

    left_end = add_built_table(sheet, _TABLES_ROW, 1, case, plan, traces)
    years = add_year_table(sheet, _TABLES_ROW, _GUTTER + 1, case, plan, traces)
    charts = max(left_end, years.below) + 1
    decided = decisions(case, plan, _MAX_SENTENCES)
    binding = headlines(case, plan, _MAX_SENTENCES)
    bound_sentences = [line.sentence for line in binding]
    rows = max(
        sum(len(_rows(sentence)) for sentence in block) for block in ([text for _, text in decided], bound_sentences)
    )
    texts = max(charts + _MIN_CHART_ROWS, _PAGE_ROWS - _FOOT_ROWS - max(rows, 1)) + 1
    place(sheet, years.coverage_chart(sheet), 1, charts, _GUTTER, texts - 1)
    cash_chart = traces.money.chart()
    if cash_chart is not None:
        place(sheet, cash_chart, _GUTTER + 1, charts, COLUMNS + 1, texts - 1)

    schedule, bound = traces.schedule.rows, traces.bound.rows
    leads = [schedule[line.site, line.node] for line, _ in decided]
    limits = [bound[line.rule, line.where] for line in binding]
    ends = [
        _sentences(
            sheet,
            texts,
            1,
            "The decisions that matter most, the most urgent first",
            [text for _, text in decided],
            leads,
        ),
        _sentences(sheet, texts, _GUTTER + 1, "What binds", bound_sentences, limits),
    ]
    foot = max(ends) + 1
    known = has_plan(headline)
    feet = (
        (" ".join(filter(None, (status_sentence(headline), coverage_sentence(headline)))), BODY),
        (unspent_sentence(case, plan, headline) if known else "", BODY),
        (open_sentence(case, plan) if known else "", BODY),
        (edits_sentence(plan), BODY),
        (" ".join(audit_lines[:2]), BODY),
        (_note(case), NOTE),
        (_PAPER_NOTE, NOTE),
    )
    lines = [(line, look) for words, look in feet for line in wrap(words, _FOOT_LINE)]
    for at, (line, look) in enumerate(lines, start=foot):
        write(sheet, at, 1, line, look)
    last = foot + len(lines) - 1
    sheet.print_area = f"A1:{sheet.cell(last, COLUMNS).coordinate}"
    print_landscape(sheet, one_page=True)
    sheet.print_options.horizontalCentered = True


def _subtitle(case: Case) -> str:
    horizon = f"{case.calendar.label(0)} to {case.calendar.label(case.calendar.last)}"
    money = f"real USD of {case.settings.price_year}" if case.settings.price_year else "real USD"
    return f"Capacity plan, {horizon} · {money} · {objective_words(case)}"


def _note(case: Case) -> str:
    expected = "Demand and shortage are expected values over the scenarios. " if len(case.scenarios) > 1 else ""
    return (
        f"{expected}Capex is undiscounted and before credits; drawn is what the funds pay, after credits. "
        "kunits: thousand packages."
    )


def _rows(sentence: str) -> list[str]:
    """Return a sentence as rows; continuation rows are indented."""
    return wrap(sentence, _SENTENCE_LINE, subsequent_indent="    ")


def _sentences(
    sheet: Worksheet, row: int, column: int, title: str, sentences: Sequence[str], places: Sequence[Place]
) -> int:
    """Write sentences below a title, each linked to its place; return the next free row."""
    write(sheet, row, column, title, SECTION)
    if not sentences:
        write(sheet, row + 1, column, "None.", BODY)
    lines = [(text, leads_to) for sentence, leads_to in zip(sentences, places, strict=True) for text in _rows(sentence)]
    for at, (text, leads_to) in enumerate(lines, start=row + 1):
        cell = write(sheet, at, column, text, Look(font(), alignment=_SHRUNK))
        sheet.merge_cells(start_row=at, end_row=at, start_column=column, end_column=column + BLOCK_COLUMNS - 1)
        sheet.row_dimensions[at].height = 16
        link(cell, leads_to)
    return row + 1 + max(1, len(lines))
