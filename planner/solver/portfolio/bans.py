"""Bans as probes of a matrix: the columns that each of them keeps closed, and what opening them lets through."""

from collections.abc import Iterable

import numpy as np

from planner.case.records import Case
from planner.registry.variables import MOVED, SHIPPED
from planner.shape.bans import Ban
from planner.solver.messages.wire import Probe, ProbeResult
from planner.solver.program.matrix import Matrix

Lifted = Iterable[tuple[Ban, float, float]]
"""Bans, what lifting each alone would save, in usd_bn, and let through, in expected kunits."""


def probes_of(matrix: Matrix, banned: tuple[Ban, ...]) -> tuple[Probe, ...]:
    """Return the columns of the flows that each ban keeps closed, shipments first."""
    column = {name: number for number, name in enumerate(matrix.columns)}
    return tuple(
        (*(column[SHIPPED.name, key] for key in ban.shipments), *(column[MOVED.name, key] for key in ban.moves))
        for ban in banned
    )


def lifted_bans(case: Case, banned: tuple[Ban, ...], tried: Iterable[ProbeResult]) -> Lifted:
    """Yield for each ban what lifting it alone would save, in usd_bn, and let through, in expected kunits."""
    for one in tried:
        ban = banned[one.probe]
        scenarios = [*(key.scenario for key in ban.shipments), *(key.scenario for key in ban.moves)]
        yield ban, one.gain, float(np.array([case.scenarios[k].probability for k in scenarios]) @ one.values)
