"""Nodes of the world case: those that the cases share, with A14, ordinary DRAM and what late 2026 knows of HBM."""

from inputs.industry.nodes import A16, COWOS, HBM, N2, N3, N5, N7
from inputs.industry.nodes import NODES as SHARED
from inputs.industry.nodes import TOOL_USE as SHARED_USE
from inputs.rows import Row, table

A14, DRAM = "A14", "DRAM"

_TREND = "equipment 1 % a year dearer in real terms: assumption, L"
_CREWS = (
    "crews: a packaging line of 1 bn takes a fifth of those of a logic fab, a DRAM module three fifths: assumption, L"
)
CREW_UNITS = {HBM: 0.6, DRAM: 0.6, COWOS: 0.2}
_LATE: dict[str, Row] = {
    HBM: {
        "phase_capex_usd_bn": 8.4,
        "shell_share_pct": 33,
        "source": (
            "capex 0.28 bn/kwspm (0.18 to 0.42: Samsung P4 0.18, SK hynix M15X 0.25, Yongin 0.42 with a shell of 0.107;"
            " Korea Herald 25 Feb 2026, Sedaily 23 Apr 2026); wafer cost: cash cost less power and staff; power: about"
            " 4 MW per kwspm, L; confidence M"
        ),
        "note": (
            "conflict: 0.15-0.26 bn/kwspm triangulated in 2025; shell share 33 %: Yongin 0.107 of 0.42 and older fabs;"
            " cycle: 20-28 weeks to the stack; floor 0.6 of a logic module: assumption"
        ),
    },
}
_A14 = table(
    "node kind phase_kwspm phase_capex_usd_bn shell_share_pct floor_units_per_phase power_mw_per_phase wafer_cost_usd"
    " fixed_cost_usd_bn_per_phase_year available_from utilisation_pct cycle_periods yield_model defects_start_per_cm2"
    " defects_mature_per_cm2 learning_periods cluster_alpha source note",
    (
        A14, "logic", 25, 20.0, 22, 1.0, 285, 5200, 0.11, "2028Q3", 95, 2, "negative_binomial", 0.17, 0.07, 4, 3,
        "capex 0.80 bn/kwspm (0.68-1.00): extrapolated from IBS by EUV layers; first output 2028Q3 (TSMC Symposium"
        " Apr 2025: 2028); defects: as A16; power: scaled by layers; confidence L",
        "no High-NA: TSMC says that A14 does without (press 2025); Intel 14A counts here, with High-NA beside",
    ),
)  # fmt: skip
_DRAM: Row = {
    "node": DRAM,
    "kind": "memory",
    "phase_kwspm": 30,
    "phase_capex_usd_bn": 4.5,
    "shell_share_pct": 33,
    "floor_units_per_phase": 0.6,
    "power_mw_per_phase": 110,
    "wafer_cost_usd": 1000,
    "fixed_cost_usd_bn_per_phase_year": 0.07,
    "available_from": "2020Q1",
    "utilisation_pct": 95,
    "cycle_periods": 1,
    "source": (
        "DDR5 and LPDDR on 1a, 1b and 1c: 0.15 bn/kwspm, the low end of DRAM fabs; wafer cost: as HBM without stacking,"
        " estimate; confidence L"
    ),
    "note": "in the same shells as HBM; lines of ordinary DRAM can be turned into HBM",
}


WAFER_PRICES_USD = {N5: 16000, N3: 19500, N2: 30000, A16: 45000, A14: 48000, N7: 10000, HBM: 12500, DRAM: 10000}
_PRICES = (
    "wafer price: N7 10 k, N5 16 k, N3 18-20 k, N2 30 k (press 2025; SemiWiki disputes 30 k), A16 45 k (a rumour),"
    " HBM 25 stacks at 500 USD, DRAM 2 TB at 5 USD a GB, L"
)


def _node(row: Row) -> Row:
    late = row | _LATE.get(str(row["node"]), {})
    crews = CREW_UNITS.get(str(row["node"]), 1.0)
    note = "; ".join(str(late[of]) for of in ("note",) if of in late)
    price = WAFER_PRICES_USD.get(str(row["node"]))
    terms: Row = {"capex_trend_pct": 1.0, "crew_units_per_phase": crews}
    return (
        late
        | terms
        | ({} if price is None else {"wafer_price_usd": price})
        | {"note": "; ".join((note, _TREND, _CREWS, *(() if price is None else (_PRICES,))))}
    )


NODES = [_node(row) for row in (*SHARED[:4], *_A14, *SHARED[4:], _DRAM)]
LOGIC = (N5, N3, N2, A16, A14)

_PASSES = "75 wafers/h x 90 % x 8,760 h = 591k passes a year and tool (SemiAnalysis Mar 2026), against"
TOOL_USE = [
    *SHARED_USE,
    *table(
        "tool node tools_per_kwspm periods_before_output source",
        ("EUV scanner", A14, 0.57, 2, f"{_PASSES} 28 passes a wafer (24-34); install 4-6 months; confidence L"),
        ("EUV scanner", DRAM, 0.05, 2, f"{_PASSES} 2-3 passes as a mean of 1a to 1c: estimate; confidence L"),
    ),
]
__all__ = ["A14", "A16", "COWOS", "DRAM", "HBM", "LOGIC", "N2", "N3", "N5", "N7", "NODES", "TOOL_USE"]
