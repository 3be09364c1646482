"""What customers order, in sets: the dies of a package and their place on an interposer, or a bare processor.

Memory is consigned by the customer. A set's price is that of its wafers and of its packaging.
"""

from inputs.foundry.nodes import N7
from inputs.industry.nodes import A16, COWOS, N2, N3, N5
from inputs.rows import table

GPU_N5, GPU_N3, GPU_A16, ASIC, PHONE, NETWORK = (
    "GPU set, N5 class", "GPU set, N3 class", "GPU set, A16 class", "ASIC set",
    "Phone processors, 100", "Network chips, 100",
)  # fmt: skip
DIE, INTERPOSER = "die", "interposer"

_WAFERS = "wafer prices N7 10 k, N5 16 k, N3 20 k, N2 30 k, A16 45 k (press 2025, A16 a rumour)"
_PACK = "packaging 1,100 a B200 (Epoch AI), by packages a wafer"
_GOODWILL = "declined order: a tenth of its price, assumption"

PRODUCTS = table(
    "product price_usd shortage_penalty_usd assembly_yield_pct stock_cost_usd_per_period source note",
    (GPU_N5, 1800, 180, 96, "", f"{_WAFERS}; {_PACK}; {_GOODWILL}; confidence M", "Blackwell class, fades by 2029"),
    (GPU_N3, 2100, 210, 96, "", f"{_WAFERS}; {_PACK}; {_GOODWILL}; confidence M", "Rubin class"),
    (GPU_A16, 4500, 450, 95, "", f"{_WAFERS}; {_PACK}; {_GOODWILL}; confidence L", "Feynman class, three dies"),
    (ASIC, 1300, 130, 95, "", f"{_WAFERS}; {_PACK}; {_GOODWILL}; confidence L",
     "hyperscalers' chips: qualified on N3 and on N2"),
    (PHONE, 4200, 420, 99, 60, f"{_WAFERS}; {_GOODWILL}; stock: 1.5 % of the price a quarter, assumption; confidence L",
     "made ahead of the autumn; qualified on N3 and on N2"),
    (NETWORK, 3800, 380, 99, "", f"{_WAFERS}; {_GOODWILL}; confidence L", "switches, base stations, cars: N7 or N5"),
)  # fmt: skip

MATERIALS = table(
    "product part node units good_units_per_wafer die_area_mm2 harvest_pct source",
    (GPU_N5, DIE, N5, 2, "", 800, 50, "2 dies of about 800 mm2 (NVIDIA); harvest fitted to Epoch AI; confidence H"),
    (GPU_N5, INTERPOSER, COWOS, 1, 14, "", "", "13-16 packages a wafer, 16 gross (press); confidence H"),
    (GPU_N3, DIE, N3, 2, "", 800, 50, "2 reticle-size dies, about 800 mm2 (NVIDIA); confidence M"),
    (GPU_N3, INTERPOSER, COWOS, 1, 12, "", "", "9-12 packages a wafer (press); confidence L"),
    (GPU_A16, DIE, A16, 3, "", 800, 50, "2-4 dies of about 800 mm2 on A16 (press); confidence L"),
    (GPU_A16, INTERPOSER, COWOS, 1, 9, "", "", "6-10 packages a wafer, panels from 2029 (press); confidence L"),
    (ASIC, DIE, N3, 2, "", 450, 30, "2 dies of about 450 mm2 on N3, assumed; confidence L"),
    (ASIC, DIE, N2, 2, "", 390, 30, "the same design on N2, area scaled; confidence L"),
    (ASIC, INTERPOSER, COWOS, 1, 18, "", "", "18-20 packages a wafer, assumed; confidence L"),
    (PHONE, DIE, N3, 100, "", 105, 20, "about 104 mm2 for a phone processor on N3 (die photographs); confidence M"),
    (PHONE, DIE, N2, 100, "", 92, 20, "the same design on N2, area scaled; confidence L"),
    (NETWORK, DIE, N7, 100, "", 200, 20, "assumption; confidence L"),
    (NETWORK, DIE, N5, 100, "", 150, 20, "the same design on N5, area scaled; confidence L"),
)  # fmt: skip
