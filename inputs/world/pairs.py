"""Which nodes may be built where and by whom, how soon, at what cost and with what yield."""

from dataclasses import dataclass

from inputs.industry.phasing import RAMPS, shares, spends
from inputs.rows import Row
from inputs.world.nodes import A14, A16, COWOS, DRAM, HBM, N2, N3, N7
from inputs.world.owners import HYNIX, INTEL, MICRON, OSATS, RAPIDUS, SAMSUNG, SMIC, TSMC, VENTURE
from inputs.world.places import (
    BOISE,
    CHEONGJU,
    HIROSHIMA,
    KAOHSIUNG,
    PYEONGTAEK,
    SHANGHAI,
    SHELL_SPEND,
    SHELLS,
    TAICHUNG,
    YONGIN,
)

_BANDS = "lead: Exyte Feb 2025, CSET Oct 2021, McKinsey May 2024; an expansion needs no new permits"
_LINES = "packaging lines: 7-9 quarters new, 4-6 in an existing plant (ASE K18B, Amkor, Chiayi AP7); confidence M"
_FIT_OUT = "fit-out of a shell that stands: 3-4 quarters, 5 in the US (review of Nov 2026, SEMI: install of a year)"
_YIELD = "defects against the leading fab: assumption, L"
_FIRST = (
    "a country's first fab is dearer: announced projects outside Taiwan run at 0.8-1.3 bn/kwspm against 0.4-0.6"
    " (Arizona, Kumamoto-2, Rapidus); those that follow, a fifth less: assumption, L"
)
_TK, _JS, _US, _NEW = "Taiwan and Korea", "Japan, Singapore, China", "US and Europe", "entrant"
FIRST_FAB, NEXT_FABS = 1.4, 0.8


@dataclass(frozen=True, slots=True)
class Fab:
    """Logic or memory of an owner at a site without shells."""

    site: str
    owner: str
    phases: dict[str, int]
    lead: int
    expansion_lead: int
    ramp: str
    defect_factor: float
    is_first: bool
    confidence: str


FABS = (
    Fab("Hsinchu", TSMC, {N2: 3, A16: 4, A14: 6}, 11, 9, _TK, 1.0, False, "M"),
    Fab(TAICHUNG, TSMC, {N3: 4, N2: 6, A16: 6, A14: 8}, 10, 9, _TK, 1.0, False, "M"),
    Fab("Phoenix AZ", TSMC, {N3: 3, N2: 4, A16: 6, A14: 3}, 17, 13, _US, 1.15, False, "M-H"),
    Fab("Taylor TX", SAMSUNG, {N2: 4}, 18, 14, _US, 1.5, False, "M"),
    Fab("Ohio", INTEL, {A16: 4, A14: 4}, 19, 15, _US, 1.5, False, "H"),
    Fab("Hillsboro OR", INTEL, {A16: 2}, 16, 12, _US, 1.5, False, "L"),
    Fab("Dresden", TSMC, {N3: 2}, 17, 13, _US, 1.15, True, "H"),
    Fab("Leixlip", INTEL, {A16: 1}, 16, 12, _US, 1.5, False, "L"),
    Fab("Kumamoto", TSMC, {N3: 3}, 13, 10, _JS, 1.15, False, "M"),
    Fab("Chitose", RAPIDUS, {N2: 2}, 15, 12, _NEW, 2.0, True, "M"),
    Fab("Abu Dhabi", VENTURE, {N3: 2}, 21, 17, _NEW, 2.0, True, "L"),
    Fab("Kiryat Gat", INTEL, {A16: 1}, 16, 12, _US, 1.5, False, "L"),
    Fab(SHANGHAI, SMIC, {N7: 10}, 13, 10, _JS, 2.5, False, "M"),
    Fab(TAICHUNG, MICRON, {HBM: 4}, 10, 9, _TK, 1.0, False, "M"),
    Fab("Singapore", MICRON, {HBM: 2}, 12, 10, _JS, 1.0, False, "L"),
)


@dataclass(frozen=True, slots=True)
class FitOut:
    """Logic or memory of an owner in the shells of a site; the factor is on equipment alone."""

    site: str
    owner: str
    phases: dict[str, int]
    lead: int
    ramp: str
    factor: float
    defect_factor: float
    source: str


FIT_OUTS = (
    FitOut(KAOHSIUNG, TSMC, {N2: 4, A16: 5}, 5, _TK, 1.0, 1.0, "Fab 22 P3 to P5 (press 2025-26)"),
    FitOut(PYEONGTAEK, SAMSUNG, {HBM: 9}, 4, _TK, 0.95, 1.0, "P4: 0.18 bn/kwspm (Sedaily 23 Apr 2026)"),
    FitOut(PYEONGTAEK, SAMSUNG, {N2: 4, A16: 3}, 5, _TK, 1.0, 1.5, "Samsung SF2 and SF1.4 (press 2026)"),
    FitOut(PYEONGTAEK, SAMSUNG, {DRAM: 6}, 4, _TK, 1.0, 1.0, "P4 and P5: DRAM of 1c (Sedaily 23 Apr 2026)"),
    FitOut(YONGIN, HYNIX, {DRAM: 10}, 4, _TK, 1.2, 1.0, "DRAM of 1c, as HBM without stacking: estimate"),
    FitOut(BOISE, MICRON, {DRAM: 4}, 5, _US, 1.1, 1.0, "Micron ID1 and ID2 (calls 2026)"),
    FitOut(HIROSHIMA, MICRON, {DRAM: 2}, 4, _JS, 1.1, 1.0, "Micron (Bloomberg 4 Jul 2026)"),
    FitOut(CHEONGJU, HYNIX, {HBM: 2}, 4, _TK, 0.8, 1.0, "M15X: 0.25 bn/kwspm with its shell (press 2026)"),
    FitOut(YONGIN, HYNIX, {HBM: 16}, 4, _TK, 1.5, 1.0, "0.42 bn/kwspm, of it 0.107 for the shell (Korea Herald)"),
    FitOut(BOISE, MICRON, {HBM: 6}, 5, _US, 1.1, 1.0, "Micron ID1, mid-2027 (calls 2026)"),
    FitOut(HIROSHIMA, MICRON, {HBM: 3}, 4, _JS, 1.1, 1.0, "9.3 bn with its tools (Bloomberg 4 Jul 2026)"),
)

LINES = {
    "Hsinchu": (TSMC, 6, 7), TAICHUNG: (TSMC, 24, 7), "Phoenix AZ": (OSATS, 8, 8),
    "Hillsboro OR": (INTEL, 3, 8), "Dresden": (OSATS, 2, 9), "Kumamoto": (TSMC, 4, 8), "Singapore": (OSATS, 4, 8),
    "Dholera/Sanand": (OSATS, 3, 9), "Abu Dhabi": (VENTURE, 3, 9), "Riyadh": (OSATS, 2, 9), SHANGHAI: (SMIC, 10, 7),
}  # fmt: skip
"""Packaging lines by site: who builds them, at most how many, and how many quarters a new plant takes."""
_FIRST_PLANT = ("Dresden", "Dholera/Sanand", "Abu Dhabi", "Riyadh")

_NEW_SITE = {10: "new site 10 q", 11: "new site 11 q", 12: "new site 13 q", 13: "new site 13 q", 15: "new site 13 q"}
_EXPANSION = {9: "expansion 9 q", 10: "expansion 10 q", 12: "expansion 13 q"}
FIT_OUT_SPENDS = {4: "fit-out 4 q", 5: "fit-out 5 q"}


def _profile(lead: int, expansion_lead: int) -> tuple[str, str]:
    """Return the spend profiles nearest to the lead times."""
    new = _NEW_SITE.get(lead) or ("new site 17 q" if lead < 20 else "new site 21 q")
    more = _EXPANSION.get(expansion_lead) or ("expansion 13 q" if expansion_lead < 16 else "expansion 17 q")
    return new, more


def _first(row: Row, is_first: bool) -> Row:
    if not is_first:
        return row
    note = "; ".join(filter(None, (str(row.get("note", "")), _FIRST)))
    return row | {"capex_factor": FIRST_FAB, "expansion_capex_factor": NEXT_FABS, "note": note}


def _of_fab(fab: Fab) -> list[Row]:
    new, more = _profile(fab.lead, fab.expansion_lead)
    return [
        _first(
            {
                "site": fab.site,
                "node": node,
                "owner": fab.owner,
                "lead_periods": fab.lead,
                "ramp": fab.ramp,
                "spend": new,
                "max_phases": phases,
                "expansion_lead_periods": fab.expansion_lead,
                "expansion_spend": more,
                "source": f"{_BANDS}; confidence {fab.confidence}",
                **({} if node == HBM else {"defect_factor": fab.defect_factor, "note": _YIELD}),
            },
            fab.is_first,
        )
        for node, phases in fab.phases.items()
    ]


def _of_shell(fit: FitOut) -> list[Row]:
    return [
        {
            "site": fit.site,
            "node": node,
            "owner": fit.owner,
            "lead_periods": fit.lead,
            "ramp": fit.ramp,
            "spend": FIT_OUT_SPENDS[fit.lead],
            "max_phases": phases,
            "capex_factor": fit.factor,
            "source": f"{fit.source}; {_FIT_OUT}; confidence M",
            **({} if node in (HBM, DRAM) else {"defect_factor": fit.defect_factor, "note": _YIELD}),
        }
        for node, phases in fit.phases.items()
    ]


def _line(site: str, owner: str, phases: int, lead: int) -> Row:
    row: Row = {
        "site": site,
        "node": COWOS,
        "owner": owner,
        "lead_periods": lead,
        "ramp": "packaging",
        "spend": "packaging 8 q",
        "max_phases": phases,
        "expansion_lead_periods": 5,
        "expansion_spend": "packaging expansion 5 q",
        "source": _LINES,
    }
    return _first(row, site in _FIRST_PLANT)


def site_nodes() -> list[Row]:
    """Return the rows of the site_nodes sheet."""
    logic_and_memory = [row for fab in FABS for row in _of_fab(fab)] + [
        row for fit in FIT_OUTS for row in _of_shell(fit)
    ]
    return logic_and_memory + [_line(site, *line) for site, line in LINES.items()]


def used_spends() -> list[Row]:
    """Return the rows of the spends sheet: the shared profiles that some pair uses, fit-outs, and shells."""
    fit_out = "derived: a quarter's wait for the tools, install, 25 % in the year after first output; confidence M"
    shell = "derived: design, then a steady building site (Exyte Feb 2025); confidence L"
    own = [
        {"spend": name, "offset_periods": quarter, "share_pct": share, "source": fit_out}
        for lead, name in FIT_OUT_SPENDS.items()
        for quarter, share in enumerate(shares(1, lead - 1, True))
    ]
    lead = min(int(str(row["lead_periods"])) for row in SHELLS)
    own += [
        {"spend": SHELL_SPEND, "offset_periods": quarter, "share_pct": share, "source": shell}
        for quarter, share in enumerate((5.0, 15.0, *((80.0 / (lead - 2),) * (lead - 2))))
    ]
    used = {row[field] for row in site_nodes() for field in ("spend", "expansion_spend") if field in row}
    return [row for row in [*spends(), *own] if row["spend"] in used or row["spend"] == SHELL_SPEND]


def used_ramps() -> list[Row]:
    """Return the rows of the ramps sheet that some pair uses."""
    used = {row["ramp"] for row in site_nodes()}
    return [row for row in RAMPS if row["ramp"] in used]
