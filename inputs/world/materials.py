"""What a package takes.

Host and network silicon is what an accelerator takes along: CPU, switch and network wafers. Dies alone are about 0.04
wafers a package, SemiAnalysis (Mar 2026) counts 55k N3 and 6k N5 wafers for the 274k GPUs of a GW, 0.2 each; the
blended figure of 0.08 that total shipments imply lies between and is what the rows add up to.
"""

from inputs.industry.parts import DIE, HOST, INTERPOSER, STACK
from inputs.rows import table
from inputs.world.nodes import A14, A16, COWOS, DRAM, HBM, N2, N3, N5, N7
from inputs.world.products import (
    AFTER,
    ASCEND,
    B300,
    FEYNMAN,
    H200,
    MEMORY,
    MI400,
    OTHERS,
    OTHERS_A14,
    PHONES,
    PHONES_A14,
    RUBIN,
    TPU7,
    TPU8,
    TRAINIUM,
    ULTRA,
)

BASE = "HBM base die"

_STACKS = (
    "4.2 EB in 2026 of 350-400 kwspm: 38 stacks of 8, 27 of 12, 20 of 16 a wafer of HBM3E; fewer of HBM4 (wafer ratio"
    " to DDR5 over 3, Micron Dec 2025); confidence M"
)
_HOST = "CPU, switch, NIC wafers: SemiAnalysis Mar 2026 has 0.2 a GPU in all; fitted to 0.08 in all; confidence L"
_BASE = "base die of about 125 mm2 on N5 from HBM4 on, some on N12 (0.002 wafers a stack, derived); confidence L"
_BASE_N3 = "custom base die of HBM4E on N3P (press 2025-26), about 120 mm2; confidence L"

MATERIALS = table(
    "product part node units good_units_per_wafer die_area_mm2 harvest_pct source",
    (B300, DIE, N5, 2, "", 800, 50, "2 dies of about 800 mm2 (NVIDIA); harvest fitted to Epoch AI; confidence H"),
    (B300, HOST, N5, 1, 18, "", "", _HOST),
    (B300, STACK, HBM, 8, 31, "", "", f"8 stacks HBM3E, 8 and 12 high (NVIDIA); {_STACKS}"),
    (B300, INTERPOSER, COWOS, 1, 13.5, "", "", "13-16 packages a wafer, 16 gross (press); confidence H"),
    (H200, DIE, N5, 1, "", 814, 50, "1 die of 814 mm2 (NVIDIA); harvest fitted to Epoch AI; confidence H"),
    (H200, STACK, HBM, 6, 38, "", "", f"6 stacks HBM3E, 8 high (NVIDIA); {_STACKS}"),
    (H200, INTERPOSER, COWOS, 1, 28, "", "", "28-29 packages a wafer as the H100 (press); confidence H"),
    (RUBIN, DIE, N3, 2, "", 800, 50, "2 reticle-size dies, about 800 mm2 (NVIDIA); confidence M"),
    (RUBIN, HOST, N3, 1, 10, "", "", _HOST),
    (RUBIN, BASE, N5, 8, "", 125, 0, _BASE),
    (RUBIN, STACK, HBM, 8, 25, "", "", f"8 stacks HBM4, 12 high (NVIDIA); {_STACKS}"),
    (RUBIN, INTERPOSER, COWOS, 1, 10, "", "", "9-12 packages a wafer (press; conflict: JPM has 9, trackers 12);"
     " confidence L"),
    (ULTRA, DIE, N3, 2, "", 800, 50, "2 dies of about 800 mm2 (press Jun 2026); confidence L"),
    (ULTRA, HOST, N3, 1, 10, "", "", _HOST),
    (ULTRA, BASE, N3, 8, "", 120, 0, _BASE_N3),
    (ULTRA, STACK, HBM, 8, 18.5, "", "", f"8 stacks HBM4E, 16 high; {_STACKS}"),
    (ULTRA, INTERPOSER, COWOS, 1, 8.5, "", "", "8-12 packages a wafer (press); confidence L"),
    (FEYNMAN, DIE, A16, 3, "", 800, 50, "2-4 dies of about 800 mm2 on A16 (press); confidence L"),
    (FEYNMAN, HOST, N2, 1, 11, "", "", _HOST),
    (FEYNMAN, BASE, N3, 10, "", 120, 0, _BASE_N3),
    (FEYNMAN, STACK, HBM, 10, 20, "", "", f"8-16 stacks HBM4E (press), taken as 10 of 16 high; {_STACKS}"),
    (FEYNMAN, INTERPOSER, COWOS, 1, 7.5, "", "", "6-10 packages a wafer, panels from 2029 (press); confidence L"),
    (AFTER, DIE, A14, 3, "", 800, 50, "3 dies on A14, extrapolated from Feynman; confidence L"),
    (AFTER, DIE, A16, 4, "", 800, 50, "the same design on A16 takes a die more, extrapolated; confidence L"),
    (AFTER, HOST, N2, 1, 11, "", "", _HOST),
    (AFTER, BASE, N3, 12, "", 120, 0, _BASE_N3),
    (AFTER, STACK, HBM, 12, 21, "", "", f"12 stacks, taller on denser DRAM, extrapolated; {_STACKS}"),
    (AFTER, INTERPOSER, COWOS, 1, 7.5, "", "", "as Feynman, extrapolated; confidence L"),
    (MI400, DIE, N2, 8, "", 110, 20, "8 of 24 chiplets on N2, areas assumed; confidence L"),
    (MI400, "interposer die", N3, 2, "", 370, 30, "2 base dies on N3, areas of the MI300X; confidence L"),
    (MI400, BASE, N5, 12, "", 125, 0, _BASE),
    (MI400, STACK, HBM, 12, 25, "", "", f"12 stacks HBM4, 432 GB (AMD); {_STACKS}"),
    (MI400, INTERPOSER, COWOS, 1, 9, "", "", "8-10 packages a wafer (press); confidence L"),
    (TPU7, DIE, N3, 2, "", 450, 30, "2 dies of about 450 mm2 on N3, assumed; confidence L"),
    (TPU7, HOST, N5, 1, 15, "", "", _HOST),
    (TPU7, STACK, HBM, 8, 38, "", "", f"8 stacks HBM3E, 8 high, 192 GB (Google); {_STACKS}"),
    (TPU7, INTERPOSER, COWOS, 1, 19, "", "", "18-20 packages a wafer, assumed; confidence L"),
    (TPU8, DIE, N3, 2, "", 520, 30, "2 dies on N3P, sizes scaled; confidence L"),
    (TPU8, DIE, N2, 2, "", 450, 30, "1-2 dies on N2 (tracker), area as v7; confidence L"),
    (TPU8, HOST, N3, 1, 18, "", "", f"1 I/O die (tracker); {_HOST}"),
    (TPU8, BASE, N5, 7, "", 125, 0, _BASE),
    (TPU8, STACK, HBM, 7, 25, "", "", f"8 stacks (v8t) and 6 (v8i) (tracker); {_STACKS}"),
    (TPU8, INTERPOSER, COWOS, 1, 20, "", "", "16 (v8t) and 25 (v8i) packages a wafer (tracker); confidence L"),
    (TRAINIUM, DIE, N3, 2, "", 400, 30, "2 dies of about 400 mm2 on N3P, assumed; confidence L"),
    (TRAINIUM, DIE, N2, 2, "", 330, 30, "the successor on N2, area scaled; confidence L"),
    (TRAINIUM, HOST, N5, 1, 18, "", "", _HOST),
    (TRAINIUM, STACK, HBM, 4, 26, "", "", f"4 stacks HBM3E and HBM4, 144 GB (AWS); {_STACKS}"),
    (TRAINIUM, INTERPOSER, COWOS, 1, 28, "", "", "about 28 packages a wafer; confidence L"),
    (ASCEND, DIE, N7, 2, "", 665, 0, "2 dies of about 665 mm2, assumed; yield 20-40 % (CSIS); confidence L"),
    (ASCEND, STACK, HBM, 8, 30, "", "", "8 stacks HBM2E/3, 8 high, at a lower yield; confidence L"),
    (ASCEND, INTERPOSER, COWOS, 1, 14, "", "", "packaged in China, density of the B200; confidence L"),
    (PHONES, DIE, N3, 1000, "", 105, 20, "about 104 mm2 for a phone processor on N3 (die photographs); confidence M"),
    (PHONES, DIE, N2, 1000, "", 92, 20, "the same design on N2, area scaled; confidence L"),
    (OTHERS, DIE, N5, 1000, "", 150, 20, "assumption; confidence L"),
    (OTHERS, DIE, N3, 1000, "", 130, 20, "the same design on N3, area scaled; confidence L"),
    (OTHERS, DIE, N2, 1000, "", 115, 20, "the same design on N2, area scaled; confidence L"),
    (OTHERS, DIE, A16, 1000, "", 110, 20, "the same design on A16 and 18A, area scaled; confidence L"),
    (PHONES_A14, DIE, A14, 1000, "", 85, 20, "a phone processor, area scaled; confidence L"),
    (OTHERS_A14, DIE, A14, 1000, "", 105, 20, "the design of N2, area scaled; confidence L"),
    (MEMORY, "DRAM wafer", DRAM, 50, 1, "", "", "2 TB a wafer of DDR5 on 1b (1,000 dies of 16 Gb), estimate;"
     " confidence L"),
)  # fmt: skip
