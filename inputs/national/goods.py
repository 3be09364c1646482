"""Products and what a package takes: three classes that stand for what a regional cloud buys and sells.

Host and network silicon is counted on N3 or N2 alone; the N5 part of the world case is bought.
"""

from inputs.industry.nodes import COWOS, HBM, N2, N3
from inputs.industry.parts import DIE, HOST, INTERPOSER, STACK
from inputs.rows import table

GPU_N3, GPU_N2, REGIONAL = "GPU, N3 class", "GPU, N2 class", "Regional chip"

_PENALTY = "penalty: the margin of the package, price less bill of materials"

PRODUCTS = table(
    "product price_usd shortage_penalty_usd assembly_yield_pct source note",
    (GPU_N3, 55000, 43000, 96, f"as Rubin: 50-60 k, bill of materials about 12 k (press); {_PENALTY}; confidence M",
     "Blackwell, Rubin and Rubin Ultra, taken as one"),
    (GPU_N2, 80000, 62000, 95, f"as Feynman in the world case; {_PENALTY}; confidence L", "Feynman and its successor"),
    (REGIONAL, 14000, 9000, 95, f"an inference chip of the region's own, below the TPU; {_PENALTY}; confidence L",
     "may be made on N3 or on N2"),
)  # fmt: skip

_STACKS = "4.2 EB in 2026 of 350-400 kwspm: 27 stacks of 12, 20 of 16 a wafer; confidence M"
_HOST = "CPU, switch, NIC wafers: SemiAnalysis Mar 2026, fitted as in the world case; confidence L"

MATERIALS = table(
    "product part node units good_units_per_wafer die_area_mm2 harvest_pct source",
    (GPU_N3, DIE, N3, 2, "", 800, 50, "2 reticle-size dies, about 800 mm2 (NVIDIA); confidence M"),
    (GPU_N3, HOST, N3, 1, 16, "", "", _HOST),
    (GPU_N3, HOST, N2, 1, 19, "", "", _HOST),
    (GPU_N3, STACK, HBM, 8, 27.5, "", "", f"8 stacks HBM4, 12 high (NVIDIA); {_STACKS}"),
    (GPU_N3, INTERPOSER, COWOS, 1, 12, "", "", "9-12 packages a wafer (press); confidence L"),
    (GPU_N2, DIE, N2, 3, "", 800, 50, "2-4 dies of about 800 mm2 on A16 (press); confidence L"),
    (GPU_N2, HOST, N3, 1, 14, "", "", _HOST),
    (GPU_N2, HOST, N2, 1, 17, "", "", _HOST),
    (GPU_N2, STACK, HBM, 8, 22, "", "", f"8 stacks, 16 high, denser DRAM; {_STACKS}"),
    (GPU_N2, INTERPOSER, COWOS, 1, 9, "", "", "6-10 packages a wafer, panels from 2029 (press); confidence L"),
    (REGIONAL, DIE, N3, 2, "", 400, 30, "2 dies of about 400 mm2 as Trainium 3, assumed; confidence L"),
    (REGIONAL, DIE, N2, 2, "", 330, 30, "the same design on N2, area scaled; confidence L"),
    (REGIONAL, HOST, N3, 1, 36, "", "", _HOST),
    (REGIONAL, STACK, HBM, 4, 27.5, "", "", f"4 stacks, 12 high; {_STACKS}"),
    (REGIONAL, INTERPOSER, COWOS, 1, 28, "", "", "about 28 packages a wafer as Trainium; confidence L"),
)  # fmt: skip
