"""Policy of the world case: what governments ask for so that output does not stand in one place."""

from inputs.rows import table

LIMITS = table(
    "limit measure region bloc kind min max from_period source note",
    (
        "US share of logic wafers", "output_share", "USA", "", "logic", 12, "", "2033Q1",
        "US aim of 20 % of leading-edge logic by 2030 (Commerce, CSIS speech Feb 2024), later and less: assumption;"
        " confidence L",
        "a fab decided in 2026Q4 gives output from 2031; AI's share of it counts here",
    ),
    (
        "Taiwan share of logic wafers", "output_share", "Taiwan", "", "logic", "", 75, "2033Q1",
        "resilience aim of buyers, assumption; confidence L", "",
    ),
    (
        "US packaging lines", "online_phases", "USA", "", "packaging", 2, "", "2030Q1",
        "Amkor and TSMC plans for Arizona (2025), as new lines beside what is committed: assumption; confidence L", "",
    ),
    (
        "Capex in Taiwan", "capex_share", "Taiwan", "", "", "", 60, "",
        "spread asked for by the consortium, assumption; confidence L", "over the horizon as a whole",
    ),
)  # fmt: skip
