"""The nodes of the foundry: the world case's figures, in modules of 15 kwspm of logic and 10 of packaging."""

from inputs.industry.nodes import A16, COWOS, N2, N3, N5, NODES, TOOL_USE
from inputs.rows import Row

N7 = "N7"
_PHASE_KWSPM = {N5: 15.0, N3: 15.0, N2: 15.0, A16: 12.5, COWOS: 10.0}
_PER_PHASE = (
    "phase_kwspm",
    "phase_capex_usd_bn",
    "floor_units_per_phase",
    "power_mw_per_phase",
    "fixed_cost_usd_bn_per_phase_year",
)
_N7: Row = {
    "node": N7,
    "kind": "logic",
    "phase_kwspm": 15.0,
    "phase_capex_usd_bn": 3.6,
    "shell_share_pct": 22,
    "floor_units_per_phase": 0.5,
    "power_mw_per_phase": 90,
    "wafer_cost_usd": 1520,
    "fixed_cost_usd_bn_per_phase_year": 0.05,
    "available_from": "2018Q2",
    "utilisation_pct": 90,
    "cycle_periods": 2,
    "yield_model": "negative_binomial",
    "defects_start_per_cm2": 0.15,
    "defects_mature_per_cm2": 0.06,
    "learning_periods": 3,
    "cluster_alpha": 3,
    "source": "capex 0.24 bn/kwspm: DIGITIMES fab costs (7 nm, 50k: 12 bn); defects: AnandTech Aug 2020; confidence M",
    "note": "no new module is offered",
}


def nodes() -> list[Row]:
    """Return the rows of the nodes sheet: those of the world case with everything that belongs to a phase scaled."""
    return [_N7, *(_module(row, _PHASE_KWSPM[str(row["node"])]) for row in NODES if row["node"] in _PHASE_KWSPM)]


def _module(row: Row, phase_kwspm: float) -> Row:
    share = phase_kwspm / float(str(row["phase_kwspm"]))
    return row | {field: round(float(str(row[field])) * share, 6) for field in _PER_PHASE}


def tool_use() -> list[Row]:
    """Return the rows of the tool_use sheet for the nodes of the foundry."""
    return [row for row in TOOL_USE if row["node"] in _PHASE_KWSPM]
