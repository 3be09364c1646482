"""Capacity that exists or is committed, whole: phones, computers and ordinary memory are products of the case too.

Only China's own logic is given by the share of it that goes to AI, as nothing else that it makes is in the case.
"""

from dataclasses import dataclass

from inputs.rows import Row, between, by_period
from inputs.world.horizon import CALENDAR
from inputs.world.nodes import A14, A16, COWOS, DRAM, HBM, N2, N3, N5, N7
from inputs.world.places import BOISE, CHEONGJU, HIROSHIMA, PYEONGTAEK, SHANGHAI, TAICHUNG

Points = dict[float, float]
"""Values at the ends of years: 2027.0 is the end of 2026."""

END_2026, END_2027, END_2028, END_2029, END_2030 = 2027.0, 2028.0, 2029.0, 2030.0, 2031.0
Q3_2026, Q3_2027, Q3_2028 = 2026.75, 2027.75, 2028.75
"""Memory is counted where the stacks' vias are made, about a quarter after the wafer start that the case counts."""


@dataclass(frozen=True, slots=True)
class Line:
    """Capacity of a maker in kwspm by date."""

    site: str
    node: str
    kwspm: Points
    source: str
    note: str = ""
    uses_tools: bool = True


_N2 = "TrendForce 14 Sep 2026: 90 to 110 kwspm by mid-2027, then what has its tools; split assumed"
_N2_CONFLICT = (
    "conflict: TechPowerUp has 120 kwspm of N2 at the end of 2026, the press of Aug 2025 over 100, and 180 with A16"
    " in 2028:"
    " what lies beyond 2027 is fitted out by the plan in shells that stand at Kaohsiung"
)
_MEMORY = (
    "HBM, TSV capacity: 250 kwspm at Samsung at the end of 2026, 160-170 at SK hynix in 2025 (ETNews,"
    " TrendForce Dec 2025)"
)
_MEMORY_CONFLICT = (
    "conflict: the world's HBM at the end of 2026 is 473 kwspm (SemiAnalysis) or 420 (TrendForce, from 4.2 EB in 2026),"
    " at the end of 2027 668 or 520; here the lower of both: what the difference needs can be fitted out in the shells"
)
_PACKAGING = (
    "TrendForce: about 130 kwspm at the end of 2026, on to 260 at the end of 2028, of which what is not under way at"
    " the"
    " end of 2027 is for the plan to decide; 90 % of it for AI (Epoch AI); split by site assumed"
)
_PACKAGING_CONFLICT = "conflict: Goldman (4 Jan 2026) has 192 kwspm at TSMC alone in 2027, others 170-200 in all"
_DRAM = "ordinary DRAM outside China: about 1,900 kwspm of wafers (1,800-2,100, TrendForce 2025-26) less HBM and China"

LINES = (
    Line(TAICHUNG, N5, {END_2026: 130, END_2028: 118}, "rough sum of press reports, whole node; confidence L",
         "a part is turned into N3 by what is announced, more by the plan's conversions"),
    Line("Phoenix AZ", N5, {END_2026: 25, END_2028: 30}, "TSMC Arizona P1, 20k plan; confidence M"),
    Line(TAICHUNG, N3, {END_2026: 190, 2027.5: 210}, "TrendForce 14 Sep 2026: 180 to 210 kwspm by mid-2027;"
    " confidence M",
         "conflict: 150 at the end of 2026 and 175 in 2028 in sums of 2025"),
    Line("Phoenix AZ", N3, {2027.5: 0, END_2028: 25}, "TSMC Arizona P2, volume 2027H2; confidence M"),
    Line("Kumamoto", N3, {END_2027: 0, END_2028: 12}, "Kumamoto-2, late 2027 or 2028, Yomiuri Feb 2026; confidence L"),
    Line(PYEONGTAEK, N3, {END_2026: 35}, "Samsung 5 nm and below, rough; confidence L"),
    Line("Hsinchu", N2, {END_2026: 48, 2027.5: 55, END_2027: 60}, f"{_N2}; confidence M", _N2_CONFLICT),
    Line("Kaohsiung", N2, {END_2026: 48, 2027.5: 55, END_2027: 60}, f"{_N2}; confidence M", _N2_CONFLICT),
    Line("Phoenix AZ", N2, {END_2028: 0, END_2029: 10}, "TSMC Arizona P3, about 2029; confidence L"),
    Line("Taylor TX", N2, {END_2026: 0, END_2028: 20},
         "Samsung SF2, from 35 to 55 kwspm of 5 nm and below, rough; confidence L"),
    Line("Chitose", N2, {2027.75: 0, END_2028: 8}, "Rapidus 6-10 kwspm, start FY2027H2 (METI); confidence L"),
    Line("Kaohsiung", A16, {END_2026: 0, END_2027: 15}, f"{_N2}; confidence L"),
    Line("Phoenix AZ", A16, {END_2026: 20, END_2028: 28},
         "Intel 18A/4/3: 35 then 50 kwspm, rough, split assumed; confidence L"),
    Line("Hillsboro OR", A16, {END_2026: 8}, "Intel 18A/4/3: 35 then 50 kwspm, rough, split assumed; confidence L"),
    Line("Leixlip", A16, {END_2026: 7, END_2028: 10},
         "Intel 18A/4/3: 35 then 50 kwspm, rough, split assumed; confidence L"),
    Line(TAICHUNG, A14, {2028.75: 0, END_2029: 15, END_2030: 25},
         "TSMC Fab 25, four fabs from late 2026, volume late 2028 (press 2026): the first module, split and ramp"
         " estimate;"
         " confidence L"),
    Line(SHANGHAI, N7, {END_2026: 9, END_2027: 14, END_2028: 20, END_2030: 30},
         "SMIC N+2/N+3: 60, 80, 100 kwspm (SemiAnalysis), of it 15 % for AI, 25 % by 2030: assumption; confidence L",
         "conflict: Nikkei (Feb 2026) reports a plan of 500 kwspm of 7 nm and below by 2030, others dispute it"),
    Line(PYEONGTAEK, HBM, {Q3_2026: 200, Q3_2027: 240}, f"Samsung; {_MEMORY}; confidence M", _MEMORY_CONFLICT),
    Line(CHEONGJU, HBM, {Q3_2026: 158, Q3_2027: 182}, f"SK hynix; {_MEMORY}; confidence M", _MEMORY_CONFLICT),
    Line(TAICHUNG, HBM, {Q3_2026: 47, Q3_2027: 58},
         "Micron: about 60 kwspm at the end of 2026 (TrendForce 2026); confidence L", _MEMORY_CONFLICT),
    Line("Singapore", HBM, {Q3_2026: 15, Q3_2027: 20}, "Micron, split assumed; confidence L", _MEMORY_CONFLICT),
    Line(SHANGHAI, HBM, {Q3_2026: 20, Q3_2027: 30, Q3_2028: 40, 2031.75: 85},
         "CXMT without EUV, sized after Huawei's plans, on to 85 kwspm in 2031: assumption; confidence L",
         uses_tools=False),
    Line(PYEONGTAEK, DRAM, {END_2026: 520, END_2027: 545}, f"Samsung; {_DRAM}, split by maker's share; confidence L"),
    Line(CHEONGJU, DRAM, {END_2026: 340, END_2027: 355}, f"SK hynix; {_DRAM}, split by maker's share; confidence L",
         "its DRAM at Wuxi is counted here"),
    Line(TAICHUNG, DRAM, {END_2026: 230, END_2027: 238}, f"Micron and Nanya; {_DRAM}; confidence L"),
    Line(HIROSHIMA, DRAM, {END_2026: 95, END_2027: 98}, f"Micron; {_DRAM}; confidence L"),
    Line(BOISE, DRAM, {END_2027: 0, END_2028: 10}, f"Micron, with Manassas; {_DRAM}; confidence L"),
    Line(TAICHUNG, COWOS, {END_2026: 70, END_2027: 96}, f"{_PACKAGING}; confidence M",
         _PACKAGING_CONFLICT),
    Line("Hsinchu", COWOS, {END_2026: 31, END_2027: 38}, f"{_PACKAGING}; confidence M",
         _PACKAGING_CONFLICT),
    Line("Kaohsiung", COWOS, {END_2026: 13, END_2027: 18}, f"ASE; {_PACKAGING}; confidence M"),
    Line(PYEONGTAEK, COWOS, {END_2026: 7, END_2027: 9}, f"Samsung; {_PACKAGING}; confidence L"),
    Line("Phoenix AZ", COWOS, {END_2027: 0, END_2028: 12}, "Amkor Arizona, 7 bn, production early 2028; confidence M"),
    Line(SHANGHAI, COWOS, {END_2026: 6, END_2027: 9, END_2028: 14},
         f"JCET, Tongfu and others; {_PACKAGING}; confidence L"),
)  # fmt: skip

_HELD = "held flat after the last year with a source"


def capacity() -> list[Row]:
    """Return the rows of the capacity sheet."""
    return [_row(line) for line in LINES]


def _row(line: Line) -> Row:
    values = by_period(CALENDAR, lambda _, end: between(line.kwspm, end), 2)
    note = "; ".join(filter(None, (line.note, _HELD)))
    row: Row = {"site": line.site, "node": line.node, "uses_tools": line.uses_tools, "values": values}
    return row | {"source": line.source, "note": note}
