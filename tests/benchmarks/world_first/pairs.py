"""Which nodes may be built where, how soon and with what yield."""

from dataclasses import dataclass

from inputs.industry.nodes import A16, COWOS, HBM, N2, N3, N5, N7
from inputs.rows import Row

_BANDS = "lead: Exyte Feb 2025, CSET Oct 2021, McKinsey May 2024; an expansion needs no new permits"
_LINES = "packaging lines: 7-9 quarters new, 4-6 in an existing plant (ASE K18B, Amkor, Chiayi AP7); confidence M"
_YIELD = "defects against the leading fab: assumption, L"


@dataclass(frozen=True, slots=True)
class Place:
    """Construction at a site. `memory_phases` and `packaging_phases` bound what fits beside the logic."""

    site: str
    logic: tuple[str, ...]
    lead: int
    expansion_lead: int
    ramp: str
    defect_factor: float
    logic_phases: int
    memory_phases: int
    packaging_phases: int
    packaging_lead: int
    confidence: str


_TK, _JS, _US, _NEW = "Taiwan and Korea", "Japan, Singapore, China", "US and Europe", "entrant"

PLACES = (
    Place("Hsinchu", (N3, N2, A16), 11, 9, _TK, 1.0, 6, 0, 6, 7, "M"),
    Place("Tainan/Taichung", (N5, N3, N2, A16), 10, 9, _TK, 1.0, 8, 5, 12, 7, "M"),
    Place("Kaohsiung", (N3, N2, A16), 10, 9, _TK, 1.0, 5, 0, 8, 7, "M"),
    Place("Phoenix AZ", (N5, N3, N2, A16), 17, 13, _US, 1.15, 6, 0, 6, 8, "M-H"),
    Place("Taylor/Sherman TX", (N5, N3, N2), 18, 14, _US, 1.5, 4, 2, 4, 8, "M"),
    Place("Ohio", (N3, N2, A16), 19, 15, _US, 1.5, 4, 0, 4, 9, "H"),
    Place("Clay NY / Boise ID", (), 18, 14, _US, 1.0, 0, 6, 4, 9, "H"),
    Place("Hillsboro OR", (N2, A16), 16, 12, _US, 1.5, 2, 0, 2, 8, "L"),
    Place("Dresden", (N5, N3, N2), 17, 13, _US, 1.15, 2, 2, 4, 9, "H"),
    Place("Leixlip", (N5, N3, A16), 16, 12, _US, 1.5, 1, 0, 2, 9, "L"),
    Place("Kumamoto", (N5, N3, N2), 13, 10, _JS, 1.15, 3, 4, 4, 8, "M"),
    Place("Chitose", (N2, A16), 15, 12, _NEW, 2.0, 2, 0, 3, 8, "M"),
    Place("Pyeongtaek/Yongin", (N5, N3, N2, A16), 11, 9, _TK, 1.5, 10, 16, 6, 8, "M-H"),
    Place("Singapore", (N5, N3), 12, 10, _JS, 1.15, 2, 3, 4, 8, "L"),
    Place("Dholera", (N5, N3), 18, 14, _NEW, 2.0, 2, 2, 4, 9, "M"),
    Place("Abu Dhabi", (N5, N3, N2, A16), 21, 17, _NEW, 2.0, 2, 2, 4, 9, "L"),
    Place("Saudi (NEOM/Riyadh)", (N5, N3, N2), 22, 18, _NEW, 2.0, 1, 1, 2, 9, "L"),
    Place("Kiryat Gat", (N3, N2, A16), 16, 12, _US, 1.5, 1, 0, 2, 9, "L"),
    Place("Shanghai/Shenzhen", (N7,), 13, 10, _JS, 2.5, 10, 0, 10, 7, "M"),
)

_NEW_SITE = {10: "new site 10 q", 11: "new site 11 q", 12: "new site 13 q", 13: "new site 13 q", 15: "new site 13 q"}
_EXPANSION = {9: "expansion 9 q", 10: "expansion 10 q", 12: "expansion 13 q"}


def _profile(lead: int, expansion_lead: int) -> tuple[str, str]:
    """Return the spend profiles nearest to the lead times."""
    new = _NEW_SITE.get(lead) or ("new site 17 q" if lead < 20 else "new site 21 q")
    more = _EXPANSION.get(expansion_lead) or ("expansion 13 q" if expansion_lead < 16 else "expansion 17 q")
    return new, more


def _pairs(place: Place) -> list[Row]:
    new, more = _profile(place.lead, place.expansion_lead)
    front_end: Row = {
        "site": place.site,
        "lead_periods": place.lead,
        "ramp": place.ramp,
        "spend": new,
        "expansion_lead_periods": place.expansion_lead,
        "expansion_spend": more,
        "source": f"{_BANDS}; confidence {place.confidence}",
    }
    logic: Row = {"max_phases": place.logic_phases, "defect_factor": place.defect_factor, "note": _YIELD}
    rows = [front_end | {"node": node} | logic for node in place.logic]
    if place.memory_phases:
        rows.append(front_end | {"node": HBM, "max_phases": place.memory_phases})
    lines: Row = {
        "site": place.site,
        "node": COWOS,
        "lead_periods": place.packaging_lead,
        "ramp": "packaging",
        "spend": "packaging 8 q",
        "max_phases": place.packaging_phases,
        "expansion_lead_periods": 5,
        "expansion_spend": "packaging expansion 5 q",
        "source": _LINES,
    }
    return [*rows, lines]


def site_nodes() -> list[Row]:
    """Return the rows of the site_nodes sheet."""
    return [row for place in PLACES for row in _pairs(place)]
