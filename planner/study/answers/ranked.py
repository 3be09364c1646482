"""The chart of ranked intervals that answers share."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.charts.draw import available
from planner.study.answers.interval import Interval

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

MAX_ROWS = 25


def ranked(name: str, title: str, axis: str, rows: Sequence[tuple[str, Interval]], words: str) -> "tuple[Charted, ...]":
    """Return the chart of named values of at least zero, if charts can be drawn and there is more than nothing to show.

    Values that are not known, and those beyond the first rows, are left out.
    """
    known = [(what, one) for what, one in rows if math.isfinite(one.width)]
    shown = known[:MAX_ROWS]
    if not available() or not any(one.high > 0 and not one.is_zero for _, one in shown):
        return ()
    import pandas as pd

    from planner.charts import ranked as chart
    from planner.report.plan_charts import Charted

    bars = [
        (what, order, part, *ends)
        for order, (what, one) in enumerate(shown)
        for part, ends in ((chart.PROVEN, (0.0, one.low)), (chart.OPEN, (one.low, one.high)))
    ]
    left = len(rows) - len(shown)
    said = f"{words} {left} {'row is' if left == 1 else 'rows are'} left out." if left else words
    table = pd.DataFrame(bars, columns=["name", "order", "part", "low", "high"])
    return (Charted(name, said, chart.declare(table, title, axis, said)),)
