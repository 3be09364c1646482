"""The nodes of the programme: two generations of logic, HBM and packaging, in modules of half the world case's size.

A programme that starts from nothing builds the smallest module that pays, not the 25 to 30 kwspm of a leader.
"""

from inputs.industry.nodes import COWOS, HBM, N2, N3, NODES, TOOL_USE
from inputs.rows import Row

_PHASE_KWSPM = {N3: 15.0, N2: 15.0, HBM: 20.0, COWOS: 10.0}
_PER_PHASE = (
    "phase_kwspm",
    "phase_capex_usd_bn",
    "floor_units_per_phase",
    "power_mw_per_phase",
    "fixed_cost_usd_bn_per_phase_year",
)


def nodes() -> list[Row]:
    """Return the rows of the nodes sheet: those of the world case, with everything that belongs to a phase scaled."""
    return [_module(row, _PHASE_KWSPM[str(row["node"])]) for row in NODES if row["node"] in _PHASE_KWSPM]


def _module(row: Row, phase_kwspm: float) -> Row:
    share = phase_kwspm / float(str(row["phase_kwspm"]))
    return row | {field: round(float(str(row[field])) * share, 6) for field in _PER_PHASE}


def tool_use() -> list[Row]:
    """Return the rows of the tool_use sheet for the nodes of the programme."""
    return [row for row in TOOL_USE if row["node"] in _PHASE_KWSPM]
