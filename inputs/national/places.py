"""Regions, sites and pairs: two sites in the Gulf, and partners' campuses where the programme may take a stake."""

from dataclasses import dataclass

from inputs.industry.nodes import COWOS, HBM, N2, N3
from inputs.industry.phasing import RAMPS, spends
from inputs.industry.regions import REGIONS
from inputs.rows import Row, table

UAE, KSA, TAIWAN, JAPAN, KOREA, SINGAPORE, USA = "UAE", "KSA", "Taiwan", "Japan", "Korea", "Singapore", "USA"
GULF, ABROAD = (UAE, KSA), (TAIWAN, JAPAN, KOREA, USA)

_CREWS = {UAE: 3, KSA: 2, TAIWAN: 2, JAPAN: 1, KOREA: 3, USA: 1}
_CREWS_NOTE = (
    "phases are half the world case's size; abroad, the starts that partners leave to the programme: assumption"
)


def regions() -> list[Row]:
    """Return the rows of the regions sheet: those of the world case, with the crews of this programme."""
    known = {str(row["region"]): row for row in REGIONS}
    return [known[name] | {"max_phase_starts_per_year": crews, "note": _CREWS_NOTE} for name, crews in _CREWS.items()]


ABU_DHABI, RIYADH, SOUTH_TAIWAN, KUMAMOTO, YONGIN, PHOENIX = (
    "Abu Dhabi", "Riyadh", "Tainan/Kaohsiung", "Kumamoto/Hiroshima", "Pyeongtaek/Yongin", "Phoenix AZ",
)  # fmt: skip

_NEW = "opening: land, water, power lines and permits of a new campus, assumption; power limit and room: assumption"
_STAKE = "room: modules that partners would share, assumption"

SITES = table(
    "site region latitude longitude floor_units opening_cost_usd_bn available_from power_limit_mw source note",
    (ABU_DHABI, UAE, 24.43, 54.62, 4, 2.0, "2027Q2", 400, f"{_NEW}; press on talks of over 100 bn, 2024; confidence L",
     "no fab yet: desalinated water, US oversight and a workforce come first"),
    (RIYADH, KSA, 24.71, 46.68, 2, 1.5, "2028Q1", 240, f"{_NEW}; no project seen; confidence L",
     "memory and packaging"),
    (SOUTH_TAIWAN, TAIWAN, 22.9, 120.3, 4, "", "", "", f"{_STAKE}; TSMC Fab 18, Fab 22; confidence L", ""),
    (KUMAMOTO, JAPAN, 32.88, 130.84, 2, "", "", "", f"{_STAKE}; JASM, Micron Hiroshima; confidence L", ""),
    (YONGIN, KOREA, 37.02, 127.05, 3, "", "", "", f"{_STAKE}; SK hynix and Samsung; confidence L", ""),
    (PHOENIX, USA, 33.77, -112.16, 2, "", "", "", f"{_STAKE}; TSMC Fab 21, Amkor Peoria; confidence L", ""),
)  # fmt: skip

_BANDS = "lead: Exyte Feb 2025, CSET Oct 2021, McKinsey May 2024"
_LINES = "packaging lines: 7-9 quarters new, 4-6 in an existing plant (ASE K18B, Amkor, Chiayi AP7)"
_FIRST = (
    "capex factor of a country's first fab: announced projects outside Taiwan run at 0.8-1.3 bn/kwspm against 0.4-0.6"
    " (Arizona, Kumamoto-2, Rapidus); assumption"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """How building goes at a site: lead times and spends of the front end, then phases by node."""

    site: str
    lead: int
    expansion_lead: int
    spend: str
    expansion_spend: str
    ramp: str
    packaging_lead: int
    capex_factor: float
    defect_factor: float
    phases: dict[str, int]


_PLACES = (
    _Place(ABU_DHABI, 21, 17, "new site 21 q", "expansion 17 q", "entrant", 9, 1.4, 2.0,
           {N3: 2, N2: 1, HBM: 2, COWOS: 2}),
    _Place(RIYADH, 22, 18, "new site 21 q", "expansion 17 q", "entrant", 9, 1.4, 2.0, {HBM: 2, COWOS: 2}),
    _Place(SOUTH_TAIWAN, 10, 9, "new site 10 q", "expansion 9 q", "Taiwan and Korea", 7, 1.0, 1.0,
           {N2: 2, COWOS: 2}),
    _Place(KUMAMOTO, 13, 10, "new site 13 q", "expansion 10 q", "Japan, Singapore, China", 8, 1.0, 1.1,
           {N3: 2}),
    _Place(YONGIN, 11, 9, "new site 11 q", "expansion 9 q", "Taiwan and Korea", 8, 1.0, 1.0, {HBM: 5}),
    _Place(PHOENIX, 17, 13, "new site 17 q", "expansion 13 q", "US and Europe", 8, 1.0, 1.15,
           {N2: 1}),
)  # fmt: skip


def site_nodes() -> list[Row]:
    """Return the rows of the site_nodes sheet."""
    return [_pair(place, node, phases) for place in _PLACES for node, phases in place.phases.items()]


def _pair(place: _Place, node: str, phases: int) -> Row:
    row: Row = {"site": place.site, "node": node, "max_phases": phases, "capex_factor": place.capex_factor}
    first = f"; {_FIRST}" if place.capex_factor > 1 else ""
    if node == COWOS:
        return row | {
            "lead_periods": place.packaging_lead,
            "ramp": "packaging",
            "spend": "packaging 8 q",
            "expansion_lead_periods": 5,
            "expansion_spend": "packaging expansion 5 q",
            "source": f"{_LINES}{first}; confidence {'L' if first else 'M'}",
        }
    return row | {
        "lead_periods": place.lead,
        "ramp": place.ramp,
        "spend": place.spend,
        "expansion_lead_periods": place.expansion_lead,
        "expansion_spend": place.expansion_spend,
        "defect_factor": 1.0 if node == HBM else place.defect_factor,
        "source": f"{_BANDS}{first}; confidence {'L' if first else 'M'}",
    }


def used_spends() -> list[Row]:
    """Return the rows of the spends sheet that some pair uses."""
    used = {row[field] for row in site_nodes() for field in ("spend", "expansion_spend")}
    return [row for row in spends() if row["spend"] in used]


def used_ramps() -> list[Row]:
    """Return the rows of the ramps sheet that some pair uses."""
    used = {row["ramp"] for row in site_nodes()}
    return [row for row in RAMPS if row["ramp"] in used]
