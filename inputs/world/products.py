"""Products of the world case: accelerators by generation and customer, and what else takes the same wafers.

The penalty of a missing accelerator is what it is worth to society beyond what the model builds: its price less
substrate, test and power parts. A hyperscaler's own chip has no price in a market: it is worth the GPU that it
replaces. Of phone and computer chips and of ordinary memory the penalty is the price less what is not built here.
"""

from inputs.rows import Row, table

B300, H200 = "B200/B300", "H200 (licensed)"
RUBIN, ULTRA, FEYNMAN, AFTER = "Rubin", "Rubin Ultra", "Feynman", "Feynman successor"
MI400, TPU7, TPU8, TRAINIUM, ASCEND = "MI400 line", "TPU v7", "TPU v8 line", "Trainium 3/4", "Ascend 910/950"
PHONES, PHONES_A14 = "Phone processors, 1,000", "Phone processors of A14, 1,000"
OTHERS, OTHERS_A14 = "Computer and network chips, 1,000", "Computer chips of A14, 1,000"
MEMORY = "Ordinary DRAM, 100 TB"
GPUS = (B300, RUBIN, ULTRA, FEYNMAN, AFTER, MI400)
OWN_CHIPS = (TPU7, TPU8, TRAINIUM)

_NOT_BUILT = "penalty: price less substrate, test and power parts, 2 to 5 k, estimate"
_REPLACES = "penalty: the GPU that it replaces is worth 25-35 k (review of Nov 2026)"
_MERCHANT = "conflict: prices of the first edition were a tenth higher"

_TERMS = {
    B300: (1200, 2000), H200: (750, 1500), RUBIN: (1500, 3000), ULTRA: (1800, 4000), FEYNMAN: (2200, 4500),
    AFTER: (2200, 5000), MI400: (1900, 2500), TPU7: (800, 1500), TPU8: (850, 1700), TRAINIUM: (600, 1000),
    ASCEND: (1000, 3000), PHONES: (None, 25000), PHONES_A14: (None, 28000), OTHERS: (None, 40000),
    OTHERS_A14: (None, 45000), MEMORY: (None, 150000),
}  # fmt: skip
"""What the packaging house is paid (1,100 a B200, Epoch AI, by packages a wafer), and other cost, in USD."""

_ROWS = table(
    "product price_usd shortage_penalty_usd assembly_yield_pct stock_cost_usd_per_period power_kw source note",
    (B300, 40000, 38000, 96, "", 1.4, f"price 40-50 k, B200 30-40 k (press); 1.0-1.4 kW; {_NOT_BUILT}; confidence M",
     f"N4P, 2 dies; {_MERCHANT}"),
    (H200, 30000, 28500, 97, 600, 0.7,
     "price 25-30 k of the H100 (Epoch AI), more HBM; stock at 2 % of the price a quarter, assumed; confidence M",
     "sold to China only, one by one under licence (BIS Jan 2026), so that packages may wait"),
    (RUBIN, 50000, 47000, 96, "", 1.8, f"price 50-60 k (press); 1.8-2.3 kW; {_NOT_BUILT}; confidence M",
     f"VR200; {_MERCHANT}"),
    (ULTRA, 68000, 64000, 95, "", 2.4, f"price 60-100 k (press); 2-3.6 kW; {_NOT_BUILT}; confidence L",
     "2 dies: the version with 4 was reported cancelled, Jun 2026"),
    (FEYNMAN, 72000, 67500, 95, "", 2.6, f"no price known, above Rubin Ultra; 3 kW or less a package; {_NOT_BUILT};"
     " confidence L", ""),
    (AFTER, 78000, 73000, 95, "", 2.8, "extrapolated from Feynman; confidence L",
     "stands for the generation after Feynman"),
    (MI400, 33000, 30500, 95, "", 2.0, f"price 30-40 k (press); 2 kW or more; {_NOT_BUILT}; confidence L",
     "and successors"),
    (TPU7, 14000, 25000, 96, "", 0.9, f"internal price 13-15 k; about 0.9 kW; {_REPLACES}; confidence L", "Ironwood"),
    (TPU8, 16000, 30000, 96, "", 1.0, f"internal price 10-20 k; about 1 kW; {_REPLACES}; confidence L",
     "v8t, v8i and successors; conflict: JPM (Jan 2026) expects 5.0 M TPUs in 2027, trackers fewer"),
    (TRAINIUM, 8000, 14000, 96, "", 0.7, f"internal price 5-8 k; 0.5-1.0 kW; {_REPLACES}, and a Trainium about half"
     " of one by its FP8 rate, estimate; confidence L", "and successors"),
    (ASCEND, 20000, 17000, 90, "", 0.8, f"price about 20 k (press); 0.8 kW; {_NOT_BUILT}; confidence L",
     "910C and successors on SMIC N+2/N+3"),
    (PHONES, 95000, 70000, 99, "", "", "a phone processor at 75-130 USD (teardowns 2024-25), less test, package and"
     " design: estimate; confidence L", "1,000 chips: a package here is a thousand dies"),
    (PHONES_A14, 105000, 77000, 99, "", "", "as phone processors, a tenth dearer: estimate; confidence L",
     "the generation after N2: phones move on, and leave N3 and N2 to others"),
    (OTHERS, 130000, 90000, 99, "", "", "chips of computers, servers, networks and cars at 60-300 USD, less test,"
     " package and design: estimate; confidence L", "1,000 chips of about 150 mm2 on N5"),
    (OTHERS_A14, 145000, 100000, 99, "", "", "as computer chips, a tenth dearer: estimate; confidence L",
     "1,000 chips of about 105 mm2 on A14"),
    (MEMORY, 500000, 350000, 100, "", "", "about 5 USD a GB over the years: 3 in 2025, 10 or more in 2026 (TrendForce"
     " contract prices), less module and margin of trade: estimate; confidence L",
     "100 TB, 50 wafers of 2 TB; conflict: at the prices of 2026 a wafer of DDR5 earns what one of HBM does"),
)  # fmt: skip
_PAID = "package price: 1,100 a B200 (Epoch AI), by packages a wafer; other cost: price less penalty of what is sold"


def _with_terms(row: Row) -> Row:
    package, other = _TERMS[str(row["product"])]
    terms: Row = {"other_cost_usd": other}
    if package is not None:
        terms["package_price_usd"] = package
    return row | terms | {"note": "; ".join(filter(None, (str(row.get("note", "")), _PAID)))}


PRODUCTS = [_with_terms(row) for row in _ROWS]
