"""Products of the world case and what a package takes.

The penalty of a missing package is the margin that is lost with it: its price less its bill of materials.

Host and network silicon is what an accelerator takes along: CPU, switch and network wafers. Dies alone are about 0.04
wafers a package, SemiAnalysis (Mar 2026) counts 55k N3 and 6k N5 wafers for the 274k GPUs of a GW, 0.2 each; the
blended figure of 0.08 that total shipments imply lies between and is what the rows add up to.
"""

from inputs.industry.nodes import A16, COWOS, HBM, N2, N3, N5, N7
from inputs.industry.parts import DIE, HOST, INTERPOSER, STACK
from inputs.rows import table

B300, H200 = "B200/B300", "H200 (licensed)"
RUBIN, ULTRA, FEYNMAN, AFTER = "Rubin", "Rubin Ultra", "Feynman", "Feynman successor"
MI400, TPU7, TPU8, TRAINIUM, ASCEND = "MI400 line", "TPU v7", "TPU v8 line", "Trainium 3/4", "Ascend 910/950"

_HOUSE = "made for its owner: the margin of the blended accelerator (18,000 less 7,000, model of Sep 2026)"

PRODUCTS = table(
    "product price_usd shortage_penalty_usd assembly_yield_pct stock_cost_usd_per_period source note",
    (B300, 45000, 36500, 96, "", "price 40-50 k (press), bill of materials 8-9 k; confidence M", "N4P, 2 dies"),
    (H200, 30000, 25500, 97, 600,
     "price 25-30 k and bill of materials 3.3 k of the H100 (Epoch AI), more HBM; stock at 2 % of the price a quarter,"
     " assumed; confidence M",
     "sold to China only, one by one under licence (BIS Jan 2026), so that packages may wait"),
    (RUBIN, 55000, 43000, 96, "", "price 50-60 k, bill of materials about 12 k (press); confidence M", "VR200"),
    (ULTRA, 80000, 64000, 95, "", "price 60-100 k (press), bill of materials 16 k assumed; confidence L",
     "2 dies: the version with 4 was reported cancelled, Jun 2026"),
    (FEYNMAN, 80000, 62000, 95, "",
     "no price known, taken from Rubin Ultra, bill of materials 18 k assumed; confidence L", ""),
    (AFTER, 85000, 65000, 95, "", "extrapolated from Feynman; confidence L", "stands for the generation after Feynman"),
    (MI400, 35000, 25000, 95, "", "price 30-40 k (press), bill of materials 10 k assumed; confidence L",
     "and successors"),
    (TPU7, 18000, 11000, 96, "", f"{_HOUSE}; internal price 13-15 k; confidence L", "Ironwood"),
    (TPU8, 18000, 11000, 96, "", f"{_HOUSE}; internal price 10-20 k; confidence L", "v8t, v8i and successors"),
    (TRAINIUM, 10500, 6500, 96, "", f"{_HOUSE}, by its 4 of 7 stacks; internal price 5-8 k; confidence L",
     "and successors"),
    (ASCEND, 20000, 13000, 90, "", "price about 20 k (press), bill of materials 7 k assumed; confidence L",
     "910C and successors on SMIC N+2/N+3"),
)  # fmt: skip

_STACKS = "4.2 EB in 2026 of 350-400 kwspm: 38 stacks of 8, 27 of 12, 20 of 16 a wafer; confidence M"
_HOST = "CPU, switch, NIC wafers: SemiAnalysis Mar 2026 has 0.2 a GPU in all; fitted to 0.08 in all; confidence L"

MATERIALS = table(
    "product part node units good_units_per_wafer die_area_mm2 harvest_pct source",
    (B300, DIE, N5, 2, "", 800, 50, "2 dies of about 800 mm2 (NVIDIA); harvest fitted to Epoch AI; confidence H"),
    (B300, HOST, N5, 1, 30, "", "", _HOST),
    (B300, HOST, N3, 1, 36, "", "", _HOST),
    (B300, STACK, HBM, 8, 32, "", "", f"8 stacks HBM3E, 8 and 12 high (NVIDIA); {_STACKS}"),
    (B300, INTERPOSER, COWOS, 1, 14, "", "", "13-16 packages a wafer, 16 gross (press); confidence H"),
    (H200, DIE, N5, 1, "", 814, 50, "1 die of 814 mm2 (NVIDIA); harvest fitted to Epoch AI; confidence H"),
    (H200, STACK, HBM, 6, 38, "", "", f"6 stacks HBM3E, 8 high (NVIDIA); {_STACKS}"),
    (H200, INTERPOSER, COWOS, 1, 28, "", "", "28-29 packages a wafer as the H100 (press); confidence H"),
    (RUBIN, DIE, N3, 2, "", 800, 50, "2 reticle-size dies, about 800 mm2 (NVIDIA); confidence M"),
    (RUBIN, HOST, N5, 1, 13, "", "", _HOST),
    (RUBIN, HOST, N3, 1, 16, "", "", _HOST),
    (RUBIN, STACK, HBM, 8, 27.5, "", "", f"8 stacks HBM4, 12 high (NVIDIA); {_STACKS}"),
    (RUBIN, INTERPOSER, COWOS, 1, 12, "", "", "9-12 packages a wafer (press; the formula gives fewer); confidence L"),
    (ULTRA, DIE, N3, 2, "", 800, 50, "2 dies of about 800 mm2 (press Jun 2026); confidence L"),
    (ULTRA, HOST, N5, 1, 13, "", "", _HOST),
    (ULTRA, HOST, N3, 1, 16, "", "", _HOST),
    (ULTRA, STACK, HBM, 8, 20.5, "", "", f"8 stacks HBM4E, 16 high; {_STACKS}"),
    (ULTRA, INTERPOSER, COWOS, 1, 10, "", "", "8-12 packages a wafer (press); confidence L"),
    (FEYNMAN, DIE, A16, 3, "", 800, 50, "2-4 dies of about 800 mm2 on A16 (press); confidence L"),
    (FEYNMAN, HOST, N3, 1, 14, "", "", _HOST),
    (FEYNMAN, HOST, N2, 1, 17, "", "", _HOST),
    (FEYNMAN, STACK, HBM, 8, 22, "", "", f"8-16 stacks HBM4E, taken as 8 of 16 high, denser DRAM; {_STACKS}"),
    (FEYNMAN, INTERPOSER, COWOS, 1, 9, "", "", "6-10 packages a wafer, panels from 2029 (press); confidence L"),
    (AFTER, DIE, A16, 4, "", 800, 50, "4 dies, extrapolated from Feynman; confidence L"),
    (AFTER, HOST, N3, 1, 14, "", "", _HOST),
    (AFTER, HOST, N2, 1, 17, "", "", _HOST),
    (AFTER, STACK, HBM, 8, 22, "", "", f"8 stacks, taller on denser DRAM, extrapolated; {_STACKS}"),
    (AFTER, INTERPOSER, COWOS, 1, 9, "", "", "as Feynman, extrapolated; confidence L"),
    (MI400, DIE, N2, 8, "", 110, 20, "8 of 24 chiplets on N2, areas assumed; confidence L"),
    (MI400, "base die", N3, 2, "", 370, 30, "2 base dies on N3, areas of the MI300X; confidence L"),
    (MI400, HOST, N3, 1, 18, "", "", _HOST),
    (MI400, STACK, HBM, 12, 27.5, "", "", f"12 stacks HBM4, 432 GB (AMD); {_STACKS}"),
    (MI400, INTERPOSER, COWOS, 1, 9, "", "", "8-10 packages a wafer (press); confidence L"),
    (TPU7, DIE, N3, 2, "", 450, 30, "2 dies of about 450 mm2 on N3, assumed; confidence L"),
    (TPU7, HOST, N5, 1, 25, "", "", _HOST),
    (TPU7, HOST, N3, 1, 30, "", "", _HOST),
    (TPU7, STACK, HBM, 8, 38, "", "", f"8 stacks HBM3E, 8 high, 192 GB (Google); {_STACKS}"),
    (TPU7, INTERPOSER, COWOS, 1, 19, "", "", "18-20 packages a wafer, assumed; confidence L"),
    (TPU8, DIE, N2, 2, "", 450, 30, "1-2 dies on N2 (tracker), area as v7; confidence L"),
    (TPU8, HOST, N3, 1, 30, "", "", f"1 I/O die (tracker); {_HOST}"),
    (TPU8, STACK, HBM, 7, 27.5, "", "", f"8 stacks (v8t) and 6 (v8i) (tracker); {_STACKS}"),
    (TPU8, INTERPOSER, COWOS, 1, 20, "", "", "16 (v8t) and 25 (v8i) packages a wafer (tracker); confidence L"),
    (TRAINIUM, DIE, N3, 2, "", 400, 30, "2 dies of about 400 mm2 on N3P, assumed; confidence L"),
    (TRAINIUM, DIE, N2, 2, "", 330, 30, "the successor on N2, area scaled; confidence L"),
    (TRAINIUM, HOST, N5, 1, 30, "", "", _HOST),
    (TRAINIUM, HOST, N3, 1, 36, "", "", _HOST),
    (TRAINIUM, STACK, HBM, 4, 27.5, "", "", f"4 stacks HBM3E, 144 GB (AWS); {_STACKS}"),
    (TRAINIUM, INTERPOSER, COWOS, 1, 28, "", "", "about 28 packages a wafer; confidence L"),
    (ASCEND, DIE, N7, 2, "", 665, 0, "2 dies of about 665 mm2, assumed; yield 20-40 % (CSIS); confidence L"),
    (ASCEND, STACK, HBM, 8, 30, "", "", "8 stacks HBM2E/3, 8 high, at a lower yield; confidence L"),
    (ASCEND, INTERPOSER, COWOS, 1, 14, "", "", "packaged in China, density of the B200; confidence L"),
)  # fmt: skip
