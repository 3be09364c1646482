"""Policy of the world case: what governments ask for, and what customers hold contracts on."""

from inputs.rows import table
from inputs.world.demand import OWN
from inputs.world.nodes import A14
from inputs.world.owners import TSMC
from inputs.world.products import MEMORY, OTHERS, PHONES

_OWN = "the investor's own chips come before what is sold to others: assumption; confidence L"
_CONTRACT = "long-term agreements of phone, computer and memory customers (calls 2026): assumption; confidence L"

LIMITS = table(
    "limit measure region node kind product tier owner min max from_period until_period source note",
    (
        "US share of logic wafers", "output_share", "USA", "", "logic", "", "", "", 16, "", "2033Q1", "",
        "US aim of 20 % of leading-edge logic by 2030 (Commerce, Feb 2024), later and less: assumption; confidence L",
        "whole nodes count, with China's for AI; committed capacity alone gives about 15 %",
    ),
    (
        "Taiwan share of logic wafers", "output_share", "Taiwan", "", "logic", "", "", "", "", 75, "2033Q1", "",
        "resilience aim of buyers, assumption; confidence L", "",
    ),
    (
        "US packaging lines", "online_phases", "USA", "", "packaging", "", "", "", 2, "", "2030Q1", "",
        "Amkor and TSMC plans for Arizona (2025), as new lines beside what is committed: assumption; confidence L", "",
    ),
    (
        "Capex in Taiwan", "capex_share", "Taiwan", "", "", "", "", "", "", 60, "", "",
        "spread asked for by the consortium, assumption; confidence L", "over the horizon as a whole",
    ),
    (
        "Taiwan's rule on generations", "online_phases", "USA", A14, "", "", "", TSMC, "", 0, "", "2032Q4",
        "Industrial Innovation Act, end of 2025: what is made abroad stays one or two generations behind; A10 in volume"
        " about 2030-31, two years: estimate; confidence L",
        "of TSMC only; Intel's 14A is free",
    ),
    *(
        (f"Own chips served, {when}", "service", "", "", "", "", OWN, "", least, "", start, until, _OWN,
         "without it other chips of a higher price take all memory in a shortage")
        for when, least, start, until in (
            ("to 2028", 65, "2027Q1", "2028Q4"), ("2029-31", 75, "2029Q1", "2031Q4"), ("from 2032", 80, "2032Q1", "")
        )
    ),
    *(
        (f"{short} served, {when}", "service", "", "", "", product, "", "", least, "", start, until, _CONTRACT, "")
        for short, product, least in (("Phones", PHONES, 85), ("Computers", OTHERS, 85), ("DRAM", MEMORY, 80))
        for when, start, until in (("to 2029", "", "2029Q4"), ("from 2030", "2030Q1", ""))
    ),
)  # fmt: skip
