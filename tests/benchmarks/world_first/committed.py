"""Capacity that exists or is committed: what the makers have, and the share of it that goes to AI.

A maker's capacity grows by new tools; the share of AI grows by taking wafers from phones and PCs. Only the first kind
of growth needs scanners, so a line of logic gives two rows: the opening share of today's capacity with the share of all
that is added, and (uses_tools = no) the shift of today's capacity towards AI.
"""

from dataclasses import dataclass

from inputs.industry.nodes import A16, COWOS, HBM, N2, N3, N5, N7
from inputs.rows import Row, between, by_period
from tests.benchmarks.world_first.horizon import CALENDAR

Points = dict[float, float]
"""Values at the ends of years: 2027.0 is the end of 2026."""

END_2026, END_2027, END_2028, END_2029 = 2027.0, 2028.0, 2029.0, 2030.0
Q3_2026, Q3_2027, Q3_2028 = 2026.75, 2027.75, 2028.75
"""Memory is counted where the stacks' vias are made, about a quarter after the wafer start that the case counts."""


@dataclass(frozen=True, slots=True)
class Line:
    """Capacity of a maker in kwspm and the share of it that serves AI in per cent, both by date."""

    site: str
    node: str
    kwspm: Points
    ai_share_pct: Points
    source: str
    uses_tools: bool = True


_N5_AI = {END_2026: 25.0}
_N3_AI = {END_2026: 60.0, END_2027: 80.0}
_N2_AI = {END_2026: 10.0, END_2028: 40.0}
_A16_AI = {END_2026: 40.0}
_INTEL_AI = {END_2026: 20.0}
_SMIC_AI = {END_2026: 15.0}
_COWOS_AI = {END_2026: 90.0}
_HBM_AI = {Q3_2026: 100.0}

_SHARE_N5 = "AI share 25 %: assumption, L"
_SHARE_N3 = "AI share 60 % at the end of 2026, 80 % from 2027: SemiAnalysis (60 and 86 %), M"
_SHARE_N2 = "AI share 10 % in 2026 to 40 % at the end of 2028: assumption after the path of N3, L"
_PACKAGING = "TrendForce (industry 130-150, 170-200, 260 kwspm), split by site assumed; AI 90 %: Epoch AI; confidence M"
_MEMORY = "TSV capacity 420, 520, 640 kwspm (TrendForce, 4.2 EB in 2026), by site: assumed; confidence L"

LINES = (
    Line("Tainan/Taichung", N5, {END_2026: 130, END_2028: 110}, _N5_AI,
         f"rough sum of press reports, part is converted to N3; {_SHARE_N5}; confidence L"),
    Line("Phoenix AZ", N5, {END_2026: 25, END_2028: 30}, _N5_AI,
         f"TSMC Arizona P1, 20k plan; {_SHARE_N5}; confidence M"),
    Line("Tainan/Taichung", N3, {END_2026: 150, END_2028: 175}, _N3_AI,
         f"100k at the end of 2024 (press), later assumed; {_SHARE_N3}; confidence M"),
    Line("Phoenix AZ", N3, {2027.5: 0, END_2028: 25}, _N3_AI,
         f"TSMC Arizona P2, volume 2027H2; {_SHARE_N3}; confidence M"),
    Line("Kumamoto", N3, {END_2027: 0, END_2028: 12}, _N3_AI,
         f"Kumamoto-2, late 2027 or 2028, Yomiuri Feb 2026; {_SHARE_N3}; confidence L"),
    Line("Pyeongtaek/Yongin", N3, {END_2026: 35}, _N3_AI,
         f"Samsung 5 nm and below, rough; {_SHARE_N3}; confidence L"),
    Line("Hsinchu", N2, {END_2026: 45, END_2028: 75}, _N2_AI,
         f"TSMC N2 and A16: 100 then 180 kwspm (press Aug 2025), split assumed; {_SHARE_N2}; confidence M"),
    Line("Kaohsiung", N2, {END_2026: 55, END_2028: 75}, _N2_AI,
         f"TSMC N2 and A16: 100 then 180 kwspm (press Aug 2025), split assumed; {_SHARE_N2}; confidence M"),
    Line("Phoenix AZ", N2, {END_2028: 0, END_2029: 10}, _N2_AI,
         f"TSMC Arizona P3, about 2029; {_SHARE_N2}; confidence L"),
    Line("Taylor/Sherman TX", N2, {END_2026: 0, END_2028: 20}, _N2_AI,
         f"Samsung SF2, from 35 to 55 kwspm of 5 nm and below, rough; {_SHARE_N2}; confidence L"),
    Line("Chitose", N2, {2027.75: 0, END_2028: 8}, _N2_AI,
         f"Rapidus 6-10 kwspm, start FY2027H2 (METI); {_SHARE_N2}; confidence L"),
    Line("Kaohsiung", A16, {END_2026: 0, END_2028: 30}, _A16_AI,
         "TSMC N2 and A16: 100 then 180 kwspm (press Aug 2025), split assumed; AI share as N2 later; confidence L"),
    Line("Phoenix AZ", A16, {END_2026: 20, END_2028: 32}, _INTEL_AI,
         "Intel 18A/4/3: 35 then 50 kwspm, rough, split assumed; AI share 20 %: assumption; confidence L"),
    Line("Hillsboro OR", A16, {END_2026: 8}, _INTEL_AI,
         "Intel 18A/4/3: 35 then 50 kwspm, rough, split assumed; AI share 20 %: assumption; confidence L"),
    Line("Leixlip", A16, {END_2026: 7, END_2028: 10}, _INTEL_AI,
         "Intel 18A/4/3: 35 then 50 kwspm, rough, split assumed; AI share 20 %: assumption; confidence L"),
    Line("Shanghai/Shenzhen", N7, {END_2026: 60, END_2027: 80, END_2028: 100}, _SMIC_AI,
         "SMIC N+2/N+3: SemiAnalysis (80k in 2027); AI share 15 %: assumption; confidence M"),
    Line("Pyeongtaek/Yongin", HBM, {Q3_2026: 332, Q3_2027: 405, Q3_2028: 488}, _HBM_AI, _MEMORY),
    Line("Tainan/Taichung", HBM, {Q3_2026: 53, Q3_2027: 63, Q3_2028: 75}, _HBM_AI, _MEMORY),
    Line("Singapore", HBM, {Q3_2026: 15, Q3_2027: 22, Q3_2028: 30}, _HBM_AI, _MEMORY),
    Line("Clay NY / Boise ID", HBM, {2027.25: 0, Q3_2028: 17}, _HBM_AI, f"Micron Idaho first; {_MEMORY}"),
    Line("Shanghai/Shenzhen", HBM, {Q3_2026: 20, Q3_2027: 30, Q3_2028: 40, 2031.75: 85}, _HBM_AI,
         f"CXMT without EUV, sized after Huawei's plans, on to 85 kwspm in 2031: assumption; {_MEMORY}",
         uses_tools=False),
    Line("Tainan/Taichung", COWOS, {END_2026: 78, END_2027: 105, END_2028: 140}, _COWOS_AI, _PACKAGING),
    Line("Hsinchu", COWOS, {END_2026: 34, END_2027: 42, END_2028: 50}, _COWOS_AI, _PACKAGING),
    Line("Kaohsiung", COWOS, {END_2026: 14, END_2027: 18, END_2028: 28}, _COWOS_AI, f"ASE; {_PACKAGING}"),
    Line("Pyeongtaek/Yongin", COWOS, {END_2026: 8, END_2027: 10, END_2028: 14}, _COWOS_AI, f"Samsung; {_PACKAGING}"),
    Line("Phoenix AZ", COWOS, {END_2027: 0, END_2028: 12}, _COWOS_AI,
         f"Amkor Arizona, 7 bn, production early 2028; {_PACKAGING}"),
    Line("Shanghai/Shenzhen", COWOS, {END_2026: 6, END_2027: 10, END_2028: 16}, _COWOS_AI,
         f"JCET, Tongfu and others; {_PACKAGING}"),
)  # fmt: skip

_SHIFT = "today's capacity taken over from other uses: its growth needs no new scanners"
_HELD = "held flat after the last year with a source"


def capacity() -> list[Row]:
    """Return the rows of the capacity sheet."""
    return [row for line in LINES for row in _rows(line)]


def _rows(line: Line) -> list[Row]:
    opening_kwspm = between(line.kwspm, END_2026)
    opening_share = between(line.ai_share_pct, END_2026) / 100

    def installed(_: float, end: float) -> float:
        added = between(line.kwspm, end) - opening_kwspm
        return opening_share * opening_kwspm + between(line.ai_share_pct, end) / 100 * added

    def shifted(_: float, end: float) -> float:
        return (between(line.ai_share_pct, end) / 100 - opening_share) * opening_kwspm

    key: Row = {"site": line.site, "node": line.node, "source": line.source}
    own = key | {"uses_tools": line.uses_tools, "values": by_period(CALENDAR, installed, 2), "note": _HELD}
    shift = by_period(CALENDAR, shifted, 2)
    return [own, key | {"uses_tools": False, "values": shift, "note": _SHIFT}] if any(shift) else [own]
