"""Who builds what: the makers that hold a technology, by site."""

from inputs.rows import table
from inputs.world.nodes import A14, A16, COWOS, DRAM, HBM, N2, N3

TSMC, SAMSUNG, INTEL, RAPIDUS, SMIC = "TSMC", "Samsung", "Intel", "Rapidus", "SMIC"
HYNIX, MICRON, OSATS, VENTURE = "SK hynix", "Micron", "Packaging houses", "Gulf venture"

OWNERS = table(
    "owner nodes max_phase_starts_per_year source note",
    (TSMC, f"{N3};{N2};{A16};{A14};{COWOS}", 8, "calls 2026: about nine fabs and packaging plants started a year, of"
     " which"
     " leading-edge modules perhaps six; units of crews; confidence L", "Fab 18, 20, 21, 22, 25; Kumamoto; AP5 to AP8"),
    (SAMSUNG, f"{N2};{A16};{HBM};{DRAM}", 4, "P4 and P5 at once (Sedaily 23 Apr 2026); what it can staff: estimate;"
     " confidence L", "SF2 counts as N2, SF1.4 as A16"),
    (INTEL, f"{A16};{A14};{COWOS}", 2, "capex of about 18 bn in 2025 (UDN Aug 2025): two starts a year, estimate;"
     " confidence L", "18A counts as A16, 14A as A14, EMIB as packaging"),
    (RAPIDUS, N2, 1, "5 tn yen to mass production (METI); estimate; confidence L", ""),
    (HYNIX, f"{HBM};{DRAM}", 4, "M15X and Yongin at once (Korea Herald 25 Feb 2026); what it can staff: estimate;"
     " confidence L", ""),
    (MICRON, f"{HBM};{DRAM}", 3, "Idaho, Hiroshima, Singapore and Taichung at once (calls 2026); estimate; confidence"
     " L", ""),
    (OSATS, COWOS, "", "ASE, Amkor, Tata: plans of 2024 to 2026; confidence M", "ASE, Amkor, Powertech, Tata, JCET"),
    (VENTURE, f"{N3};{COWOS}", 1, "talks of 2024 on over 100 bn in the UAE; no maker has agreed to license: assumption;"
     " confidence L", "a maker's licence is what this owner stands for"),
    (SMIC, "", "", "N+2 and N+3 without EUV (SemiAnalysis); confidence M", "and China's packaging houses"),
)  # fmt: skip
