"""From a case workbook to tables, charts and a plan workbook in Python, cell by cell as in a notebook.

python examples/api/plan_in_python.py [IN.xlsx [PLAN.xlsx]]
"""

# %% What is needed: reading, solving, and the plan as tables.
import sys
from dataclasses import replace
from pathlib import Path

from planner.charts.draw import available, png
from planner.pipeline import solve
from planner.report.contract.tables import plan_tables
from planner.report.excel.workbook import write_plan
from planner.report.figures.headline import figures
from planner.report.words.phrases import answer
from planner.solver.options import SolveOptions
from planner.workbook.reader import read_case

STARTER = Path(__file__).parents[2] / "inputs" / "starter.xlsx"
source = Path(sys.argv[1]) if len(sys.argv) > 1 else STARTER
target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("plan_in_python.xlsx")

# %% A case is one frozen record. Periods are ordinals from 0, money is in bn USD of one price year.
case = read_case(source)  # raises InputFaults, with every fault of the workbook, where there is an error
print(f"{case.settings.case_name}: {len(case.sites)} sites, {case.calendar.periods} periods")

# %% One call builds, solves, extracts and audits. One thread and one seed give the same plan every time.
solved = solve(case, SolveOptions(time_limit_seconds=60, threads=1, seed=0))
plan, audit = solved.plan, solved.audit
if audit is None:
    raise SystemExit(f"No plan: {plan.outcome.status}")
print(answer(figures(case, plan)))
print(f"Audit: {'clean' if audit.clean else 'findings'}, {audit.checks:,} checks")

# %% The plan is records; what is built where and when, in phases:
for start in plan.starts:
    print(f"  {case.calendar.label(start.period)}  {start.phases} of {start.node} at {start.site}")

# %% The same as tables of pandas, one fact a row: the sheets of the plan workbook by name.
tables = plan_tables(case, plan)
short = tables["shortage"].groupby("product")["kunits"].sum()
print("Short over the horizon, thousand packages:")
print(short.round(1).to_string())

# %% What a fund gives by year, in bn USD: labels begin with the year.
draws = tables["draws"].assign(year=tables["draws"]["period"].str[:4])
print(draws.pivot_table(index="fund", columns="year", values="usd_bn", aggfunc="sum").round(2).to_string())

# %% What if every fund had a tenth less? Records are changed by making new ones.
less = {
    name: replace(fund, budget_usd_bn=tuple(0.9 * usd_bn for usd_bn in fund.budget_usd_bn))
    for name, fund in case.funds.items()
}
tight = replace(case, funds=less)
tight_plan = solve(tight, SolveOptions(time_limit_seconds=60, threads=1, seed=0)).plan
for name, of, found in (("as it is", case, plan), ("a tenth less", tight, tight_plan)):
    print(f"  budget {name}: {figures(of, found).coverage_pct:.1f} % of demand covered")

# %% The workbook to present, and a chart of its own where the extra `charts` is installed.
write_plan(target, case, plan)
print(f"{target} is written.")
if available():
    from planner.report.plan_charts import charts

    for charted in charts(case, plan):
        picture = target.with_name(f"{target.stem}_{charted.name}.png")
        picture.write_bytes(png(charted.chart))
        print(f"{picture}: {charted.words}")
