"""A plan's sheet pasted into its case as it is, and the case solved again.

Only the sheets that change are saved and read: tests/report/test_round_trip.py does it with a whole workbook.
"""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from inputs.build import HERE
from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Plan
from planner.report.excel.workbook import tables_bytes
from planner.solver.options import SolveOptions
from planner.workbook import reader
from planner.workbook.file.book import Book, open_book


def planned_again(
    name: str, made: tuple[Case, Plan], sheets: tuple[str, str], folder: Path, settings: Mapping[str, float]
) -> Plan:
    """Paste the first sheet of a plan over the second of its case, which `settings` may change, and solve that."""
    if not (folder / "plan.xlsx").exists():
        (folder / "plan.xlsx").write_bytes(tables_bytes(*made))
    of_case = {sheet.name: sheet for sheet in open_book(HERE / name).sheets}
    book = Workbook()
    assert book.active is not None
    changed = book.active
    changed.title = "settings"
    for number, cells in of_case["settings"].rows:
        for column, value in enumerate(cells, start=1):
            changed.cell(number, column).value = value  # type: ignore[assignment]
    pasted = book.create_sheet(sheets[1])
    with closing(load_workbook(folder / "plan.xlsx", read_only=True)) as plan:  # one sheet of many
        for row in plan[sheets[0]].iter_rows():
            for cell in row:
                if cell.value is not None:
                    pasted[cell.coordinate].value = cell.value
                    pasted[cell.coordinate].data_type = cell.data_type
    if sheets[1] == "last_plan":  # shells are rows without a node
        titles = [cell.value for cell in pasted[1]]
        for built in made[1].shells_built:
            values = {"site": built.site, "period": made[0].calendar.label(built.period), "phases": built.shells}
            pasted.append([values.get(str(title)) for title in titles])
    for setting in settings.items():
        changed.append(setting)
    book.save(folder / "pasted.xlsx")
    saved = {sheet.name: sheet for sheet in open_book(folder / "pasted.xlsx").sheets}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "open_book", lambda _: Book(tuple({**of_case, **saved}.values())))
        case = reader.read_case(folder / "pasted.xlsx")
    solved = solve(case, SolveOptions(gap=1e-6, threads=1, time_limit_seconds=600.0))
    assert solved.audit is not None
    assert solved.audit.findings == ()
    return solved.plan
