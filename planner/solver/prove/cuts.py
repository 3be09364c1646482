"""Cuts as HiGHS takes them: rows that every whole point keeps."""

from itertools import pairwise

import highspy
import numpy as np

from planner.solver.highs import checked
from planner.solver.messages.wire import Cuts
from planner.solver.prove.rows import Mask, Row


def stacked(rows: list[Row]) -> Cuts:
    """Return rows as cuts."""
    return Cuts(
        np.full(len(rows), -np.inf),
        np.array([row.upper for row in rows], dtype=float),
        np.cumsum([0, *(row.columns.size for row in rows)])[:-1].astype(np.int32),
        np.concatenate([np.zeros(0, dtype=np.int64), *(row.columns for row in rows)]).astype(np.int32),
        np.concatenate([np.zeros(0), *(row.values for row in rows)]),
    )


def rows_of(cuts: Cuts) -> list[Row]:
    """Return cuts as rows."""
    ends = np.append(cuts.start, cuts.index.size)
    spans = [slice(first, last) for first, last in pairwise(ends.tolist())]
    return [
        Row(cuts.index[span].astype(np.int64), cuts.value[span], float(upper))
        for span, upper in zip(spans, cuts.upper, strict=True)
    ]


def add_cuts(solver: highspy.Highs, cuts: Cuts) -> None:
    """Add the cuts to a solver as rows."""
    if cuts.lower.size:
        rows = (cuts.lower.size, cuts.lower, cuts.upper, cuts.index.size, cuts.start, cuts.index, cuts.value)
        checked(solver.addRows(*rows), "the cuts", warn_ok=True)


def drop_slack(solver: highspy.Highs, first: int) -> Mask:
    """Delete the rows from a number on that are basic in the last solve, and so have no say; return which stay.

    Without basic rows the basis is still one.
    """
    basic = highspy.HighsBasisStatus.kBasic
    stays = np.array([status != basic for status in solver.getBasis().row_status[first:]], dtype=bool)
    slack = (first + np.flatnonzero(~stays)).astype(np.int32)
    if slack.size:
        checked(solver.deleteRows(slack.size, slack), "fewer rows")
    return stays
