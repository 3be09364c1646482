"""From a case workbook to tables, charts and a plan workbook in Python, as a script to copy from.

python examples/api/plan_in_python.py [IN.xlsx [PLAN.xlsx]]
"""

# %% Everything needed is in `planner`.
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import planner

STARTER = Path(__file__).parents[2] / "inputs" / "starter.xlsx"
source = Path(sys.argv[1]) if len(sys.argv) > 1 else STARTER
target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("plan_in_python.xlsx")

# %% A case is one frozen record. Periods are ordinals from 0, money is in bn USD of one price year.
case = planner.read_case(source)  # raises InputFaults, with every fault of the workbook, where there is an error
print(f"{case.settings.case_name}: {len(case.sites)} sites, {case.calendar.periods} periods")

# %% One call builds, solves, extracts and audits. With a node limit the same seed gives the same plan on any machine.
options = planner.SolveOptions(node_limit=2000, seed=0)
result = planner.solve(case, options)
if result.audit is None:
    raise SystemExit(result.message)
print(result)
print(f"Audit: {'clean' if result.audit.clean else 'findings'}, {result.audit.checks:,} checks")

# %% The plan is records; what is built where and when, in phases:
for start in result.plan.starts:
    print(f"  {case.calendar.label(start.period)}  {start.phases} of {start.node} at {start.site}")

# %% The same as tables of pandas, one fact per row: the sheets of the plan workbook by name.
short = result.tables["shortage"].groupby("product")["kunits"].sum()
print("Shortage over the horizon, thousand packages:")
print(short.round(1).to_string())

# %% What each fund pays by year, in bn USD: labels begin with the year.
draws = result.tables["draws"].assign(year=result.tables["draws"]["period"].str[:4])
print(draws.pivot_table(index="fund", columns="year", values="usd_bn", aggfunc="sum").round(2).to_string())

# %% What if every fund had 10 % less? A changed case is a new record. The solve starts from the plan at hand.
less = {
    name: replace(fund, budget_usd_bn=tuple(0.9 * usd_bn for usd_bn in fund.budget_usd_bn))
    for name, fund in case.funds.items()
}
tight = planner.solve(replace(case, funds=less), options, warm_start=result.plan.schedule)
for name, one in (("as it is", result), ("10 % less", tight)):
    print(f"  budget {name}: {one.figures.coverage_pct:.1f} % of demand covered")

# %% The workbook to present, and the charts, as pictures where the extra `charts` is installed.
print(f"{result.write(target)} is written.")
for chart in result.charts():
    print(f"{chart.name}: {chart.words}")
    with suppress(ModuleNotFoundError):
        target.with_name(f"{target.stem}_{chart.name}.png").write_bytes(chart.png())
