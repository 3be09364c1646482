"""A plan's sheet pasted into its case as it is, and the case solved again."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from openpyxl import load_workbook

from inputs.build import HERE
from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Plan
from planner.report.excel.workbook import write_plan
from planner.solver.options import SolveOptions
from planner.workbook.reader import read_case


def planned_again(
    name: str, made: tuple[Case, Plan], sheets: tuple[str, str], folder: Path, settings: Mapping[str, float]
) -> Plan:
    """Paste the first sheet of a plan over the second of its case, which `settings` may change, and solve that."""
    if not (folder / "plan.xlsx").exists():
        write_plan(folder / "plan.xlsx", *made)
    book = load_workbook(HERE / name)
    if sheets[1] in book.sheetnames:
        del book[sheets[1]]
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
        book["settings"].append(setting)
    book.save(folder / "pasted.xlsx")
    solved = solve(read_case(folder / "pasted.xlsx"), SolveOptions(gap=1e-6, threads=1, time_limit_seconds=600.0))
    assert solved.audit is not None
    assert solved.audit.findings == ()
    return solved.plan
