"""The chart of an explanation: what is short by year, and what lifting rules would leave."""

from typing import TYPE_CHECKING

from planner.charts.draw import available
from planner.study.explain.shortage import Causes, Short

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted


def pictures(causes: Causes) -> "tuple[Charted, ...]":
    """Return the chart, if charts can be drawn: the plan, the two kinds of rules that matter most, and no rule."""
    if not available():
        return ()
    import pandas as pd

    from planner.charts import shortages as chart
    from planner.report.plan_charts import Charted

    kinds = [kind for kind, _ in causes.by_kind()][: chart.MAX_SERIES - 2]
    series: dict[str, Short] = {"the plan": causes.planned}
    series |= {f"without limits of {kind}": causes.without[kind] for kind in kinds}
    series["without any rule, whatever it costs"] = causes.without_any
    years = sorted({causes.case.calendar.year(t) for _, t in causes.planned})
    rows = [
        (name, str(year), sum(kunits for (_, t), kunits in short.items() if causes.case.calendar.year(t) == year))
        for name, short in series.items()
        for year in years
    ]
    words = "All products and markets, as an expectation over the scenarios."
    table = pd.DataFrame(rows, columns=["series", "year", "kunits"])
    return (Charted("shortages", words, chart.declare(table, list(series), words)),)
