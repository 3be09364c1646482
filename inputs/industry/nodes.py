"""The seven nodes of the world case, and the scanners that they need."""

from inputs.rows import table

N5, N3, N2, A16, N7, HBM, COWOS = "N5/N4", "N3", "N2", "A16", "N7 DUV (China)", "HBM", "CoWoS"
LOGIC = (N5, N3, N2, A16)

_COST = (
    "wafer cost: cash cost (price structure of TechInsights Mar 2025: equipment over 2/3 of cost) less power and staff;"
    " staff: McKinsey May 2024, 2,200 people per 30 kwspm at 60,000 USD"
)
_DEFECTS = "defects: fit to TSMC symposium plots, AnandTech Aug 2020 (N7, N5) and TSMC Apr 2025 (N2)"
_POWER = "power: about 200 MW per Arizona fab, 10 MW per kwspm of EUV logic, scaled by EUV layers, L"
_SHELL = "shell share 22 %: SEMI, facility 20-30 % of capex"

NODES = table(
    "node kind phase_kwspm phase_capex_usd_bn shell_share_pct floor_units_per_phase power_mw_per_phase wafer_cost_usd"
    " fixed_cost_usd_bn_per_phase_year available_from utilisation_pct cycle_periods yield_model defects_start_per_cm2"
    " defects_mature_per_cm2 learning_periods cluster_alpha source note",
    (
        N5, "logic", 25, 8.0, 22, 1.0, 200, 1700, 0.11, "2020Q2", 95, 2, "negative_binomial", 0.11, 0.06, 4, 3,
        f"capex 0.32 bn/kwspm: DIGITIMES fab costs (5 nm, 50k: 16 bn); {_SHELL}; {_COST}; {_DEFECTS}; {_POWER};"
        " confidence M-H",
        "cycle: 12-14 weeks in the fab and 6-10 in packaging and test",
    ),
    (
        N3, "logic", 30, 12.0, 22, 1.0, 270, 2280, 0.13, "2023Q3", 95, 2, "negative_binomial", 0.20, 0.07, 4, 3,
        f"capex 0.40 bn/kwspm: IBS Dec 2023 (3 nm, 50k: 20 bn), Fab 18 19.5 bn for 55k; {_SHELL}; {_COST}; {_DEFECTS};"
        f" {_POWER}; confidence M",
        "cycle: 13-15 weeks in the fab and 6-10 in packaging and test",
    ),
    (
        N2, "logic", 30, 16.8, 22, 1.0, 300, 3480, 0.13, "2025Q4", 95, 2, "negative_binomial", 0.16, 0.07, 4, 3,
        f"capex 0.56 bn/kwspm: IBS Dec 2023 (2 nm, 50k: 28 bn), checked with SEMI Jun 2025; {_SHELL}; {_COST};"
        f" {_DEFECTS}; {_POWER}; confidence M",
        "cycle: 14-16 weeks in the fab and 6-10 in packaging and test",
    ),
    (
        A16, "logic", 25, 17.5, 22, 1.0, 275, 4590, 0.11, "2026Q4", 95, 2, "negative_binomial", 0.16, 0.07, 4, 3,
        f"capex 0.70 bn/kwspm: extrapolated from IBS by EUV layers; {_SHELL}; {_COST}; {_DEFECTS}; {_POWER};"
        " confidence L",
        "Intel 18A/14A counts here; cycle: 15-17 weeks in the fab and 6-10 in packaging and test",
    ),
    (
        N7, "logic", 25, 6.0, 22, 1.0, 150, 1520, 0.07, "2023Q3", 90, 2, "negative_binomial", 0.15, 0.06, 3, 3,
        f"capex 0.24 bn/kwspm: DIGITIMES fab costs (7 nm, 50k: 12 bn); {_SHELL}; {_COST}; {_DEFECTS}; confidence M",
        "SMIC N+2/N+3 by multiple patterning, no EUV; its defects are raised in site_nodes",
    ),
    (
        HBM, "memory", 30, 6.0, 22, 0.6, 120, 1220, 0.08, "2024Q1", 95, 2, None, None, None, None, None,
        f"capex 0.20 bn/kwspm of DRAM with TSV (0.15-0.26), triangulated; {_SHELL}; {_COST}; confidence L",
        "cycle: 20-28 weeks to the stack; a DRAM building holds more wafer starts than a logic one (floor 0.6, L)",
    ),
    (
        COWOS, "packaging", 10, 1.0, 22, 0.3, 15, 4260, 0.07, "2022Q1", 90, 0, None, None, None, None, None,
        f"capex 0.10 bn/kwspm: TrendForce Mar 2024 (Chiayi, 6 plants 15.6 bn), TSMC: 10-20 % of capex; {_SHELL};"
        f" {_COST}; confidence L-M",
        "CoWoS-S/L class and its successors on panels; packaging time stands in the cycles of the parts",
    ),
)  # fmt: skip

_PASSES = "75 wafers/h x 90 % x 8,760 h = 591k passes a year and tool (SemiAnalysis Mar 2026), against"

TOOL_USE = table(
    "tool node tools_per_kwspm periods_before_output source",
    ("EUV scanner", N5, 0.28, 2, f"{_PASSES} 14 passes a wafer; install 4-6 months; confidence H"),
    ("EUV scanner", N3, 0.41, 2, f"{_PASSES} 20 passes a wafer; install 4-6 months; confidence H"),
    ("EUV scanner", N2, 0.51, 2, f"{_PASSES} 25 passes a wafer; install 4-6 months; confidence M"),
    ("EUV scanner", A16, 0.57, 2, f"{_PASSES} 28 passes a wafer; install 4-6 months; confidence L"),
    ("EUV scanner", HBM, 0.10, 2, f"{_PASSES} 5 passes a wafer; install 4-6 months; confidence L"),
)
